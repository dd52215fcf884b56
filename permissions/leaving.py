"""What an account leaves behind when it is closed: what nobody else can open, and what nobody else could manage."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Q

from accounts.models import User
from permissions import roles
from permissions.lineage import below, load_above
from permissions.models import Reach, Shareable, grant_model
from permissions.who import who_sees


@dataclass
class Left:
    """`alone`: nobody but the person can open it. `unmanaged`: others can, and none of them manages it."""

    alone: list[Any] = field(default_factory=list)
    unmanaged: list[Any] = field(default_factory=list)


def left_by(user: User) -> Left:
    """Among what the person manages by a grant of their own, and what stands in what is theirs alone.

    A few queries for each object: it is asked once in the life of an account, and must agree with what decides.
    """
    left = Left()
    for model in shareables():
        found = _sort(left, list(_candidates(model, user, left)), user)
        if model.nest_field and found:
            known = {one.pk for one in [*left.alone, *left.unmanaged] if isinstance(one, model)}
            _sort(left, list(below(model, [one.pk for one in found]).exclude(pk__in=known)), user)
    return left


def leaves(user: User) -> tuple[list[Any], list[Any]]:
    """For the register: what needs another manager, what goes with the account."""
    if connection.in_atomic_block:
        _hold_what_they_manage(user)
    left = left_by(user)
    return left.unmanaged, left.alone


def _hold_what_they_manage(user: User) -> None:
    """Until the commit: a manager who leaves at the same moment would leave nobody (`permissions.actions`)."""
    for model in shareables():
        rows = model._base_manager.filter(_managed_by(model, user)).order_by("pk")
        list(rows.select_for_update().values_list("pk"))  # without effect on SQLite, which has one writer at a time


def _managed_by(model: type[Shareable], user: User) -> Q:
    codename = f"manage_{model._meta.model_name}"
    rows = grant_model(model, "user").objects.filter(user=user, permission__codename=codename)
    return Q(pk__in=rows.values("content_object"))


def shareables() -> Iterator[type[Shareable]]:
    """Every kind that can be shared, what holds others first."""
    found = [model for model in apps.get_models() if issubclass(model, Shareable)]
    yield from sorted(found, key=lambda model: model.parent_field is not None)


def _candidates(model: type[Shareable], user: User, left: Left) -> Any:
    wanted = _managed_by(model, user)
    if model.parent_field:
        holder: Any = model._meta.get_field(model.parent_field).related_model
        theirs = [one.pk for one in left.alone if isinstance(one, holder)]
        wanted |= Q(**{f"{model.parent_field}__in": theirs})
    return model._base_manager.filter(wanted).order_by("pk")


def _sort(left: Left, subjects: list[Any], user: User) -> list[Any]:
    """Put each where it belongs; those that are the person's alone."""
    load_above(subjects)
    alone = []
    for subject in subjects:
        others = [rung for person, rung in who_sees(subject) if person.pk != user.pk]
        if not others and not _has_a_link(subject):
            alone.append(subject)
        elif "manage" not in others:
            left.unmanaged.append(subject)
    left.alone += alone
    return alone


def _has_a_link(subject: Shareable | None) -> bool:
    while subject is not None:
        if subject.reach != Reach.RESTRICTED:
            return True
        subject = None if subject.restricted else subject.access_parent
    return False


def collect(user: User) -> dict[str, Any]:
    """One's roles, in words."""
    return {"roles.json": [one for model in shareables() for one in _roles(model, user)]}


def _roles(model: type[Shareable], user: User) -> Iterator[dict[str, str]]:
    rows = grant_model(model, "user").objects.filter(user=user).select_related("content_object", "permission")
    held: dict[Any, set[str]] = {}
    for row in rows:
        held.setdefault(row.content_object, set()).add(row.permission.codename.rpartition("_")[0])
    for subject, rungs in held.items():
        kind = str(model._meta.model_name)
        rung = roles.highest(kind, rungs)
        yield {"kind": kind, "id": str(subject.pk), "title": str(subject), "role": str(roles.NAMES[str(rung)])}
