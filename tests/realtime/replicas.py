"""Honest editors without a browser or a session, and processes that serve them: for properties of the whole engine.

`Process` is one `DocumentSocket` with rooms of its own on the tests' database; several share it as real processes would.
`Replica` is one person's page: it edits while connected or not, asks and answers as y-websocket does, and remembers what
it was told, for the properties to be checked against the log.
"""

import asyncio
import json
import secrets
from collections.abc import Collection, Mapping
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, XmlElement, XmlFragment, XmlText

from realtime import engine, log, protocol
from realtime.gatekeeper import Admission
from realtime.models import Update
from realtime.socket import DocumentSocket

WORDS = ("a", "bc", "é", "œuf ", "😀", "\N{NO-BREAK SPACE}»")


def examples(short: int) -> int:
    """How many to try: few in the suite, as many as the profile says with `--hypothesis-profile=long`."""
    chosen = settings.default.max_examples if settings.default else 100
    return short if chosen == 100 else chosen


class Everybody:
    """A gatekeeper who lets everybody in under the name in the scope."""

    def admit(self, scope: Mapping[str, Any], room: str) -> Admission:
        return self.recheck({room: [scope["person"]]})[room][scope["person"]]

    def recheck(self, asked: Mapping[str, Collection[str]]) -> dict[str, dict[str, Admission]]:
        admissions = {
            key: Admission(key, may_read=True, may_write=True, role="change") for key in set().union(*asked.values())
        }
        return {room: {key: admissions[key] for key in people} for room, people in asked.items()}

    def ended(self, tickets: Collection[str]) -> set[str]:
        return set()


class Process:
    def __init__(self, room: str) -> None:
        self.room = room
        self.socket = DocumentSocket(Everybody(), schema=1, introduce=lambda enter: enter)
        self.connected: dict[Replica, asyncio.Task[None]] = {}

    def connect(self, replica: "Replica") -> None:
        replica.arrive(self)
        self.connected[replica] = asyncio.create_task(self._serve(replica, replica.link))

    async def _serve(self, replica: "Replica", link: "Link") -> None:
        scope = {
            "type": "websocket",
            "url_route": {"kwargs": {"room": self.room}},
            "query_string": b"v=1",
            "person": replica.person,
        }
        await self.socket(scope, link.receive, link.send)
        link.cut()

    async def stop(self) -> None:
        """As a server ends: links are cut, then what runs behind them ends."""
        for replica in self.connected:
            if replica.link.process is self:
                replica.link.cut()
        for task in self.connected.values():
            task.cancel()
        await asyncio.gather(*self.connected.values(), return_exceptions=True)
        await asyncio.wait_for(self.socket.stop(), 20)


class Link:
    """One connection: what arrives is taken at once, or waits while the link is `held`; nothing passes once it is cut."""

    def __init__(self, replica: "Replica", process: Process) -> None:
        self.replica, self.process = replica, process
        self.to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.to_server.put_nowait({"type": "websocket.connect"})
        self.waiting: list[bytes] = []
        self.frames: list[bytes] = []
        self.saved = 0
        self.held = self.was_cut = self.asked = False

    async def receive(self) -> dict[str, Any]:
        return await self.to_server.get()

    async def send(self, message: dict[str, Any]) -> None:
        if self.was_cut:
            return
        if message["type"] == "websocket.close":
            self.cut()
        elif message["type"] == "websocket.send":
            self.waiting.append(message["bytes"])
            self.take()

    def take(self) -> None:
        while self.waiting and not self.held:
            self.replica.hear(self, self.waiting.pop(0))

    def put(self, frame: bytes) -> None:
        if not self.was_cut:
            self.to_server.put_nowait({"type": "websocket.receive", "bytes": frame})

    def put_update(self, update: bytes, step: int = protocol.UPDATE) -> None:
        self.frames.append(update)
        self.put(protocol.step2(update) if step == protocol.STEP2 else protocol.update(update))

    def cut(self) -> None:
        if not self.was_cut:
            self.was_cut = True
            self.waiting.clear()
            self.to_server.put_nowait({"type": "websocket.disconnect"})


