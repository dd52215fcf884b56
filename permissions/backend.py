"""The only code that knows inheritance: a grant, else the link, else what holds the object, unless it is restricted."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.backends import BaseBackend

from permissions import roles
from permissions.models import Reach, Shareable, grant_model

Rungs = dict[tuple[Any, Any], str | None]  # (account's key, object's key) -> rung


class AccessBackend(BaseBackend):
    """Answers `user.has_perm("documents.comment_document", document)` for everybody, superusers included."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Shareable):
            return False
        wanted = next((rung for rung in roles.LADDERS[obj.kind] if perm == obj.permission(rung)), None)
        return wanted is not None and roles.reaches(obj.kind, rung(user_obj, obj), wanted)


def rung(user: Any, subject: Shareable) -> str | None:
    """The person's rung on one object, asked afresh unless `prefetch` was called for this very object."""
    remembered: dict[Any, str | None] = subject.__dict__.get("_rungs", {})
    if user.pk in remembered:
        return remembered[user.pk]
    return rungs([user], [subject])[user.pk, subject.pk]


def rungs(users: Iterable[Any], subjects: Sequence[Shareable]) -> Rungs:
    """Everybody's rung on each object, all of one kind: one query a floor, however many people and objects."""
    users = list(users)
    if not subjects:
        return {}
    kind = subjects[0].kind
    granted = _granted([user.pk for user in users if may_hold(user)], subjects)
    parents = {p.pk: p for s in subjects if not s.restricted and (p := s.access_parent) is not None}
    above = rungs(users, list(parents.values()))
    found: Rungs = {}
    for user in users:
        for subject in subjects:
            held = {granted.get((user.pk, subject.pk)), _by_link(user, subject), _inherited(user, subject, above)}
            found[user.pk, subject.pk] = roles.highest(kind, held - {None})
    return found


def _inherited(user: Any, subject: Shareable, above: Rungs) -> str | None:
    parent = None if subject.restricted else subject.access_parent
    held = above[user.pk, parent.pk] if parent is not None else None
    return roles.INHERITED[parent.kind, subject.kind][held] if parent is not None and held is not None else None


def _by_link(user: Any, subject: Shareable) -> str | None:
    """What anyone may do by reach: up to `link_role` with an account, never more than view without one."""
    if subject.reach == Reach.PUBLIC and not may_hold(user):
        return "view"
    if subject.reach in {Reach.PUBLIC, Reach.SIGNED_IN} and may_hold(user):
        return subject.link_role
    return None


def may_hold(user: Any) -> bool:
    """Whether grants and links count: not for a visitor, not for a suspended account."""
    return bool(user.is_authenticated and user.is_active)


def _granted(users: list[Any], subjects: Sequence[Shareable]) -> Rungs:
    if not users:
        return {}
    model, kind = type(subjects[0]), subjects[0].kind
    about = {"content_object__in": [subject.pk for subject in subjects]}
    columns = ("content_object", "permission__codename")
    by_user = grant_model(model, "user").objects.filter(user__in=users, **about).values_list("user", *columns)
    by_group = grant_model(model, "group").objects.filter(group__user__in=users, **about)
    held: dict[tuple[Any, Any], set[str | None]] = {}
    for user, pk, codename in by_user.union(by_group.values_list("group__user", *columns)):
        held.setdefault((user, pk), set()).add(codename.removesuffix(f"_{kind}"))
    return {key: roles.highest(kind, names) for key, names in held.items()}
