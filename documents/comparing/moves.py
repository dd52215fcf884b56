"""Blocks that went from one place to another: numbered in pairs, and found across lists, boxes and cells too."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from documents.comparing.changes import Change, Word
from documents.formats.nodes import text_of

_FEWEST = 3  # words that make a passage recognisable elsewhere


def find_moves(changes: list[Change]) -> None:
    """Number what `match` saw moving within one list; then take for moved what went from one list into another."""
    number = 0
    places = {id(change.after): change for change in _all(changes) if change.kind == "moved"}
    for change in _all(changes):
        if change.kind == "left" and id(change.after) in places:
            number += 1
            change.move = places[id(change.after)].move = number
            change.after = None
    gone: dict[str, list[Change]] = defaultdict(list)
    for change in _lone(changes, "removed"):
        gone[text_of([change.node])].append(change)
    for change in _lone(changes, "added"):
        text = text_of([change.node])
        if len(text.split()) >= _FEWEST and gone.get(text):
            number += 1
            _pair(gone[text].pop(0), change, number)


def _pair(was: Change, now: Change, number: int) -> None:
    was.kind, now.kind = "left", "moved"
    was.move = now.move = number
    now.before = was.before
    now.words = [Word("same", word.node) for word in now.words]


def _all(changes: Iterable[Change]) -> Iterator[Change]:
    for change in changes:
        yield change
        yield from _all(change.inside)


def _lone(changes: Iterable[Change], kind: str) -> Iterator[Change]:
    """Blocks of text of one kind, wherever they stand; what left with its whole list left already."""
    for change in changes:
        if change.kind == kind and change.words:
            yield change
        elif change.kind not in ("left", "moved"):
            yield from _lone(change.inside, kind)
