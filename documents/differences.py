"""Where two lines of tokens differ: Myers' shortest script, then made such as a reader would tell it.

Words in common that are shorter than what changes on both sides of them are no common ground ("la" in two sentences that
have nothing else in common): a change elsewhere must not settle on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from documents.tokens import Token

MOST_CHANGES = 400  # beyond that many tokens, all between the common beginning and the common end is one change


@dataclass(frozen=True)
class Hunk:
    """Tokens `start` to `end` of the base are tokens `at` to `until` of the other line."""

    start: int
    end: int
    at: int
    until: int

    @property
    def inserts(self) -> bool:
        """It takes nothing away."""
        return self.start == self.end

    def moved(self, by: int) -> "Hunk":
        return Hunk(self.start + by, self.end + by, self.at + by, self.until + by)


def hunks(base: Sequence[Token], other: Sequence[Token]) -> list[Hunk]:
    """In order, none touching the next."""
    numbers: dict[tuple[str, str, str], int] = {}  # tokens by number: they are compared many times
    here, there = (
        [numbers.setdefault((one.kind, one.value, one.look), len(numbers)) for one in line] for line in (base, other)
    )
    shorter = min(len(here), len(there))
    first = 0
    while first < shorter and here[first] == there[first]:
        first += 1
    last = 0
    while last < shorter - first and here[-1 - last] == there[-1 - last]:
        last += 1
    inner = script(here[first : len(here) - last], there[first : len(there) - last])
    found = _joined([one.moved(first) for one in inner], base, other)
    ends = [-1, *(hunk.end for hunk in found)]
    starts = [*(hunk.start for hunk in found[1:]), len(base) + 1]
    return [
        _balanced(_late(hunk, here, there, highest), base, other, lowest + 1)
        for hunk, lowest, highest in zip(found, ends, starts, strict=False)
    ]


def script(base: Sequence[Any], other: Sequence[Any]) -> list[Hunk]:
    """The fewest changes (Myers 1986): the furthest place reached on each diagonal, after each number of changes."""
    n, m = len(base), len(other)
    reached = {1: 0}
    steps: list[dict[int, int]] = []
    for changes in range(min(n + m, MOST_CHANGES) + 1):
        steps.append(dict(reached))
        for diagonal in range(-changes, changes + 1, 2):
            x = reached[diagonal + 1] if _goes_down(reached, diagonal, changes) else reached[diagonal - 1] + 1
            y = x - diagonal
            while x < n and y < m and base[x] == other[y]:
                x, y = x + 1, y + 1
            reached[diagonal] = x
            if x >= n and y >= m:
                return _between(_kept(steps, n, m), n, m)
    return [Hunk(0, n, 0, m)]


def _goes_down(reached: dict[int, int], diagonal: int, changes: int) -> bool:
    """Whether the furthest way to a diagonal comes from the one above it, by a token put in."""
    return diagonal == -changes or (diagonal != changes and reached[diagonal - 1] < reached[diagonal + 1])


def _kept(steps: list[dict[int, int]], n: int, m: int) -> list[tuple[int, int]]:
    """The pairs of tokens that stay, found from the end backwards, in order."""
    kept = []
    x, y = n, m
    for changes in range(len(steps) - 1, -1, -1):
        diagonal = x - y
        before = diagonal + 1 if _goes_down(steps[changes], diagonal, changes) else diagonal - 1
        from_x = steps[changes][before]
        from_y = from_x - before
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            kept.append((x, y))
        x, y = from_x, from_y
    return kept[::-1]


def _between(kept: list[tuple[int, int]], n: int, m: int) -> list[Hunk]:
    found, x, y = [], 0, 0
    for at_x, at_y in [*kept, (n, m)]:
        if at_x > x or at_y > y:
            found.append(Hunk(x, at_x, y, at_y))
        x, y = at_x + 1, at_y + 1
    return found


def _joined(found: list[Hunk], base: Sequence[Token], other: Sequence[Token]) -> list[Hunk]:
    """Changes with too little between them become one; what that makes may be joined again."""
    joined: list[Hunk] = []
    for hunk in found:
        joined.append(hunk)
        while len(joined) > 1 and _little_between(joined[-2], joined[-1], base, other):
            after, before = joined.pop(), joined.pop()
            joined.append(Hunk(before.start, after.end, before.at, after.until))
    return joined


def _little_between(before: Hunk, after: Hunk, base: Sequence[Token], other: Sequence[Token]) -> bool:
    between = base[before.end : after.start]
    if not all(token.is_words for token in between):
        return False
    return _words(between) <= min(_size(before, base, other), _size(after, base, other))


def _size(hunk: Hunk, base: Sequence[Token], other: Sequence[Token]) -> int:
    return max(_words(base[hunk.start : hunk.end]), _words(other[hunk.at : hunk.until]))


def _words(line: Sequence[Token]) -> int:
    """Spaces and signs are none."""
    return sum(token.is_words and any(sign.isalnum() for sign in token.value) for token in line)


def _moving(hunk: Hunk, base: Sequence[Any], other: Sequence[Any]) -> tuple[Sequence[Any], int, int] | None:
    """Where a change that only puts in, or only takes out, does it: the same can be told of neighbouring places."""
    if hunk.inserts:
        return other, hunk.at, hunk.until
    return (base, hunk.start, hunk.end) if hunk.at == hunk.until else None


def _late(hunk: Hunk, base: Sequence[int], other: Sequence[int], highest: int) -> Hunk:
    """A word put in with a space, or taken out, is told in one way: as far on as it goes."""
    found = _moving(hunk, base, other)
    if found is None:
        return hunk
    line, start, _end = found
    steps = 0
    while hunk.end + steps + 1 < highest and hunk.end + steps < len(base):
        if line[start + steps] != base[hunk.end + steps]:
            break
        steps += 1
    return hunk.moved(steps)


def _balanced(hunk: Hunk, base: Sequence[Token], other: Sequence[Token], lowest: int) -> Hunk:
    """Of an item among others, that is meant which begins and ends where an item does."""
    moved = hunk
    while (found := _moving(moved, base, other)) is not None:
        line, start, end = found
        if _is_whole(line[start:end]):
            return moved
        if moved.start <= lowest or base[moved.start - 1] != line[end - 1]:
            break
        moved = moved.moved(-1)
    return hunk


def _is_whole(line: Sequence[Token]) -> bool:
    """Whether it is one element after another."""
    depth = 0
    for token in line:
        if depth == 0 and token.kind != "open":
            return False
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
    return depth == 0
