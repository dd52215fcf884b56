"""Finding people one already works with: those of the workspaces one has a role in, never a directory of strangers."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q

from accounts.lines import one_line
from accounts.models import User
from permissions.models import Shareable, grant_model

LEAST, MOST = 2, 10  # letters to type; people answered


def known_to(user: Any, words: str) -> list[User]:
    """By name; guests apart. One query."""
    words = one_line(words)
    if len(words) < LEAST:
        return []
    found = _around(user)
    for word in words.split()[:5]:
        found = found.filter(name__icontains=word)
    return list(found.select_related("profile__organisation").order_by("name", "pk")[:MOST])


def is_known_to(user: Any, key: str) -> User | None:
    """The person with this number, if they are one of those who could be found."""
    if not (key.isascii() and key.isdecimal()):
        return None
    found: User | None = _around(user).filter(pk=key[:18]).first()
    return found


def _around(user: Any) -> Any:
    people = Q(pk__in=[])
    for model in _that_hold_others():
        of_users, of_groups = grant_model(model, "user").objects, grant_model(model, "group").objects
        mine = Q(content_object__in=of_users.filter(user=user).values("content_object"))
        mine |= Q(content_object__in=of_groups.filter(group__user=user).values("content_object"))
        people |= Q(pk__in=of_users.filter(mine).values("user"))
        people |= Q(groups__in=of_groups.filter(mine).values("group"))
    return User.objects.filter(people, is_active=True).exclude(email=None).exclude(pk=user.pk).distinct()


def _that_hold_others() -> Iterator[type[Shareable]]:
    """Workspaces; without their name, which this app does not know."""
    yield from (model for model in apps.get_models() if issubclass(model, Shareable) and model.parent_field is None)
