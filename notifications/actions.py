"""What people do with their own notices; nothing of it is recorded."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from notifications.models import Notice


def mark_read(notices: QuerySet[Notice]) -> int:
    """What was not read before is read now; how many. It does not leave by mail any more."""
    keys = list(notices.filter(read_at=None).order_by().values_list("pk", flat=True))
    return int(Notice.objects.filter(pk__in=keys, read_at=None).update(read_at=timezone.now()))


def mark_unread(notices: QuerySet[Notice]) -> int:
    keys = list(notices.order_by().values_list("pk", flat=True))
    return int(Notice.objects.filter(pk__in=keys).update(read_at=None))


def mark_all_read(person: Any) -> int:
    """Those of what they may not see any more too."""
    return int(Notice.objects.filter(person=person, read_at=None).update(read_at=timezone.now()))
