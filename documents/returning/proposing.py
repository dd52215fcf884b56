"""What was done to a file, brought forward to the text as it stands today: proposals, and what cannot be one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from documents.content import Tree
from documents.formats.nodes import text_of
from documents.merging import same
from documents.rebasing import Place, Today
from documents.returning.differing import Edit
from documents.sound import sound
from documents.tokens import without_comments


@dataclass
class Proposed:
    """`before` is the block of today, `proposed` what should stand there; both in the form in which proposals are kept."""

    block: str
    before: Tree
    proposed: list[Tree]
    who: list[str]


@dataclass
class Left:
    """What could not become a proposal, and why: "gone", "changed", "unnamed", "unfit"."""

    why: str
    was: str
    wanted: str


def propose(edits: Iterable[Edit], now: Today, then: dict[str, Place]) -> tuple[list[Proposed], list[Left]]:
    """`then` are the blocks of the text of which the file was made. What is there already is no proposal."""
    made: list[Proposed] = []
    left: list[Left] = []
    for edit in edits:
        place = now.places.get(edit.key)
        try:
            wanted = _wanted(edit, place, then.get(edit.key)) if place is not None else None
        except ValidationError:
            left.append(_left("unfit", edit))
            continue
        if place is None or wanted is None:
            left.append(_left("changed" if place is not None else "gone" if edit.key else "unnamed", edit))
        elif not same(wanted, [place.node]):
            made.append(Proposed(edit.key, place.shown, without_comments(wanted), edit.who))
    return made, left


def _wanted(edit: Edit, place: Place, then: Place | None) -> list[Tree] | None:
    """None where it is unclear. A block that nobody has changed since takes whatever was made of it, also where Word
    could not carry all of it."""
    proposed = sound(edit.proposed)
    found = place.takes(edit.before, proposed)
    if found is None and then is not None and same([then.node], [place.node]):
        return place.fitting(proposed)
    return found


def _left(why: str, edit: Edit) -> Left:
    return Left(why, text_of([edit.before])[:300], text_of(edit.proposed)[:2000])
