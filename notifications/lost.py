"""Notices of what their person may not see any more: they go, so that not even their number tells anything."""

from typing import Any

from django.contrib.auth import get_user_model

from documents.models import Document
from notifications.models import Notice
from notifications.seen import seen_by
from permissions.lineage import below
from workspaces.models import Workspace

IN_TURN = 20  # people a minute


def forget_lost_of(person: int) -> int:
    """How many notices went. They are chosen in one question: what another worker says meanwhile is not among them."""
    user = get_user_model()._default_manager.filter(pk=person).first()
    if user is None:
        return 0
    unseen = Notice.objects.filter(person=person).exclude(pk__in=seen_by(user).order_by().values("pk"))
    lost = list(unseen.order_by().values_list("pk", flat=True))
    return int(Notice.objects.filter(pk__in=lost).delete()[0]) if lost else 0


def forget_lost_in(kind: str, key: str) -> int:
    """After rights on a place changed for many: of all who have notices there, or of what stands in it."""
    there = Notice.objects.filter(**_of(kind, key)).order_by()
    return sum(forget_lost_of(person) for person in list(there.values_list("person", flat=True).distinct()))


def _of(kind: str, key: str) -> dict[str, Any]:
    if kind == "workspace":
        found = Workspace.objects.filter(pk=key).first()
        return {"document__workspace": found} if found else {"pk": None}
    return {"document__in": below(Document, [key])}


class Round:
    """Everybody with something unread, some in each round: links end and groups change without anybody saying so."""

    after = 0

    def go_on(self) -> int:
        unread = Notice.objects.filter(read_at=None, person__gt=self.after)
        people = list(unread.order_by("person").values_list("person", flat=True).distinct()[:IN_TURN])
        self.after = people[-1] if len(people) == IN_TURN else 0
        return sum(forget_lost_of(person) for person in people)


everybody = Round()
