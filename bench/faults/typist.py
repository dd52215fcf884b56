"""A person typing in a browser, made of pycrdt and a real socket: unique marks, resent until they are acknowledged.

It keeps its changes as `frontend/src/sync/ledger.ts` does: counted by frames, forgotten when `saved` says so, all sent
again in one step 2 after a reconnection.
"""

import asyncio
import contextlib
import json
import random
import re
import secrets
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from bench.faults import wire

FINAL = {4400, 4401, 4403, 4404, 4409, 4413}  # after these codes a browser does not come back by itself
MARK = re.compile(rb"\xc2\xab(\d+:\d+)\xc2\xbb")  # «1:2», as UTF-8
EMPTY = b"\0\0"  # the update that says nothing
LARGEST_FRAME = 512 * 1024  # as in frontend/src/sync/frames.ts
SILENCE = 30.0  # seconds after which y-websocket takes the line for dead


@dataclass(eq=False)
class Change:
    """One local change. `mark` is what it wrote; `gone` says that it deleted it instead."""

    update: bytes
    mark: str
    gone: bool = False
    frame: int | None = None
    sent_at: float = 0.0


@dataclass
class Told:
    """What the server said to one typist; times are monotonic seconds."""

    closes: list[tuple[float, int]] = field(default_factory=list)
    unsaved: list[float] = field(default_factory=list)
    refusals: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    garbage: int = 0  # updates that no engine can read


