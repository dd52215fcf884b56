"""Group commit: everything that arrived while the last commit ran goes into the next one, for all rooms together.

One thread with its own database connection writes; the event loop only hands over and takes back.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections, connection

from realtime import log
from realtime.gate import Refused
from realtime.gatekeeper import Admission, Gatekeeper
from realtime.room import Pending, Room

logger = logging.getLogger(__name__)

TRUSTED_FOR = 1.0  # seconds for which the gatekeeper's answer about a writer holds
RETRY = (0.2, 0.5, 1.0, 2.0)  # seconds between attempts while the database is away, the last one for ever


@dataclass
class Outcome:
    """What became of one room's batch: `refused` maps what was not stored to the reason."""

    room: Room
    taken: list[Pending]
    last: int | None = None
    refused: dict[Pending, str] = field(default_factory=dict)
    admissions: dict[str, Admission] = field(default_factory=dict)

    @property
    def stored(self) -> list[Pending]:
        return [item for item in self.taken if item not in self.refused]


class Writer:
    """`done` is awaited on the event loop with the outcomes of each commit, in order."""

    def __init__(self, gatekeeper: Gatekeeper, done: Callable[[list[Outcome]], Awaitable[None]]) -> None:
        self._gatekeeper = gatekeeper
        self._done = done
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="realtime-writer")
        self._dirty: set[Room] = set()
        self._wake = asyncio.Event()

    def wake(self, room: Room) -> None:
        self._dirty.add(room)
        self._wake.set()

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            rooms, self._dirty = self._dirty, set()
            batch = [Outcome(room, taken) for room in rooms if (taken := room.take())]
            for outcome in batch:
                outcome.room.writing = True
            await self._commit(batch)
            for outcome in batch:
                outcome.room.writing = False
            await self._done(batch)

    async def _commit(self, batch: list[Outcome]) -> None:
        """Try until it is stored: what was received is kept, and its writers are told that it is not saved yet."""
        loop = asyncio.get_running_loop()
        attempt = 0
        while True:
            try:
                await loop.run_in_executor(self._thread, self._store, batch)
                return
            except DatabaseError:
                logger.exception("the log cannot be written; trying again")
                for connection_ in {item.connection for outcome in batch for item in outcome.taken}:
                    connection_.unsaved()
                await asyncio.sleep(RETRY[min(attempt, len(RETRY) - 1)])
                attempt += 1

    # In the writer's thread

    def _store(self, batch: list[Outcome]) -> None:
        close_old_connections()
        try:
            for outcome in batch:
                self._recheck(outcome)
            self._append(batch)
        except DatabaseError:
            connection.close()
            raise

    def _recheck(self, outcome: Outcome) -> None:
        """Ask again about writers whose answer is older than a second: a right that was taken away stops writing."""
        if time.monotonic() - outcome.room.asked_at < TRUSTED_FOR:
            return
        people = {item.author for item in outcome.taken}
        outcome.admissions = self._gatekeeper.recheck(outcome.room.id, people)
        outcome.room.asked_at = time.monotonic()
        for item in outcome.taken:
            if not outcome.admissions.get(item.author, Admission()).may_write:
                outcome.refused[item] = "role"

    def _append(self, batch: list[Outcome]) -> None:
        """One transaction for all; if one update is refused there, each on its own, so that it harms no other."""
        entries = [_entry(outcome.room, item) for outcome in batch for item in outcome.stored if item.content]
        try:
            numbers = log.append(entries)
        except (Refused, log.NoRoom):
            for outcome in batch:
                self._append_singly(outcome)
            return
        for outcome in batch:
            outcome.last = numbers.get(outcome.room.id)

    @staticmethod
    def _append_singly(outcome: Outcome) -> None:
        for item in outcome.stored:
            try:
                numbers = log.append([_entry(outcome.room, item)] if item.content else [])
                outcome.last = numbers.get(outcome.room.id, outcome.last)
            except (Refused, log.NoRoom):
                outcome.refused[item] = "gate"


def _entry(room: Room, item: Pending) -> log.Entry:
    return log.Entry(room.id, item.author, item.content, item.clients)
