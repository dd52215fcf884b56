"""Files that take their time: asked for, taken back, and looked after until they are a day old."""

from dataclasses import asdict
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.record import record
from documents import content, tasks
from documents.actions.exporting import require_format
from documents.actions.other_formats import BY_OFFICE, options_for
from documents.formats import docx, libreoffice
from documents.formats.options import Options
from documents.house import template_for
from documents.models import Document, Export, Failure
from documents.models.export import KEPT, LOST, UNDERWAY
from permissions.actions import require

LONG = 60_000  # words, some 150 pages: longer, a person is not kept waiting before a page that does not answer
MOST_AT_ONCE = 3
MOST_A_DAY = 50
FORGOTTEN = KEPT / 12  # that long in the queue: nobody will come


def takes_time(document: Document, format: str, options: Options | None = None) -> bool:
    """Whether the worker makes this file, which then has page numbers in its contents; the rest is made while one waits."""
    if format in BY_OFFICE or document.words > LONG:
        return True
    return format == "docx" and options is not None and libreoffice.is_here() and _has_contents(document, options)


def _has_contents(document: Document, options: Options) -> bool:
    if options.contents is not None:
        return options.contents
    return document.words > docx.FEW_WORDS and docx.worth_contents(content.read_document(document))


@transaction.atomic
def ask_export(document: Document, format: str, *, by: Any, options: Options | None = None) -> Export:
    """Have a file made in the background: the one who asks is told when it is there.

    Raises `PermissionDenied` to a visitor and to who may not read, `ValidationError` for a format or a choice that is
    unknown, for a template of others, and to who has too many underway.
    """
    require(by, "view", document)
    if not by.is_authenticated:
        raise PermissionDenied(_("Sign in first."))
    require_format(format)
    chosen = options or options_for(format, {})
    template_for(document.workspace, chosen)
    require_room(by)
    export = Export.objects.create(person=by, document=document, format=format, options=asdict(chosen))
    told = {"title": document.title, "format": format}
    record("document.exported", by=by, on=document, workspace=document.workspace_id, **told)
    tasks.make_export.enqueue(str(export.pk))
    return export


def require_room(person: Any) -> None:
    """Raises `ValidationError` for too many files underway, or in a day. The lock lets nobody ask twice in one moment."""
    get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    theirs = Export.objects.filter(person=person)
    if theirs.filter(state__in=UNDERWAY).count() >= MOST_AT_ONCE:
        sentence = _("You have %(count)s files in the making already: wait for one of them, or cancel it.")
        raise ValidationError(sentence % {"count": MOST_AT_ONCE}, code="exports_at_once")
    if theirs.filter(asked_at__gt=timezone.now() - KEPT).count() >= MOST_A_DAY:
        raise ValidationError(
            _("You have asked for %(count)s files within a day: come back tomorrow.") % {"count": MOST_A_DAY},
            code="exports_a_day",
        )


def cancel_export(export: Export, *, by: Any) -> None:
    """Underway it is stopped, done it is deleted. Raises `PermissionDenied` to anybody but who asked."""
    if not by.is_authenticated or export.person_id != by.pk:
        raise PermissionDenied(_("You are not allowed to do this."))
    export.delete()


def look_after_exports() -> int:
    """Delete what is a day old; what a dead worker left is said to have failed. How many were deleted."""
    now = timezone.now()
    silent = Q(state=Export.State.MAKING, heard_at__lt=now - LOST)
    forgotten = Q(state=Export.State.WAITING, asked_at__lt=now - FORGOTTEN)
    for export in Export.objects.filter(silent | forgotten).select_related("document", "workspace"):
        end_export(export, Export.State.FAILED, failure=Failure.LOST)
    old = Export.objects.filter(asked_at__lt=now - KEPT)
    return sum(export.delete()[1].get("documents.Export", 0) for export in old)


@transaction.atomic
def end_export(export: Export, state: str, **fields: Any) -> bool:
    """Whether it was still there; who asked is told."""
    ended = Export.objects.filter(pk=export.pk, state__in=UNDERWAY)
    if not ended.update(state=state, progress=100, ended_at=timezone.now(), **fields):
        return False
    _record_end(export, done=state == Export.State.DONE)
    return True


def _record_end(export: Export, *, done: bool) -> None:
    place = export.place
    told: dict[str, Any] = {
        "by": None,
        "on": place,
        "workspace": export.workspace_id or place.workspace_id,
        "about": f"user:{export.person_id}",
        "format": export.format,
        "export": str(export.pk),
    }
    if export.is_volume:
        record("document.volume_made" if done else "document.volume_failed", volume=export.title, **told)
    else:
        record("document.export_made" if done else "document.export_failed", title=export.called, **told)


def delete_file(export: Export) -> None:
    """Once its row is gone for good."""
    if export.file:
        transaction.on_commit(partial(export.file.storage.delete, str(export.file.name)))