class Replica:
    """`told` are the updates that the server sent, `acknowledged` those that it called saved, over all its links."""

    def __init__(self, person: str) -> None:
        self.person = person
        self.doc: Doc[Any] = Doc(client_id=secrets.randbits(32))
        self.doc.get("default", type=XmlFragment)
        self.told: list[bytes] = []
        self.acknowledged: list[bytes] = []
        self.refusals: list[Any] = []
        self.link: Any = None
        self.back_to_front = False
        self._late: list[bytes] = []
        self._made: list[bytes] | None = None
        self._watch = self.doc.observe(self._note)

    def _note(self, event: Any) -> None:
        if self._made is not None:
            self._made.append(event.update)

    @property
    def connected(self) -> bool:
        return self.link is not None and not self.link.was_cut

    @property
    def all_saved(self) -> bool:
        return bool(self.connected and self.link.asked and self.link.saved == len(self.link.frames))

    def arrive(self, process: Process) -> None:
        if self.connected:
            self.link.cut()
        self._late = []
        self.link = Link(self, process)
        self.link.put(protocol.step1(self.doc.get_state()))

    def hear(self, link: Link, data: bytes) -> None:
        kind, at = protocol.read_uint(data, 0)
        if kind == protocol.SYNC:
            step, at = protocol.read_uint(data, at)
            payload, _ = protocol.read_bytes(data, at)
            if step == protocol.STEP1:
                link.asked = True
                link.put_update(self.doc.get_update(payload), protocol.STEP2)
            else:
                self.doc.apply_update(payload)
                self.told.append(payload)
        elif kind == protocol.SAVED:
            frames, _ = protocol.read_uint(data, at)
            self.acknowledged += link.frames[link.saved : frames]
            link.saved = frames
        elif kind == protocol.REFUSED:
            self.refusals.append(json.loads(protocol.read_bytes(data, at)[0]))

    # What the person does

    def edit(self, kind: str, where: int, word: str) -> None:
        self._made = []
        with self.doc.transaction():
            EDITS[kind](self.doc, where, word)
        made, self._made = self._made, None
        for update in made:
            self._leave(update)

    def _leave(self, update: bytes) -> None:
        """In the order of their making; or, `back_to_front`, one behind the next: then the server must ask."""
        if not self.connected:
            return
        if self.back_to_front and not self._late:
            self._late.append(update)
            return
        self.link.put_update(update)
        self.flush()

    def flush(self) -> None:
        while self._late and self.connected:
            self.link.put_update(self._late.pop())

    def say_again(self, which: int) -> None:
        if self.connected and self.link.frames:
            self.link.put_update(self.link.frames[which % len(self.link.frames)])


def _texts(doc: "Doc[Any]") -> list[XmlText]:
    root = doc.get("default", type=XmlFragment)
    return [text for block in root.children if isinstance(block, XmlElement) for text in block.children]


def _place(text: XmlText, where: int) -> int:
    """A place between two characters: pycrdt counts bytes."""
    written = "".join(value for value, _ in text.diff())
    return len(written[: where % (len(written) + 1)].encode())


def _paragraph(doc: "Doc[Any]", where: int, word: str) -> None:
    root = doc.get("default", type=XmlFragment)
    at = where % (len(root.children) + 1)
    root.children.insert(at, XmlElement("paragraph", {"id": word}, [XmlText(word)]))


def _insert(doc: "Doc[Any]", where: int, word: str) -> None:
    texts = _texts(doc)
    if not texts:
        _paragraph(doc, where, word)
        return
    text = texts[where % len(texts)]
    text.insert(_place(text, where), word)


def _delete(doc: "Doc[Any]", where: int, word: str) -> None:
    texts = [text for text in _texts(doc) if text.diff()]
    if texts:
        text = texts[where % len(texts)]
        written = "".join(value for value, _ in text.diff())
        at = where % len(written)
        start = len(written[:at].encode())
        del text[start : start + len(written[at].encode())]


def _cut(doc: "Doc[Any]", where: int, word: str) -> None:
    root = doc.get("default", type=XmlFragment)
    if len(root.children):
        del root.children[where % len(root.children)]


def _format(doc: "Doc[Any]", where: int, word: str) -> None:
    texts = [text for text in _texts(doc) if text.diff()]
    if texts:
        text = texts[where % len(texts)]
        text.format(0, _place(text, where) or _place(text, -1), {"bold": True if where % 2 else None})


def _attribute(doc: "Doc[Any]", where: int, word: str) -> None:
    root = doc.get("default", type=XmlFragment)
    if len(root.children):
        root.children[where % len(root.children)].attributes["align"] = word


def _map(doc: "Doc[Any]", where: int, word: str) -> None:
    doc.get("map", type=Map)["key" + str(where % 2)] = word


def _array(doc: "Doc[Any]", where: int, word: str) -> None:
    array = doc.get("array", type=Array)
    array.insert(where % (len(array) + 1), word)


EDITS = {
    "paragraph": _paragraph,
    "insert": _insert,
    "delete": _delete,
    "cut": _cut,
    "format": _format,
    "attribute": _attribute,
    "map": _map,
    "array": _array,
}
edits = st.tuples(
    st.sampled_from(["insert"] * 3 + ["delete"] * 2 + sorted(EDITS)), st.integers(0, 30), st.sampled_from(WORDS)
)


# What is compared


def shown(doc: "Doc[Any]") -> Any:
    """What a person would see, with nothing that may differ between equal documents, such as the order of marks."""
    root = doc.get("default", type=XmlFragment)
    return [_shown(child) for child in root.children], _values(doc, "map", Map), _values(doc, "array", Array)


def _shown(node: Any) -> Any:
    if isinstance(node, XmlText):
        return [(value, dict(marks or {})) for value, marks in node.diff()]
    return node.tag, dict(node.attributes), [_shown(child) for child in node.children]


def _values(doc: "Doc[Any]", name: str, kind: Any) -> Any:
    return doc.get(name, type=kind).to_py()


def stored(room: str) -> "Doc[Any]":
    """What a fresh process finds in the database alone."""
    return engine.open_doc(log.load(room).parts())


def missing(room: str, updates: Collection[bytes]) -> list[bytes]:
    """Those that say anything, a deletion included, that a fresh process does not find in the database."""
    parts = log.load(room).parts()
    return [update for update in updates if engine.Trial(parts).apply(update)]


def numbers(room: str) -> list[int]:
    return list(Update.objects.filter(room=room).order_by("number").values_list("number", flat=True))


async def until(condition: Any, seconds: float = 15.0) -> None:
    """Fails when the condition does not hold within so many seconds."""
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < end, "it never came to rest"
        await asyncio.sleep(0.003)
