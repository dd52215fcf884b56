"""A typist: a y-websocket client made of pycrdt, as a person's browser would behave, for tests of the socket."""

import asyncio
import json
import secrets
from typing import Any

from channels.testing import WebsocketCommunicator
from django.conf import settings
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from config.asgi import application
from realtime import protocol
from tests.sessions import session_of

ORIGIN = [(b"origin", b"http://testserver"), (b"host", b"testserver")]


def cookie_of(user: Any) -> bytes:
    """A signed-in session; to be called outside the event loop."""
    return f"{settings.SESSION_COOKIE_NAME}={session_of(user)}".encode()


class Typist:
    """`await Typist.open(document, cookie)`; `doc` follows the room; `saved` is the last (frames, number) heard."""

    def __init__(
        self, room: str, cookie: bytes | None, query: str = "v=1", headers: Any = None, offered: list[str] | None = None
    ) -> None:
        sent = list(ORIGIN if headers is None else headers) + ([(b"cookie", cookie)] if cookie else [])
        address = f"/ws/documents/{room}?{query}"
        self.socket = WebsocketCommunicator(application, address, headers=sent, subprotocols=offered)
        self.doc: Doc[Any] = Doc(client_id=secrets.randbits(31))
        self.text = self.doc.get("default", type=XmlFragment)
        self.saved = (0, 0)
        self.synced = False
        self.refusals: list[dict[str, Any]] = []
        self.denied: list[str] = []
        self.roles: list[str] = []
        self.people: dict[int, Any] = {}
        self.closed: int | None = None
        self.subprotocol: Any = None  # the one that was taken of those offered
        self.sent = 0

    @classmethod
    async def open(cls, document: Any, cookie: bytes | None, query: str = "v=1", **more: Any) -> "Typist":
        typist = cls(str(document.pk), cookie, query, **more)
        connected, typist.subprotocol = await typist.socket.connect()
        assert connected, typist.subprotocol
        await typist.send(protocol.step1(typist.doc.get_state()))
        await typist.listen(until=lambda: typist.synced or typist.closed is not None)
        return typist

    async def send(self, frame: bytes) -> None:
        await self.socket.send_input({"type": "websocket.receive", "bytes": frame})

    async def send_update(self, update: bytes) -> None:
        self.sent += 1
        await self.send(protocol.update(update))

    async def write(self, words: str) -> None:
        """A new paragraph at the end, sent as one update."""
        before = self.doc.get_state()
        with self.doc.transaction():
            paragraph = self.text.children.append(XmlElement("paragraph"))
            paragraph.children.append(XmlText(words))
        await self.send_update(self.doc.get_update(before))

    async def listen(self, *, until: Any = None, seconds: float = 3.0) -> bool:
        """Take in what comes until the condition holds; whether it did."""
        end = asyncio.get_running_loop().time() + seconds
        while until is None or not until():
            left = end - asyncio.get_running_loop().time()
            if left <= 0 or self.closed is not None:
                return until is not None and bool(until())
            try:
                message = await asyncio.wait_for(self._next(), left)
            except TimeoutError:
                return until is not None and bool(until())
            await self._hear(message)
        return True

    async def _next(self) -> dict[str, Any]:
        while self.socket.output_queue.empty():
            await asyncio.sleep(0.005)
        return await self.socket.output_queue.get()

    async def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close":
            self.closed = message.get("code", 1000)
            return
        data = message["bytes"]
        kind, at = protocol.read_uint(data, 0)
        if kind == protocol.SYNC:
            step, at = protocol.read_uint(data, at)
            payload, _ = protocol.read_bytes(data, at)
            if step == protocol.STEP1:
                self.sent += 1
                await self.send(protocol.step2(self.doc.get_update(payload)))
            else:
                self.doc.apply_update(payload)
                self.synced = self.synced or step == protocol.STEP2
        elif kind == protocol.AWARENESS:
            payload, _ = protocol.read_bytes(data, at)
            for client, _clock, state in protocol.read_awareness(payload, at_most=1000):
                self.people[client] = json.loads(state)
        elif kind == protocol.SAVED:
            frames, at = protocol.read_uint(data, at)
            self.saved = (frames, protocol.read_uint(data, at)[0])
        elif kind == protocol.REFUSED:
            self.refusals.append(json.loads(protocol.read_bytes(data, at)[0]))
        elif kind == protocol.ROLE:
            self.roles.append(protocol.read_bytes(data, at)[0].decode())
        elif kind == protocol.AUTH:
            _, at = protocol.read_uint(data, at)
            self.denied.append(protocol.read_bytes(data, at)[0].decode())

    async def all_saved(self) -> bool:
        return await self.listen(until=lambda: self.saved[0] >= self.sent)

    async def close(self) -> None:
        await self.socket.disconnect()

    @property
    def words(self) -> list[str]:
        return ["".join(v for v, _ in text.diff()) for p in self.text.children for text in p.children]
