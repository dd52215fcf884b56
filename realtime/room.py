"""One open document in this process: its Doc, its connections, what waits to be stored and what waits to be sent.

Everything here runs on the event loop, without locks. The Doc holds only what is committed; it is derived from the
log and can be thrown away. Order for every update (DESIGN §4): gate, role, commit, broadcast, acknowledgement.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc

from realtime import engine, log, protocol
from realtime.awareness import Awareness
from realtime.connection import Connection
from realtime.gate import Gap, Gate, Refused

logger = logging.getLogger(__name__)

BREATH = 4  # the next fan-out comes no earlier than this many times what the last one cost…
LONGEST_TICK = 0.040  # …and no later than this, in seconds
PRESENCE_TICK = 0.1


@dataclass(eq=False)
class Pending:
    """An update on its way to the log. One that says nothing new (`known`) is acknowledged and not stored."""

    connection: Connection
    frame: int
    content: bytes
    clients: list[int]
    known: bool

    @property
    def author(self) -> str:
        return self.connection.user_key


class Room:
    def __init__(self, stored: log.Stored, owners: dict[int, str]) -> None:
        self.id = stored.room
        self.epoch = stored.epoch
        self.seen = stored.last
        self.heard = stored.last  # the highest number anybody told us of
        self.snapshot = stored.snapshot
        self.tail: list[bytes] = stored.tail
        self.doc: Doc[Any] = engine.open_doc(stored.parts())
        self.gate: Gate = engine.open_gate(stored.parts())
        self.trial = engine.Trial(stored.parts())
        self.owners = owners
        self.connections: set[Connection] = set()
        self.awareness = Awareness()
        self.pending: list[Pending] = []
        self.asked_at: dict[str, float] = {}  # when the gatekeeper was last asked about a person (monotonic seconds)
        self.committing: list[Pending] = []  # with the writer: no longer pending, not yet known to be stored
        self._outgoing: list[bytes] = []
        self._owed: dict[Connection, int] = {}
        self._flush: asyncio.TimerHandle | None = None
        self._flushed_at = self._flush_cost = 0.0
        self._presence: asyncio.TimerHandle | None = None

    # What comes in

    def welcome(self, connection: Connection, state_vector: bytes) -> None:
        """Answer a step 1: stored bytes to a newcomer, a difference to someone who has some of it."""
        if len(state_vector) <= 1 and self.snapshot:
            connection.push(protocol.update(self.snapshot))
            answer = engine.merge(self.tail)
        else:
            try:
                answer = self.doc.get_update(state_vector)
            except ValueError:
                raise protocol.BadFrame("a state vector that cannot be read") from None
        connection.push(protocol.step2(answer))
        if connection.admission.may_write:
            connection.push(protocol.step1(self.doc.get_state()))

    def receive(self, connection: Connection, frame: int, content: bytes) -> None:
        """Check an update, try it, and queue it for the log. Raises `Refused`, `Gap`; nobody sees anything yet."""
        checked = self.gate.check(content)
        for client in checked.fresh:
            if self.owners.get(client, connection.user_key) != connection.user_key:
                raise Refused("a client id of someone else")
        try:
            content, says_something = engine.take_in(self.gate, self.trial, checked, content)
        except Refused:
            waiting = (item.content for item in [*self.committing, *self.pending])
            self.trial = engine.Trial([*self._stored(), *waiting])
            raise
        self.owners |= dict.fromkeys(checked.fresh, connection.user_key)
        self.gate.accept(checked)
        self.pending.append(Pending(connection, frame, content, checked.fresh, known=not says_something))

    def _stored(self) -> list[bytes]:
        return ([self.snapshot] if self.snapshot else []) + self.tail

    def take(self) -> list[Pending]:
        self.committing, self.pending = self.pending, []
        return self.committing

    def recover(self, stored: log.Stored, owners: dict[int, str]) -> None:
        """Updates were refused after the gate had counted on them: start again from the log, and look at the rest anew.

        `stored` must be at least as new as what the room has seen.
        """
        self.gate, self.owners = engine.open_gate(stored.parts()), owners
        self.trial = engine.Trial(stored.parts())
        waiting, self.pending = self.pending, []
        for item in waiting:
            try:
                self.receive(item.connection, item.frame, item.content)
            except Refused:
                item.connection.refuse("gate", item.frame)
            except Gap:
                self.ask(item.connection, item.frame)

    def ask(self, connection: Connection, frame: int) -> None:
        """Something is missing before this frame: our step 1 makes the client say everything again in one step 2."""
        if not connection.receipts.missing:
            connection.push(protocol.step1(self.doc.get_state()))
        connection.receipts.hold(frame)

    # What was committed

    def committed(self, taken: Sequence[Pending], last: int) -> None:
        """The updates of `taken` are in the log, the last of them as number `last`.

        Where others' came between, they are taken in by `catch_up`; until then they still count as `committing`.
        """
        contents = [item.content for item in taken if not item.known]
        first = last - len(contents) + 1
        for item in taken:
            self._owed[item.connection] = max(item.frame, self._owed.get(item.connection, 0))
        if contents and first == self.seen + 1:
            self._absorb(contents, last)
        self._plan_flush()

    def catch_up(self, rows: Sequence[log.Row]) -> None:
        """Take in what reached the log by another way: another process, an act, HTTP."""
        rows = [row for row in rows if row.number > self.seen]
        if not rows:
            return
        for row in rows:
            for client in self.gate.learn(row.content):
                self.owners.setdefault(client, row.author)
            self.trial.apply(row.content)
        self._absorb([row.content for row in rows], rows[-1].number)
        self._plan_flush()

    def _absorb(self, contents: list[bytes], last: int) -> None:
        merged = engine.merge(contents)
        self.doc.apply_update(merged)
        self.seen = last
        self.heard = max(last, self.heard)
        self.tail.append(merged)
        self._outgoing.append(merged)
        if len(self.tail) > 10 * engine.MERGED_AT_ONCE:
            self.tail = [engine.merge(self.tail)]

    # What goes out

    def _plan_flush(self) -> None:
        """One fan-out at a time, spaced by what the last one cost: small rooms feel no delay, large ones batch."""
        if self._flush is None:
            wait = self._flushed_at + min(BREATH * self._flush_cost, LONGEST_TICK) - time.monotonic()
            self._flush = asyncio.get_running_loop().call_later(max(0.0, wait), self._fan_out)

    def _fan_out(self) -> None:
        started = time.monotonic()
        self._flush = None
        if self._outgoing:
            frame = protocol.update(engine.merge(self._outgoing))
            self._outgoing = []
            for connection in self.connections:
                connection.push(frame)
        for connection, frames in self._owed.items():
            connection.acknowledge(frames, self.seen)
        self._owed = {}
        self._flushed_at = time.monotonic()
        self._flush_cost = self._flushed_at - started

    def plan_presence(self) -> None:
        if self._presence is None:
            self._presence = asyncio.get_running_loop().call_later(PRESENCE_TICK, self._tell_presence)

    def _tell_presence(self) -> None:
        self._presence = None
        frame = self.awareness.news()
        if frame is not None:
            for connection in self.connections:
                connection.push(frame)

    def join(self, connection: Connection) -> None:
        self.connections.add(connection)
        everyone = self.awareness.everyone()
        if everyone is not None:
            connection.push(everyone)

    def leave(self, connection: Connection) -> None:
        self.connections.discard(connection)
        if self.awareness.leave(connection):
            self.plan_presence()

    def beat(self) -> None:
        for connection in self.connections:
            connection.push(protocol.HEARTBEAT)

    @property
    def idle(self) -> bool:
        return not self.connections and not self.pending and not self.committing
