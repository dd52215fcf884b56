"""The gate: structure and causality of a Yjs update, checked in Python before the CRDT engine sees a byte.

The engine (yrs 0.28 under pycrdt) crashes, hangs or is poisoned by some well-formed input (DESIGN §10, 1 and 8b);
what passes here did none of that in our fuzz runs (`bench/fuzz`). Nothing here recurses on what it is given.
"""

import json
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from realtime.keystroke import read_keystroke
from realtime.outline import DEEPEST, MOST_FIRST_ENTRIES, Block, Outline
from realtime.protocol import BadFrame
from realtime.shapes import AT_THE_TOP, CONTAINER, FAMILY, KEYED, PARENT, PLACE, Halves, Shapes, two_clocks
from realtime.stored_outline import StoredOutline
from realtime.update_reader import ANYTHING, LONGEST, TEXT, Gap, Refused

__all__ = ["DEEPEST", "MOST_FIRST_ENTRIES", "Checked", "Gap", "Gate", "Refused"]

MOST_STRUCTS = 50_000  # in one update; what is written in a long sitting offline holds fewer
MAY_HOLD_TEXT = (ANYTHING, TEXT)
NO_HALVES: dict[int, list[int]] = {}


class Checked(NamedTuple):
    """A sound update: `ends` says how far it takes each client; `repeats`, that some of it is known already."""

    ends: dict[int, int]
    runs: list[tuple[int, int, int]]  # client, clock, and the shape of what it brings from there on
    fresh: list[int]  # clients under whose id it brings something new
    repeats: bool = False
    splits: bool = False  # it cuts a character in two: from here on the engine's Doc is not what Yjs has
    halves: dict[int, list[int]] = NO_HALVES  # where characters begin that count two clocks


class Gate:
    """What is known of one room: how far each client has written, and the shape of what it wrote.

    What is stored is read when it is first needed: a room that is only looked at costs nothing here.
    """

    __slots__ = ("_clocks", "_halves", "_shapes", "_splits", "_unread")

    def __init__(self, stored: Iterable[bytes] = ()) -> None:
        self._clocks: dict[int, int] = {}
        self._shapes = Shapes()
        self._halves = Halves()
        self._splits = False
        self._unread = list(stored)[::-1]

    @property
    def clocks(self) -> dict[int, int]:
        if self._unread:
            self._read()
        return self._clocks

    @property
    def splits(self) -> bool:
        """Whether something known cuts a character in two (DESIGN §10.8b): then only bytes tell what Yjs shows."""
        if self._unread:
            self._read()
        return self._splits

    def check(self, update: bytes, *, most: int | None = None) -> Checked:
        """Raises `Refused` for what is unsound, `Gap` for what comes too early. Changes nothing: see `accept`.

        `most`: how many items it may hold (`MOST_STRUCTS`).
        """
        if self._unread:
            self._read()
        try:
            return self._keystroke(update) or self._check(update, most or MOST_STRUCTS)
        except (BadFrame, IndexError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise Refused(str(error) or "malformed") from None

    def learn(self, stored: bytes) -> list[int]:
        """Count an update of our own log as known, whatever it is like; the clients it brings something new of.

        A row may repeat what others said (a frame sent again) or, merged, leave holes: none of that is refused here.
        """
        if self._unread:
            self._read()
        return self._learn(stored)

    def _learn(self, stored: bytes) -> list[int]:
        outline = StoredOutline(stored, self._clocks, self._shapes, halves=bool(self._halves)).read()
        checked = self._checked(outline)
        self.accept(checked)
        return checked.fresh

    def _read(self) -> None:
        while self._unread:
            self._learn(self._unread[-1])
            self._unread.pop()  # only now: what cannot be read is met again, never passed over

    def accept(self, checked: Checked) -> None:
        """Count a checked update as known, so that what follows may build on it."""
        clocks = self._clocks
        if checked.halves:
            self._halves.merge(checked.halves, clocks)
        self._splits |= checked.splits
        for client, clock, shape in checked.runs:
            if clock >= clocks.get(client, 0):
                self._shapes.add(client, clock, shape)
        for client, end in checked.ends.items():
            if end > clocks.get(client, 0):
                clocks[client] = end

    def _keystroke(self, update: bytes) -> Checked | None:
        """The short way: None where the update is not a plain keystroke, or not plainly sound."""
        if (read := read_keystroke(update)) is None:
            return None
        client, clock, raw, left, right = read
        clocks, at = self._clocks, self._shapes.at
        if clocks.get(client, 0) != clock or left[1] >= clocks.get(left[0], 0):
            return None
        shape = at(*left)
        if shape >> CONTAINER == 0 or shape & KEYED or shape >> PARENT & FAMILY not in MAY_HOLD_TEXT:
            return None
        if right is not None and (right[1] >= clocks.get(right[0], 0) or (at(*right) ^ shape) >> CONTAINER):
            return None
        end, halves = clock + len(raw), NO_HALVES
        if not raw.isascii():
            text = raw.decode()
            end = clock + len(text)
            if places := two_clocks(text, clock):
                end += len(places)
                halves = {client: places}
        if end > LONGEST:
            return None
        known = self._halves
        splits = bool(known) and (known.cut(left[0], left[1] + 1) or (right is not None and known.cut(*right)))
        return Checked({client: end}, [(client, clock, shape & PLACE)], [client], False, splits, halves)

    def _check(self, update: bytes, most: int) -> Checked:
        """Structure first: what is unsound is refused even where something is missing before it."""
        outline = Outline(update, self._clocks, self._shapes, halves=bool(self._halves)).read(most)
        if outline.early:
            raise Gap
        return self._checked(outline)

    def _checked(self, outline: Outline) -> Checked:
        runs: list[tuple[int, int, int]] = []
        ends, fresh, repeats = {}, [], False
        for client, block in outline.blocks.items():
            known = self._clocks.get(client, 0)
            ends[client] = block.end
            if block.clock < known:
                repeats = True
            if block.end > known:
                fresh.append(client)
                self._news(block, known, runs, strict=outline.strict)
        splits = outline.cuts is not None and self._splits_by(outline)
        return Checked(ends, runs, fresh, repeats, splits, outline.halves)

    def _news(self, block: Block, known: int, runs: list[tuple[int, int, int]], *, strict: bool) -> None:
        """Where the shape changes in what a block says from clock `known` on."""
        first, before = 0, -1
        if block.clock > known:  # a hole, in what was merged
            runs.append((block.client, known, AT_THE_TOP))
        elif block.clock < known:
            first = block.index(known)
            shape = block.shapes[first]
            if block.starts[first] < known:  # cut in the middle, an item stands beside its own known half
                half = self._shapes.at(block.client, known - 1)
                if (half ^ shape) >> CONTAINER and half >> CONTAINER and strict:
                    raise Refused("what is known, said again in another place")
            runs.append((block.client, known, before := shape))
            first += 1
        client = block.client
        for clock, shape in zip(islice(block.starts, first, None), islice(block.shapes, first, None), strict=True):
            if shape != before:
                runs.append((client, clock, shape))
                before = shape

    def _splits_by(self, outline: Outline) -> bool:
        """Whether it cuts between the halves of a character: the engine would not do then as Yjs does."""
        known, coming = self._halves, Halves()
        coming.merge(outline.halves, {})
        if outline.strict and any(coming.cut(client, self._clocks.get(client, 0)) for client in outline.blocks):
            raise Refused("a character of which one half is known")
        return any(known.cut(client, clock) or coming.cut(client, clock) for client, clock in outline.cuts or ())
