"""What a database holds, asked in plain SQL, so that a copy is asked in the same way as the database in use."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import models

# A backup holds no session: whoever steals it could be everybody. A restore keeps those of the moment (decision 0016).
SESSIONS = "django_session"
LISTED = "usersessions_usersession"  # allauth's list of them names their keys
END_SESSIONS = (f"DELETE FROM {SESSIONS}", f"DELETE FROM {LISTED}")  # noqa: S608


Ask = Callable[[str], list[tuple[Any, ...]]]


class Damaged(CommandError):
    """The database is not whole: it cannot be copied."""


def new_epoch() -> str:
    """SQL, not an act: it must come in the transaction that replaces the database."""
    return f"UPDATE realtime_head SET epoch = '{secrets.token_hex(8)}'"  # noqa: S608  sixteen hexadecimal digits


@dataclass(frozen=True)
class Facts:
    """`migrations`: applied ones by app. `counts`: rows by table. `files`: what rows name, as paths below MEDIA_ROOT."""

    migrations: dict[str, list[str]]
    counts: dict[str, int]
    files: list[str]


def gather(ask: Ask, tables: set[str]) -> Facts:
    """`ask` runs one query and returns its rows; all of them must see the same moment."""
    if "django_migrations" not in tables:
        return Facts({}, {}, [])
    migrations: dict[str, list[str]] = {}
    for app, name in ask("SELECT app, name FROM django_migrations ORDER BY id"):
        migrations.setdefault(app, []).append(name)
    ours = [model._meta for model in apps.get_models(include_auto_created=True)]
    known = {meta.db_table: meta for meta in ours if meta.managed and meta.db_table in tables}
    counted = sorted(set(known) - {SESSIONS, LISTED})
    counts = {name: ask(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in counted}  # noqa: S608  names of ours
    columns = [
        (name, field.column)
        for name, meta in known.items()
        for field in meta.local_fields
        if isinstance(field, models.FileField)
    ]
    files = [row[0] for name, column in columns for row in ask(f'SELECT "{column}" FROM "{name}"')]  # noqa: S608
    return Facts(migrations, counts, sorted(path for path in files if path))
