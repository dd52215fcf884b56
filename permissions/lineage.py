"""Objects that stand in others of their kind: what is above them, and what is below, one query each however deep."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from permissions.models import Shareable

DEEPEST = 8  # levels: a tree that a person can still find their way in


def load_above(subjects: Sequence[Shareable]) -> None:
    """Put in their places what the objects inherit from, so that no later look asks the database. At most one query."""
    if not subjects or (field := subjects[0].nest_field) is None:
        return
    model = type(subjects[0])
    known: dict[Any, Any] = {subject.pk: subject for subject in subjects}
    wanted = {getattr(one, f"{field}_id") for one in subjects if _looks_up(one, field)} - known.keys()
    if wanted:
        known = {one.pk: one for one in _walked_up(model, *_these(model, wanted))} | known
    _put_in_place(known, field)


def with_above(found: Any, key: Any) -> Any:
    """The object of a queryset with this key, or None; what it inherits from is in its place. One query."""
    model = found.model
    seed = found.filter(pk=key).order_by().values("pk").query.sql_with_params()
    known = {one.pk: one for one in _walked_up(model, *seed)}
    _put_in_place(known, model.nest_field)
    return known.get(key)


def _walked_up(model: Any, seed: str, values: Any) -> Any:
    upwards = _walk(model, seed, values, up=True, past_restricted=False)
    return _holding(model._base_manager.filter(pk__in=upwards).defer(*_heavy(model)), model)


def _put_in_place(known: dict[Any, Any], field: str) -> None:
    for one in known.values():
        if _looks_up(one, field) and (place := known.get(getattr(one, f"{field}_id"))) is not None:
            setattr(one, field, place)


def first_end(subject: Shareable | None) -> float | None:
    """When the first open link ends that counts here, its own or of what it inherits from (seconds since the epoch).

    Asks nothing once `load_above` has been called.
    """
    ends = []
    while subject is not None:
        if subject.link_until is not None and subject.link_is_open:
            ends.append(subject.link_until.timestamp())
        subject = None if subject.restricted else subject.access_parent
    return min(ends, default=None)


def _looks_up(subject: Any, field: str) -> bool:
    """Whether what it stands in matters, and is not loaded yet."""
    stands = getattr(subject, f"{field}_id") is not None
    return stands and not subject.restricted and field not in subject._state.fields_cache


def _heavy(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.get_internal_type() == "TextField"]


def _holding(found: Any, model: type[Shareable]) -> Any:
    return found.select_related(model.parent_field) if model.parent_field else found


def above(model: Any, keys: Iterable[Any]) -> Any:
    """The objects with these keys and all that they stand in, restricted or not."""
    return model._base_manager.filter(pk__in=_walk(model, *_these(model, keys), up=True))


def below(model: Any, keys: Iterable[Any]) -> Any:
    """The objects with these keys and all that stands in them, restricted or not."""
    return model._base_manager.filter(pk__in=_walk(model, *_these(model, keys), up=False))


def inheriting_from(found: Any) -> Q:
    """The objects of a queryset, and what stands in them as far as nothing is restricted."""
    try:
        seed = found.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Q(pk__in=[])
    return Q(pk__in=_walk(found.model, *seed, up=False, past_restricted=False))


def _these(model: Any, keys: Iterable[Any]) -> tuple[str, list[Any]]:
    stored = [model._meta.pk.get_db_prep_value(key, connection) for key in keys]
    places = ", ".join(["%s"] * len(stored)) or "NULL"
    key = model._meta.pk.column
    return f"SELECT {key} FROM {model._meta.db_table} WHERE {key} IN ({places})", stored  # noqa: S608


def _walk(model: Any, seed: str, values: Any, *, up: bool, past_restricted: bool = True) -> RawSQL:
    """The keys that a statement gives, and those met on the way from there, up or down, in one recursive query."""
    table, key, place = model._meta.db_table, model._meta.pk.column, f"{model.nest_field}_id"
    step = f"t.{place} FROM {table} t JOIN found ON t.{key} = found.id AND t.{place} IS NOT NULL"
    if not up:
        step = f"t.{key} FROM {table} t JOIN found ON t.{place} = found.id"
    stop = "" if past_restricted else " WHERE NOT t.restricted"
    return RawSQL(  # noqa: S611  names come from our models, values are parameters
        f"WITH RECURSIVE found(id) AS ({seed} UNION SELECT {step}{stop}) SELECT id FROM found",  # noqa: S608
        values,
    )
