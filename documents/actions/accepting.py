"""A proposal comes into the text: as it was made or with changes, under the lock of the log, its words its proposer's."""

import time
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pycrdt import Doc

from documents.actions.suggestions import State, close, hold, refuse_suggestion, said, tell
from documents.actions.text import edit_text
from documents.content import Tree
from documents.merging import same
from documents.models import Document, Suggestion
from documents.rebasing import find, put_in, putting_in
from documents.sound import sound
from permissions.actions import require

LONGEST = 20.0  # seconds


@transaction.atomic
def accept_suggestion(
    suggestion: Suggestion, *, by: Any, applied: Any = None, seen: Any = None, answer: str = ""
) -> None:
    """Put a proposal in. With `applied`, what the accepter made of it, who saw the block as `seen`.

    What was proposed is written under its author's name, what the accepter changed in it under theirs. Raises
    `PermissionDenied` below `change`, `Changed` where the block is gone or it is unclear what to put in,
    `ValidationError` for what is answered already, nodes that are none, or a text that nobody edits.
    """
    require(by, "change", suggestion.document)
    suggestion.answer = said(answer)
    wanted = sound(applied) if applied is not None else None
    base = sound([seen])[0] if seen is not None else suggestion.before
    hold(suggestion)
    if wanted is None:
        found, number = _as_made(suggestion, by)
    else:
        found, number = _with_changes(suggestion, base, wanted, by)
    suggestion.applied, suggestion.applied_at = found, number
    close(suggestion, State.ACCEPTED, by=by)
    tell("suggestion.accepted", suggestion, by=by)


def _as_made(suggestion: Suggestion, by: Any) -> tuple[list[Tree], int]:
    change = putting_in(suggestion.block, suggestion.before, suggestion.proposed)
    return edit_text(suggestion.document, change, by=by, author=suggestion.author)


def _with_changes(suggestion: Suggestion, seen: Tree, wanted: list[Tree], by: Any) -> tuple[list[Tree], int]:
    """First what was proposed, where that is one clear block, so that the accepter's name stands on their changes alone."""

    def change(doc: "Doc[Any]") -> tuple[list[Tree], list[Tree]]:
        block, place = find(doc, suggestion.block)
        final = place.takes(seen, wanted)
        as_made = place.takes(suggestion.before, suggestion.proposed)
        if final is None or as_made is None or not _keeps(as_made, suggestion.block):
            put = put_in(block, final)
            return put, put
        return put_in(block, as_made), final

    author = suggestion.author if suggestion.proposed else by
    (put, final), number = edit_text(suggestion.document, change, by=by, author=author)
    if same(put, final):
        return put, number
    return edit_text(suggestion.document, putting_in(suggestion.block, put[0], final), by=by)


def _keeps(nodes: list[Tree], key: str) -> bool:
    return len(nodes) == 1 and (nodes[0].get("attrs") or {}).get("id") == key


def answer_all(
    document: Document, suggestions: Iterable[Suggestion], answer: str, reason: str = "", *, by: Any
) -> tuple[list[Suggestion], list[tuple[Suggestion, str]]]:
    """Accept or refuse one after another, each in a transaction of its own: which were answered; which not, and why.

    In a long text each takes a moment: after `LONGEST` seconds the rest is left for another time.
    """
    require(by, "change", document)
    answered, left = [], []
    until = time.monotonic() + LONGEST
    for suggestion in suggestions:
        suggestion.document = document
        try:
            if time.monotonic() > until:
                raise ValidationError(_("There was no time left for this one: answer again."), code="no_time")
            if answer == "accept":
                accept_suggestion(suggestion, by=by, answer=reason)
            else:
                refuse_suggestion(suggestion, reason, by=by)
        except ValidationError as error:
            left.append((suggestion, " ".join(error.messages)))
        else:
            answered.append(suggestion)
    return answered, left
