"""One open document in this process: what is committed, its connections, what waits to be stored and to be sent.

Everything here runs on the event loop, without locks, and can be thrown away: the log is the truth. Order for every
update (DESIGN §4): gate, role, commit, broadcast, acknowledgement.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from realtime import engine, limits, log, protocol
from realtime.audience import Audience
from realtime.connection import Connection
from realtime.draft import Draft
from realtime.gate import Gap, Refused
from realtime.refusals import Full, code_of

CHEAP = 64 * 1024  # stored bytes below which a draft is sooner made again than kept
HEAVY = 512 * 1024  # bytes behind the snapshot from which one is made while people write; else when they rest
AT_ONCE = 64 * 1024  # stored bytes below which a difference is worked out on the spot


@dataclass(eq=False, slots=True)
class Pending:
    """An update on its way to the log. One that says nothing new (`known`) is acknowledged and not stored."""

    connection: Connection
    frame: int
    content: bytes
    fresh: list[int]  # clients under whose id it brings something new
    clients: list[int]  # those of them whose owner the log does not know yet
    known: bool = False
    tried: bool = False  # the draft has taken it

    @property
    def author(self) -> str:
        return self.connection.user_key


class Part(NamedTuple):
    """Committed bytes that end at `number` of the log."""

    number: int
    content: bytes


class Room:
    def __init__(self, stored: log.Stored) -> None:
        self.id, self.epoch = stored.room, stored.epoch
        self.faithful, self.quarantined = stored.faithful, stored.quarantined
        self.seen = self.heard = stored.last  # `heard`: the highest number anybody told us of
        self.snapshot = Part(stored.snapshot_at, stored.snapshot or b"")
        self.tail: list[Part] = [Part(stored.last, content) for content in stored.tail]
        self.tail_bytes = sum(map(len, stored.tail))
        self.draft: Draft | None = None
        self.opening: asyncio.Task[None] | None = None
        self.audience = Audience(self)
        self.pending: list[Pending] = []
        self.committing: list[Pending] = []  # with the writer: no longer pending, not yet known to be stored
        self.waiting_bytes = 0  # of both
        self.asked_at: dict[str, float] = {}  # when the gatekeeper was last asked about a person (monotonic seconds)
        self.compacting = False
        self.unsettled_since: float | None = None  # monotonic seconds
        self._questions: list[tuple[Connection, bytes]] = []
        self._newcomer: tuple[int, bytes] = (0, b"")

    # What comes in

    @property
    def size(self) -> int:
        """Bytes committed, as stored; a little more than what the document weighs once compacted."""
        return len(self.snapshot.content) + self.tail_bytes

    def parts(self) -> list[bytes]:
        snapshot = [self.snapshot.content] if self.snapshot.content else []
        return snapshot + [part.content for part in self.tail]

    def receive(self, connection: Connection, frame: int, content: bytes) -> None:
        """Check an update and queue it for the log. Raises `Refused`, `Gap`; needs the draft; nobody sees anything yet."""
        assert self.draft is not None  # noqa: S101  `Intake.receive` opens it
        author = connection.user_key
        content, checked = self.draft.check(author, content)
        fresh = checked.fresh
        if fresh and self.size + self.waiting_bytes + len(content) > limits.LARGEST_STATE:
            raise Full
        item = Pending(connection, frame, content, fresh, self.draft.unbound(fresh), known=content == engine.EMPTY)
        self.draft.accept(author, checked)
        self.pending.append(item)
        self.waiting_bytes += len(content)

    @property
    def heavy(self) -> bool:
        """Whether a snapshot would spare those who come a good part of the work."""
        return self.tail_bytes > max(HEAVY, len(self.snapshot.content) // 4)

    @property
    def overfull(self) -> bool:
        waiting = len(self.pending) + len(self.committing)
        return waiting >= limits.MOST_WAITING or self.waiting_bytes >= limits.MOST_WAITING_BYTES

    def take(self) -> list[Pending]:
        """Hand what waits to the writer, once the engine has taken it. Raises `Refused`: the draft is spoilt then."""
        self.committing, self.pending = self.pending, []
        assert self.draft is not None  # noqa: S101  the writer waits until there is one
        self.draft.apply(self.committing)
        return self.committing

    def give_back(self) -> None:
        """The writer could not store what it took; it will come for it again."""
        self.pending, self.committing = [*self.committing, *self.pending], []

    def refill(self, draft: Draft) -> None:
        """A fresh draft: look anew at what waits."""
        self.draft = draft
        waiting, self.pending = self.pending, []
        self.waiting_bytes = sum(len(item.content) for item in self.committing)
        for item in waiting:
            try:
                self.receive(item.connection, item.frame, item.content)
            except Refused as error:
                item.connection.refuse(code_of(error), item.frame)
            except Gap:
                self.ask(item.connection, item.frame)

    def ask(self, connection: Connection, frame: int) -> None:
        """Something is missing before this frame: our step 1 makes the client say everything again in one step 2."""
        if not connection.receipts.missing:
            self.question(connection)
        connection.receipts.hold(frame)

    def question(self, connection: Connection) -> None:
        """Ask what the client has that we lack."""
        if self.draft is not None and connection.admission.may_write:
            connection.push(protocol.step1(self.draft.vector))

    # Those who come

    def welcome(self, connection: Connection, vector: bytes) -> None:
        """Answer a step 1: stored bytes to a newcomer, a difference to someone who has some of it."""
        if len(vector) <= 1:
            self.send_everything(connection)
        elif self._yjs_like is None or (self.committing and self.size < AT_ONCE):
            self._send_difference(connection, vector)
        else:
            self._questions.append((connection, vector))
            if not self.committing:
                self.answer_questions()

    def send_everything(self, connection: Connection) -> None:
        """The snapshot, then what follows as step 2: `synced` comes last."""
        if self.snapshot.content:
            if self._newcomer[0] != self.snapshot.number:
                self._newcomer = (self.snapshot.number, protocol.update(self.snapshot.content))
            connection.push(self._newcomer[1])
        self._gather()
        connection.push(protocol.step2(engine.merge([part.content for part in self.tail])))
        connection.told = self.seen
        self.warn(connection)

    def warn(self, connection: Connection) -> None:
        """Tell someone who writes that there is not much space left."""
        if self.size > limits.WARN_AT * limits.LARGEST_STATE and connection.admission.may_write:
            connection.notice("large")

    def _gather(self) -> None:
        """The tail as one part, worked out once for all who come."""
        if len(self.tail) > 1:
            self.tail = [Part(self.seen, engine.merge([part.content for part in self.tail], self.id))]
            self.tail_bytes = len(self.tail[0].content)

    def _send_difference(self, connection: Connection, vector: bytes) -> None:
        everything = engine.merge(self.parts(), self.id)
        try:
            connection.push(protocol.step2(engine.difference(everything, vector)))
        except Refused:
            raise protocol.BadFrame("a state vector that cannot be read") from None
        connection.told = self.seen

    @property
    def _yjs_like(self) -> Draft | None:
        """The draft, where its Doc says what Yjs shows; differences are worked out from bytes elsewhere."""
        draft = self.draft
        return draft if draft is not None and self.faithful and not draft.gate.splits else None

    def answer_questions(self) -> None:
        """At a moment when the draft holds nothing that is not committed."""
        draft = self._yjs_like
        self._answer(None if draft is None else draft.doc.get_update)

    def answer_from_bytes(self) -> None:
        """The database is away: those who come are not kept waiting for it."""
        self._answer(None)

    def _answer(self, difference: Callable[[bytes], bytes] | None) -> None:
        """From the draft, or else from bytes. A vector that cannot be read harms its own connection alone."""
        questions, self._questions = self._questions, []
        for connection, vector in questions:
            try:
                if difference is None:
                    self._send_difference(connection, vector)
                else:
                    connection.push(protocol.step2(difference(vector)))
                    connection.told = self.seen
            except ValueError:  # BadFrame is one
                connection.close(4400)

    # What was committed

    def committed(self, taken: Sequence[Pending], last: int) -> None:
        """The updates of `taken` are in the log, the last of them as number `last`.

        Where others' came between, they are taken in by `catch_up`; until then they still count as `committing`.
        """
        contents = [item.content for item in taken if not item.known]
        for item in taken:
            self.audience.owe(item.connection, item.frame)
            if self.draft is not None:
                self.draft.bound.update(item.clients)
        if contents and last - len(contents) == self.seen:
            self._absorb(contents, last)
        self.audience.plan()

    def catch_up(self, rows: Sequence[log.Row]) -> None:
        """Take in what reached the log by another way: another process, an act, HTTP."""
        rows = [row for row in rows if row.number > self.seen]
        if not rows:
            return
        if self.draft is not None and not self.draft.learn(rows):
            self.draft = None
        self._absorb([row.content for row in rows], rows[-1].number)
        self.audience.plan()

    def _absorb(self, contents: list[bytes], last: int) -> None:
        merged = engine.merge(contents, self.id)
        self.seen = last
        self.heard = max(last, self.heard)
        self.unsettled_since = self.unsettled_since or time.monotonic()
        self.tail.append(Part(last, merged))
        self.tail_bytes += len(merged)
        self.audience.queue(merged)

    def adopt(self, newer: log.Snapshot) -> None:
        """A compaction made a newer snapshot: what it holds need not be kept beside it."""
        self.faithful = newer.faithful
        if newer.at > self.snapshot.number:
            self.snapshot = Part(newer.at, newer.content)
            self.tail = [part for part in self.tail if part.number > newer.at]
            self.tail_bytes = sum(len(part.content) for part in self.tail)

    def rest(self) -> None:
        """Quiet: a small draft is sooner made again than kept."""
        if self.draft is not None and not self.pending and not self.committing and self.size < CHEAP:
            self.draft = None
        self._gather()
        self._newcomer = (0, b"")
        self.asked_at.clear()

    def missed_by(self, connection: Connection) -> bytes | None:
        """One update with all that a connection was not told; None when it misses too much to be told so."""
        if connection.told < self.snapshot.number:
            return None
        return engine.merge([part.content for part in self.tail if part.number > connection.told], self.id)

    @property
    def connections(self) -> set[Connection]:
        return self.audience.connections

    @property
    def idle(self) -> bool:
        return not self.connections and not self.pending and not self.committing
