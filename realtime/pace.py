"""How fast one sender may go: so many a second in the long run, more at once after a rest."""


class Pace:
    """A token bucket, kept as one moment: when all that was allowed so far would have been said at the steady rate."""

    __slots__ = ("_ahead", "_even", "_step")

    def __init__(self, rate: float, burst: float) -> None:
        """`rate` a second for as long as one likes, `burst` at once after a rest."""
        self._step = 1.0 / rate
        self._ahead = burst / rate  # how far ahead of the clock the moment may lie, in seconds
        self._even = 0.0

    def allows(self, now: float, cost: float = 1.0) -> bool:
        """Count something that costs so much, unless it comes too fast; `now` in monotonic seconds."""
        even = self._even
        if even < now:
            even = now
        even += cost * self._step
        if even - now > self._ahead:
            return False
        self._even = even
        return True
