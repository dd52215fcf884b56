"""A change of a text made by an act: the mark of a comment, an accepted proposal, a return to an older version."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from pycrdt import Doc

from activity import behalf
from documents.models import Document
from permissions.actions import require
from permissions.backend import remembered
from realtime.editing import edit
from realtime.refusals import Full, Quarantined

T = TypeVar("T")

NOBODY = "0"  # the account under which marks are stored: commenting is no writing, and no account has this number


def edit_text(
    document: Document,
    change: Callable[["Doc[Any]"], T],
    *,
    by: Any,
    rung: str = "change",
    author: Any = None,
    frozen_too: bool = False,
) -> tuple[T, int]:
    """What `change` returns, and the number of the log after it. The words belong to `author`, by default `by`; to
    `NOBODY` where there are none.

    `change` gets the whole text as a Doc, under the lock of the log; what it raises leaves the text as it was.
    Raises `PermissionDenied` below `rung`, `ValidationError` for a text that nobody edits (adopted, unless
    `frozen_too`; set aside; full).
    """
    if behalf.in_place_of(by) is not None:
        raise PermissionDenied(_("Nobody writes a text in another's place."))
    allowed = partial(_still_allowed, document, by, rung, frozen_too)
    try:
        return edit(document.room, NOBODY if author == NOBODY else str((author or by).pk), change, allowed)
    except Quarantined:
        sentence = _("This document is set aside for an administrator to look at. It can be read, not changed.")
        raise ValidationError(sentence, code="quarantine") from None
    except Full:
        sentence = _("This document has reached its largest size. Take something out, or begin another one.")
        raise ValidationError(sentence, code="full") from None


def _still_allowed(document: Document, by: Any, rung: str, frozen_too: bool) -> None:
    """Asked under the lock: one may have waited long for it."""
    remembered(document).clear()
    document.refresh_from_db(fields=["stage", "trashed_at"])
    require(by, rung, document)
    if document.trashed_at is not None:
        raise ValidationError(_("This document is in the trash: take it out first."), code="trashed")
    if document.frozen and not frozen_too:
        raise ValidationError(_("This text is adopted: nobody edits it until it is unlocked."), code="frozen")
