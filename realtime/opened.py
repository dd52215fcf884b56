"""Rooms kept open for those who write without one (`log.submit`): the next update costs what is new, not the whole text.

What is kept is never believed: whoever takes it compares its epoch and reads the rows after its number, under the lock
of the head. So other processes, a purge or a restored backup cost a fresh load, and nothing else.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from realtime import engine
from realtime.gate import Gate

if TYPE_CHECKING:
    from realtime.log import Row, Stored

MOST_BYTES = 8 * 1024 * 1024  # of updates; the engine holds several times as much for them
MOST_ROOMS = 64


@dataclass
class Opened:
    """A room as it stands at `number`: what the gate knows, and a Doc to try updates in. `size`: bytes of its updates."""

    room: str
    epoch: str
    number: int
    gate: Gate
    trial: engine.Trial
    size: int

    @classmethod
    def of(cls, stored: "Stored") -> "Opened":
        parts = stored.parts()
        trial = engine.Trial(parts, stored.room)
        return cls(stored.room, stored.epoch, stored.last, Gate(parts), trial, sum(map(len, parts)))

    def learn(self, rows: "Sequence[Row]") -> None:
        for row in rows:
            self.gate.learn(row.content)
            self.trial.apply(row.content)
            self.number = row.number
            self.size += len(row.content)


class Shelf:
    """The rooms used last, within a bound. One caller at a time has a room: who finds it gone loads it afresh.

    Nobody waits for another here: callers hold locks of the database, and the two would wait for each other.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, most_rooms: int = MOST_ROOMS) -> None:
        self._most_bytes = most_bytes
        self._most_rooms = most_rooms
        self._rooms: OrderedDict[str, Opened] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def take(self, room: str) -> Opened | None:
        with self._lock:
            found = self._rooms.pop(room, None)
            if found is not None:
                self._size -= found.size
            return found

    def put(self, opened: Opened) -> None:
        """Only once the transaction is committed in which it was brought forward."""
        with self._lock:
            before = self._rooms.pop(opened.room, None)
            if before is not None:  # two took their turns; the older one knows nothing more
                self._size -= before.size
                opened = max(before, opened, key=lambda one: one.number)
            self._rooms[opened.room] = opened
            self._size += opened.size
            while self._size > self._most_bytes or len(self._rooms) > self._most_rooms:
                _, oldest = self._rooms.popitem(last=False)
                self._size -= oldest.size

    def clear(self) -> None:
        with self._lock:
            self._rooms.clear()
            self._size = 0


shelf = Shelf()
