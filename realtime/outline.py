"""An update taken apart: its items, client by client, how deep each lies, and what it deletes."""

import re
from bisect import bisect_right
from collections import Counter

from realtime.shapes import (
    AT_THE_TOP,
    CONTAINER,
    DEPTH,
    FAMILY,
    HOLDS,
    KEYED,
    ONE_DEEPER,
    OWN,
    PARENT,
    PLACE,
    Place,
    Shapes,
    container,
    two_clocks,
)
from realtime.update_reader import (
    ANY,
    ANYTHING,
    BINARY,
    DELETED,
    EMBED,
    FORMAT,
    GC,
    LIST,
    LONGEST,
    MAP,
    NODES,
    SKIP,
    STRING,
    TEXT,
    TYPE,
    Item,
    Reader,
    Refused,
)

DEEPEST = 64  # types in types: a list in a cell in a table in a callout…
MOST_FIRST_ENTRIES = 50  # for one key of one map, in one update: the engine's work grows with their square
HOLDERS = {GC, DELETED, TYPE, SKIP}  # a type, or what is left of one, or what is not there yet
TWO_CLOCKS = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}").search  # perhaps a character that counts two clocks

# What may stand in each family of types, as lists and as entries of a map. Of a root, and of what is gone, nobody knows.
IN_LISTS = {
    ANYTHING: {STRING, FORMAT, EMBED, ANY, BINARY, TYPE, DELETED},
    TEXT: {STRING, FORMAT, EMBED, TYPE, DELETED},
    NODES: {TYPE, DELETED},
    LIST: {ANY, BINARY, TYPE, DELETED},
    MAP: set(),
}
NOWHERE = {GC, SKIP}
IN_ENTRIES = {ANY, BINARY, TYPE, DELETED}

Later = tuple[int, Item]  # an item that builds on what comes behind it, or stands behind such a one, and its index


class Block:
    """The items of one client, from clock `clock` to `end`: where each starts, and its shape (`realtime.shapes`)."""

    __slots__ = ("client", "clock", "end", "later", "shapes", "starts")

    def __init__(self, client: int, clock: int) -> None:
        self.client = client
        self.clock = self.end = clock
        self.starts: list[int] = []
        self.shapes: list[int] = []  # -1: not known yet
        self.later: list[Later] = []

    def index(self, clock: int) -> int:
        """Which item holds a clock; -1 where there is none."""
        return bisect_right(self.starts, clock) - 1 if self.clock <= clock < self.end else -1


