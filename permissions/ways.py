"""Why somebody sees an object: each grant, group and link that counts for them, and where it stands."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from permissions import roles
from permissions.models import Shareable
from permissions.rows import ENTERED, Row
from permissions.who import Everybody, lineage


class Way(NamedTuple):
    """`role` is what it is worth on the object that was asked about, `place` where it stands: there or above."""

    place: Shareable
    role: str
    group: str = ""  # its name
    by_link: bool = False


def ways(subject: Shareable, everybody: Everybody) -> dict[int, list[Way]]:
    """By account, nearest first."""
    here: dict[tuple[str, Any], list[Row]] = {}
    for row in everybody.rows:
        here.setdefault((row.kind, row.key), []).append(row)
    found: dict[int, list[Way]] = {}
    for place, kinds in way_down(subject):
        for user, way in _ways_at(place, kinds, here.get((place.kind, place.pk), [])):
            found.setdefault(user, []).append(way)
    return found


def _ways_at(place: Shareable, kinds: list[str], rows: list[Row]) -> Iterator[tuple[int, Way]]:
    """People's own grants, then those of their groups, then the link."""
    granted: dict[tuple[str, int], set[str]] = {}
    for row in rows:
        if row.rung != ENTERED:
            granted.setdefault((row.group, row.user), set()).add(row.rung)
    for (group, user), rungs in sorted(granted.items(), key=lambda one: one[0]):
        yield user, Way(place, roles.carried(kinds, str(roles.highest(place.kind, rungs))), group)
    if place.link_is_open:
        role = roles.carried(kinds, str(place.link_role))
        yield from ((row.user, Way(place, role, by_link=True)) for row in rows if row.rung == ENTERED)


def way_down(subject: Shareable) -> list[tuple[Shareable, list[str]]]:
    """The object and all it inherits from, each with the kinds that a rung comes down by, the object's own last."""
    found: list[tuple[Shareable, list[str]]] = []
    for one in lineage(subject):
        found.append((one, [one.kind, *(found[-1][1] if found else [])]))
    return found


def open_links(subject: Shareable) -> list[tuple[Any, str]]:
    """The links that count or would count on it, its own first: `(what they open, rung on the object)`."""
    return [(one, roles.carried(kinds, str(one.link_role))) for one, kinds in way_down(subject)]
