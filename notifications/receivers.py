"""What comes up from below: something was recorded, and somebody may have lost the access that a notice supposes."""

from typing import Any

from django.dispatch import receiver

from activity.models import Event
from activity.signals import recorded
from notifications import tasks
from notifications.audiences import TOLD
from permissions.signals import access_changed


@receiver(recorded, dispatch_uid="notifications.recorded")
def something_happened(event: Event, **_: Any) -> None:
    """The worker tells people: who acted does not wait for it. What gets lost here is found again (`sweeping`)."""
    if event.verb in TOLD:
        tasks.announce.enqueue(event.pk)


@receiver(access_changed, dispatch_uid="notifications.lost")
def rights_changed(subject: Any, user: Any, **_: Any) -> None:
    """The number of somebody's notices tells nothing of what they may not see any more."""
    if user is not None:
        tasks.forget_of.enqueue(user.pk)
    else:
        tasks.forget_in.enqueue(subject.kind, str(subject.pk))
