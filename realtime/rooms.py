"""The rooms open in this process: opened by the first connection, settled when quiet, closed after the last one left."""

import asyncio
import itertools
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from django.db import close_old_connections

from realtime import compaction, limits, log, quarantine, relay, settling
from realtime.connection import COME_BACK, Connection
from realtime.deadlines import Deadlines
from realtime.gate import Refused
from realtime.gatekeeper import Admission, Gatekeeper
from realtime.intake import Intake
from realtime.room import Room

logger = logging.getLogger(__name__)

T = TypeVar("T")

QUIET = 3.0  # seconds without an update after which a room settles…
LONGEST_UNSETTLED = 60.0  # …and seconds after which it does so all the same
GRACE = 20.0  # seconds an empty room is kept, for those who reload
LOOK = 2.0  # seconds between looks at the log for what other processes wrote
BEAT = 14.0  # a stock client hangs up after 30 s of silence
TICKETS = 4.0  # seconds between questions about sessions and keys: they end without anybody saying so
SWEEP = 25.0  # seconds between questions about everybody, should a revocation have been lost
OTHER_EPOCH = 4409
ROOMS_AT_ONCE = 50  # in one question about rights


class Rooms:
    """Belongs to one event loop; blocking work goes to a few threads of its own."""

    def __init__(self, gatekeeper: Gatekeeper) -> None:
        self.gatekeeper = gatekeeper
        self.sockets = 0
        self.told = 0  # news about rights heard so far: what was answered before the last is asked again
        self._rooms: dict[str, asyncio.Task[Room]] = {}
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="realtime")
        self._questions = itertools.count(1)
        self.intake = Intake(
            gatekeeper, self._questions, self.in_thread,
            written=self._written, failed=self._fail, compact=self._compact,
        )  # fmt: skip
        self._deadlines = Deadlines(self._ask_again)
        self._settling: dict[str, asyncio.TimerHandle] = {}
        self._stopped = False
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Begin the background work; called once, in the event loop, by the first socket."""
        self._spawn(self.intake.writer.run())
        hearing = relay.listen(self._hear)
        if hearing is not None:
            self._keep(hearing)
        for seconds, work in (
            (LOOK, self._look), (BEAT, self._beat), (TICKETS, self._ask_about_tickets), (SWEEP, self._ask_about_all),
        ):  # fmt: skip
            self._spawn(self._every(seconds, work))

    async def stop(self) -> None:
        """End the background work and wait for what the threads have begun; what was not acknowledged is sent again."""
        relay.forget(self._hear)
        self._stopped = True
        self._deadlines.stop()
        for planned in self._settling.values():
            planned.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._threads.shutdown()
        self.intake.writer.stop()

    async def in_thread(self, work: Callable[..., T], *args: Any) -> T:
        def run() -> T:
            close_old_connections()
            try:
                return work(*args)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    # Opening and closing

    async def join(self, name: str, connection: Connection, told: int) -> Room:
        """Enter a room, loading it if need be; `told` stands as when one was admitted. Raises what makes a load fail."""
        task = self._rooms.get(name)
        if task is None:
            task = self._rooms[name] = asyncio.create_task(self._load(name))
            task.add_done_callback(lambda done: self._loaded(name, done))
        room = await asyncio.shield(task)
        room.audience.join(connection)
        self._deadlines.expect(name, [connection.admission])
        if told != self.told:  # rights changed since, and nobody could tell this connection yet
            self._spawn(self._recheck(room, connection.user_key))
            self._spawn(self._ask_about_tickets(connection))
        return room

    def _loaded(self, name: str, task: asyncio.Task[Room]) -> None:
        """A load that failed is tried again by the next connection; one that nobody awaited any more is let go."""
        if task.cancelled() or task.exception() is not None:
            self._rooms.pop(name, None)
        else:
            asyncio.get_running_loop().call_later(GRACE, self._close, task.result())

    async def _load(self, name: str) -> Room:
        return Room(await self.in_thread(quarantine.load, name))

    async def welcome(self, room: Room, connection: Connection, vector: bytes) -> None:
        """Answer a client's step 1, and ask a writer what they have that we lack."""
        try:
            room.welcome(connection, vector)
        except Refused:  # our own bytes: read them again before anybody else is shown them
            logger.exception("room %s: what was loaded cannot be served", room.id)
            self._fail(room)
            return
        if connection.admission.may_write and not room.quarantined:
            await self.intake.open_draft(room)
            room.question(connection)
            self._plan_settling(room)

    def leave(self, room: Room, connection: Connection) -> None:
        room.audience.leave(connection)
        connection.leave()
        if not room.connections:
            self._plan_settling(room, at_once=True)
            asyncio.get_running_loop().call_later(GRACE, self._close, room)

    def _close(self, room: Room) -> None:
        if self._get(room.id) is not room or room.connections:
            return
        if room.idle:
            del self._rooms[room.id]
        else:
            asyncio.get_running_loop().call_later(GRACE, self._close, room)

    def _fail(self, room: Room) -> None:
        """Only a fresh load mends this room: everybody comes back in a moment, and finds what is stored."""
        self._leave_to_others(room, COME_BACK)

    def _leave_to_others(self, room: Room, code: int) -> None:
        if self._get(room.id) is room:
            del self._rooms[room.id]
        for connection in room.connections:
            connection.close(code)

    def _get(self, name: str) -> Room | None:
        task = self._rooms.get(name)
        loaded = task is not None and task.done() and not task.cancelled() and task.exception() is None
        return task.result() if task is not None and loaded else None

    def _open(self) -> list[Room]:
        return [room for name in list(self._rooms) if (room := self._get(name)) is not None]

    # Rights

    def _ask_again(self, name: str) -> None:
        if (room := self._get(name)) is not None:
            self._spawn(self._recheck(room, None))

    async def _recheck(self, room: Room, user_key: str | None) -> None:
        people = {c.user_key for c in room.connections if user_key in (None, c.user_key)}
        if people:
            await self._ask({room.id: people}, [room])

    async def _ask(self, asked: dict[str, set[str]], rooms: list[Room]) -> None:
        question = next(self._questions)
        answers: dict[str, dict[str, Admission]] = await self.in_thread(self.gatekeeper.recheck, asked)
        for room in rooms:
            self.intake.readmit(room, answers.get(room.id, {}), question)
            self._deadlines.expect(room.id, answers.get(room.id, {}).values())

    async def _ask_about_all(self) -> None:
        rooms = [room for room in self._open() if room.connections]
        for start in range(0, len(rooms), ROOMS_AT_ONCE):
            some = rooms[start : start + ROOMS_AT_ONCE]
            await self._ask({room.id: {c.user_key for c in room.connections} for room in some}, some)

    async def _ask_about_tickets(self, *some: Connection) -> None:
        held = [c for c in some or itertools.chain(*(room.connections for room in self._open())) if c.ticket]
        ended = await self.in_thread(self.gatekeeper.ended, {c.ticket for c in held}) if held else set()
        for connection in held:
            if connection.ticket in ended:
                connection.close(COME_BACK)  # they come back and are asked who they are

    @staticmethod
    def _send_away(room: Room, user_key: str) -> None:
        """A session ended: every socket of the person comes back and is asked who it is."""
        for connection in room.connections:
            if connection.user_key == user_key:
                connection.close(COME_BACK)

    # News and clocks

    def _hear(self, news: dict[str, Any]) -> None:
        self.told += "numbers" not in news
        for name, number in news.get("numbers", {}).items():
            if (room := self._get(name)) is not None:
                room.heard = max(room.heard, number)
                if room.heard > room.seen and not room.committing:
                    self._spawn(self._catch_up(room))
        for room in filter(None, map(self._get, news.get("recheck", ()))):
            self._spawn(self._recheck(room, news["user"]))
        for room in filter(None, map(self._get, news.get("beside", ()))):
            room.audience.beside(news["topic"])
        if "left" in news:
            for room in self._open():
                self._send_away(room, news["left"])

    async def _look(self) -> None:
        """What others wrote, what became of a room, who does not read, who fell silent."""
        rooms = {room.id: room for room in self._open()}
        now = time.monotonic()
        for room in rooms.values():
            room.audience.look_after_laggards(now)
            room.audience.expire(now)
        standing = await self.in_thread(log.standing, list(rooms)) if rooms else {}
        for name, (last, epoch, quarantined) in standing.items():
            room = rooms[name]
            if epoch != room.epoch:
                self._leave_to_others(room, OTHER_EPOCH)
            elif quarantined is not room.quarantined:
                self._leave_to_others(room, COME_BACK)
            elif last > room.seen and not room.committing:
                await self._catch_up(room)

    async def _catch_up(self, room: Room) -> None:
        await self.intake.catch_up(room)
        self._written(room)

    async def _beat(self) -> None:
        for room in self._open():
            room.audience.beat()

    def _written(self, room: Room) -> None:
        self._plan_settling(room)
        if room.size > limits.WARN_AT * limits.LARGEST_STATE:
            for connection in room.connections:
                room.warn(connection)
        if room.heavy and not room.compacting:
            self._spawn(self._compact(room))

    def _plan_settling(self, room: Room, *, at_once: bool = False) -> None:
        waited = time.monotonic() - (room.unsettled_since or time.monotonic())
        seconds = 0.0 if at_once else max(0.0, min(QUIET, LONGEST_UNSETTLED - waited))
        planned = self._settling.pop(room.id, None)
        if planned is not None:
            planned.cancel()
        if self._stopped:
            return
        loop = asyncio.get_running_loop()
        self._settling[room.id] = loop.call_later(seconds, lambda: self._spawn(self._settle(room)))

    async def _settle(self, room: Room) -> None:
        self._settling.pop(room.id, None)
        if room.unsettled_since is not None:
            room.unsettled_since = None
            await self.in_thread(settling.settle, room.id, room.seen)
            await self._adopt(room)
        try:
            room.rest()
        except Refused:
            logger.exception("room %s: what is stored cannot be merged", room.id)
            self._fail(room)

    async def _compact(self, room: Room) -> None:
        room.compacting = True
        try:
            await self.in_thread(partial(compaction.compact_if_due, heavy=True), room.id)
            await self._adopt(room)
        finally:
            room.compacting = False

    async def _adopt(self, room: Room) -> None:
        newer = await self.in_thread(log.newer_snapshot, room.id, room.snapshot.number)
        if newer is not None:
            room.adopt(newer)

    async def _every(self, seconds: float, work: Callable[[], Any]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except Exception:
                logger.exception("a periodic task failed; it will run again")

    def _spawn(self, work: Any) -> None:
        self._keep(asyncio.get_running_loop().create_task(work))

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
