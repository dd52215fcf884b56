"""Erases what one person wrote in a room, in everything stored of it; the room goes on under a new epoch.

The new epoch makes every open page and every kept copy start afresh: an old one would bring the words back.
"""

import json
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from realtime import engine, own_words
from realtime.models import Archive, Head, Quarantine, SetAside, Update
from realtime.own_words import Keeps, Names
from realtime.protocol import BadFrame
from realtime.update_reader import Refused

logger = logging.getLogger(__name__)

UNREADABLE = (Refused, BadFrame, IndexError, UnicodeDecodeError, json.JSONDecodeError, RecursionError)
ATTEMPTS = 5  # to do it while nobody writes; the last one holds everybody up

Standing = tuple[Any, ...]


@dataclass(frozen=True)
class Row:
    """Some stored bytes: where they stand, and whose they are ("" for a mixture)."""

    model: Any
    key: Any
    column: str
    author: str
    content: bytes


def erase_words(room: str, author: str, *, keeps: Keeps) -> bool:
    """Whether there was anything of them. `keeps` says which attributes and marks are structure."""
    for attempt in range(ATTEMPTS):
        last = attempt == ATTEMPTS - 1
        before = _standing(room)
        if before is None:
            return False
        prepared = None if last else _prepare(room, author, keeps)
        with transaction.atomic():
            Head.objects.select_for_update().filter(room=room).values_list("pk").first()
            if last or _standing(room) == before:
                changed = _prepare(room, author, keeps) if prepared is None else prepared
                return store(room, changed)
    return False


def _standing(room: str) -> Standing | None:
    """What changes when somebody writes or a compaction comes in between."""
    heads = Head.objects.filter(room=room)
    return heads.values_list("last", "snapshot_at", "archived", "epoch", "quarantined_at").first()


def _prepare(room: str, author: str, keeps: Keeps) -> list[Row]:
    """Long for a long text: the rows that change, as they are to be."""
    clients = own_words.clients_of(room, author)
    names, readable = Names(), []
    changed = []
    for row in rows_of(room):
        try:
            names.learn(row.content)
            readable.append(row)
        except UNREADABLE:
            if row.author == author:
                changed.append(Row(row.model, row.key, row.column, author, engine.EMPTY))
            else:
                logger.warning("room %s: a row of %s cannot be read and stays", room, row.model.__name__)
    for row in readable:
        content = own_words.without(row.content, clients, names, keeps)
        if content != row.content:
            changed.append(Row(row.model, row.key, row.column, row.author, content))
    return changed


def rows_of(room: str) -> Iterator[Row]:
    for model, column in ((Head, "snapshot"), (Quarantine, "good")):
        for key, content in model.objects.filter(pk=room).values_list("pk", column):
            if content:
                yield Row(model, key, column, "", bytes(content))
    kept: tuple[Any, ...] = (Archive, Update, SetAside)
    for model in kept:
        for key, author, content in (
            model.objects.filter(room=room).order_by("pk").values_list("pk", "author", "content")
        ):
            yield Row(model, key, "content", author, bytes(content))


def store(room: str, changed: list[Row], *, anyway: bool = False) -> bool:
    """Whether anything changed, or the room begins a new epoch `anyway`."""
    if not changed and not anyway:
        return False
    for row in changed:
        row.model.objects.filter(pk=row.key).update(**{row.column: row.content})
    Head.objects.filter(room=room).update(epoch=secrets.token_hex(8))
    return True
