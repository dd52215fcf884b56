"""Group commit: everything that arrived while the last commit ran goes into the next one, for all rooms together.

One thread with its own database connection writes (`realtime.storing`); the event loop only hands over and takes back.
"""

import asyncio
import itertools
import logging
import queue
import threading
import time
from collections.abc import Awaitable, Callable, Iterable

from django.db import connection

from realtime.gate import Refused
from realtime.gatekeeper import Gatekeeper
from realtime.room import Pending, Room
from realtime.storing import Outcome, Storing

logger = logging.getLogger(__name__)

RETRY = (0.2, 0.5, 1.0, 2.0)  # seconds between attempts while the database is away, the last one for ever
PATIENCE = 1.0  # seconds after which writers are told that what they wrote is not saved yet
# Between two commits, this many times what the last one cost the processor: under load they batch, and on SQLite,
# where a commit holds the one lock there is, web pages get their turn. (docs/decisions/0019)
BREATH = 4.0
LONGEST_PAUSE = 0.020  # seconds
SHORTEST_PAUSE = 0.0005  # less is not worth a timer
BUSY = 0.1  # seconds until a room that others hold is tried again

Batch = list[Outcome]


class Writer:
    """`sift` and `done` are awaited on the event loop and let nothing out but the end of the process.

    `sift` sorts a batch that the engine refused; `done` takes back each room's outcome.
    """

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        questions: "itertools.count[int]",
        *,
        sift: Callable[[Room], Awaitable[tuple[list[Pending], list[Pending]]]],
        done: Callable[[Outcome], Awaitable[None]],
    ) -> None:
        self._sift, self._done = sift, done
        self._storing = Storing(gatekeeper, questions)
        self._jobs: queue.SimpleQueue[tuple[Batch, asyncio.Future[None]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="realtime-writer", daemon=True)
        self._dirty: set[Room] = set()
        self._delayed: set[Room] = set()  # held by others: tried again in a moment
        self._busy_since: dict[Room, float] = {}  # monotonic seconds
        self._turn: asyncio.Future[None] | None = None  # awaited while there is nothing to do, or not yet
        self._timer: asyncio.TimerHandle | None = None
        self._ended = 0.0  # the last commit, in monotonic seconds
        self._took = 0.0  # seconds that a commit takes (a moving mean)

    def stop(self) -> None:
        """Ends the thread, once it has stored what it holds."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()

    # When: no sooner than the last commit's cost allows, nor than anybody could be told

    def wake(self, room: Room) -> None:
        if room not in self._dirty and room not in self._delayed:
            self._dirty.add(room)
            self._plan()

    def _plan(self) -> None:
        if self._turn is None or self._turn.done():
            return  # a commit is under way; what comes after it is looked at then
        wait = self._due_in()
        if wait <= SHORTEST_PAUSE:
            self._begin()
        elif self._timer is None or self._timer.when() > asyncio.get_running_loop().time() + wait + SHORTEST_PAUSE:
            self._forget_timer()
            self._timer = asyncio.get_running_loop().call_later(wait, self._begin)

    def _due_in(self) -> float:
        flush = min((room.audience.due_in for room in self._dirty), default=0.0) - self._took
        breath = self._ended + min(BREATH * self._storing.cost, LONGEST_PAUSE) - time.monotonic()
        return max(flush, breath)

    def _begin(self) -> None:
        self._forget_timer()
        if self._turn is not None and not self._turn.done():
            self._turn.set_result(None)

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # What

    async def run(self) -> None:
        self._thread.start()
        while True:
            self._turn = asyncio.get_running_loop().create_future()
            if self._dirty:
                self._plan()
            await self._turn
            rooms, self._dirty = self._dirty, set()
            batch = [await self._take(room) for room in rooms if room.pending and room.draft is not None]
            if batch:
                await self._commit(batch)
            for outcome in batch:
                if outcome.busy:
                    self._put_back(outcome.room)
                else:
                    self._busy_since.pop(outcome.room, None)
                    await self._done(outcome)

    async def _take(self, room: Room) -> Outcome:
        try:
            return Outcome(room, room.take())
        except Refused:
            good, bad = await self._sift(room)
            return Outcome(room, [*good, *bad], refused=dict.fromkeys(bad, "gate"))

    def _put_back(self, room: Room) -> None:
        """Others hold this room: the other rooms do not wait for it."""
        now = time.monotonic()
        room.give_back()
        self._delayed.add(room)
        if now - self._busy_since.setdefault(room, now) > PATIENCE:
            _tell_unsaved([room])
        asyncio.get_running_loop().call_later(BUSY, self._try_again, room)

    def _try_again(self, room: Room) -> None:
        self._delayed.discard(room)
        self.wake(room)

    async def _commit(self, batch: Batch) -> None:
        """Try until it is stored: what was received is kept, and its writers are told that it is not saved yet."""
        attempt = 0
        while True:
            started = time.monotonic()
            impatience = _Every(PATIENCE, lambda: self._tell_who_waits(batch))
            try:
                stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._jobs.put((batch, stored))
                await stored
                self._ended = time.monotonic()
                self._took += (self._ended - started - self._took) / 4
                return
            except Exception:  # InterfaceError is no DatabaseError; whatever it is, what was received is kept
                logger.exception("the log cannot be written; trying again")
                self._tell_who_waits(batch)
                await asyncio.sleep(RETRY[min(attempt, len(RETRY) - 1)])
                attempt += 1
            finally:
                impatience.stop()

    def _tell_who_waits(self, batch: Batch) -> None:
        """Also those who wrote since: what they sent waits behind this batch."""
        _tell_unsaved([*(outcome.room for outcome in batch), *self._dirty])

    # In the writer's thread

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch, stored = job
            error: BaseException | None = None
            try:
                self._storing.store(batch)
            except BaseException as caught:  # told to whoever waits; a thread that ended would store nothing any more
                error = caught
            try:
                stored.get_loop().call_soon_threadsafe(_tell, stored, error)
            except RuntimeError:  # the event loop is gone, and with it whoever waited
                break
        connection.close()


def _tell(stored: "asyncio.Future[None]", error: BaseException | None) -> None:
    if stored.done():
        return  # cancelled: the process ends
    if error is None:
        stored.set_result(None)
    else:
        stored.set_exception(error if isinstance(error, Exception) else RuntimeError(repr(error)))


class _Every:
    """Calls `work` again and again, until it is stopped."""

    def __init__(self, seconds: float, work: Callable[[], None]) -> None:
        self._seconds, self._work = seconds, work
        self._timer = asyncio.get_running_loop().call_later(seconds, self._run)

    def _run(self) -> None:
        self._work()
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._run)

    def stop(self) -> None:
        self._timer.cancel()


def _tell_unsaved(rooms: Iterable[Room]) -> None:
    for room in rooms:
        for connection_ in {item.connection for item in (*room.committing, *room.pending)}:
            connection_.unsaved()
        room.answer_from_bytes()
