"""Those who have one document open: what goes out to them, how often, and what becomes of those who do not read."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from realtime import engine, limits, protocol
from realtime.awareness import Awareness
from realtime.connection import COME_BACK, Connection
from realtime.ticks import Tick
from realtime.transport import framed

if TYPE_CHECKING:
    from realtime.room import Room

# Of one core, what the fan-outs of a room may take: one part in `breath`. (docs/decisions/0019)
WRITERS = {"breath": 32.0, "longest": 0.030, "free": 0.004}
A_CROWD, EACH_MORE = 100, 0.0002  # from so many on, a writer more lengthens the longest by so many seconds
READERS = {"breath": 200.0, "longest": 1.0}  # the longest is for crowds: thirty readers wait a tenth of a second
PRESENCE = {"breath": 100.0, "longest": 0.500, "shortest": 0.100, "patience": 0.050}  # others' carets are in no hurry


class Audience:
    __slots__ = (
        "_owed", "_presence", "_readers", "_room", "_to_readers", "_to_writers", "_writers", "awareness",
        "connections", "lagging",
    )  # fmt: skip

    def __init__(self, room: "Room") -> None:
        self._room = room
        self.connections: set[Connection] = set()
        self.lagging: set[Connection] = set()
        self.awareness = Awareness()
        self._owed: dict[Connection, int] = {}
        self._to_writers: list[bytes] = []
        self._to_readers: list[bytes] = []
        self._writers = Tick(self._tell_writers, **WRITERS)
        self._readers = Tick(self._tell_readers, **READERS)
        self._presence = Tick(self._tell_presence, **PRESENCE)

    # Coming and going

    def join(self, connection: Connection) -> None:
        self.connections.add(connection)
        self._writers.longest = WRITERS["longest"] + EACH_MORE * max(0, len(self.connections) - A_CROWD)
        everyone = self.awareness.everyone()
        if everyone is not None:
            connection.push(everyone)

    def leave(self, connection: Connection) -> None:
        self.connections.discard(connection)
        self.lagging.discard(connection)
        self._owed.pop(connection, None)
        if self.awareness.leave(connection):
            self.plan_presence()

    @property
    def writers(self) -> int:
        return sum(connection.admission.may_write for connection in self.connections)

    # What was committed

    def queue(self, content: bytes) -> None:
        """Committed bytes to tell everybody; `plan` says when."""
        self._to_writers.append(content)
        self._to_readers.append(content)

    def owe(self, connection: Connection, frame: int) -> None:
        """The frames of this connection are committed up to this one: to be acknowledged with the next fan-out."""
        self._owed[connection] = max(frame, self._owed.get(connection, 0))

    def plan(self) -> None:
        self._writers.plan()

    @property
    def due_in(self) -> float:
        """Seconds until anybody may be told anything: a commit before that brings nobody anything."""
        return self._writers.due_in()

    def _tell_writers(self) -> None:
        """Those who write: what is new, who moved and what is owed to each, in one go; readers are told more slowly."""
        contents, self._to_writers = self._to_writers, []
        messages = [protocol.update(engine.merge(contents, self._room.id))] if contents else []
        if self._presence.ride() and (news := self.awareness.news()) is not None:
            messages.append(news)
            self._push(news, to=self._those(writers=False))
        self._tell(messages, self._those(writers=True))
        if self._to_readers:
            self._readers.plan()

    def _tell_readers(self) -> None:
        contents, self._to_readers = self._to_readers, []
        self._tell([protocol.update(engine.merge(contents, self._room.id))], self._those(writers=False))

    def _those(self, *, writers: bool) -> list[Connection]:
        return [connection for connection in self.connections if connection.admission.may_write is writers]

    def _tell(self, messages: Sequence[bytes], audience: Iterable[Connection]) -> None:
        frames, number = b"".join(map(framed, messages)), self._room.seen
        owed, self._owed = self._owed, {}
        for connection in audience:
            receipt = connection.receipt(owed.pop(connection), number) if connection in owed else None
            if receipt is not None:
                told = connection.tell([*messages, receipt], frames + framed(receipt), number)
            else:
                told = not messages or connection.tell(messages, frames, number)
            if not told:
                self.lagging.add(connection)
                if receipt is not None:
                    connection.push(receipt)
        for connection, frame in owed.items():  # they read by now, or have left
            if (receipt := connection.receipt(frame, number)) is not None:
                connection.push(receipt)

    # Those who do not keep up

    def look_after_laggards(self, now: float) -> None:
        """One merged catch-up to those who have read by now; those who never do are closed (monotonic seconds)."""
        for connection in self.connections:
            connection.look(now)
        for connection in list(self.lagging):
            since = connection.lagging_since
            if since is None or connection.closing is not None:
                self.lagging.discard(connection)
            elif now - since > limits.LAGGING_FOR:
                connection.close(COME_BACK)
            elif connection.unsent <= limits.LAGGING // 4:
                self.lagging.discard(connection)
                connection.lagging_since = None
                self.bring_forward(connection)

    def bring_forward(self, connection: Connection) -> None:
        """Tell one connection all that it was not told."""
        missed = self._room.missed_by(connection)
        if missed is None:
            self._room.send_everything(connection)
        elif missed != engine.EMPTY:
            message = protocol.update(missed)
            connection.tell([message], framed(message), self._room.seen)

    # Presence and signs of life

    def plan_presence(self) -> None:
        self._presence.plan()

    def _tell_presence(self) -> None:
        news = self.awareness.news()
        if news is not None:
            self._push(news, to=self.connections)

    def beat(self) -> None:
        """A stock client hangs up after 30 s of silence."""
        self._push(protocol.HEARTBEAT, to=self.connections)

    def beside(self, topic: str) -> None:
        """Something beside the text changed: each asks for it by itself, as far as it may."""
        self._push(protocol.beside(topic), to=[one for one in self.connections if one.speaks_ours])

    def expire(self, now: float) -> None:
        """Forget the presence of those behind a dead link (monotonic seconds)."""
        if self.awareness.expire(now):
            self.plan_presence()

    @staticmethod
    def _push(message: bytes, *, to: Iterable[Connection]) -> None:
        frame = framed(message)
        for connection in to:
            if connection.lagging_since is None:
                connection.push(message, frame)
