"""One event becomes a notice for everybody concerned: once, whoever asks, and for those alone who may see it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Event
from documents.models import Comment
from notifications.audiences import MANAGERS, TOLD, Told
from notifications.models import Announced, Notice, Pace
from notifications.people import Around, Keys, place_of, told_of
from notifications.preferences import Wishes, wishes_of
from notifications.timing import due


def announce_event(key: int) -> int:
    """How many notices it made. Whoever acted is not told; nor is anybody twice of the same comment."""
    event = Event.objects.filter(pk=key).select_related("actor").first()
    if event is None or event.verb not in TOLD:
        return 0
    try:
        return _announce_once(event)
    except IntegrityError:  # another worker told of this event, or of another about the same comment: now it is seen
        return 0 if Announced.objects.filter(event=event).exists() else _announce_once(event)


@transaction.atomic
def _announce_once(event: Event) -> int:
    Announced.objects.create(event=event)
    return _announce(event, TOLD[event.verb])


def _announce(event: Event, told: Told) -> int:
    place = place_of(event)
    if place is None:
        return 0
    around = Around(event, place)
    to, others = _groups(around, told)
    people = [one for one in around.seeing(to | others) if one.pk != event.actor_id]
    wishes = wishes_of({one.pk for one in people}, place)
    made = [_notice(event, around, wishes[one.pk], addressed=one.pk in to, mailed=told.mailed) for one in people]
    return _keep([notice for notice in made if notice is not None], _topic(event))


def _groups(around: Around, told: Told) -> tuple[Keys, Keys]:
    """To whom it is said, and who hears of it. A comment that waits for a manager is for managers alone."""
    comment = _comment(around.event)
    if comment is not None and comment.state == Comment.State.WAITING:
        return told_of(around, MANAGERS), set()
    to: Keys = set().union(*(told_of(around, name) for name in told.to))
    if around.event.verb == "discussion.shown" and not around.event.data.get("waited"):
        return to, set()  # others were told when it was written
    others: Keys = set().union(*(told_of(around, name) for name in told.others))
    return to, others - to


def _comment(event: Event) -> Comment | None:
    key = event.data.get("comment")
    return Comment.objects.filter(pk=key).first() if key else None


def _notice(event: Event, around: Around, wishes: Wishes, *, addressed: bool, mailed: bool) -> Notice | None:
    pace = wishes.addressed if addressed else wishes.rest
    if pace == Pace.OFF:
        return None
    document = around.document
    return Notice(
        person_id=wishes.person,
        event=event,
        document=document,
        workspace=around.workspace,
        topic=_topic(event),
        addressed=addressed,
        at=event.at,
        pace=pace,
        due_at=_due(pace, wishes, timezone.now()) if mailed else None,
    )


def _due(pace: str, wishes: Wishes, now: datetime) -> datetime | None:
    return due(pace, now, wishes.general) if wishes.has_address else None


def _topic(event: Event) -> str:
    """A comment is told of once, though it opens a discussion, answers, mentions and gives a task."""
    comment = event.data.get("comment")
    same = {"discussion.opened", "discussion.answered", "discussion.mentioned", "discussion.assigned"}
    return f"comment:{comment}" if comment and event.verb in same else ""


def _keep(made: list[Notice], topic: str) -> int:
    """How many are new. What says more to a person takes the place of what said less, unless that has left."""
    known = {one.person_id: one for one in Notice.objects.filter(topic=topic).select_related("event")} if topic else {}
    new = [notice for notice in made if notice.person_id not in known]
    Notice.objects.bulk_create(new)
    for notice in made:
        before = known.get(notice.person_id)
        if before is not None and notice.addressed and before.mailing_id is None and not _says_you(before):
            before.event, before.addressed = notice.event, True
            before.pace, before.due_at = notice.pace, notice.due_at
            before.save(update_fields=["event", "addressed", "pace", "due_at"])
    return len(new)


def _says_you(notice: Notice) -> bool:
    return notice.addressed and notice.event.verb in {"discussion.mentioned", "discussion.assigned"}
