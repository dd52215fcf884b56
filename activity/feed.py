"""Reads events back. The caller says which subjects the reader may see: activity knows no rights."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from activity.models import Event


def feed_of(workspace: int, visible: dict[str, Iterable[Any]]) -> QuerySet[Event]:
    """The events of a workspace whose subject is visible: `{"document": queryset of ids, "workspace": [id]}`."""
    seen = Q()
    for kind, ids in visible.items():
        seen |= Q(subject_kind=kind, subject_id__in=[str(one) for one in ids])
    return Event.objects.filter(Q(workspace=workspace) & seen).select_related("actor__profile__organisation")
