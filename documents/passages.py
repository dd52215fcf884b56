"""Where the passages of threads stand in a text today: what their marks cover, as far as it is still what was quoted.

A mark is a hint: anybody who writes can put one anywhere. A passage is there only while at least half of the words
quoted stand under its mark, and at least half of what stands there was quoted; else its thread says that it is gone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations_with_replacement, pairwise
from typing import Any, NamedTuple

from documents import blocks, schema
from documents.anchors import MARK, Passage
from documents.blocks import ATOM
from documents.content import Tree
from documents.likeness import alike, core

ALIKE = 0.5  # 1 is the same, 0 has no word in common
MOST_PIECES = 8  # into which a passage is cut by what others put between; of more, the longest alone is looked at


class Line(NamedTuple):
    """A block that holds words: its id, and its words."""

    key: str
    text: str


class Piece(NamedTuple):
    """A stretch that one mark covers without a gap; it may go on over the end of a line."""

    first: int  # the number of the line where it begins
    start: int
    last: int
    end: int


class Found(NamedTuple):
    """Where a passage stands; `strays`: its mark lies on other words too."""

    passage: Passage
    strays: bool


class Text:
    """A tree read once for all its threads."""

    def __init__(self, tree: Tree) -> None:
        self.lines: list[Line] = []
        self.keys: set[str] = set()
        self._marked: dict[str, list[Piece]] = {}  # what a thread marks, run by run
        self._read(tree)

    def _read(self, node: Tree) -> None:
        kind = schema.NODES.get(node.get("type", ""))
        key = str((node.get("attrs") or {}).get("id") or "")
        self.keys.add(key)
        if kind is not None and kind.content in {"inline*", "text*"}:
            self.lines.append(Line(key, self._line(node)))
            return
        for child in node.get("content", []):
            self._read(child)

    def _line(self, node: Tree) -> str:
        number, line, at = len(self.lines), "", 0
        for child in node.get("content", []):
            words = str(child.get("text", "")) if child.get("type") == "text" else ATOM
            end = at + blocks.units(words)
            for thread in _threads_on(child):
                self._marked.setdefault(thread, []).append(Piece(number, at, number, end))
            line, at = line + words, end
        return line

    def find(self, thread: str, block: str, quote: str, *, marked: bool) -> Found | None:
        """The passage of a thread as it stands today, with the words that stand there; None where it is gone."""
        if not marked:
            return Found(Passage(block, 0, block, 0, quote), strays=False) if block in self.keys - {""} else None
        cores = [self._core(one, quote) for one in self._stretches(self._pieces(thread))]
        best = max(cores, key=lambda one: alike(self._words(one), quote), default=None)
        if best is None or alike(self._words(best), quote) < ALIKE:
            return None
        first, last = self.lines[best.first], self.lines[best.last]
        passage = Passage(first.key or block, best.start, last.key or block, best.end, self._words(best))
        return Found(passage, strays=any(_strays(run, best) for run in self._marked[thread]))

    def _core(self, piece: Piece, quote: str) -> Piece:
        words = self._words(piece)
        start, end = core(words, quote)
        return Piece(*self._along(piece, words[:start]), *self._along(piece, words[:end]))

    def _along(self, piece: Piece, words: str) -> tuple[int, int]:
        """The line and the place where one is after these words of a piece."""
        lines = words.split("\n")
        return piece.first + len(lines) - 1, blocks.units(lines[-1]) + (piece.start if len(lines) == 1 else 0)

    def _pieces(self, thread: str) -> list[Piece]:
        found: list[Piece] = []
        for run in self._marked.get(thread, ()):
            if found and self._goes_on(found[-1], run):
                found[-1] = Piece(found[-1].first, found[-1].start, run.last, run.end)
            else:
                found.append(run)
        return found

    def _goes_on(self, before: Piece, run: Piece) -> bool:
        """Whether nothing but inline things and empty lines stands between."""
        between = self._words(Piece(before.last, before.end, run.first, run.start))
        return not between.replace(ATOM, "").strip("\n")

    def _stretches(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """From any piece to any other, with what was put between them, unless whole lines were."""
        if len(pieces) > MOST_PIECES:
            pieces = [max(pieces, key=lambda one: len(self._words(one)))]
        for one, other in combinations_with_replacement(range(len(pieces)), 2):
            near = all(after.first - before.last <= 1 for before, after in pairwise(pieces[one : other + 1]))
            if near:
                yield Piece(pieces[one].first, pieces[one].start, pieces[other].last, pieces[other].end)

    def _words(self, piece: Piece) -> str:
        if piece.first == piece.last:
            return blocks.cut(self.lines[piece.first].text, piece.start, piece.end) or ""
        first, last = self.lines[piece.first].text, self.lines[piece.last].text
        between = [line.text for line in self.lines[piece.first + 1 : piece.last]]
        ends = (blocks.cut(first, piece.start, blocks.units(first)) or "", blocks.cut(last, 0, piece.end) or "")
        return "\n".join([ends[0], *between, ends[1]])


def _strays(run: Piece, passage: Piece) -> bool:
    before = (run.first, run.start) < (passage.first, passage.start)
    return before or (run.last, run.end) > (passage.last, passage.end)


def _threads_on(node: Tree) -> Iterable[str]:
    marks: list[Any] = node.get("marks", [])
    return [str((mark.get("attrs") or {}).get("thread")) for mark in marks if mark["type"] == MARK]
