"""The milestones of a text: in progress, in review, adopted, published. From adopted on nobody edits it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import record
from documents import authorship
from documents.actions.keeping import store_version
from documents.models import Document, Version
from documents.models.document import FROZEN, Stage
from permissions.actions import announce, require
from permissions.backend import remembered
from realtime.appending import NoRoom, lock
from realtime.editing import tell_beside
from realtime.refusals import Quarantined


@transaction.atomic
def change_stage(document: Document, stage: str, *, by: Any) -> Version:
    """Say where a text stands; the version of that moment. To take it back from adopted is to unlock it, an event.

    Raises `PermissionDenied` below `manage`, `ValidationError` for an unknown stage, the one it is in, or a text in the
    trash or set aside.
    """
    require(by, "manage", document)
    _hold(document)
    require(by, "manage", document)
    if stage not in Stage.values:
        raise ValidationError(_("“%(stage)s” is not a stage of a text.") % {"stage": stage}, code="stage_unknown")
    if document.trashed_at is not None:
        raise ValidationError(_("This document is in the trash: take it out first."), code="trashed")
    if stage == document.stage:
        raise ValidationError(_("The text is at this stage already."), code="stage_same")
    before, document.stage = document.stage, stage
    document.save(update_fields=["stage"])
    tree, number = authorship.read_numbered(document)
    version = store_version(document, tree, number, kind=Version.Kind.STAGE, made_by=by)
    told: dict[str, Any] = {"by": by, "on": document, "workspace": document.workspace_id, "title": document.title}
    told |= {"stage": stage, "before": before, "version": str(version.pk)}
    if stage == Stage.PUBLISHED:
        record("document.published", **told)
    elif before in FROZEN and stage not in FROZEN:
        record("document.unlocked", **told)
    else:
        record("document.stage_changed", **told)
    tell_beside(document.room, "stage")
    announce(document, None)  # whoever writes at this moment is asked about again
    return version


def _hold(document: Document) -> None:
    """Under the lock of the log: nobody writes between the stage and the version of it."""
    try:
        lock([document.room])
    except Quarantined:
        sentence = _("This document is set aside for an administrator to look at. It can be read, not changed.")
        raise ValidationError(sentence, code="quarantine") from None
    except NoRoom:
        raise ValidationError(_("There is no such document."), code="gone") from None
    remembered(document).clear()
    document.refresh_from_db(fields=["stage", "trashed_at"])


@transaction.atomic
def open_history(document: Document, public: bool, *, by: Any) -> None:
    """Say whether readers see the whole history, or from the day they got access."""
    require(by, "manage", document)
    if document.history_public == public:
        return
    document.history_public = public
    document.save(update_fields=["history_public"])
    record(
        "document.history_opened" if public else "document.history_closed",
        by=by,
        on=document,
        workspace=document.workspace_id,
        title=document.title,
    )
