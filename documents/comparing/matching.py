"""Which block of the one list is which of the other: by id, by content, by likeness; and which of them moved."""

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from documents.formats.nodes import Node, attr, children, kind, label, text_of
from documents.schema import NODES

_LIKE = 0.5  # of the words of two blocks, how many they must share to be taken for one
_SAME_ID = 0.2  # how many, when they bear one id
_RARE = 8  # a word that stands in more blocks than this says little about which is which
_NEAREST = 5  # so many are looked at closely
_WORD = re.compile(r"\w+")
_FAMILIES = {
    **dict.fromkeys(("paragraph", "heading", "codeBlock", "detailsSummary"), "words"),
    **dict.fromkeys(("bulletList", "orderedList", "taskList"), "list"),
    **dict.fromkeys(("listItem", "taskItem"), "item"),
    **dict.fromkeys(("blockquote", "callout"), "box"),
    **dict.fromkeys(("tableCell", "tableHeader"), "cell"),
}


@dataclass(frozen=True)
class Twins:
    """Pairs of places (before, after): those whose order stayed, and those that moved past others."""

    in_place: list[tuple[int, int]]
    moved: list[tuple[int, int]]


class _Block:
    """What is asked of a block again and again."""

    def __init__(self, node: Node) -> None:
        self.id = str(attr(node, "id") or "")
        self.family = _FAMILIES.get(kind(node), kind(node))
        self.print = json.dumps(without_ids(node), sort_keys=True)
        self.node = node
        self.picture = label(node, "image") if kind(node) == "figure" else ""

    @cached_property
    def text(self) -> str:
        return text_of([self.node])

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(_WORD.findall(self.text.casefold()))

    @property
    def blank(self) -> bool:
        return kind(self.node) in ("paragraph", "heading") and not self.text


def without_ids(node: Node) -> Node:
    """What a block says: neither its id nor what the content model says anyway."""
    known = NODES.get(kind(node))
    plain = {"id": None, **(known.attrs if known else {})}
    given = node.get("attrs") or {}
    attrs = {name: value for name, value in given.items() if name != "id" and value != plain.get(name)}
    return {
        **{name: value for name, value in node.items() if name not in ("attrs", "content")},
        **({"attrs": attrs} if attrs else {}),
        "content": [without_ids(child) for child in children(node)],
    }


def likeness(one: _Block, other: _Block) -> float:
    """From 0 to 1: the words that two blocks share."""
    if one.family != other.family:
        return 0.0
    if one.picture and one.picture == other.picture:
        return 1.0
    both = one.words.total() + other.words.total()
    return 2 * (one.words & other.words).total() / both if both else 0.0


def match(before: list[Node], after: list[Node], ordered: bool = False) -> Twins:
    """`ordered`: what moved is not looked for, as among the cells of a row."""
    old, new = [_Block(node) for node in before], [_Block(node) for node in after]
    pairs = _Pairs(old, new)
    pairs.add(_by_print_and_id(old, new))
    pairs.add(_by_print(old, new, pairs))
    pairs.add(_by_id(old, new, pairs, _SAME_ID))
    pairs.add(_by_likeness(old, new, pairs))
    pairs.add(_by_id(old, new, pairs, 0.0))
    kept, moved = _order(pairs)
    for was, now in [*moved] if ordered else [(was, now) for was, now in moved if old[was].blank]:
        moved.remove((was, now))
        pairs.drop(was, now)
    kept = sorted(kept + _in_gaps(old, new, pairs, kept))
    return Twins(kept, moved)


class _Pairs:
    """Pairs found so far: each place has one twin at most."""

    def __init__(self, old: list[_Block], new: list[_Block]) -> None:
        self.old, self.new = old, new
        self.now: dict[int, int] = {}
        self.was: dict[int, int] = {}

    def add(self, found: Iterable[tuple[int, int]]) -> None:
        for was, now in found:
            if was not in self.now and now not in self.was and self.old[was].family == self.new[now].family:
                self.now[was], self.was[now] = now, was

    def drop(self, was: int, now: int) -> None:
        del self.now[was], self.was[now]


def _by_print_and_id(old: list[_Block], new: list[_Block]) -> Iterator[tuple[int, int]]:
    places: dict[tuple[str, str], int] = {}
    for now, block in enumerate(new):
        places.setdefault((block.id, block.print), now)
    for was, block in enumerate(old):
        if block.id and (block.id, block.print) in places:
            yield was, places[block.id, block.print]


