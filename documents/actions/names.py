"""A name taken out of one document, history included: at one's own wish, or by who manages it at a written request.

What the person did there until now is a stand-in's, who has no name; what they do later bears theirs again.
"""

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Replace
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.people import WITHHELD
from activity import behalf
from activity.record import record, word_of
from documents.actions.settle import derive_again
from documents.mentions import label_in, relabel_proposals, relabel_versions
from documents.models import Comment, Document, Thread, WithheldName
from documents.speech import as_stored
from documents.withholding import keys_of, rows_naming, told_of
from permissions.actions import require
from permissions.taking_over import move_rows
from realtime.editing import tell_beside
from realtime.relabelling import Relabel, withhold


@transaction.atomic
def withdraw_name(document: Document, *, by: Any) -> User:
    """Take one's own name out; who stands there instead.

    Raises `PermissionDenied` to a visitor, below `view` and in another's place, `ValidationError` where it stands nowhere.
    """
    if not by.is_authenticated or behalf.in_place_of(by) is not None:
        raise PermissionDenied(_("Everybody takes out their own name alone."))
    require(by, "view", document)
    row = _take_out(document, by)
    told = {"title": document.title}
    record("document.name_withdrawn", by=by, on=document, workspace=document.workspace_id, about=by, **told)
    return _until_now(row)


@transaction.atomic
def erase_name(document: Document, person: Any, *, asked_on: date, by: Any) -> User:
    """Take somebody's name out at their written request of that day (GDPR, article 17); they are told of it.

    Raises `PermissionDenied` below `manage`, `ValidationError` for a day to come and where their name stands nowhere.
    """
    require(by, "manage", document)
    if asked_on > timezone.localdate():
        about = ValidationError(
            _("This day is still to come: say on which day the request was written."), code="future"
        )
        raise ValidationError({"asked_on": about})
    row = _take_out(document, person)
    told = {"title": document.title, "asked_on": asked_on.isoformat()}
    record("document.name_erased", by=by, on=document, workspace=document.workspace_id, about=person, **told)
    return _until_now(row)


def _take_out(document: Document, person: Any) -> WithheldName:
    """In one transaction, the text's bytes included: nobody is ever told half of it."""
    Document.objects.select_for_update().filter(pk=document.pk).values_list("pk").first()
    row = _withheld(document, person)
    stand_in = row.stand_in
    wanted = Relabel(keys_of(person), label_in(document, WITHHELD), str(person), str(stand_in.pk))
    wrote = withhold(document.room, str(person.pk), wanted)
    beside = _give_rows(document, person, stand_in) + relabel_proposals(document, wanted)
    if not wrote + beside + relabel_versions(document, wanted):
        raise ValidationError(_("This name stands nowhere in this document."), code="not_named")
    for topic in ("threads", "suggestions", "versions"):
        tell_beside(document.room, topic)
    transaction.on_commit(partial(derive_again, document))
    return row


def _until_now(row: WithheldName) -> User:
    """What was just recorded is told without the name too."""
    row.at = timezone.now()
    row.save(update_fields=["at"])
    return row.stand_in


def _withheld(document: Document, person: Any) -> WithheldName:
    """The same stand-in as the last time, if they did it before."""
    known = document.withheld_names.filter(stand_in__stands_for=person.pk).select_related("stand_in").first()
    if known is not None:
        return known
    stand_in = User(stands_for_id=person.pk, is_active=False)
    stand_in.set_unusable_password()
    stand_in.save()
    return WithheldName.objects.create(document=document, stand_in=stand_in, at=timezone.now())


def _give_rows(document: Document, person: Any, stand_in: User) -> int:
    """How many rows were theirs beside the text."""
    Thread.objects.filter(document=document, assigned_to=person.pk).update(assigned_to=None)
    before, after = as_stored(person.pk), as_stored(stand_in.pk)
    said = Comment.objects.filter(thread__document=document, body__contains=before)
    count = said.update(body=Replace(F("body"), Value(before), Value(after)))
    for rows, field in rows_naming(document, person):
        count += move_rows(rows, field, stand_in)
    events = told_of(document)
    events.filter(about=word_of(person)).update(about=word_of(stand_in))
    return count + int(events.filter(actor_key=person.pk).update(actor=stand_in, actor_key=stand_in.pk))
