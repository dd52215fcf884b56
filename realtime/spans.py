"""Stretches of clocks, client by client, that only grow at their end."""

from bisect import bisect_right


class Spans:
    def __init__(self) -> None:
        self._spans: dict[int, tuple[list[int], list[int]]] = {}

    def add(self, client: int, start: int, end: int) -> None:
        """`start` lies at or behind the end of what the client has already."""
        starts, ends = self._spans.setdefault(client, ([], []))
        if ends and ends[-1] == start:
            ends[-1] = end
        else:
            starts.append(start)
            ends.append(end)

    def __contains__(self, place: tuple[int, int]) -> bool:
        starts, ends = self._spans.get(place[0], ([], []))
        at = bisect_right(starts, place[1]) - 1
        return at >= 0 and place[1] < ends[at]
