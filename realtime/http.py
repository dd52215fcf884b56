"""The same sync over plain HTTP, where websockets are blocked and for updates too large for a frame.

Ordinary functions for a view; `realtime/long_poll.py` does the waiting.
"""

import threading
import time

from realtime import compaction, engine, log, quarantine
from realtime.pace import Pace
from realtime.refusals import Full
from realtime.update_reader import Refused

LARGEST_UPDATE = 8 * 1024 * 1024  # bytes
UPDATES_PER_SECOND, UPDATES_AT_ONCE = 20, 200  # of one account in one process: each is a transaction of its own…
BYTES_AS_ONE = 64 * 1024  # …and so many bytes count as one more
MOST_PACES = 10_000  # accounts remembered for that


class TooFast(Refused):
    """More than a page sends; the same update is welcome in a moment."""

    code = "flood"


class Paces:
    """How fast each account sends. Called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paces: dict[str, Pace] = {}

    def count(self, who: str, content: bytes) -> None:
        """Raises `TooFast`."""
        with self._lock:
            if who not in self._paces and len(self._paces) >= MOST_PACES:
                self._paces.clear()
            pace = self._paces.setdefault(who, Pace(UPDATES_PER_SECOND, UPDATES_AT_ONCE))
            if not pace.allows(time.monotonic(), 1 + len(content) / BYTES_AS_ONE):
                raise TooFast


paces = Paces()


def standing(room: str) -> tuple[int, str, bool]:
    """The last number, the epoch, and whether it is in quarantine; without reading the text. Raises `NoRoom`."""
    found = log.standing([room]).get(room)
    if found is None:
        raise log.NoRoom(room)
    return found


def pull(room: str, after: int) -> tuple[bytes, int]:
    """Everything committed after a log number, as one update, and the number it reaches. Raises `NoRoom`."""
    last, _epoch, quarantined = standing(room)
    if after >= last:
        return engine.EMPTY, last
    if after > 0 and not quarantined and (rows := log.read(room, after)):
        return engine.merge([row.content for row in rows], room), rows[-1].number
    stored = quarantine.load(room)  # in quarantine that is the last good text, and no more
    return engine.merge(stored.parts(), room), stored.last


def push(room: str, author: str, content: bytes, epoch: str = "", allowed: log.Allowed | None = None) -> int:
    """Store one update; its number. Raises `NoRoom`, `gate.Gap`, `gate.Refused` and those of it that have a code."""
    paces.count(author, content)
    try:
        return log.submit(room, author, content, epoch, allowed)
    except Full:  # it may only want compacting
        compaction.compact_if_due(room, heavy=True)
        return log.submit(room, author, content, epoch, allowed)
