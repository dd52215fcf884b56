"""Makes mails of the notices that are due: one for each place told of at once, one digest for all the rest."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from notifications import tasks
from notifications.models import Mailing, Notice, Pace

AT_ONCE = 200  # people whose notices are gathered in one go
LOST_AFTER = timedelta(minutes=10)  # a mail that has been leaving for so long: its worker is dead
FORGOTTEN_AFTER = timedelta(minutes=5)


def gather() -> int:
    """Claim what is due, each notice for one mail; how many mails. Nothing leaves while the site has no address of its own."""
    if not settings.SITE_URL:
        return 0
    now = timezone.now()
    found = _due(now).order_by().values_list("person", flat=True).distinct()[:AT_ONCE]
    return sum(_gather_of(person, now) for person in list(found))


def _due(now: datetime) -> Any:
    return Notice.objects.filter(mailing=None, read_at=None, due_at__lte=now)


@transaction.atomic
def _gather_of(person: int, now: datetime) -> int:
    """What a place says at once leaves together with what it is about to say."""
    rows = _due(now).filter(person=person)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    due = list(rows)
    made = [_mail(person, _at_once(person, where), **where) for where in _places(due)]
    slow = [one for one in due if one.pace != Pace.IMMEDIATE]
    if slow:
        weekly = all(one.pace == Pace.WEEKLY for one in slow)
        made.append(_mail(person, Q(pk__in=[one.pk for one in slow]), weekly=weekly))
    return sum(made)


def _places(due: Iterable[Notice]) -> list[dict[str, Any]]:
    quick = {(one.document_id, one.workspace_id) for one in due if one.pace == Pace.IMMEDIATE}
    return [{"document_id": document, "workspace_id": workspace} for document, workspace in sorted(quick, key=str)]


def _at_once(person: int, where: dict[str, Any]) -> Q:
    return Q(pace=Pace.IMMEDIATE, due_at__isnull=False, **where)


def _mail(person: int, which: Q, **fields: Any) -> bool:
    """A notice goes into one mail: where another worker took all of them meanwhile, there is none."""
    mailing = Mailing.objects.create(person_id=person, **fields)
    taken = Notice.objects.filter(which, person=person, mailing=None, read_at=None).update(mailing=mailing)
    if not taken:
        mailing.delete()
        return False
    tasks.send.enqueue(str(mailing.pk))
    return True


def send_later(mailing: Mailing, moment: datetime) -> None:
    """In the transaction of the caller."""
    tasks.send.using(run_after=moment).enqueue(str(mailing.pk))


def doubt_what_was_due() -> None:
    """A backup was restored: what it was about to send has left since, as far as anybody knows. It stays in the list."""
    waiting = Mailing.objects.filter(state__in=[Mailing.State.WAITING, Mailing.State.SENDING])
    waiting.update(state=Mailing.State.DOUBTFUL)
    _due(timezone.now()).update(due_at=None)


def look_after() -> None:
    """What a dead worker left: a mail that was leaving may have left, and is not sent again; one that waits is."""
    now = timezone.now()
    leaving = Mailing.objects.filter(state=Mailing.State.SENDING, claimed_at__lt=now - LOST_AFTER)
    leaving.update(state=Mailing.State.DOUBTFUL)
    for mailing in Mailing.objects.filter(state=Mailing.State.WAITING, next_at__lt=now - FORGOTTEN_AFTER):
        with transaction.atomic():
            Mailing.objects.filter(pk=mailing.pk).update(next_at=now)
            tasks.send.enqueue(str(mailing.pk))
