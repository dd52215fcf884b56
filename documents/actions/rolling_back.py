"""The return of a text to what it would be without one person: against vandals, and at somebody's own wish."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pycrdt import Doc

from activity.record import record
from documents import content
from documents.actions.keeping import store_version
from documents.actions.text import edit_text
from documents.comparing import same_text
from documents.models import Document, Version
from documents.restoring import make_like
from documents.without import Without, text_without
from permissions.actions import require
from realtime.editing import tell_beside

ATTEMPTS = 4  # while others write on


class _Moved(Exception):
    """Somebody wrote between the reckoning and the edit."""


@dataclass(frozen=True)
class RolledBack:
    """`before` holds the text of a moment ago: going back to it undoes all of this. `what` says what was done."""

    number: int
    before: Version
    what: Without


def roll_back_person(document: Document, person: Any, *, by: Any, since: datetime | None = None) -> RolledBack:
    """Take out what a person put in and bring back what they took out, all of it or since a moment.

    What others wrote stays, in the middle of it too; words that come back are written by who does this. A new edit, as
    every return is. Raises `PermissionDenied` below `manage`, `ValidationError` where nothing of theirs is left to undo,
    for a text that nobody edits, and where others write so much at this moment that it cannot be reckoned.
    """
    require(by, "manage", document)
    for _attempt in range(ATTEMPTS):
        found = text_without(document, person, since)
        if same_text(found.today, found.wanted):
            raise ValidationError(_("Nothing of what this person wrote is left to take back."), code="nothing_left")
        try:
            return _done(document, person, found, by=by)
        except _Moved:
            continue
    raise ValidationError(_("Others write in this text at this moment. Try again when they pause."), code="busy")


@transaction.atomic
def _done(document: Document, person: Any, found: Without, *, by: Any) -> RolledBack:
    def change(doc: "Doc[Any]") -> None:
        if not same_text(content.read(doc), found.today):
            raise _Moved
        make_like(doc, found.wanted)

    _nothing, number = edit_text(document, change, by=by, rung="manage")
    before = store_version(document, found.today, number - 1, kind=Version.Kind.RESTORE, made_by=by)
    told = {"title": document.title, "version": str(before.pk)}
    record("document.rolled_back", by=by, on=document, workspace=document.workspace_id, about=person, **told)
    tell_beside(document.room, "versions")
    return RolledBack(number, before, found)
