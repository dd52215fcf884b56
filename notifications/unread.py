"""How many notices wait for somebody: read with their account, so that no page asks one question more."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.models import Notice


def unread_of(person: str) -> Any:
    """For a queryset with this column of accounts."""
    theirs = Notice.objects.filter(person=OuterRef(person), read_at=None).order_by().values("person")
    return Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def unread(request: HttpRequest) -> dict[str, Any]:
    """For every template: `unread_notices`."""
    return {"unread_notices": SimpleLazyObject(lambda: _count(getattr(request, "user", None)))}


def _count(user: Any) -> int:
    if user is None or not user.is_authenticated:
        return 0
    known = getattr(user, "unread_notices", None)
    return int(known if known is not None else Notice.objects.filter(person=user, read_at=None).count())
