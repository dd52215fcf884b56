"""What the gate remembers of each clock of a room: where its item stands, how deep, and whether others may stand inside.

Neighbouring clocks are mostly alike, so only the places where something changes are kept: sixteen bytes each.

A shape is one number. From its lowest bit on: whether the item may hold others (a type, or what is left of one); how
deep it lies, counted from 0 directly under a root; whether it is an entry of a map; of which family its parent is, and
of which it is itself, if it is a type; and above `CONTAINER` a number for the list or the entry it stands in, 0 where
that is gone.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

HOLDS = 1
ONE_DEEPER, DEPTH = 1 << 1, 0b1111111 << 1
KEYED = 1 << 8
PARENT, OWN, FAMILY = 9, 12, 0b111  # shifts of the two families, and the mask of one
CONTAINER = 16
AT_THE_TOP = 0
PLACE = ~(HOLDS | FAMILY << OWN)  # what neighbours have in common

Place = tuple[int, int]  # client, clock


def container(parent: Place | str, key: str | None) -> int:
    """A number for the list in a parent, or for an entry of it. Keyed by Python's hash of text: nobody can aim at one."""
    return ((hash((str(parent), key)) & 0xFFFF_FFFF_FFFF) or 1) << CONTAINER


class Shapes:
    __slots__ = ("_clients",)

    def __init__(self) -> None:
        self._clients: dict[int, tuple[array[int], array[int]]] = {}

    def add(self, client: int, clock: int, shape: int) -> None:
        """From `clock` on, which lies behind all that the client has already."""
        kept = self._clients.get(client)
        if kept is None:
            self._clients[client] = (array("Q", (clock,)), array("Q", (shape,)))
        elif kept[1][-1] != shape:
            kept[0].append(clock)
            kept[1].append(shape)

    def at(self, client: int, clock: int) -> int:
        """The shape of a known clock."""
        clocks, shapes = self._clients[client]
        if len(shapes) == 1:
            return shapes[0]
        return shapes[max(0, bisect_right(clocks, clock) - 1)]


def two_clocks(text: str, clock: int) -> list[int]:
    """The clocks at which characters begin that count two, in a text that begins at `clock`."""
    found = []
    for character in text:
        if character > "\uffff":
            found.append(clock)
            clock += 1
        clock += 1
    return found


class Halves:
    """Where characters that count two clocks begin (an emoji): between its halves, Yjs and the engine disagree."""

    __slots__ = ("_clients",)

    def __init__(self) -> None:
        self._clients: dict[int, array[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._clients)

    def add(self, client: int, clocks: Iterable[int]) -> None:
        """`clocks` grow, and lie behind what the client has already."""
        self._clients.setdefault(client, array("Q")).extend(clocks)

    def merge(self, others: dict[int, list[int]], known: dict[int, int]) -> None:
        """Add what lies behind what is known of each client."""
        for client, clocks in others.items():
            self.add(client, clocks[bisect_left(clocks, known.get(client, 0)) :])

    def cut(self, client: int, clock: int) -> bool:
        """Whether a cut right before `clock` of a client goes through a character."""
        kept = self._clients.get(client)
        if kept is None:
            return False
        at = bisect_right(kept, clock - 1) - 1
        return at >= 0 and kept[at] == clock - 1