class Typist:
    """`run` is its life as a task; `type` one keystroke. `typed`, `acked`, `seen`: marks with the time of the first."""

    def __init__(self, number: int, url: str, key: str, *, rng: random.Random, resync: float = 30.0) -> None:
        self.number = number
        self.url = url
        self.key = key
        self.rng = rng
        self.resync = resync
        self.doc: Doc[Any] = Doc(client_id=secrets.randbits(31))
        self.text = self.doc.get("default", type=XmlFragment)
        self._watch = self.doc.observe(self._note)
        self._remote = False
        self.ledger: list[Change] = []
        self.typed: dict[str, float] = {}
        self.acked: dict[str, float] = {}
        self.erased: set[str] = set()  # one's own marks taken away again…
        self.deleted: set[str] = set()  # …and those whose deletion was acknowledged
        self.seen: dict[str, float] = {}
        self.trips: list[tuple[float, float]] = []  # (when, seconds from the last sending to `saved`)
        self.links: list[tuple[float, bool]] = []  # when the line came up (True) and went down (False)
        self.told = Told()
        self.people: dict[int, Any] = {}  # the carets of others, by client id
        self.stopped: int | None = None
        self.synced = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._frames = 0
        self._answered = False
        self._sending = asyncio.Lock()
        self._serial = 0
        self._last: XmlText | None = None  # where the last mark was written

    # Typing

    def _note(self, event: Any) -> None:
        if not self._remote:
            self.ledger.append(Change(bytes(event.update), ""))

    def _write(self, mark: str) -> None:
        count = len(self.text.children)
        at = self.rng.randrange(count) if count else 0
        paragraph = self.text.children[at] if count else self.text.children.append(XmlElement("paragraph"))
        before = len(self.ledger)
        with self.doc.transaction():
            texts = [child for child in paragraph.children if isinstance(child, XmlText)]
            text = texts[-1] if texts else paragraph.children.append(XmlText())
            text += f"«{mark}»"
        self.ledger[before].mark = mark
        self._last = text

    async def type(self) -> str:
        """One mark at the end of a random paragraph; now and then one is taken away again."""
        self._serial += 1
        mark = f"{self.number}:{self._serial}"
        now = time.monotonic()
        if self._serial % 10 == 0 and self._erase(f"{self.number}:{self._serial - 1}"):
            await self.flush()
        self._write(mark)
        self.typed[mark] = now
        self.seen.setdefault(mark, now)
        await self.flush()
        return mark

    def _erase(self, mark: str) -> bool:
        """Delete one's own last mark where it stands; its deletion moves no clock and must be acknowledged all the same."""
        wanted, text = f"«{mark}»", self._last
        place = str(text).find(wanted)
        if text is None or place < 0:
            return False
        at = len(str(text)[:place].encode())
        before = len(self.ledger)
        with self.doc.transaction():
            del text[at : at + len(wanted.encode())]
        self.ledger[before].mark, self.ledger[before].gone = mark, True
        self.erased.add(mark)
        return True

    # The line

    async def run(self) -> None:
        """Connect, follow, come back with a jittered wait; ends when the server says that coming back is of no use."""
        failures = 0
        while self.stopped is None:
            code = 1006
            try:
                async with asyncio.timeout(10):
                    socket = await self._open()
                failures = 0
                code = await self._follow(socket)
            except (OSError, WebSocketException, TimeoutError):
                pass
            self._down(code)
            if code in FINAL:
                self.stopped = code
                return
            failures += 1
            await asyncio.sleep(min(0.1 * 2**failures, 5.0) * (0.5 + self.rng.random() / 2))

    async def _open(self) -> ClientConnection:
        return await connect(
            self.url,
            additional_headers={"Authorization": f"Bearer {self.key}"},
            compression=None,
            max_size=None,
            proxy=None,
            open_timeout=None,
            ping_interval=None,
            close_timeout=1,
        )

    def _down(self, code: int) -> None:
        if self._socket is not None:
            self.links.append((time.monotonic(), False))
            self.told.closes.append((time.monotonic(), code))
        self._socket = None
        self._answered = False
        self.people = {}
        self.synced.clear()
        self._frames = 0
        for change in self.ledger:
            change.frame = None

    async def _follow(self, socket: ClientConnection) -> int:
        self._socket = socket
        self.links.append((time.monotonic(), True))
        asking = asyncio.create_task(self._ask(socket))
        try:
            while True:
                async with asyncio.timeout(SILENCE):
                    data = await socket.recv()
                await self._hear(socket, bytes(data))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        except TimeoutError:
            return 1006
        finally:
            asking.cancel()
            await socket.close()

    async def _ask(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await socket.send(wire.sync(wire.STEP1, self.doc.get_state()))
                await asyncio.sleep(self.resync)

    async def _hear(self, socket: ClientConnection, data: bytes) -> None:
        kind = data[0]
        if kind == wire.SYNC:
            payload, _ = wire.read_array(data, 2)
            if data[1] == wire.STEP1:
                await self._answer(socket, payload)
                return
            self._take(payload)
            if data[1] == wire.STEP2:
                self.synced.set()
        elif kind == wire.AWARENESS:
            for client, state in wire.read_awareness(wire.read_array(data, 1)[0]):
                self.people[client] = state
                if state is None:
                    del self.people[client]
        elif kind == wire.SAVED:
            self._acknowledge(wire.read_uint(data, 1)[0])
        elif kind == wire.UNSAVED:
            self.told.unsaved.append(time.monotonic())
        elif kind == wire.REFUSED:
            self.told.refusals.append(json.loads(wire.read_array(data, 1)[0]))
        elif kind == wire.ROLE:
            self.told.roles.append(wire.read_array(data, 1)[0].decode())
        elif kind == wire.NOTICE:
            self.told.notices.append(json.loads(wire.read_array(data, 1)[0]))

    def _take(self, update: bytes) -> None:
        now = time.monotonic()
        self._remote = True
        try:
            self.doc.apply_update(update)
        except ValueError:
            self.told.garbage += 1
        finally:
            self._remote = False
        for mark in MARK.findall(update):
            self.seen.setdefault(mark.decode(), now)

    async def _answer(self, socket: ClientConnection, vector: bytes) -> None:
        """The server asks what it lacks: one frame with all of it; what waited goes with it."""
        async with self._sending:
            update = self.doc.get_update(vector)
            if len(update) > LARGEST_FRAME and not await self._post(update):
                await socket.close()  # another attempt with the next connection
            if self._socket is not socket:
                return
            if len(update) > LARGEST_FRAME:
                update = EMPTY
            self._frames += 1
            self._answered = True
            for change in self.ledger:
                if change.frame is None:
                    change.frame, change.sent_at = self._frames, time.monotonic()
            with contextlib.suppress(ConnectionClosed):
                await socket.send(wire.sync(wire.STEP2, update))
        await self.flush()

    async def flush(self) -> None:
        """Send what waits, each change in its frame, oldest first."""
        async with self._sending:
            socket = self._socket
            for change in [one for one in self.ledger if one.frame is None]:
                if self._socket is not socket or socket is None or not self._answered:
                    return
                self._frames += 1
                change.frame, change.sent_at = self._frames, time.monotonic()
                with contextlib.suppress(ConnectionClosed):
                    await socket.send(wire.sync(wire.UPDATE, change.update))

    def _acknowledge(self, frames: int) -> None:
        now = time.monotonic()
        stored = [one for one in self.ledger if one.frame is not None and one.frame <= frames]
        self.trips += [(now, now - one.sent_at) for one in stored]
        self._forget(stored)

    def _forget(self, stored: list[Change]) -> None:
        for change in stored:
            if change.gone:
                self.deleted.add(change.mark)
            elif change.mark:
                self.acked.setdefault(change.mark, time.monotonic())
        gone = set(stored)
        self.ledger = [one for one in self.ledger if one not in gone]

    async def _post(self, update: bytes) -> bool:
        """What is too large for a frame goes over HTTP, and counts as stored when that answers."""
        waiting = list(self.ledger)
        url = self.url.replace("ws://", "http://").replace("/ws/", "/api/v1/").partition("?")[0] + "/sync"
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/octet-stream"}
        request = urllib.request.Request(url, data=update, headers=headers)
        try:
            with await asyncio.to_thread(urllib.request.urlopen, request, timeout=60):
                pass
        except OSError:
            return False
        self._forget(waiting)
        return True

    async def hang_up(self) -> None:
        """As if the network went away for a moment."""
        if self._socket is not None:
            self._socket.transport.abort()
