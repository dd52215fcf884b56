"""Presence in one room: one state per connection, its identity written by the server, never by the client."""

import json
import math
import time
from typing import Any, NoReturn

from realtime import protocol
from realtime.connection import Connection
from realtime.pace import Pace
from realtime.protocol import BadFrame

LARGEST_STATE = 2048  # bytes of a state as others receive it, identity included
MOST_ENTRIES = 1000  # a stock client repeats what it heard of others: read past them, but not without end
LATEST_CLOCK = 2**52  # the server adds to clocks, and a browser fails on a number beyond 2^53
# A stock client says its state again after 15 to 18 seconds. Whoever is silent for longer than this sits behind a dead
# link; looked at every few seconds, nobody is shown for more than 30 seconds after their link died.
SILENT_FOR = 24.0
# Others hear of a state at most ten times a second, whatever is sent: the room tells the latest every 100 ms. An honest
# client sends more than that, since it repeats each of those ten messages and moves its own caret as well.
MESSAGES, AT_ONCE = 60.0, 600.0
TOO_FAST = 4529


class Person:
    """What one connection says of itself. `client` is bound at the first state; `state` is None until then."""

    __slots__ = ("_admission", "_identity", "client", "clock", "connection", "heard_at", "key", "pace", "state")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.client: int | None = None
        self.key = b""  # the client id as it stands in a message
        self.clock = 0
        self.state = b""
        self.heard_at = 0.0
        self.pace = Pace(MESSAGES, AT_ONCE)
        self._admission: Any = None
        self._identity = b""

    def stamped(self, state: dict[str, Any]) -> bytes:
        """Only the cursor is the client's to say, and only within its size. Raises `BadFrame`."""
        cursor = _written(state.get("cursor"))
        if self._admission is not self.connection.admission:
            self._admission = self.connection.admission
            self._identity = json.dumps(dict(self._admission.identity), ensure_ascii=False).encode()
        if len(cursor) + len(self._identity) > LARGEST_STATE - 32:
            cursor = b"null"
        return b'{"cursor": %b, "user": %b}' % (cursor, self._identity)


class Awareness:
    def __init__(self) -> None:
        self._people: dict[Connection, Person] = {}
        self._present: dict[int, Person] = {}
        self._moved: dict[int, tuple[int, bytes]] = {}

    def hear(self, connection: Connection, payload: bytes) -> bool:
        """Take the connection's own entry and ignore what it says of others; True when there is something to tell.

        Raises `BadFrame`. A client id belongs to the first connection that uses it, or to a newer one of the same
        person (a reconnection overtakes the dead link it replaces). A flood closes its connection.
        """
        now = time.monotonic()
        person = self._people.get(connection)
        if person is None:
            person = self._people[connection] = Person(connection)
        if not person.pace.allows(now, 1 + (len(payload) >> 16)) or protocol.read_uint(payload, 0)[0] > MOST_ENTRIES:
            connection.close(TOO_FAST)
            return False
        person.heard_at = now
        if person.key not in payload:
            return False  # it repeats what it heard of others
        heard = False
        for client, clock, state in protocol.read_awareness(payload, at_most=MOST_ENTRIES):
            if client == person.client or (person.client is None and self._is_free(client, person, state)):
                heard = self._put(person, client, clock, state) or heard
        return heard

    def _is_free(self, client: int, person: Person, state: bytes) -> bool:
        if state == b"null":
            return False
        holder = self._present.get(client)
        mine = person.connection.user_key
        return holder is None or bool(mine and mine == holder.connection.user_key)

    def _put(self, person: Person, client: int, clock: int, raw: bytes) -> bool:
        state = _read(raw)
        if clock > LATEST_CLOCK:
            raise BadFrame("a clock that nobody reaches")
        person.client, person.key = client, protocol.write_uint(client)
        known = self._present.get(client)
        if known is not None and clock < known.clock:
            return False
        if state is None:
            return known is not None and self._forget(known, clock)
        person.clock, person.state = clock, person.stamped(state)
        self._present[client] = person
        self._moved[client] = (clock, person.state)
        return True

    def _forget(self, person: Person, clock: int) -> bool:
        assert person.client is not None  # noqa: S101  it was present
        del self._present[person.client]
        self._moved[person.client] = (clock, b"null")
        return True

    def leave(self, connection: Connection) -> bool:
        """Forget the connection, unless a newer one took its client id over; True when there is something to tell."""
        person = self._people.pop(connection, None)
        if person is None or person.client is None or self._present.get(person.client) is not person:
            return False
        return self._forget(person, person.clock + 1)

    def expire(self, now: float) -> bool:
        """Forget who was silent for too long (monotonic seconds); True when there is something to tell.

        To a client that is alive after all, such as a page whose timers the browser holds back, the news of its own
        absence is a question: y-protocols answers it at once with its state.
        """
        silent = [person for person in self._present.values() if now - person.heard_at > SILENT_FOR]
        for person in silent:
            self._forget(person, person.clock + 1)
        return bool(silent)

    def news(self) -> bytes | None:
        """One frame with the latest state of all who moved since the last call."""
        if not self._moved:
            return None
        entries = [(client, clock, state) for client, (clock, state) in self._moved.items()]
        self._moved = {}
        return protocol.awareness(entries)

    def everyone(self) -> bytes | None:
        """One frame with all states, for a newcomer."""
        if not self._present:
            return None
        return protocol.awareness([(client, one.clock, one.state) for client, one in self._present.items()])


# JSON, more strictly than Python reads and writes it: what a browser would fail on is refused. Made once, since a decoder
# or an encoder made for each message costs as much as its work.


def _refuse(name: str) -> NoReturn:
    raise BadFrame(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits[:20])


_decoder = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
_encoder = json.JSONEncoder(separators=(",", ":"))


def _read(raw: bytes) -> dict[str, Any] | None:
    try:
        state = _decoder.decode(raw.decode())
    except (ValueError, RecursionError):
        raise BadFrame("a presence state is not JSON") from None
    if state is not None and not isinstance(state, dict):
        raise BadFrame("a presence state is not an object")
    return state


def _written(cursor: Any) -> bytes:
    try:
        return _encoder.encode(cursor).encode()
    except (ValueError, RecursionError):
        raise BadFrame("a cursor nested too deep") from None
