"""The only code that knows inheritance: a grant, else the link, else what holds the object, unless it is restricted."""

from collections.abc import Iterable, Sequence, Set
from functools import partial
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser

from permissions import roles
from permissions.lineage import load_above
from permissions.models import Reach, Shareable
from permissions.rows import ENTERED, Row, held_in, rows_on

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
    known = remembered(subject)
    if user.pk in known:
        return known[user.pk]
    return rungs([user], [subject])[user.pk, subject.pk]


def remembered(subject: Shareable) -> dict[Any, str | None]:
    """What `permissions.queries.prefetch` found for this very object: account's key -> rung."""
    found: dict[Any, str | None] = subject.__dict__.setdefault("_rungs", {})
    return found


def rungs(users: Iterable[Any], subjects: Sequence[Shareable]) -> Rungs:
    """Everybody's rung on each object, however many people and objects: see `rungs_of`."""
    people = list(users)
    return rungs_of([(user, subject) for subject in subjects for user in people])


def rungs_of(pairs: Sequence[tuple[Any, Shareable]]) -> Rungs:
    """The rungs of these people on these objects, all of one kind: see `rungs_in_turn`."""
    held = rungs_in_turn(pairs)
    return {(user.pk, subject.pk): rung for (user, subject), rung in zip(pairs, held, strict=True)}


def rungs_in_turn(pairs: Sequence[tuple[Any, Shareable]], rows: Sequence[Row] | None = None) -> list[str | None]:
    """The rung of each person on the object beside them, of whatever kinds.

    One query for all the rows, and one more for each kind of which some stand in others. `rows`, where they were read
    already, are those of everybody on the objects and on all they inherit from.
    """
    subjects = list({id(subject): subject for _, subject in pairs}.values())
    for model in {type(subject) for subject in subjects}:
        load_above([subject for subject in subjects if type(subject) is model])
    answer = _Answer({user.pk: user for user, _ in pairs}, subjects, rows)
    return [lowered(user, subject, answer.rung(user, subject)) for user, subject in pairs]


def lowered(user: Any, subject: Shareable, held: str | None) -> str | None:
    """While a manager looks at an object as somebody else (`permissions.seeing_as`), never more than that."""
    role = looks_as(user, subject)
    if role is None or held is None:
        return held
    looks = role if role in roles.LADDERS[subject.kind] else rung(AnonymousUser(), subject)
    return min(held, looks, key=partial(roles.height, subject.kind))


def looks_as(user: Any, subject: Shareable) -> str | None:
    """The role as which the account looks at this very object meanwhile, or `visitor`."""
    said = getattr(user, "seeing_as", None)
    if said is None or (said["kind"], said["key"]) != (subject.kind, str(subject.pk)):
        return None
    return str(said["role"])


class _Answer:
    """What the rows say about some people and all that stands above some objects, put together rung by rung."""

    def __init__(self, people: dict[Any, Any], subjects: list[Shareable], rows: Sequence[Row] | None) -> None:
        if rows is None:
            users = [user.pk for user in people.values() if may_hold(user)]
            rows = rows_on(_keys(subjects, known_to=people.keys()), users)
        self._held = held_in(rows)
        self._found: dict[tuple[Any, str, Any], str | None] = {}

    def rung(self, user: Any, subject: Shareable) -> str | None:
        key = user.pk, subject.kind, subject.pk
        if key not in self._found:
            names = self._held.get(key, set()) if may_hold(user) else set()
            held = {*names, _by_link(user, subject, entered=ENTERED in names), self._inherited(user, subject)}
            self._found[key] = roles.highest(subject.kind, held & {*roles.LADDERS[subject.kind]})
        return self._found[key]

    def _inherited(self, user: Any, subject: Shareable) -> str | None:
        parent = None if subject.restricted else subject.access_parent
        if parent is None:
            return None
        known = remembered(parent)
        held = known[user.pk] if user.pk in known else self.rung(user, parent)
        return roles.INHERITED[parent.kind, subject.kind][held] if held is not None else None


def _keys(subjects: Iterable[Shareable], known_to: Set[Any]) -> dict[type[Shareable], list[Any]]:
    """By model, the objects and what they inherit from, as far as it is not remembered for all these people."""
    found: dict[type[Shareable], dict[Any, None]] = {}
    waiting = list(subjects)
    for subject in waiting:
        found.setdefault(type(subject), {})[subject.pk] = None
        parent = None if subject.restricted else subject.access_parent
        if parent is None or parent.pk in found.get(type(parent), ()) or known_to <= remembered(parent).keys():
            continue
        waiting.append(parent)
    return {model: list(keys) for model, keys in found.items()}


def _by_link(user: Any, subject: Shareable, *, entered: bool) -> str | None:
    """What the address gives: up to `link_role` with an account or as a guest who came in by it, else view at most.

    A password is asked of everybody; a guest of one object is a visitor on all others.
    """
    suspended = user.is_authenticated and not user.is_active
    if suspended or not subject.link_is_open or (subject.link_password and not entered):
        return None
    if may_hold(user) and (entered or not user.is_guest):
        return subject.link_role
    return "view" if subject.reach == Reach.PUBLIC else None


def may_hold(user: Any) -> bool:
    """Whether grants and links count: not for a visitor, not for a suspended account."""
    return bool(user.is_authenticated and user.is_active)