def _by_print(old: list[_Block], new: list[_Block], pairs: "_Pairs") -> Iterator[tuple[int, int]]:
    """What stands once in each: a sentence is recognised wherever it went."""
    places: dict[str, list[int]] = defaultdict(list)
    for now, block in enumerate(new):
        places[block.print].append(now)
    seen = Counter(block.print for block in old)
    for was, block in enumerate(old):
        once = seen[block.print] == len(places[block.print]) == 1
        if once and was not in pairs.now and block.text:
            yield was, places[block.print][0]


def _by_id(old: list[_Block], new: list[_Block], pairs: _Pairs, least: float) -> Iterator[tuple[int, int]]:
    """The first block that bears an id owns it (DESIGN §6)."""
    owners: dict[str, int] = {}
    for now, block in enumerate(new):
        owners.setdefault(block.id, now)
    seen: set[str] = set()
    for was, block in enumerate(old):
        if not block.id or block.id in seen or block.id not in owners:
            continue
        now = owners[block.id]
        seen.add(block.id)
        if was not in pairs.now and now not in pairs.was and likeness(block, new[now]) >= least:
            yield was, now


def _by_likeness(old: list[_Block], new: list[_Block], pairs: _Pairs) -> Iterator[tuple[int, int]]:
    """The likest first, among those that share a rare word: no block is held against every other."""
    places: dict[str, list[int]] = defaultdict(list)
    for now, block in enumerate(new):
        if now not in pairs.was:
            for word in block.words:
                places[word].append(now)
    found: list[tuple[float, int, int, int]] = []
    for was, block in enumerate(old):
        if was in pairs.now:
            continue
        shared = Counter(
            now for word in block.words if len(places.get(word, ())) <= _RARE for now in places.get(word, ())
        )
        for now, _count in shared.most_common(_NEAREST):
            like = likeness(block, new[now])
            if like >= _LIKE:
                found.append((-like, abs(was - now), was, now))
    for _like, _far, was, now in sorted(found):
        yield was, now


def _order(pairs: _Pairs) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The heaviest run of pairs in one order stays; the others moved. Weight is what they hold, so the shorter one moved."""
    listed = sorted(pairs.now.items())
    best: list[tuple[int, int]] = []  # by where it ends among `after`: (place, weight so far), both rising
    trace: dict[int, tuple[int | None, int]] = {}
    ends: list[int] = []
    for number, (_was, now) in enumerate(listed):
        at = bisect_left(ends, now)
        before = best[at - 1] if at else None
        weight = (before[1] if before else 0) + len(pairs.new[now].print)
        trace[number] = (before[0] if before else None, weight)
        while at < len(best) and best[at][1] <= weight:
            del best[at], ends[at]
        best.insert(at, (number, weight))
        ends.insert(at, now)
    kept: list[tuple[int, int]] = []
    number_at = best[-1][0] if best else None
    while number_at is not None:
        kept.append(listed[number_at])
        number_at = trace[number_at][0]
    staying = set(kept)
    return kept[::-1], [pair for pair in listed if pair not in staying]


def _in_gaps(old: list[_Block], new: list[_Block], pairs: _Pairs, kept: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Between neighbours that stay: equal ones in their order, then as many on both sides one by one."""
    found: list[tuple[int, int]] = []
    at, to = 0, 0
    for was, now in [*kept, (len(old), len(new))]:
        gone = [n for n in range(at, was) if n not in pairs.now]
        come = [n for n in range(to, now) if n not in pairs.was]
        found += _equal(old, new, gone, come)
        if len(old) == len(new) == 1 and gone and come and not found and old[0].family == new[0].family:
            found = [(0, 0)]  # all that a cell or an item holds
        at, to = was + 1, now + 1
    return found


def _equal(old: list[_Block], new: list[_Block], gone: list[int], come: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for was in gone:
        for place in range(start, min(start + 50, len(come))):
            if old[was].print == new[come[place]].print:
                found.append((was, come[place]))
                start = place + 1
                break
    if not found and len(gone) == len(come) == 1 and not old[gone[0]].id and old[gone[0]].family == new[come[0]].family:
        return [(gone[0], come[0])]
    return found
