"""Two lines of text compared word for word: what stands in both, what was added, removed, or looks otherwise.

Exact both ways: without what was added the pieces say the line before, without what was removed the line after.
"""

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from documents.blocks import ATOM
from documents.comparing.changes import Word
from documents.formats.nodes import Node, kind

_UNITS = re.compile(r"\w+(?:[’'-]\w+)*[’']?|\s+|.", re.DOTALL)
_MOST = 20_000_000  # comparisons of one word with another, beyond which a line is taken out and put in whole


class Line:
    """Inline nodes as one string, with the way back from any part of it to nodes."""

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = nodes
        self._ends: list[int] = []
        parts = [str(node.get("text", "")) if kind(node) == "text" else ATOM for node in nodes]
        end = 0
        for part in parts:
            end += len(part)
            self._ends.append(end)
        self.text = "".join(parts)

    def cut(self, start: int, end: int) -> list[Node]:
        found = []
        begin = 0
        for node, stop in zip(self._nodes, self._ends, strict=True):
            low, high = max(start, begin), min(end, stop)
            if low < high:
                found.append({**node, "text": node["text"][low - begin : high - begin]} if "text" in node else node)
            begin = stop
        return found

    def units(self) -> list[tuple[str, int, int]]:
        """Words, blanks and signs with their places; what is no text is known by all that it is."""
        atoms = iter([json.dumps(node, sort_keys=True) for node in self._nodes if kind(node) != "text"])
        return [
            (next(atoms, ATOM) if unit[0] == ATOM else unit[0], unit.start(), unit.end())
            for unit in _UNITS.finditer(self.text)
        ]


def compare_words(before: list[Node], after: list[Node]) -> list[Word]:
    if before == after:
        return [Word("same", node) for node in after]
    old, new = Line(before), Line(after)
    words: list[Word] = []
    for same, (start, end), (begin, stop) in _joined(old, _spans(old, new)):
        if same:
            words += _looks(old.cut(start, end), new.cut(begin, stop))
        else:
            words += [Word("removed", node) for node in old.cut(start, end)]
            words += [Word("added", node) for node in new.cut(begin, stop)]
    return words


Span = tuple[bool, tuple[int, int], tuple[int, int]]  # whether it is the same, where in the old line, where in the new
Unit = tuple[str, int, int]


def _spans(old: Line, new: Line) -> Iterator[Span]:
    """Both lines whole, in order. Blanks never decide what matches: they follow the words around them."""
    was, now = old.units(), new.units()
    at, to = 0, 0
    for i, j in [*_matches(was, now), (len(was), len(now))]:
        yield from _between(was[at:i], now[to:j], _end(was, at), _end(now, to))
        if i < len(was):
            yield True, was[i][1:], now[j][1:]
        at, to = i + 1, j + 1


def _end(units: list[Unit], count: int) -> int:
    """Where the first `count` units end."""
    return units[count - 1][2] if 0 < count <= len(units) else 0


def _matches(was: list[Unit], now: list[Unit]) -> Iterator[tuple[int, int]]:
    """The words that stay, by their places among the units."""
    old = [place for place, unit in enumerate(was) if not unit[0].isspace()]
    new = [place for place, unit in enumerate(now) if not unit[0].isspace()]
    keys, others = [was[place][0] for place in old], [now[place][0] for place in new]
    shorter = min(len(keys), len(others))
    head = next((n for n in range(shorter) if keys[n] != others[n]), shorter)
    tail = next((n for n in range(shorter - head) if keys[-1 - n] != others[-1 - n]), shorter - head)
    yield from zip(old[:head], new[:head], strict=True)
    middle, other = keys[head : len(keys) - tail], others[head : len(others) - tail]
    if len(middle) * len(other) <= _MOST:
        for block in SequenceMatcher(None, middle, other, autojunk=False).get_matching_blocks():
            a, b = head + block.a, head + block.b
            yield from zip(old[a : a + block.size], new[b : b + block.size], strict=True)
    yield from zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)


def _between(was: list[Unit], now: list[Unit], at: int, to: int) -> Iterator[Span]:
    """What stands between two words that stay: the blanks at its edges stay too where they are the same."""
    tail: list[Span] = []
    if was and now and was[0][0] == now[0][0]:
        yield True, was[0][1:], now[0][1:]
        at, to, was, now = was[0][2], now[0][2], was[1:], now[1:]
    if was and now and was[-1][0] == now[-1][0]:
        tail = [(True, was[-1][1:], now[-1][1:])]
        was, now = was[:-1], now[:-1]
    if was or now:
        yield False, (at, was[-1][2] if was else at), (to, now[-1][2] if now else to)
    yield from tail


def _joined(old: Line, spans: Iterator[Span]) -> list[Span]:
    """Neighbours of a kind as one; a blank alone between two replacements is replaced with them, so they read as one."""
    joined: list[Span] = []
    for span in spans:
        if len(joined) > 1 and not span[0] and _is_blank(old, joined[-1]) and not joined[-2][0]:
            joined[-2:] = [_over(joined[-2], span)]
        elif joined and joined[-1][0] == span[0]:
            joined[-1] = _over(joined[-1], span)
        else:
            joined.append(span)
    return joined


def _is_blank(old: Line, span: Span) -> bool:
    return span[0] and old.text[slice(*span[1])].isspace()


def _over(first: Span, last: Span) -> Span:
    return first[0], (first[1][0], last[1][1]), (first[2][0], last[2][1])


def _looks(before: list[Node], after: list[Node]) -> list[Word]:
    """The same words in both, cut where either changes its looks."""
    ends = {0}
    for nodes in (before, after):
        at = 0
        for node in nodes:
            at += len(node["text"]) if "text" in node else 1
            ends.add(at)
    old, new = Line(before), Line(after)
    places = sorted(ends)
    words: list[Word] = []
    for start, end in pairwise(places):
        (was,), (now,) = old.cut(start, end), new.cut(start, end)
        word = Word("same", now) if was == now else Word("restyled", now, was)
        if words and _alike(words[-1], word):
            word = Word(word.op, _glued(words[-1].node, now), _glued(words[-1].was, was) if word.was else None)
            words.pop()
        words.append(word)
    return words


def _alike(one: Word, other: Word) -> bool:
    """Whether two neighbours can be one piece."""
    if one.op != other.op or not all("text" in node for word in (one, other) for node in (word.node, word.was) if node):
        return False
    return bool(_marks(one.node) == _marks(other.node) and _marks(one.was) == _marks(other.was))


def _marks(node: Node | None) -> Any:
    return (node or {}).get("marks")


def _glued(one: Node | None, other: Node) -> Node:
    return {**other, "text": (one or {})["text"] + other["text"]}
