"""The one way into the log: numbered, gapless, each client id with its owner, one transaction for many rooms.

In plain SQL, for the sockets' writer does it many times a second: the ORM's objects would cost more than the rest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from realtime import relay
from realtime.models import Client, Head, Update
from realtime.refusals import OtherHistory, Quarantined
from realtime.update_reader import Refused

ROWS_AT_ONCE = 100  # in one statement: SQLite once allowed 999 values
HEADS = Head._meta.db_table
SELECT_HEADS = f"SELECT room, last, epoch, quarantined_at FROM {HEADS} WHERE room IN"  # noqa: S608
COUNT = f"UPDATE {HEADS} SET last = last + %s, updated_at = %s WHERE quarantined_at IS NULL"  # noqa: S608
MOVE_HEAD = f"UPDATE {HEADS} SET last = %s, updated_at = %s WHERE room = %s"  # noqa: S608
INSERT_UPDATES = f"INSERT INTO {Update._meta.db_table} (room, number, author, content, at) VALUES"


@dataclass(frozen=True)
class Entry:
    """One update to store. `clients` are the Yjs client ids it brings new content under, to be bound to `author`.

    `epoch` is that of the history it was written for; empty for acts, which have just read the history they change.
    """

    room: str
    author: str
    content: bytes
    clients: Sequence[int] = ()
    epoch: str = ""


class NoRoom(LookupError):
    """The room was never created, or was purged."""


class Busy(Exception):
    """Other transactions hold these rooms: the rest can be stored without them, and they after a while."""

    def __init__(self, rooms: Collection[str]) -> None:
        super().__init__(", ".join(sorted(rooms)))
        self.rooms = set(rooms)


def append(entries: Sequence[Entry], *, wait: bool = True) -> dict[str, int]:
    """Store updates in order, in the caller's transaction or in one of its own; the last number of each room.

    Numbers are gapless: the head row is locked until the commit. Raises `NoRoom`, `Refused` when a client id
    belongs to someone else, `Quarantined`, `OtherHistory`; `Busy` instead of waiting for others, where one need not
    `wait`. Then nothing is stored. The news goes out after the commit (`realtime.relay`).
    """
    if not entries:
        return {}
    rooms = sorted({entry.room for entry in entries})  # always in this order: two writers never wait for each other
    epochs = {(entry.room, entry.epoch) for entry in entries if entry.epoch}
    with transaction.atomic():
        numbers = _count_one(rooms[0], epochs, len(entries), wait=wait) if len(rooms) == 1 else None
        if numbers is None:
            numbers = lock(rooms, epochs, wait=wait)
            for entry in entries:
                numbers[entry.room] += 1
            _move_heads(numbers)
        _bind(entries)
        _insert(_numbered(entries, dict(numbers)))
        transaction.on_commit(lambda: relay.announce(numbers))
    return numbers


def _numbered(entries: Sequence[Entry], left: dict[str, int]) -> list[tuple[str, int, str, bytes]]:
    rows = []
    for entry in reversed(entries):
        rows.append((entry.room, left[entry.room], entry.author, entry.content))
        left[entry.room] -= 1
    return rows[::-1]


def _count_one(room: str, epochs: set[tuple[str, str]], count: int, *, wait: bool) -> dict[str, int] | None:
    """Lock one room and count its new rows, in one statement; None where that cannot be: `lock` says why."""
    where, values = "room = %s", [room]
    if not wait and connection.features.has_select_for_update:
        where = f"room = (SELECT room FROM {HEADS} WHERE room = %s FOR UPDATE SKIP LOCKED)"  # noqa: S608
    for _, epoch in epochs:
        where, values = f"{where} AND epoch = %s", [*values, epoch]
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"{COUNT} AND {where} RETURNING last", [count, at, *values])
        found = cursor.fetchone()
    return {room: found[0]} if found else None


def lock(rooms: Sequence[str], epochs: Collection[tuple[str, str]] = (), *, wait: bool = True) -> dict[str, int]:
    """The last numbers, under lock; on SQLite the transaction itself is the lock (IMMEDIATE).

    Raises `NoRoom`, `Quarantined`, `OtherHistory` if a room is not of its epoch, `Busy` (see `append`).
    """
    numbers: dict[str, int] = {}
    others = set(epochs)
    for room, last, epoch, quarantined_at in _heads(rooms, "" if wait else " SKIP LOCKED"):
        if quarantined_at is not None:
            raise Quarantined
        numbers[room] = last
        others.discard((room, epoch))
    if missing := set(rooms) - set(numbers):
        if not wait and (held := set(Head.objects.filter(room__in=missing).values_list("room", flat=True))):
            raise Busy(held)
        raise NoRoom(", ".join(sorted(missing)))
    if others:
        raise OtherHistory
    return numbers


def _heads(rooms: Sequence[str], skip: str) -> list[tuple[str, int, str, object]]:
    how = f" FOR UPDATE{skip}" if connection.features.has_select_for_update else ""
    found: list[tuple[str, int, str, object]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rooms), ROWS_AT_ONCE):
            some = rooms[start : start + ROWS_AT_ONCE]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"{SELECT_HEADS} ({places}) ORDER BY room{how}", some)
            found += cursor.fetchall()
    return found


def _insert(rows: Sequence[tuple[str, int, str, bytes]]) -> None:
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
            cursor.execute(f"{INSERT_UPDATES} {places}", [value for row in some for value in (*row, at)])


def _move_heads(numbers: dict[str, int]) -> None:
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.executemany(MOVE_HEAD, [(last, at, room) for room, last in numbers.items()])


def _bind(entries: Sequence[Entry]) -> None:
    """Record whose new client ids are, in the transaction that first stores content under them (DESIGN §4.3)."""
    wanted = {(entry.room, client): entry.author for entry in entries for client in entry.clients}
    if not wanted:
        return
    Client.objects.bulk_create(
        [Client(room=room, client=client, author=author) for (room, client), author in wanted.items()],
        ignore_conflicts=True,
    )
    found = Client.objects.filter(room__in={room for room, _ in wanted}, client__in={client for _, client in wanted})
    for room, client, author in found.values_list("room", "client", "author"):
        if wanted.get((room, client), author) != author:
            raise Refused("a client id of someone else")
