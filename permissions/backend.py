"""The only code that knows inheritance: a grant, else the link, else what holds the object, unless it is restricted."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.backends import BaseBackend

from permissions import roles
from permissions.models import Reach, Shareable
from permissions.queries import grant_model


class AccessBackend(BaseBackend):
    """Answers `user.has_perm("documents.comment_document", document)` for everybody, superusers included."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Shareable):
            return False
        wanted = perm.rpartition(".")[2].removesuffix(f"_{obj.kind}")
        return roles.reaches(obj.kind, rung(user_obj, obj), wanted)


def rung(user: Any, subject: Shareable) -> str | None:
    """The person's rung on one object, asked afresh unless `prefetch` was called for this very object."""
    remembered: dict[Any, str | None] = subject.__dict__.get("_rungs", {})
    if user.pk in remembered:
        return remembered[user.pk]
    return rungs(user, [subject])[0]


def rungs(user: Any, subjects: Sequence[Shareable]) -> list[str | None]:
    """The person's rung on each object, all of one kind: one query a floor, however many objects."""
    if not subjects:
        return []
    kind = subjects[0].kind
    granted = _granted(user, subjects)
    parents = {p.pk: p for s in subjects if not s.restricted and (p := s.access_parent) is not None}
    above = dict(zip(parents, rungs(user, list(parents.values())), strict=True))
    found: list[str | None] = []
    for subject in subjects:
        candidates = {granted.get(subject.pk), _by_link(user, subject)}
        parent = None if subject.restricted else subject.access_parent
        if parent is not None and (held := above[parent.pk]) is not None:
            candidates.add(roles.INHERITED[parent.kind, kind][held])
        found.append(roles.highest(kind, candidates))
    return found


def _by_link(user: Any, subject: Shareable) -> str | None:
    """What anyone may do by reach: up to `link_role` with an account, never more than view without one."""
    signed_in = bool(user.is_authenticated and user.is_active)
    if subject.reach == Reach.PUBLIC and not signed_in:
        return "view"
    if subject.reach in {Reach.PUBLIC, Reach.SIGNED_IN} and signed_in:
        return subject.link_role
    return None


def _granted(user: Any, subjects: Sequence[Shareable]) -> dict[Any, str | None]:
    if not (user.is_authenticated and user.is_active):
        return {}
    model, kind = type(subjects[0]), subjects[0].kind
    about = {"content_object__in": [subject.pk for subject in subjects]}
    columns = ("content_object", "permission__codename")
    by_user = grant_model(model, "user").objects.filter(user=user, **about).values_list(*columns)
    by_group = grant_model(model, "group").objects.filter(group__user=user, **about).values_list(*columns)
    held: dict[Any, set[str | None]] = {}
    for pk, codename in by_user.union(by_group):
        held.setdefault(pk, set()).add(codename.removesuffix(f"_{kind}"))
    return {pk: roles.highest(kind, names) for pk, names in held.items()}
