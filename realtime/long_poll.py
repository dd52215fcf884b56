"""Waiting for news over plain HTTP: no thread is held, and Django is asked once more before the answer.

`LongPoll` stands between the server and Django. A view that has nothing to say takes a seat (`wait_for_more`); its answer
is dropped, and the whole request is asked again when there is news, so that rights are those of that moment.
"""

import asyncio
import contextlib
import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.db import close_old_connections

from realtime import log, relay

LONGEST_WAIT = 25.0  # seconds; below what proxies allow an answer (60 s as they come)
GATHER = 0.3  # seconds between the first news and the answer: what is typed meanwhile comes in the same one
LOOK = 2.0  # seconds between looks at the log, for news that the relay did not bring
MOST_WAITING = 400  # requests in this process…
MOST_OF_ONE = 8  # …of one account…
MOST_VISITORS = 100  # …of all visitors together, who have no account to count by

WAITING = "realtime.waiting"  # where the scope of a request holds its `Waiting`

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class TooManyWaiting(Exception):
    """`of_one`: it is this person who waits too often; else the process is full."""

    def __init__(self, *, of_one: bool) -> None:
        super().__init__()
        self.of_one = of_one


class Seats:
    """How many requests wait, and whose: a bound for the process and one for each person. Called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    def take(self, who: str) -> None:
        """Raises `TooManyWaiting`."""
        with self._lock:
            if self._taken.total() >= MOST_WAITING:
                raise TooManyWaiting(of_one=False)
            if self._taken[who] >= (MOST_OF_ONE if who else MOST_VISITORS):
                raise TooManyWaiting(of_one=bool(who))
            self._taken[who] += 1

    def leave(self, who: str) -> None:
        with self._lock:
            self._taken[who] -= 1
            if not self._taken[who]:
                del self._taken[who]

    def __len__(self) -> int:
        return self._taken.total()


@dataclass(eq=False)
class Waiting:
    """One request that may wait. The view that finds nothing to say calls `sit_down`, and is asked again later."""

    seats: Seats
    room: str = ""
    who: str = ""
    after: int = 0
    epoch: str = ""
    seated: bool = False
    called: asyncio.Event = field(default_factory=asyncio.Event)

    def sit_down(self, room: str, who: str, after: int, epoch: str) -> None:
        """Raises `TooManyWaiting`."""
        self.seats.take(who)
        self.room, self.who, self.after, self.epoch = room, who, after, epoch
        self.seated = True

    def get_up(self) -> None:
        if self.seated:
            self.seated = False
            self.seats.leave(self.who)


def wait_for_more(scope: Scope, room: str, who: str, after: int, epoch: str) -> None:
    """Called by a view that has nothing after a number; without effect where nobody waits. Raises `TooManyWaiting`."""
    waiting: Waiting | None = scope.get(WAITING)
    if waiting is not None:
        waiting.sit_down(room, who, after, epoch)


class WaitingRoom:
    """Who waits in one event loop, for what: called by the relay, and by a look at the log for what that did not bring."""

    def __init__(self) -> None:
        self._waiting: set[Waiting] = set()
        self._hearing: asyncio.Task[None] | None = relay.listen(self._hear)
        self._looking: asyncio.Task[None] | None = None

    async def wait(self, waiting: Waiting, seconds: float) -> None:
        """Until there is news for this one, or the time is over."""
        self._waiting.add(waiting)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waiting.called.wait(), seconds)
                await asyncio.sleep(GATHER)
        finally:
            self._waiting.discard(waiting)

    def stop(self) -> None:
        relay.forget(self._hear)
        for task in (self._hearing, self._looking):
            if task is not None:
                task.cancel()

    def _hear(self, news: dict[str, Any]) -> None:
        numbers, asked = news.get("numbers", {}), news.get("recheck", ())
        for one in self._waiting:
            rights = one.room in asked and news.get("user") in (None, one.who)
            left = bool(one.who) and news.get("left") == one.who
            beside = one.room in news.get("beside", ())
            if numbers.get(one.room, 0) > one.after or rights or left or beside:
                one.called.set()

    async def _look(self) -> None:
        """Ends when nobody waits any more."""
        while self._waiting:
            await asyncio.sleep(LOOK)
            with contextlib.suppress(Exception):  # the database is away: those who wait are answered when it is back
                standing = await asyncio.to_thread(_standing, {one.room for one in self._waiting})
                for one in self._waiting:
                    last, epoch, _quarantined = standing.get(one.room, (0, "", False))
                    if last > one.after or epoch != one.epoch:
                        one.called.set()


def _standing(rooms: set[str]) -> dict[str, tuple[int, str, bool]]:
    close_old_connections()
    try:
        return log.standing(rooms)
    finally:
        close_old_connections()


class LongPoll:
    """An ASGI application around Django's: `GET` at an address like `pattern`, with `?wait=SECONDS`, may wait there."""

    def __init__(self, inner: Any, pattern: str) -> None:
        self._inner = inner
        self._pattern = re.compile(pattern)
        self.seats = Seats()
        self._here: dict[asyncio.AbstractEventLoop, WaitingRoom] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        seconds = self._seconds(scope)
        if not seconds:
            await self._inner(scope, receive, send)
            return
        waiting = Waiting(self.seats)
        try:
            await self._inner({**scope, WAITING: waiting}, receive, _unless(waiting, send))
            if waiting.seated and await self._wait(waiting, seconds, receive):
                waiting.get_up()
                await self._inner(scope, _again(receive), send)
        finally:
            waiting.get_up()

    def stop(self) -> None:
        """End what runs behind the requests of this event loop."""
        room = self._here.pop(asyncio.get_running_loop(), None)
        if room is not None:
            room.stop()

    def _seconds(self, scope: Scope) -> float:
        if scope["method"] != "GET" or b"wait=" not in scope["query_string"] or not self._pattern.match(scope["path"]):
            return 0.0
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("wait", [""])[-1]
        return min(float(asked), LONGEST_WAIT) if asked.isascii() and asked.isdigit() else 0.0

    async def _wait(self, waiting: Waiting, seconds: float, receive: Receive) -> bool:
        """False when whoever asked has hung up."""
        loop = asyncio.get_running_loop()
        if loop not in self._here:
            self._here = {known: room for known, room in self._here.items() if not known.is_closed()}
            self._here[loop] = WaitingRoom()
        called = asyncio.ensure_future(self._here[loop].wait(waiting, seconds))
        gone = asyncio.ensure_future(_hang_up(receive))
        try:
            await asyncio.wait({called, gone}, return_when=asyncio.FIRST_COMPLETED)
            return not gone.done()
        finally:
            for task in (called, gone):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task


def _unless(waiting: Waiting, send: Send) -> Send:
    """An answer is kept back when the view wants to wait."""

    async def perhaps(message: dict[str, Any]) -> None:
        if not waiting.seated:
            await send(message)

    return perhaps


def _again(receive: Receive) -> Receive:
    """The same request once more: it has no body."""
    said = False

    async def first_the_request() -> dict[str, Any]:
        nonlocal said
        if said:
            return await receive()
        said = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return first_the_request


async def _hang_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