class Outline(Reader):
    """What one update says, beside what a room knows: `clocks` and `known`."""

    __slots__ = ("_clocks", "_known", "_late", "_whole", "blocks", "cuts", "early", "halves")

    strict = True  # not so for what our own log holds: `realtime.stored_outline`

    def __init__(self, update: bytes, clocks: dict[int, int], known: Shapes, *, halves: bool) -> None:
        """`halves`: the room has characters that count two clocks, so that the places of cuts are wanted."""
        super().__init__(update)
        self._clocks = clocks
        self._known = known
        self._whole = False  # all blocks are read
        self._late = False  # some items build on what comes behind them
        self.early = False  # it builds on something that is neither known nor in it
        self.blocks: dict[int, Block] = {}
        self.halves: dict[int, list[int]] = {}  # where characters that count two clocks begin
        self.cuts: list[Place] | None = [] if halves or TWO_CLOCKS(update) else None  # right before which it cuts

    def read(self, most: int) -> "Outline":
        """Raises `Refused`, `BadFrame`, `IndexError` and what decoding raises; `most` items are allowed."""
        for _ in range(self.uint()):
            count, client, clock = self.uint(), self.uint(), self.uint()
            if count == 0 or client in self.blocks:
                raise Refused("a client without items, or twice")
            most -= count
            if most < 0:
                raise Refused("too many items")
            self._block(count, client, clock)
            if clock > self._clocks.get(client, 0):
                self.early = True
        self._whole = True
        if self._late:
            self._settle_later()
        if len(self.keys) > MOST_FIRST_ENTRIES and max(Counter(self.keys).values()) > MOST_FIRST_ENTRIES:
            raise Refused("too many entries of one key")
        self._deletes()
        if self.at != len(self.data):
            raise Refused("bytes behind the update")
        return self

    def _block(self, count: int, client: int, clock: int) -> None:
        block = self.blocks[client] = Block(client, clock)
        starts, shapes, read, shape_of = block.starts, block.shapes, self.item, self._shape
        for index in range(count):
            item = read()
            length, kind, left, right, parent, _, _ = item
            if length < 1:
                raise Refused("a run of no length")
            if (left is not None and left[1] >= clock and left[0] == client) or (
                right is not None and right[1] >= clock and right[0] == client
            ):
                raise Refused("an item that builds on itself or on its future")
            if isinstance(parent, tuple) and parent[1] >= clock and parent[0] == client:
                raise Refused("an item that stands in itself or in its future")
            found = -1 if block.later else shape_of(item)
            if found < 0:
                block.later.append((index, item))
                self._late = True
            starts.append(clock)
            shapes.append(found)
            if self.cuts is not None:
                self._note_cuts(client, clock, left, right)
            clock += length
            block.end = clock
            if kind == SKIP:
                self.early = True
        if clock > LONGEST:
            raise Refused("too many clocks")

    def _note_cuts(self, client: int, clock: int, left: Place | None, right: Place | None) -> None:
        """Where an item cuts others, and where its own text may be cut."""
        if self.cuts is None:
            return
        if left is not None:
            self.cuts.append((left[0], left[1] + 1))
        if right is not None:
            self.cuts.append(right)
        if self.astral is not None:
            self.halves.setdefault(client, []).extend(two_clocks(self.astral, clock))
            self.astral = None

    def _shape(self, item: Item) -> int:
        """The shape of an item, or -1 as long as that of an anchor is not known."""
        _, kind, left, right, parent, key, family = item
        if parent is not None:
            return self._inside(kind, parent, key, family)
        at = beside = AT_THE_TOP
        if left is not None and (at := self._look(left)) < 0:
            return -1
        if right is not None:
            if (beside := self._look(right)) < 0:
                return -1
            if left is None or at >> CONTAINER == 0:  # what is gone stood nowhere
                at, beside = beside, at
            elif (at ^ beside) >> CONTAINER and beside >> CONTAINER and self.strict:
                raise Refused("neighbours that stand in different places")
            if beside & DEPTH > at & DEPTH:
                at = at & ~DEPTH | beside & DEPTH
            if at & KEYED and self.strict:
                raise Refused("something behind an entry of a map")
        return self._fitting(kind, at & PLACE, family)

    def _inside(self, kind: int, parent: Place | str, key: str | None, family: int) -> int:
        at = container(parent, key)
        if key is not None:
            at |= KEYED
        if not isinstance(parent, str):
            if (held := self._look(parent)) < 0:
                return -1
            if self.strict and (not held & HOLDS or held & DEPTH >= DEEPEST * ONE_DEEPER):
                raise Refused("a parent that holds nothing, or types nested too deep")
            at |= (held >> OWN & FAMILY) << PARENT | min((held & DEPTH) + ONE_DEEPER, DEPTH)
        return self._fitting(kind, at, family)

    def _fitting(self, kind: int, at: int, family: int) -> int:
        """The shape of an item that stands at a place, if it may stand there."""
        fitting = IN_ENTRIES if at & KEYED else IN_LISTS[at >> PARENT & FAMILY]
        if self.strict and kind not in fitting and kind not in NOWHERE:
            raise Refused("something that never stands in such a place")
        return at | HOLDS | family << OWN if kind in HOLDERS else at

    def _look(self, anchor: Place) -> int:
        """The shape of what is known or came before in this update; -1 as long as it is not known."""
        client, clock = anchor
        if clock < self._clocks.get(client, 0):
            return self._known.at(client, clock)
        block = self.blocks.get(client)
        if block is not None and (index := block.index(clock)) >= 0:
            return block.shapes[index]
        if self._whole:
            self.early = True
            return HOLDS
        return -1

    def _settle_later(self) -> None:
        """What waits in a circle is refused; an item also waits for the one before it, as in the engine.

        Each block waits for one item at a time, and is called when that is settled: linear in the number of items.
        """
        ready = [block for block in self.blocks.values() if block.later]
        for block in ready:
            block.later.reverse()  # the first is the last, to be popped
        waiting: dict[Place, list[Block]] = {}  # client, index
        while ready:
            block = ready.pop()
            while block.later:
                index, item = block.later[-1]
                found = self._shape(item)
                if found < 0:
                    waiting.setdefault(self._awaited(item), []).append(block)
                    break
                block.later.pop()
                block.shapes[index] = found
                ready += waiting.pop((block.client, index), ())
        if waiting and self.strict:
            raise Refused("items that build on each other in a circle")
        for block in (block for blocks in waiting.values() for block in blocks):
            for index, _ in block.later:
                block.shapes[index] = HOLDS

    def _awaited(self, item: Item) -> Place:
        """The item of this update, as client and index, that has no shape yet."""
        anchors = (anchor for anchor in item[2:5] if isinstance(anchor, tuple))
        client, clock = next(anchor for anchor in anchors if self._look(anchor) < 0)
        return client, self.blocks[client].index(clock)

    def _deletes(self) -> None:
        cuts = self.cuts
        for _ in range(self.uint()):
            client = self.uint()
            block = self.blocks.get(client)
            known = max(self._clocks.get(client, 0), block.end if block is not None else 0)
            for _ in range(self.uint()):
                clock, length = self.uint(), self.uint()
                if length < 1 and self.strict:
                    raise Refused("a deletion of nothing")
                if clock + length > known:
                    self.early = True
                if cuts is not None:
                    cuts += (client, clock), (client, clock + length)
