"""The gate: structure and causality of a Yjs update, checked in Python before the CRDT engine sees a byte.

The engine (yrs 0.28 under pycrdt) crashes, hangs or is poisoned by some well-formed input (DESIGN §10, 1 and 8b);
what passes here did none of that in our fuzz runs. Nothing here recurses on what it is given.
"""

import json
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from realtime.protocol import BadFrame
from realtime.spans import Spans
from realtime.update_reader import Gap, Reader, Refused, Struct

__all__ = ["Checked", "Gap", "Gate", "Refused"]

DEEPEST = 64  # types in types: a list in a cell in a table in a callout…
MOST_STRUCTS = 50_000  # in one update; what is written in a long sitting offline holds fewer
MOST_FIRST_ENTRIES = 50  # for one key of one map, in one update: the engine's work grows with their square


class Run(NamedTuple):
    """A stretch of one client's clocks: how deep it lies, and whether others may stand inside it."""

    client: int
    clock: int
    end: int
    depth: int
    holds: bool


@dataclass
class Checked:
    """A sound update: `ends` says how far it takes each client; `repeats`, that some of it is known already."""

    ends: dict[int, int] = field(default_factory=dict)
    runs: "list[Run]" = field(default_factory=list)
    fresh: list[int] = field(default_factory=list)  # clients under whose id it brings something new
    repeats: bool = False
    early: bool = False  # it builds on something that is not known yet


