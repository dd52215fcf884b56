"""Who sees an object, by name: as it is, or as it would be somewhere else or closed, before one confirms."""

from copy import copy
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from permissions import roles
from permissions.backend import rungs_in_turn
from permissions.lineage import load_above
from permissions.models import Reach, Shareable
from permissions.rows import Row, rows_of_everybody

Seen = list[tuple[Any, str]]  # (account, rung), highest first


class Everybody(NamedTuple):
    """The rows about some objects, and the active accounts in them."""

    rows: list[Row]
    people: list[Any]


class Difference(NamedTuple):
    """What a change does: who sees it afterwards, who begins to, who no longer does."""

    after: Seen
    gained: Seen
    lost: Seen
    opened: str  # the widest reach that counts afterwards


def everybody_on(*subjects: Shareable) -> Everybody:
    """What everybody holds on these objects and on all that they inherit from. Two queries."""
    keys: dict[type[Shareable], dict[Any, None]] = {}
    for one in (one for subject in subjects for one in lineage(subject)):
        keys.setdefault(type(one), {})[one.pk] = None
    rows = rows_of_everybody({model: list(found) for model, found in keys.items()})
    people = get_user_model().objects.filter(pk__in={row.user for row in rows}, is_active=True)
    return Everybody(rows, list(people.select_related("profile__organisation")))


def who_sees(subject: Shareable, everybody: Everybody | None = None) -> Seen:
    """Everybody who holds a rung by a grant, a group or the link they came in by, on it or on what it inherits from.

    Two queries, none with `everybody_on`.
    """
    everybody = everybody or everybody_on(subject)
    pairs = [(one, subject) for one in everybody.people]
    held = zip(everybody.people, rungs_in_turn(pairs, everybody.rows), strict=True)
    seen = [(one, role) for one, role in held if role is not None]
    return sorted(seen, key=lambda pair: (-roles.height(subject.kind, pair[1]), str(pair[0]).casefold()))


def widest_reach(subject: Shareable) -> str:
    """The widest way in by an address that counts on it: its own, or that of what it inherits from."""
    order = [Reach.RESTRICTED, Reach.SIGNED_IN, Reach.PUBLIC]
    opened = [Reach(one.reach) for one in lineage(subject) if one.link_is_open and not one.link_password]
    return str(max(opened, key=order.index, default=Reach.RESTRICTED))


def imagined(subject: Shareable, **fields: Any) -> Any:
    """The object as it would be with these fields; it is never saved."""
    other = copy(subject)
    other._state = copy(subject._state)
    other._state.fields_cache = dict(subject._state.fields_cache)
    other.__dict__.pop("_rungs", None)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def difference(today: Shareable, afterwards: Shareable, everybody: Everybody | None = None) -> Difference:
    """Two queries, none with `everybody`: that of both, or of one that inherits from all that the other does."""
    everybody = everybody or everybody_on(today, afterwards)
    before, after = who_sees(today, everybody), who_sees(afterwards, everybody)
    had, have = {one.pk for one, _ in before}, {one.pk for one, _ in after}
    gained = [pair for pair in after if pair[0].pk not in had]
    lost = [pair for pair in before if pair[0].pk not in have]
    return Difference(after, gained, lost, widest_reach(afterwards))


def names_for(user: Any, subject: Shareable, everybody: Everybody) -> dict[Shareable, str]:
    """The titles of the object and of all that it inherits from, as told to somebody who may not see all of it.

    `everybody` is of that object: nothing more is asked.
    """
    places = lineage(subject)
    held = zip(places, rungs_in_turn([(user, one) for one in places], everybody.rows), strict=True)
    return {one: _("a place you cannot see") if role is None else str(one) for one, role in held}


def lineage(subject: Shareable) -> list[Shareable]:
    """The object and all that it inherits from. One query if it stands in another that is not loaded."""
    load_above([subject])
    found = [subject]
    while not found[-1].restricted and (above := found[-1].access_parent) is not None:
        found.append(above)
    return found
