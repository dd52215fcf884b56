"""The list twin of `has_perm`: what a person may see, as a queryset; a test holds the two equal."""

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from permissions import roles
from permissions.backend import may_hold, rungs
from permissions.models import Reach, Shareable, grant_model

T = TypeVar("T", bound=Shareable)


class ShareableQuerySet(models.QuerySet[T]):
    def visible_to(self, user: Any) -> Self:
        """What the person may open: by reach, by grant, or by what holds it. One query."""
        return self.filter(_reached(user) | _held(self.model, user, "view"))

    def manageable_by(self, user: Any) -> Self:
        return self.filter(_held(self.model, user, "manage"))

    def granted_to(self, user: Any) -> Self:
        """What the person, or a group of theirs, holds a role on directly: theirs, among all that is open to them."""
        return self.filter(_granted(self.model, user, "view"))


def _reached(user: Any) -> Q:
    open_to = [Reach.PUBLIC, Reach.SIGNED_IN] if may_hold(user) else [Reach.PUBLIC]
    return Q(reach__in=open_to)


def _held(model: Any, user: Any, rung: str) -> Q:
    """By grant on the object, or, unless it is restricted, by whatever rung of its parent is worth `rung` here."""
    held = _granted(model, user, rung)
    if model.parent_field is None:
        return held
    parent = model._meta.get_field(model.parent_field).related_model
    worth = roles.INHERITED[parent._meta.model_name, model._meta.model_name]
    for above in roles.LADDERS[parent._meta.model_name]:
        if roles.reaches(model._meta.model_name, worth[above], rung):
            from_parent = _held(parent, user, above) | (_reached(user) & _link_worth(parent, above, user))
            return held | Q(restricted=False, **{f"{model.parent_field}__in": parent._base_manager.filter(from_parent)})
    return held


def _link_worth(model: Any, rung: str, user: Any) -> Q:
    """Objects whose link gives at least `rung`; someone without an account never gets more than view."""
    ladder = roles.LADDERS[model._meta.model_name]
    if not may_hold(user):
        return Q() if rung == ladder[0] else Q(pk__in=[])
    return Q(link_role__in=ladder[ladder.index(rung) :])


def _granted(model: Any, user: Any, rung: str) -> Q:
    """A row gives `rung` to the account or to a group of it."""
    if not may_hold(user):
        return Q(pk__in=[])
    codename = f"{rung}_{model._meta.model_name}"
    by_user = grant_model(model, "user").objects.filter(user=user, permission__codename=codename)
    by_group = grant_model(model, "group").objects.filter(group__user=user, permission__codename=codename)
    return Q(pk__in=by_user.values("content_object")) | Q(pk__in=by_group.values("content_object"))


def prefetch(user: Any, objects: Iterable[Shareable]) -> None:
    """Remember the person's rung on each object, so that `has_perm` on them asks nothing more (for one page only)."""
    objects = list(objects)
    found = rungs([user], objects)
    for subject in objects:
        subject.__dict__.setdefault("_rungs", {})[user.pk] = found[user.pk, subject.pk]
