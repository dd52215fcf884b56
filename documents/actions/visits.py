"""Up to where somebody has seen a text: noted when they open it for the first time, and when they leave it.

No event tells of it: what somebody reads is nobody else's business.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from activity import behalf
from documents.actions.keeping import keep_standing
from documents.models import Document, Visit
from permissions.actions import require
from realtime import log


def meet_document(document: Document, *, by: Any) -> Visit | None:
    """Their last visit; at the first time, what stands now counts as seen. None for who leaves no trace."""
    if not leaves_a_trace(by):
        return None
    found = Visit.objects.select_related("version").filter(document=document, person=by).first()
    return found or mark_seen(document, by=by)


def leaves_a_trace(user: Any) -> bool:
    """Not a visitor without an account, nor an administrator in somebody's place."""
    return bool(user.is_authenticated) and behalf.in_place_of(user) is None


@transaction.atomic
def mark_seen(document: Document, number: int | None = None, *, by: Any) -> Visit | None:
    """All up to `number` of the log, by default all there is. Nothing goes back: an older number changes nothing.

    Raises `PermissionDenied` below `view`.
    """
    require(by, "view", document)
    if not leaves_a_trace(by):
        return None
    last = log.standing([document.room])[document.room][0]
    number = last if number is None else min(number, last)
    known = Visit.objects.select_for_update().filter(document=document, person=by).first()
    now = timezone.now()
    if known is not None and known.number >= number:
        Visit.objects.filter(pk=known.pk).update(at=now)
        return known
    fields = {"number": number, "version": keep_standing(document, number), "at": now}
    return Visit.objects.update_or_create(document=document, person=by, defaults=fields)[0]