class Gate:
    """What is known of one room: how far each client has written, and how deep its items lie."""

    def __init__(self) -> None:
        self.clocks: dict[int, int] = {}
        self._holders = Spans()
        self._depths: dict[int, tuple[list[int], list[int]]] = {}  # where depth changes: clocks, and depth from there

    def check(self, update: bytes) -> Checked:
        """Raises `Refused` for what is unsound, `Gap` for what comes too early. Changes nothing: see `accept`."""
        try:
            return self._check(update)
        except (BadFrame, IndexError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise Refused(str(error) or "malformed") from None

    def learn(self, stored: bytes) -> list[int]:
        """Count an update of our own log as known, whatever it is like; the clients it brings something new of.

        A row may repeat what others said (a frame sent again) or, merged, leave holes: none of that is refused here.
        """
        reader, checked = Reader(stored, trusted=True), Checked()
        structs: list[Struct] = []
        for _ in range(reader.uint()):
            count, client, clock = reader.uint(), reader.uint(), reader.uint()
            for _ in range(count):
                structs.append(reader.struct(client, clock))
                clock += structs[-1].length
            checked.ends[client] = clock
        fresh = self._fresh(checked)
        checked.runs = _Depths(self, structs, trusted=True).runs()
        self.accept(checked)
        return fresh

    def _fresh(self, checked: Checked) -> list[int]:
        return [client for client, end in checked.ends.items() if end > self.clocks.get(client, 0)]

    def accept(self, checked: Checked) -> None:
        """Count a checked update as known, so that what follows may build on it."""
        for client, clock, end, depth, holds in checked.runs:
            known = self.clocks.get(client, 0)
            if end > known:
                if holds:
                    self._holders.add(client, max(clock, known), end)
                clocks, depths = self._depths.setdefault(client, ([], []))
                if not depths or depths[-1] != depth:
                    clocks.append(max(clock, known))
                    depths.append(depth)
                self.clocks[client] = end

    def _check(self, update: bytes) -> Checked:
        """Structure first: what is unsound is refused even where something is missing before it."""
        reader, checked = Reader(update), Checked()
        structs = self._structs(reader, checked)
        self._causal(structs, checked)
        self._deletes(reader, checked)
        reader.end()
        if checked.early:
            raise Gap
        self._held(structs)
        checked.runs = _Depths(self, structs).runs()
        checked.fresh = self._fresh(checked)
        return checked

    def _structs(self, reader: Reader, checked: Checked) -> list[Struct]:
        structs: list[Struct] = []
        entries: Counter[tuple[tuple[int, int] | None, str]] = Counter()
        for _ in range(reader.uint()):
            count, client, clock = reader.uint(), reader.uint(), reader.uint()
            if count == 0 or client in checked.ends:
                raise Refused("a client without items, or twice")
            checked.early |= clock > self.clocks.get(client, 0)
            checked.repeats |= clock < self.clocks.get(client, 0)
            for _ in range(count):
                struct = reader.struct(client, clock)
                checked.early |= struct.skip
                structs.append(struct)
                clock += struct.length
                if struct.key is not None:
                    entries[struct.parent, struct.key] += 1
                if len(structs) > MOST_STRUCTS or entries[struct.parent, struct.key or ""] > MOST_FIRST_ENTRIES:
                    raise Refused("too many items")
            checked.ends[client] = clock
        return structs

    def _causal(self, structs: list[Struct], checked: Checked) -> None:
        """An item builds on an earlier one of its own client, or on one that is known or comes in the same update."""
        for struct in structs:
            for client, clock in (*struct.neighbours, struct.parent) if struct.parent else struct.neighbours:
                if client == struct.client and clock >= struct.clock:
                    raise Refused("an item that builds on itself or on its future")
                checked.early |= clock >= max(self.clocks.get(client, 0), checked.ends.get(client, 0))

    def _held(self, structs: list[Struct]) -> None:
        """A parent is a type, or what is left of one: what the engine takes in one order it refuses in another."""
        holders = Spans()
        for struct in structs:
            if struct.holds:
                holders.add(struct.client, struct.clock, struct.clock + struct.length)
        for struct in structs:
            if (place := struct.parent) is not None:
                known = place[1] < self.clocks.get(place[0], 0)
                if place not in (self._holders if known else holders):
                    raise Refused("a parent that holds nothing")

    def _deletes(self, reader: Reader, checked: Checked) -> None:
        for _ in range(reader.uint()):
            client = reader.uint()
            known = max(self.clocks.get(client, 0), checked.ends.get(client, 0))
            for _ in range(reader.uint()):
                clock, length = reader.uint(), reader.uint()
                if length < 1:
                    raise Refused("a deletion of nothing")
                checked.early |= clock + length > known

    def depth(self, client: int, clock: int) -> int:
        """How deep a known item lies: 0 directly under a root."""
        clocks, depths = self._depths[client]
        return depths[max(0, bisect_right(clocks, clock) - 1)]


class _Depths:
    """Works out the depth of each item of one update; its items may build on each other in any order."""

    def __init__(self, gate: Gate, structs: list[Struct], *, trusted: bool = False) -> None:
        self.gate = gate
        self.trusted = trusted
        self.structs = structs
        self.found: list[int] = [-1] * len(structs)
        self.places: dict[int, tuple[list[int], list[int]]] = {}  # client -> clocks, indices
        for index, struct in enumerate(structs):
            clocks, indices = self.places.setdefault(struct.client, ([], []))
            clocks.append(struct.clock)
            indices.append(index)

    def runs(self) -> list[Run]:
        for index in range(len(self.structs)):
            if self.found[index] < 0:
                self._resolve(index)
        return [
            Run(s.client, s.clock, s.clock + s.length, depth, s.holds)
            for s, depth in zip(self.structs, self.found, strict=True)
        ]

    def _resolve(self, index: int) -> None:
        """Follows what an item builds on with a stack of its own; a circle raises `Refused`."""
        path, on_path = [index], {index}
        while path:
            struct = self.structs[path[-1]]
            anchors = struct.neighbours or ((struct.parent,) if struct.parent else ())
            depths = []
            for anchor in anchors:
                at, depth = self._look(anchor)
                if depth < 0 and self.trusted and at in on_path:
                    depth = 0
                if depth < 0:
                    if at in on_path:
                        raise Refused("items that build on each other in a circle")
                    path.append(at)
                    on_path.add(at)
                    break
                depths.append(depth)
            else:
                depth = max(depths, default=0) + (struct.parent is not None)
                if depth > DEEPEST and not self.trusted:
                    raise Refused("types nested too deep")
                self.found[path[-1]] = depth
                on_path.discard(path.pop())

    def _look(self, anchor: tuple[int, int]) -> tuple[int, int]:
        """(index in this update or -1, depth or -1 where it is not worked out yet)."""
        client, clock = anchor
        if clock < self.gate.clocks.get(client, 0):
            return -1, self.gate.depth(client, clock)
        if self.trusted and (client not in self.places or clock < self.places[client][0][0]):
            return -1, 0
        clocks, indices = self.places[client]
        at = indices[bisect_right(clocks, clock) - 1]
        return at, self.found[at]
