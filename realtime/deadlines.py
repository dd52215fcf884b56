"""Answers about rights that end by themselves, as a link does after its last day: rooms to ask about again then."""

import asyncio
import time
from collections.abc import Callable, Iterable

from realtime.gatekeeper import Admission

LATE = 0.05  # seconds after the end: before it, the answer would still be the old one


class Deadlines:
    """Calls `ask` with the name of a room at the earliest end known of it. Belongs to one event loop."""

    def __init__(self, ask: Callable[[str], None]) -> None:
        self._ask = ask
        self._planned: dict[str, tuple[float, asyncio.TimerHandle]] = {}

    def expect(self, room: str, answers: Iterable[Admission]) -> None:
        until = min((one.until for one in answers if one.until is not None), default=None)
        planned = self._planned.get(room)
        if until is None or (planned is not None and planned[0] <= until):
            return
        if planned is not None:
            planned[1].cancel()
        wait = max(0.0, until - time.time()) + LATE
        self._planned[room] = until, asyncio.get_running_loop().call_later(wait, self._end, room)

    def _end(self, room: str) -> None:
        del self._planned[room]
        self._ask(room)

    def stop(self) -> None:
        for _until, timer in self._planned.values():
            timer.cancel()
        self._planned.clear()
