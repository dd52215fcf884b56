"""An edit made by the server itself: an accepted proposal, a comment's mark, a version restored (DESIGN §4).

It passes through no open room: it reads the log to its head under the lock, so that what it decides (is the passage
still there?) holds when it is stored. On commit the relay announces the number as for anybody's edit.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from pycrdt import Doc

from realtime import engine, limits, log, relay
from realtime.appending import Entry, append, lock
from realtime.opened import Opened, shelf
from realtime.refusals import Full

T = TypeVar("T")


def edit(
    room: str, author: str, change: Callable[["Doc[Any]"], T], allowed: log.Allowed | None = None
) -> tuple[T, int]:
    """What `change` returns, and the number of the log after it; a change that changes nothing stores nothing.

    `change` is called under the lock of the room with a Doc of its whole text, under a fresh client id; whatever it
    raises leaves the text as it was. Raises `NoRoom`, `Quarantined`, `Full`, `Refused`, and what `allowed` raises.
    """
    opened = log.bring_forward(room)
    with transaction.atomic():
        lock([room])
        if allowed is not None:
            allowed()
        opened = log.bring_forward(room, opened)
        doc = engine.open_doc(log.load(room).parts(), room)
        before = doc.get_state()
        changes: list[Any] = []
        watch = doc.observe(changes.append)
        result = change(doc)
        doc.unobserve(watch)
        if changes:  # deletions move no state vector
            _store(opened, author, doc.get_update(before))
        transaction.on_commit(lambda: shelf.put(opened))
        return result, opened.number


def _store(opened: Opened, author: str, content: bytes) -> None:
    checked = opened.gate.check(content, most=limits.MOST_ITEMS_POSTED)
    if checked.fresh and opened.size + len(content) > limits.LARGEST_STATE:
        raise Full
    content, says_something = engine.take_in(opened.gate, opened.trial, checked, content)
    if says_something:
        opened.gate.accept(checked)
        opened.number = append([Entry(opened.room, author, content, checked.fresh)])[opened.room]
        opened.size += len(content)


def tell_beside(room: str, topic: str) -> None:
    """After the commit, tell the open pages of a room that something beside its text changed: they ask again for it.

    `topic` is a plain word ("threads", "suggestions"); what changed travels nowhere, so no right is passed over.
    """
    transaction.on_commit(lambda: relay.beside([room], topic))
