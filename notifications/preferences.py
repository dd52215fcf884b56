"""How somebody wants to be told of a place: its own row, else that of its workspace, else their general one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document
from notifications.audiences import TOLD
from notifications.models import Notice, Pace, Preference
from notifications.timing import due
from workspaces.models import Workspace

Place = Document | Workspace
USUAL = {"addressed": str(Pace.IMMEDIATE), "rest": str(Pace.DAILY)}  # for who never chose


@dataclass(frozen=True)
class Wishes:
    """`general` is the row that holds quiet hours; a guest has no address."""

    person: int
    addressed: str
    rest: str
    general: Preference | None
    has_address: bool = True


def wishes_of(people: Collection[int], place: Place | None) -> dict[int, Wishes]:
    """By account. Two queries."""
    document, workspace = _where(place)
    rows: dict[int, list[Preference]] = {key: [] for key in people}
    for row in _rows(people, document, workspace):
        rows[row.person_id].append(row)
    addresses = get_user_model()._default_manager.filter(pk__in=people, is_active=True).exclude(email=None)
    reached = set(addresses.values_list("pk", flat=True))
    return {key: _wishes(key, found, key in reached) for key, found in rows.items()}


def wider_wishes(person: Any, place: Place) -> Wishes:
    """What holds for a place where nothing is chosen for it itself."""
    wider = place.workspace if isinstance(place, Document) else None
    return wishes_of([person.pk], wider)[person.pk]


def _rows(people: Collection[int], document: Any, workspace: Any) -> Any:
    wanted = Q(document=None, workspace=None)
    wanted |= Q(document=document) if document else Q(pk=None)
    wanted |= Q(workspace=workspace) if workspace else Q(pk=None)
    return Preference.objects.filter(wanted, person__in=people)


def _where(place: Place | None) -> tuple[Any, Any]:
    if isinstance(place, Document):
        return place.pk, place.workspace_id
    return None, place.pk if place is not None else None


def _wishes(person: int, rows: list[Preference], has_address: bool) -> Wishes:
    """The nearest row that says something counts."""
    near = sorted(rows, key=lambda row: (row.document_id is None, row.workspace_id is None))
    said = {name: next(filter(None, (getattr(row, name) for row in near)), usual) for name, usual in USUAL.items()}
    general = next((row for row in rows if row.document_id is None and row.workspace_id is None), None)
    return Wishes(person, said["addressed"], said["rest"], general, has_address)


# Acts. They are about the person alone, and recorded nowhere.


@transaction.atomic
def choose_paces(person: Any, place: Place | None, *, addressed: str, rest: str) -> None:
    """How `person` wants to be told of a place, or (None) of all others; an empty pace follows the wider place.

    Raises `ValidationError` for an unknown pace. What waits to be mailed is planned anew.
    """
    for pace in (addressed, rest):
        if pace and pace not in Pace.values:
            raise ValidationError(_("“%(pace)s” is no way of being told.") % {"pace": pace}, code="pace_unknown")
    row = _row(person, place)
    row.addressed, row.rest = addressed, rest
    if place is not None and not addressed and not rest:
        if row.pk:
            row.delete()
    else:
        row.save()
    plan_again(person)


@transaction.atomic
def choose_quiet(person: Any, *, begin: time | None, end: time | None, weekend: bool) -> None:
    """No mail between these hours, nor on days of rest. Raises `ValidationError` for one hour without the other."""
    if (begin is None) != (end is None):
        raise ValidationError(_("Give both hours, or none."), code="half_quiet")
    if begin is not None and begin == end:
        raise ValidationError(_("Give two different hours, or none."), code="no_quiet")
    row = _row(person, None)
    row.quiet_from, row.quiet_until, row.quiet_weekend = begin, end, weekend
    row.save()
    plan_again(person)


@transaction.atomic
def stop_mails(person: Any, place: Place | None) -> None:
    """No mail any more about a place, or (None) about anything; the list goes on."""
    if place is not None:
        wishes = wishes_of([person.pk], place)[person.pk]
        choose_paces(person, place, addressed=_unmailed(wishes.addressed), rest=_unmailed(wishes.rest))
        return
    for row in Preference.objects.filter(person=person):
        for name in USUAL:
            setattr(row, name, _unmailed(getattr(row, name)) if getattr(row, name) else "")
        row.save()
    wishes = wishes_of([person.pk], None)[person.pk]
    choose_paces(person, None, addressed=_unmailed(wishes.addressed), rest=_unmailed(wishes.rest))


def _unmailed(pace: str) -> str:
    """Who wants to hear nothing of it here does not begin to by wanting no mail."""
    return str(Pace.OFF if pace == Pace.OFF else Pace.NEVER)


def _row(person: Any, place: Place | None) -> Preference:
    where = _at(place)
    found = Preference.objects.select_for_update().filter(person=person, **where).first()
    return found or Preference(person=person, **where)


def _at(place: Place | None) -> dict[str, Any]:
    return {
        "document": place if isinstance(place, Document) else None,
        "workspace": place if isinstance(place, Workspace) else None,
    }


def plan_again(person: Any) -> None:
    """What has not left yet leaves as the person wants it from now on."""
    waiting = Notice.objects.filter(person=person, mailing=None, read_at=None)
    now = timezone.now()
    known: dict[tuple[Any, Any], Wishes] = {}
    for notice in waiting.select_related("event", "document", "workspace").defer("document__text"):
        place: Any = notice.document or notice.workspace
        where = notice.document_id, notice.workspace_id
        if where not in known:
            known[where] = wishes_of([person.pk], place)[person.pk]
        wishes = known[where]
        pace = wishes.addressed if notice.addressed else wishes.rest
        mailed = wishes.has_address and TOLD[notice.event.verb].mailed
        if pace != notice.pace or notice.due_at is not None:
            when = due(pace, now, wishes.general) if mailed else None
            Notice.objects.filter(pk=notice.pk, mailing=None).update(pace=pace, due_at=when)
