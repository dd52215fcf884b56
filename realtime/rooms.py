"""The rooms open in this process: opened by the first connection, settled when quiet, closed after the last one left."""

import asyncio
import itertools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections

from realtime import engine, log, protocol, relay, settling
from realtime.connection import COME_BACK, Connection
from realtime.gate import Gap, Refused
from realtime.gatekeeper import Admission, Gatekeeper
from realtime.room import Room
from realtime.writer import Outcome, Writer

logger = logging.getLogger(__name__)

T = TypeVar("T")

QUIET = 3.0  # seconds without an update after which a room settles
GRACE = 20.0  # seconds an empty room is kept, for those who reload
LOOK = 2.0  # seconds between looks at the log for what other processes wrote
BEAT = 14.0  # a stock client hangs up after 30 s of silence
SWEEP = 30.0  # seconds between questions about everybody, should a revocation have been lost


class Rooms:
    """Belongs to one event loop; blocking work goes to a few threads of its own."""

    def __init__(self, gatekeeper: Gatekeeper) -> None:
        self.gatekeeper = gatekeeper
        self._rooms: dict[str, asyncio.Task[Room]] = {}
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="realtime")
        self._questions = itertools.count(1)
        self._writer = Writer(gatekeeper, self._questions, self._done)
        self._settling: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Begin the background work; called once, in the event loop, by the first socket."""
        self._spawn(self._writer.run())
        hearing = relay.listen(self._hear)
        if hearing is not None:
            self._keep(hearing)
        for seconds, work in ((LOOK, self._look), (BEAT, self._beat), (SWEEP, self._ask_about_all)):
            self._spawn(self._every(seconds, work))

    async def stop(self) -> None:
        """End the background work and wait for what the threads have begun; what was not acknowledged is sent again."""
        relay.forget(self._hear)
        for planned in self._settling.values():
            planned.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._threads.shutdown()
        self._writer.stop()

    async def in_thread(self, work: Callable[..., T], *args: Any) -> T:
        def run() -> T:
            close_old_connections()
            try:
                return work(*args)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    # Opening and closing

    async def join(self, name: str, connection: Connection) -> Room:
        """Enter a room, loading it if need be. Raises `NoRoom`, or whatever made the load fail."""
        task = self._rooms.get(name)
        if task is None:
            task = self._rooms[name] = asyncio.create_task(self._load(name))
            task.add_done_callback(lambda done: self._loaded(name, done))
        room = await asyncio.shield(task)
        room.join(connection)
        return room

    def _loaded(self, name: str, task: asyncio.Task[Room]) -> None:
        """A load that failed is tried again by the next connection; one that nobody awaited any more is let go."""
        if task.cancelled() or task.exception() is not None:
            self._rooms.pop(name, None)
        else:
            asyncio.get_running_loop().call_later(GRACE, self._close, task.result())

    async def _load(self, name: str) -> Room:
        return await self.in_thread(lambda: Room(log.load(name), log.owners(name)))

    def leave(self, room: Room, connection: Connection) -> None:
        room.leave(connection)
        if not room.connections:
            self._plan_settling(room, 0.0)
            asyncio.get_running_loop().call_later(GRACE, self._close, room)

    def _close(self, room: Room) -> None:
        task = self._rooms.get(room.id)
        if task is None or room.connections or task.result() is not room:
            return
        if room.idle:
            del self._rooms[room.id]
        else:
            asyncio.get_running_loop().call_later(GRACE, self._close, room)

    def _fail(self, room: Room) -> None:
        """Only a fresh load mends this room: everybody comes back in a moment, and finds what is stored."""
        task = self._rooms.get(room.id)
        if task is not None and task.done() and task.result() is room:
            del self._rooms[room.id]
        for connection in room.connections:
            connection.close(COME_BACK)

    def _open(self) -> list[Room]:
        return [t.result() for t in self._rooms.values() if t.done() and not t.cancelled() and t.exception() is None]

    # Updates

    async def receive(self, room: Room, connection: Connection, frame: int, content: bytes) -> None:
        """Pass an update to the room; before refusing it, read the log to its head and look again. Raises `Refused`."""
        try:
            room.receive(connection, frame, content)
        except (Gap, Refused):
            await self._catch_up(room)
            try:
                room.receive(connection, frame, content)
            except Gap:
                if connection.receipts.is_answer(frame):
                    raise Refused("it says everything and still misses something") from None
                room.ask(connection, frame)
                return
        self._writer.wake(room)

    async def _done(self, outcome: Outcome) -> None:
        try:
            await self._take_back(outcome)
        except engine.OURS:
            raise
        except BaseException:  # the engine's panics are not Exceptions
            logger.exception("room %s: what follows a commit failed", outcome.room.id)
            self._fail(outcome.room)

    async def _take_back(self, outcome: Outcome) -> None:
        room = outcome.room
        self._readmit(room, outcome.admissions, outcome.question)
        if outcome.refused:
            await self._drop(outcome)
        room.committed(outcome.stored, outcome.last or room.seen)
        if (outcome.last or 0) > room.seen:
            await self._catch_up(room)
        room.committing = []
        if room.heard > room.seen:  # news of others came meanwhile
            await self._catch_up(room)
        if room.pending:
            self._writer.wake(room)
        self._plan_settling(room, QUIET)

    async def _drop(self, outcome: Outcome) -> None:
        room = outcome.room
        for item, code in outcome.refused.items():
            item.connection.refuse(code, item.frame)
        while True:
            stored = await self.in_thread(log.load, room.id)
            owners = await self.in_thread(log.owners, room.id)
            if stored.last >= room.seen:  # the room may have moved on while we read
                break
        room.recover(stored, owners)

    async def _catch_up(self, room: Room) -> None:
        rows = await self.in_thread(log.read, room.id, room.seen)
        try:
            room.catch_up(rows)
        except engine.OURS:
            raise
        except BaseException:
            logger.exception("room %s: what another process stored cannot be taken in", room.id)
            self._fail(room)
        if rows:
            self._plan_settling(room, QUIET)

    # Rights

    def _readmit(self, room: Room, admissions: dict[str, Admission], question: int) -> None:
        """Take in answers, unless a younger question about the same person was answered already."""
        for connection in list(room.connections):
            fresh = admissions.get(connection.user_key)
            if fresh is not None and connection.readmit(fresh, question):
                connection.forgive()
                connection.push(protocol.step1(room.doc.get_state()))  # they may have something to say by now

    async def _recheck(self, room: Room, user_key: str | None) -> None:
        people = {c.user_key for c in room.connections if user_key in (None, c.user_key)}
        if people:
            question = next(self._questions)
            answers = await self.in_thread(self.gatekeeper.recheck, room.id, people)
            self._readmit(room, answers, question)

    @staticmethod
    def _send_away(room: Room, user_key: str) -> None:
        """A session ended: every socket of the person comes back and is asked who it is."""
        for connection in room.connections:
            if connection.user_key == user_key:
                connection.close(COME_BACK)

    # News and clocks

    def _hear(self, news: dict[str, Any]) -> None:
        for room in self._open():
            room.heard = max(room.heard, news.get("numbers", {}).get(room.id, 0))
            if room.heard > room.seen and not room.committing:
                self._spawn(self._catch_up(room))
            if room.id in news.get("recheck", ()):
                self._spawn(self._recheck(room, news["user"]))
            if "left" in news:
                self._send_away(room, news["left"])

    async def _look(self) -> None:
        rooms = {room.id: room for room in self._open()}
        if not rooms:
            return
        for name, last in (await self.in_thread(log.last_numbers, list(rooms))).items():
            if last > rooms[name].seen and not rooms[name].committing:
                await self._catch_up(rooms[name])

    async def _beat(self) -> None:
        for room in self._open():
            room.beat()

    async def _ask_about_all(self) -> None:
        for room in self._open():
            await self._recheck(room, None)

    def _plan_settling(self, room: Room, seconds: float) -> None:
        planned = self._settling.pop(room.id, None)
        if planned is not None:
            planned.cancel()
        loop = asyncio.get_running_loop()
        self._settling[room.id] = loop.call_later(seconds, lambda: self._spawn(self._settle(room)))

    async def _settle(self, room: Room) -> None:
        self._settling.pop(room.id, None)
        await self.in_thread(settling.settle, room.id, room.seen)

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
