"""When something goes out to many: one fan-out at a time, spaced by what the last one cost (DESIGN §4.6)."""

import asyncio
import time
from collections.abc import Callable


class Tick:
    """Runs `work` at `plan`, or as soon after it as it may.

    That is no earlier than `breath` times the cost of the last runs, less `free` seconds, after the last one, and between
    `shortest` and `longest` seconds: so few people feel no delay, and many people cost a bounded share of a core. What is
    in no hurry waits `patience` seconds longer for a run of something else, to go out together (`ride`).
    """

    __slots__ = ("_breath", "_cost", "_ended", "_free", "_patience", "_planned", "_shortest", "_work", "longest")

    def __init__(
        self,
        work: Callable[[], None],
        *,
        breath: float,
        longest: float,
        shortest: float = 0.0,
        free: float = 0.0,
        patience: float = 0.0,
    ) -> None:
        self._work = work
        self._breath, self._free, self._patience = breath, free, patience
        self.longest, self._shortest = longest, shortest
        self._ended = self._cost = 0.0
        self._planned: asyncio.TimerHandle | None = None

    def due_in(self) -> float:
        """Seconds until the next run is allowed."""
        wait = max(self._shortest, min(self._breath * self._cost - self._free, self.longest))
        return self._ended + wait - time.monotonic()

    def plan(self) -> None:
        if self._planned is not None:
            return
        wait = self.due_in() + self._patience
        if wait > 0:
            self._planned = asyncio.get_running_loop().call_later(wait, self._run)
        else:
            self._run()

    def ride(self) -> bool:
        """Whether a planned run may be done together with something else, now: then it counts as done."""
        if self._planned is None or self.due_in() > 0:
            return False
        self.stop()
        self._ended = time.monotonic()
        return True

    def _run(self) -> None:
        self._planned = None
        started = time.monotonic()
        self._work()
        self._ended = time.monotonic()
        self._cost += (self._ended - started - self._cost) / 4  # a moving mean: one pause of the machine is no rule

    def stop(self) -> None:
        if self._planned is not None:
            self._planned.cancel()
            self._planned = None
