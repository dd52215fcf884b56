"""The list twin of `has_perm`: what a person may see, as a queryset; a test holds the two equal."""

from collections.abc import Iterable, Sequence
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from permissions import roles
from permissions.backend import lowered, may_hold, remembered, rungs_in_turn
from permissions.lineage import inheriting_from
from permissions.models import Reach, Shareable, entry_model, grant_model
from permissions.rows import Row

T = TypeVar("T", bound=Shareable)


class ShareableQuerySet(models.QuerySet[T]):
    def visible_to(self, user: Any) -> Self:
        """What the person may open: by the link, by grant, or by what holds it. One query."""
        return self.held_by(user, "view")

    def manageable_by(self, user: Any) -> Self:
        return self.held_by(user, "manage")

    def held_by(self, user: Any, rung: str) -> Self:
        return self.filter(_held(self.model, user, rung))

    def granted_to(self, user: Any) -> Self:
        """What the person, or a group of theirs, holds a role on directly, or came into by its link: theirs, among
        all that is open to them."""
        return self.filter(_granted(self.model, user, "view") | _entered(self.model, user))


def _held(model: Any, user: Any, rung: str) -> Q:
    """By itself, or, unless it is restricted, by whatever rung of what it stands in is worth `rung` here."""
    by_itself = _granted(model, user, rung) | _by_link(model, user, rung)
    if model.parent_field is not None:
        by_itself |= _from_parent(model, user, rung)
    if model.nest_field is None:
        return by_itself
    return inheriting_from(model._base_manager.filter(by_itself))


def _from_parent(model: Any, user: Any, rung: str) -> Q:
    parent = model._meta.get_field(model.parent_field).related_model
    kind, above = str(model._meta.model_name), str(parent._meta.model_name)
    worth = roles.INHERITED[above, kind]
    enough = next((held for held in roles.LADDERS[above] if roles.reaches(kind, worth[held], rung)), None)
    if enough is None:
        return Q(pk__in=[])
    at_the_top = {f"{model.nest_field}__isnull": True} if model.nest_field else {}
    holding = parent._base_manager.filter(_held(parent, user, enough))
    return Q(restricted=False, **at_the_top, **{f"{model.parent_field}__in": holding})


def _by_link(model: Any, user: Any, rung: str) -> Q:
    """The twin of `backend._by_link`."""
    opened = Q(link_until=None) | Q(link_until__gt=timezone.now())
    ladder = roles.LADDERS[model._meta.model_name]
    enough, view = Q(link_role__in=ladder[ladder.index(rung) :]), rung == ladder[0]
    entered, unlocked = _entered(model, user), Q(link_password="")
    public, any_reach = Q(reach=Reach.PUBLIC), ~Q(reach=Reach.RESTRICTED)
    if not may_hold(user):
        ways = public & unlocked if view and not user.is_authenticated else Q(pk__in=[])
    elif user.is_guest:
        ways = any_reach & entered & enough
        ways |= public & unlocked if view else Q(pk__in=[])
    else:
        ways = any_reach & (entered | unlocked) & enough
    return opened & ways


def _entered(model: Any, user: Any) -> Q:
    if not may_hold(user):
        return Q(pk__in=[])
    return Q(pk__in=entry_model(model).objects.filter(user=user).values("content_object"))


def _granted(model: Any, user: Any, rung: str) -> Q:
    """A row gives `rung` to the account or to a group of it."""
    if not may_hold(user):
        return Q(pk__in=[])
    codename = f"{rung}_{model._meta.model_name}"
    by_user = grant_model(model, "user").objects.filter(user=user, permission__codename=codename)
    by_group = grant_model(model, "group").objects.filter(group__user=user, permission__codename=codename)
    return Q(pk__in=by_user.values("content_object")) | Q(pk__in=by_group.values("content_object"))


def with_rungs(user: Any, found: ShareableQuerySet[T]) -> list[T]:
    """The objects of a queryset with the person's rung remembered, as `prefetch` would. One query.

    For a few objects of a kind that does not nest: the database answers once for each rung.
    """
    ladder = roles.LADDERS[str(found.model._meta.model_name)]
    ways = [When(_held(found.model, user, rung), then=Value(rung)) for rung in reversed(ladder)]
    objects: list[Any] = list(found.annotate(rung_held=Case(*ways, default=None, output_field=models.CharField())))
    for one in objects:
        remembered(one)[user.pk] = lowered(user, one, one.__dict__["rung_held"])
    return objects


def prefetch(user: Any, objects: Iterable[Shareable], rows: Sequence[Row] | None = None) -> None:
    """Remember the person's rung on each object, so that `has_perm` on them asks nothing more (for one page only).

    `rows`: see `backend.rungs_in_turn`.
    """
    objects = list(objects)
    for subject, held in zip(objects, rungs_in_turn([(user, one) for one in objects], rows), strict=True):
        remembered(subject)[user.pk] = held
