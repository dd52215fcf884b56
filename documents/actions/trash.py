"""The trash: what lay there longer than `TRASH_DAYS`, or what its manager says, is deleted with all it holds."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.record import record
from documents.actions.tree import hold_tree, is_closed
from documents.models import Attachment, Document
from documents.models.document import DocumentQuerySet
from permissions import roles
from permissions.actions import require
from permissions.backend import rungs
from permissions.lineage import below
from realtime import log

logger = logging.getLogger(__name__)


def thrown_by_managers(user: Any) -> DocumentQuerySet:
    """The trash of a person: what they manage in it. What went there with a document that holds it is not told again."""
    mine = Document.objects.trashed().manageable_by(user)
    return mine.exclude(parent__in=mine.values("pk"), parent__trashed_at=F("trashed_at"))


def days_left(document: Document) -> int:
    """Days until it is deleted for ever, begun ones counted; 0 when its time is over."""
    left = (document.trashed_at or timezone.now()) + timedelta(days=settings.TRASH_DAYS) - timezone.now()
    return max(0, -(-left // timedelta(days=1)))


@transaction.atomic
def delete_document(document: Document, *, by: Any) -> None:
    """Delete a document of the trash for ever, with what stands in it, before its time.

    Raises `PermissionDenied` to who does not manage it and all that stands in it, `ValidationError` for one that is not
    in the trash.
    """
    hold_tree(document)
    require(by, "manage", document)
    if document.trashed_at is None:
        raise ValidationError(_("This document is not in the trash."), code="not_trashed")
    inside = list(below(Document, [document.pk]).select_related("workspace"))
    if not all(roles.reaches("document", held, "manage") for held in rungs([by], inside).values()):
        raise PermissionDenied(_("Something stands in this document that others manage: it is kept until its time."))
    purge_document(document, by=by)


def empty_old_trash() -> int:
    """Delete what is past its time; how many documents. One that cannot be deleted keeps no other from it."""
    limit = timezone.now() - timedelta(days=settings.TRASH_DAYS)
    old = Document.objects.trashed().filter(trashed_at__lt=limit)
    tops = old.exclude(parent__trashed_at=F("trashed_at")).order_by("trashed_at", "pk")
    count = 0
    for key in list(tops.values_list("pk", flat=True)):
        try:
            count += _purge_old(key, limit)
        except Exception:
            logger.exception("document %s could not be deleted; it will be tried again", key)
    return count


@transaction.atomic
def _purge_old(key: Any, limit: datetime) -> int:
    """Somebody may have taken it out of the trash since one looked."""
    document = Document.objects.get(pk=key)
    hold_tree(document)
    return purge_document(document) if document.trashed_at is not None and document.trashed_at < limit else 0


@transaction.atomic
def purge_document(document: Document, *, by: Any = None, package: str = "", sums: str = "") -> int:
    """Delete a document for ever with what stands in it: rows, grants, invitations, log and images; how many documents.

    Files go only once the rows are gone. `package` is what was kept of it, `sums` the fingerprint of its list of files.
    """
    doomed = list(below(Document, [document.pk]).select_related("workspace"))
    files = [image.file for image in Attachment.objects.filter(document__in=doomed)]
    kept = {"package": package, "sums": sums} if package else {}
    for one in doomed:
        told = {"title": one.title, "closed": is_closed(one)} | kept  # who could not see it is not told its title later
        record(
            "document.archived" if package else "document.deleted",
            by=by,
            on=one,
            workspace=one.workspace_id,
            **told,
        )
        log.purge(one.room)
    document.delete()
    for file in files:
        transaction.on_commit(partial(file.delete, save=False))
    return len(doomed)
