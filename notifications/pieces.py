"""A proposed change as one reads it: what goes, what comes, and a few words around each."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from documents.blocks import ATOM
from documents.comparing import Change, compare, leaves

AROUND = 60  # characters of what stays, on each side
LONGEST = 600  # characters of what is shown in all


class Piece(NamedTuple):
    """`op` is "same", "added" or "removed"."""

    op: str
    text: str


def pieces_of(before: Any, proposed: Any) -> list[Piece]:
    """Word by word; blocks follow each other with a blank between."""
    found = compare(_text([before] if before else []), _text(proposed or []))
    return list(_within(LONGEST, _shortened(list(_all(leaves(found))))))


def _text(nodes: list[Any]) -> dict[str, Any]:
    return {"type": "doc", "content": [node for node in nodes if node]}


def _all(changes: Iterable[Change]) -> Iterator[Piece]:
    for number, change in enumerate(changes):
        if number:
            yield Piece("same", " ")
        for word in change.words:
            op = "same" if word.op == "restyled" else word.op
            yield Piece(op, word.text.replace(ATOM, " "))


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        first, last = number == 0, number == len(pieces) - 1
        yield Piece(piece.op, _middle_out(piece.text, first, last) if piece.op == "same" else piece.text)


def _middle_out(text: str, first: bool, last: bool) -> str:
    """What stays is there to find the place again: its ends beside a change are enough."""
    end = "" if first or len(text) <= AROUND else text[:AROUND].rsplit(" ", 1)[0] + " "
    begin = "" if last or len(text) <= AROUND else " " + text[-AROUND:].split(" ", 1)[-1]
    if len(text) <= 2 * AROUND or (not end and not begin):
        return text if len(text) <= 2 * AROUND else text[: 2 * AROUND] + "…"
    return f"{end}…{begin}"


def _within(room: int, pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if len(piece.text) > room:
            yield Piece(piece.op, piece.text[:room] + "…")
            return
        room -= len(piece.text)
        yield piece
