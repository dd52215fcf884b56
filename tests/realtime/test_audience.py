"""Who is told what, and when: those who do not read cost a bounded amount of memory, and miss nothing in the end."""

import asyncio
import time
from typing import Any

import pytest
from pycrdt import Doc, XmlFragment

from realtime import limits, log, protocol, ticks
from realtime.connection import Connection
from realtime.gatekeeper import Admission
from realtime.room import Room
from tests.realtime.test_log import Author


class Link:
    """The other end of a socket that can stop reading: what was sent to it, and a `send` that then makes us wait."""

    def __init__(self, *, may_write: bool = True, reads: bool = True) -> None:
        self.got: list[bytes] = []
        self.code: int | None = None
        self.reading = asyncio.Event()
        if reads:
            self.reading.set()
        role = "change" if may_write else "view"
        admission = Admission(str(id(self)), may_read=True, may_write=may_write, role=role)
        self.connection = Connection(self.send, admission, speaks_ours=True)

    async def send(self, message: dict[str, Any]) -> None:
        await self.reading.wait()
        if message["type"] == "websocket.close":
            self.code = message["code"]
        else:
            self.got.append(message["bytes"])

    @property
    def updates(self) -> list[bytes]:
        frames = [protocol.read_frame(data) for data in self.got if data[0] == protocol.SYNC]
        return [frame.payload for frame in frames if frame.step != protocol.STEP1]

    @property
    def words(self) -> list[str]:
        doc: Doc[Any] = Doc()
        for update in self.updates:
            doc.apply_update(update)
        root = doc.get("default", type=XmlFragment)
        return ["".join(v for v, _ in text.diff()) for p in root.children for text in p.children]


def store(room: Room, author: Author, *words: str) -> None:
    rows = [log.Row(room.seen + n, "1", author.write(word)) for n, word in enumerate(words, 1)]
    room.catch_up(rows)


async def enter(room: Room, link: Link) -> Link:
    room.audience.join(link.connection)
    room.welcome(link.connection, b"\x00")
    return link


@pytest.fixture
def room() -> Room:
    return Room(log.Stored("salle", "epoch", 0, None, []))


async def test_a_frame_goes_out_at_once_to_who_reads(room: Room) -> None:
    link = Link()
    link.connection.push(b"un")
    assert link.got == [b"un"]


async def test_who_does_not_read_lags_and_is_told_all_in_one_message_later(room: Room) -> None:
    author, slow, quick = Author(), await enter(room, Link()), await enter(room, Link())
    slow.reading.clear()
    big = "é" * (limits.LAGGING // 4)
    for n in range(6):
        store(room, author, f"{n}{big}")
        await asyncio.sleep(0.06)
    assert slow.connection.lagging_since is not None
    assert slow.connection.unsent < 2 * limits.LAGGING
    assert len(quick.words) == 6
    slow.reading.set()
    await asyncio.sleep(0.05)
    before = len(slow.updates)
    room.audience.look_after_laggards(time.monotonic())
    assert slow.connection.lagging_since is None
    assert len(slow.updates) == before + 1
    assert slow.words == quick.words
    store(room, author, "fin")
    await asyncio.sleep(0.06)
    assert slow.words[-1] == "fin"


async def test_who_lags_is_still_told_what_is_saved(room: Room) -> None:
    author, slow = Author(), await enter(room, Link())
    slow.connection.lagging_since = time.monotonic()
    slow.connection.receipts.arrived(says_everything=False)
    room.audience.owe(slow.connection, 1)
    store(room, author, "un")
    await asyncio.sleep(0.06)
    assert slow.got[-1] == protocol.saved(1, 1)


async def test_who_never_reads_is_closed(room: Room) -> None:
    author, slow = Author(), await enter(room, Link())
    slow.reading.clear()
    for n in range(4):
        store(room, author, f"{n}" + "x" * limits.LAGGING)
        await asyncio.sleep(0.06)
    room.audience.look_after_laggards(time.monotonic() + limits.LAGGING_FOR + 1)
    assert slow.connection.closing == 4503
    slow.reading.set()
    await asyncio.sleep(0.01)
    assert slow.code == 4503


async def test_who_lags_behind_a_newer_snapshot_is_sent_it(room: Room) -> None:
    author, slow = Author(), await enter(room, Link())
    store(room, author, "un")
    await asyncio.sleep(0.06)
    slow.connection.lagging_since = time.monotonic()
    room.audience.lagging.add(slow.connection)
    store(room, author, "deux")
    room.adopt(log.Snapshot(room.seen, author.doc.get_update(), faithful=True))
    await asyncio.sleep(0.06)
    room.audience.look_after_laggards(time.monotonic())
    assert slow.words == ["un", "deux"]


async def test_a_reader_who_may_write_from_now_on_misses_nothing(room: Room) -> None:
    """Readers are told later than writers: what waits for them must not be forgotten at the change."""
    author, link = Author(), await enter(room, Link(may_write=False))
    room.audience._readers._cost = 10.0  # their next turn is far away
    room.audience._readers._ended = time.monotonic()
    store(room, author, "un")
    await asyncio.sleep(0.06)
    assert link.words == []
    link.connection.readmit(Admission(link.connection.user_key, may_read=True, may_write=True, role="change"), 1)
    room.audience.bring_forward(link.connection)
    assert link.words == ["un"]


async def test_many_edits_reach_readers_in_few_messages(room: Room) -> None:
    author, reader, writer = Author(), await enter(room, Link(may_write=False)), await enter(room, Link())
    room.audience._readers._cost = 0.002  # as of three hundred of them
    for n in range(20):
        store(room, author, str(n))
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    assert len(reader.words) == len(writer.words) == 20
    assert len(reader.updates) < len(writer.updates) / 2


def test_a_tick_waits_as_long_as_its_runs_cost_times_its_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 100.004, 100.004, 200.0, 204.0, 204.0])  # each run: its start, its end; then a question
    monkeypatch.setattr(ticks.time, "monotonic", lambda: next(clock))
    tick = ticks.Tick(lambda: None, breath=20.0, longest=0.5)
    tick._run()
    assert tick.due_in() == pytest.approx(20 * 0.001)  # a moving mean: a quarter of the first 4 ms
    tick._run()
    assert tick.due_in() == pytest.approx(0.5)


async def test_who_has_left_costs_nothing() -> None:
    async def gone(message: dict[str, Any]) -> None:
        raise ConnectionError

    connection = Connection(gone, Admission("1", may_read=True), speaks_ours=True)
    connection.push(b"un")
    connection.push(b"deux")
    assert connection.gone
    assert connection.unsent == 0
