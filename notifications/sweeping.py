"""What the worker does each minute beside its queue: events that a crash left untold, mails left lying, old notices."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from activity.models import Event
from notifications import tasks
from notifications.audiences import TOLD
from notifications.lost import everybody
from notifications.mailing import look_after
from notifications.models import Announced, Mailing, Notice

SOON = timedelta(minutes=1)  # the queue may still have it
LATE = timedelta(days=1)  # longer, nobody wants to be told any more
READ_KEPT, KEPT, MAILS_KEPT = timedelta(days=90), timedelta(days=365), timedelta(days=90)


def sweep() -> None:
    announce_forgotten()
    look_after()
    everybody.go_on()
    forget_old()


def announce_forgotten() -> int:
    """An event is told after its commit: whoever dies in between leaves it to us."""
    now = timezone.now()
    recent = Event.objects.filter(verb__in=TOLD, at__gt=now - LATE, at__lt=now - SOON)
    left = list(recent.exclude(pk__in=Announced.objects.values("event")).values_list("pk", flat=True)[:500])
    for key in left:
        tasks.announce.enqueue(key)
    return len(left)


def forget_old() -> None:
    now = timezone.now()
    Notice.objects.filter(read_at__lt=now - READ_KEPT).delete()
    Notice.objects.filter(at__lt=now - KEPT).delete()
    Mailing.objects.filter(next_at__lt=now - MAILS_KEPT).delete()
    Announced.objects.filter(at__lt=now - 2 * LATE).delete()
    call_command("prune_db_task_results", min_age_days=1, failed_min_age_days=7, verbosity=0)
