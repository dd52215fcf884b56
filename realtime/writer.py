"""Group commit: everything that arrived while the last commit ran goes into the next one, for all rooms together.

One thread with its own database connection writes; the event loop only hands over and takes back.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import close_old_connections, connection

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
    question: int = 0  # when the gatekeeper was asked, among all questions of this process

    @property
    def stored(self) -> list[Pending]:
        return [item for item in self.taken if item not in self.refused]


class Writer:
    """`done` is awaited on the event loop with each room's outcome, and lets nothing out but the end of the process."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        questions: "itertools.count[int]",
        done: Callable[[Outcome], Awaitable[None]],
    ) -> None:
        self._gatekeeper = gatekeeper
        self._questions = questions
        self._done = done
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="realtime-writer")
        self._dirty: set[Room] = set()
        self._wake = asyncio.Event()

    def stop(self) -> None:
        self._thread.shutdown()

    def wake(self, room: Room) -> None:
        self._dirty.add(room)
        self._wake.set()

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            rooms, self._dirty = self._dirty, set()
            batch = [Outcome(room, taken) for room in rooms if (taken := room.take())]
            await self._commit(batch)
            for outcome in batch:
                await self._done(outcome)

    async def _commit(self, batch: list[Outcome]) -> None:
        """Try until it is stored: what was received is kept, and its writers are told that it is not saved yet."""
        loop = asyncio.get_running_loop()
        attempt = 0
        while True:
            try:
                await loop.run_in_executor(self._thread, self._store, batch)
                return
            except Exception:  # InterfaceError is no DatabaseError; whatever it is, what was received is kept
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
        except Exception:
            connection.close()
            raise
        close_old_connections()

    def _recheck(self, outcome: Outcome) -> None:
        """Ask again about writers whose answer is older than a second: a right that was taken away stops writing."""
        now, asked_at = time.monotonic(), outcome.room.asked_at
        people = {item.author for item in outcome.taken if now - asked_at.get(item.author, 0.0) >= TRUSTED_FOR}
        if people:
            outcome.question = next(self._questions)
            outcome.admissions |= self._gatekeeper.recheck(outcome.room.id, people)
            asked_at |= {key: now for key in people if outcome.admissions[key].may_write}
        for item in outcome.taken:
            if not outcome.admissions.get(item.author, item.connection.admission).may_write:
                outcome.refused[item] = "gone"

    def _append(self, batch: list[Outcome]) -> None:
        """One transaction for all; if one update is refused there, each on its own, so that it harms no other."""
        entries = [_entry(outcome.room, item) for outcome in batch for item in outcome.stored if not item.known]
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
                numbers = log.append([] if item.known else [_entry(outcome.room, item)])
                outcome.last = numbers.get(outcome.room.id, outcome.last)
            except (Refused, log.NoRoom):
                outcome.refused[item] = "gate"


def _entry(room: Room, item: Pending) -> log.Entry:
    return log.Entry(room.id, item.author, item.content, item.clients)
