"""What the tables of grants and of links say of some people, or of everybody, on some objects: one query for all of it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection

from accounts.models import Organisation, PeopleGroup
from permissions.models import Shareable, entry_model, grant_model

ENTERED = "entered"

Model = type[Shareable]
Keys = Mapping[Model, Sequence[Any]]
Held = dict[tuple[Any, str, Any], set[str]]  # (account's key, kind, object's key) -> rungs granted, and "entered"


class Row(NamedTuple):
    """A rung that somebody holds on an object, or "entered"; `group` is the name of the group it comes by, "" for none."""

    user: Any
    kind: str
    key: Any
    rung: str
    group: str = ""


def rows_on(objects: Keys, users: Sequence[Any]) -> list[Row]:
    """By grants to these accounts or to their groups, or by the link; groups are not named.

    `objects` are keys by model. One plain SQL query: it is asked for every batch written.
    """
    return _read(objects, users) if users and objects else []


def rows_of_everybody(objects: Keys) -> list[Row]:
    """The same of all who hold something there, groups by their names. One query."""
    return _read(objects, None)


def held_in(rows: Iterable[Row]) -> Held:
    held: Held = {}
    for row in rows:
        held.setdefault((row.user, row.kind, row.key), set()).add(row.rung)
    return held


def _read(objects: Keys, users: Sequence[Any] | None) -> list[Row]:
    stored = {model: {_stored(model, key): key for key in keys} for model, keys in objects.items()}
    values = [value for keys in stored.values() for value in [*(users or ()), *keys] * 3]
    known = {
        str(model._meta.model_name): {str(one): key for one, key in keys.items()} for model, keys in stored.items()
    }
    counted = tuple((model, len(keys)) for model, keys in stored.items())
    with connection.cursor() as cursor:
        cursor.execute(_sql(counted, None if users is None else len(users)), values)
        return [
            Row(user, kind, known[kind][key], codename.removesuffix(f"_{kind}"), group)
            for user, kind, key, codename, group in cursor.fetchall()
        ]


def _stored(model: Model, key: Any) -> Any:
    return model._meta.pk.get_db_prep_value(key, connection)


@lru_cache(maxsize=256)
def _sql(objects: tuple[tuple[Model, int], ...], users: int | None) -> str:
    """A statement that wants, for each model, the users (unless None) and the objects, three times; it gives `Row`s."""
    return " UNION ".join(_of_model(model, keys, users) for model, keys in objects)


def _of_model(model: Model, keys: int, users: int | None) -> str:
    of_user, of_group = grant_model(model, "user")._meta.db_table, grant_model(model, "group")._meta.db_table
    members, entries = get_user_model().groups.through._meta.db_table, entry_model(model)._meta.db_table
    key, about = "CAST({0}.content_object_id AS varchar)", f"{{0}}.content_object_id IN ({_places(keys)})"
    whose = "" if users is None else f"{{0}}.user_id IN ({_places(users)}) AND "
    name, owners = ("''", "") if users is not None else _owners()
    kind, permission = f"'{model._meta.model_name}'", "JOIN auth_permission p ON p.id = g.permission_id"
    return (
        f"SELECT g.user_id, {kind}, {key.format('g')}, p.codename, '' FROM {of_user} g {permission} "  # noqa: S608
        f"WHERE {whose.format('g')}{about.format('g')} "
        f"UNION SELECT m.user_id, {kind}, {key.format('g')}, p.codename, {name} FROM {of_group} g {permission} "
        f"JOIN {members} m ON m.group_id = g.group_id {owners}WHERE {whose.format('m')}{about.format('g')} "
        f"UNION SELECT e.user_id, {kind}, {key.format('e')}, '{ENTERED}', '' FROM {entries} e "
        f"WHERE {whose.format('e')}{about.format('e')}"
    )


def _owners() -> tuple[str, str]:
    """The name of the group of a grant, as `accounts.members.name_of_group` tells it, and the joins that it wants."""
    organisations, people = Organisation._meta.db_table, PeopleGroup._meta.db_table
    return (
        "COALESCE(o.name, c.name, n.name)",
        f"JOIN auth_group n ON n.id = g.group_id LEFT JOIN {organisations} o ON o.group_id = n.id "
        f"LEFT JOIN {people} c ON c.group_id = n.id ",
    )


def _places(count: int) -> str:
    return ", ".join(["%s"] * count)
