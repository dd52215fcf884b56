"""The log: all the SQL of collaboration. An edit is visible to others, and acknowledged, only once it is in here.

Everything in memory can be rebuilt from these rows. `append` is the one way in: the sockets' writer and every
server-side edit call it.
"""

import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from realtime import engine, relay
from realtime.gate import Gap, Gate, Refused
from realtime.models import Client, Head, Update

logger = logging.getLogger(__name__)

COMPACT_AFTER = 500  # rows behind the snapshot


@dataclass(frozen=True)
class Entry:
    """One update to store. `clients` are the Yjs client ids it brings new content under, to be bound to `author`."""

    room: str
    author: str
    content: bytes
    clients: Sequence[int] = ()


@dataclass(frozen=True)
class Row:
    """One update as stored."""

    number: int
    author: str
    content: bytes


@dataclass(frozen=True)
class Stored:
    """A room as stored: `snapshot` up to `snapshot_at`, then `tail`, up to `last`."""

    room: str
    epoch: str
    last: int
    snapshot: bytes | None
    tail: list[bytes]

    def parts(self) -> list[bytes]:
        return ([self.snapshot] if self.snapshot else []) + self.tail


class NoRoom(LookupError):
    """The room was never created, or was purged."""


def create(room: str) -> None:
    Head.objects.create(room=room, epoch=secrets.token_hex(8))


def append(entries: Sequence[Entry]) -> dict[str, int]:
    """Store updates in order, in the caller's transaction or in one of its own; the last number of each room.

    Numbers are gapless: the head row is locked until the commit. Raises `NoRoom`, `Refused` when a client id
    belongs to someone else. The news goes out after the commit (`realtime.relay`).
    """
    if not entries:
        return {}
    rooms = sorted({entry.room for entry in entries})  # always in this order: two writers never wait for each other
    with transaction.atomic():
        heads = {head.room: head for head in _locked(rooms)}
        if missing := set(rooms) - set(heads):
            raise NoRoom(", ".join(sorted(missing)))
        _bind(entries)
        rows = []
        for entry in entries:
            heads[entry.room].last += 1
            rows.append(
                Update(room=entry.room, number=heads[entry.room].last, author=entry.author, content=entry.content)
            )
        Update.objects.bulk_create(rows)
        for head in heads.values():
            Head.objects.filter(room=head.room).update(last=head.last, updated_at=timezone.now())
        numbers = {head.room: head.last for head in heads.values()}
        transaction.on_commit(lambda: relay.announce(numbers))
    return numbers


def _locked(rooms: list[str]) -> Iterable[Head]:
    """Heads without their snapshots, under lock; on SQLite the transaction itself is the lock (IMMEDIATE)."""
    heads = Head.objects.filter(room__in=rooms).order_by("room").defer("snapshot")
    return heads.select_for_update() if connection.features.has_select_for_update else heads


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


def load(room: str) -> Stored:
    """Everything stored of a room; raises `NoRoom`."""
    head = Head.objects.filter(room=room).first()
    if head is None:
        raise NoRoom(room)
    snapshot = bytes(head.snapshot) if head.snapshot else None
    after = head.snapshot_at if snapshot else 0
    rows = read(room, after)
    last = rows[-1].number if rows else after
    return Stored(room, head.epoch, last, snapshot, [row.content for row in rows])


def read(room: str, after: int) -> list[Row]:
    """The updates numbered above `after`, in order."""
    rows = Update.objects.filter(room=room, number__gt=after).order_by("number")
    return [Row(n, author, bytes(content)) for n, author, content in rows.values_list("number", "author", "content")]


def last_numbers(rooms: Iterable[str]) -> dict[str, int]:
    return dict(Head.objects.filter(room__in=list(rooms)).values_list("room", "last"))


def owners(room: str) -> dict[int, str]:
    """Whose each client id is."""
    return dict(Client.objects.filter(room=room).values_list("client", "author"))


def submit(room: str, author: str, content: bytes) -> int:
    """Pass an update through the gate and store it, for callers without a room: HTTP, acts, commands. Its number.

    Raises `NoRoom`, `Refused`, `Gap`. Saying again what is known stores nothing and returns the last number. What is
    slow comes before the lock; under it only what others wrote meanwhile is read.
    """
    stored = load(room)
    gate, trial = engine.open_gate(stored.parts()), engine.Trial(stored.parts())
    with transaction.atomic():
        if not list(_locked([room])):
            raise NoRoom(room)
        newer = read(room, stored.last)
        for row in newer:
            gate.learn(row.content)
            trial.apply(row.content)
        checked = gate.check(content)
        content, says_something = engine.take_in(gate, trial, checked, content)
        if not says_something:
            return newer[-1].number if newer else stored.last
        return append([Entry(room, author, content, checked.fresh)])[room]


def compact(room: str) -> bool:
    """Make a snapshot of all rows, which stay: history reads them. False when the engine's own encoding is not faithful.

    The snapshot is kept only if it passes the gate, loads again and takes every client as far (DESIGN §10.8b).
    """
    stored = load(room)
    if not stored.tail:
        return True
    snapshot = engine.open_doc(stored.parts()).get_update()
    if not _faithful(snapshot, stored.parts()):
        logger.warning("room %s: the snapshot is not faithful and was not kept", room)
        return False
    newer = Head.objects.filter(room=room, snapshot_at__lt=stored.last)
    newer.update(snapshot=snapshot, snapshot_at=stored.last)
    return True


def compact_if_long(room: str) -> None:
    head = Head.objects.filter(room=room).values_list("last", "snapshot_at").first()
    if head is not None and head[0] - head[1] > COMPACT_AFTER:
        compact(room)


def _faithful(snapshot: bytes, parts: Sequence[bytes]) -> bool:
    try:
        again = Gate()
        again.accept(again.check(snapshot))
        engine.open_doc([snapshot])
        return again.clocks == engine.open_gate(parts).clocks
    except (Refused, Gap, ValueError, RuntimeError):
        return False


def claim_settling(room: str, number: int) -> int | None:
    """Claim the derivation of what follows from update `number`: where it stood before, or None if another took it.

    In the caller's transaction, so that a derivation that fails gives the claim back.
    """
    before = Head.objects.filter(room=room).values_list("settled", flat=True).first()
    if before is None:
        return None
    claimed = Head.objects.filter(room=room, settled=before, settled__lt=number).update(settled=number)
    return before if claimed else None


def unsettled(*, quiet_for: float = 60.0) -> list[tuple[str, int]]:
    """Rooms with updates that nothing was derived from, quiet for some seconds: what a crash left behind."""
    before = timezone.now() - timedelta(seconds=quiet_for)
    return list(Head.objects.filter(settled__lt=F("last"), updated_at__lt=before).values_list("room", "last"))


def authors_between(room: str, after: int, until: int) -> list[str]:
    rows = Update.objects.filter(room=room, number__gt=after, number__lte=until).exclude(author="")
    return list(rows.values_list("author", flat=True).distinct())


def purge(room: str) -> None:
    """Delete everything of a room, for ever."""
    with transaction.atomic():
        for model in (Update, Client, Head):
            model.objects.filter(room=room).delete()
