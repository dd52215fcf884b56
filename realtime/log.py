"""The log: all the SQL of collaboration. An edit is visible to others, and acknowledged, only once it is in here.

Everything in memory can be rebuilt from these rows. `append` is the one way in: the sockets' writer and every
server-side edit call it.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from realtime import crashes, engine, limits
from realtime.appending import Busy, Entry, NoRoom, append, lock
from realtime.models import Archive, Client, Head, Quarantine, SetAside, Update
from realtime.opened import Opened, shelf
from realtime.refusals import Full, Quarantined

__all__ = ["Busy", "Entry", "NoRoom", "Quarantined", "append"]


@dataclass(frozen=True)
class Row:
    """One update as stored. Without an author it may be several in one: `owners` says whose they are."""

    number: int
    author: str
    content: bytes


@dataclass(frozen=True)
class Stored:
    """A room as stored: a snapshot, then `tail`, up to number `last`.

    Where it is not `faithful`, the engine's Doc says something else than Yjs: serve bytes. In quarantine (`quarantined`)
    the snapshot is the last good one, alone, and nothing may be written.
    """

    room: str
    epoch: str
    last: int
    snapshot: bytes | None
    tail: list[bytes]
    faithful: bool = True
    quarantined: bool = False

    @property
    def snapshot_at(self) -> int:
        return self.last - len(self.tail) if self.snapshot else 0

    def parts(self) -> list[bytes]:
        return ([self.snapshot] if self.snapshot else []) + self.tail


class Incomplete(Exception):
    """Rows are missing that the head counts: what was read is not the document, least of all an empty one."""


def create(room: str) -> None:
    Head.objects.create(room=room, epoch=secrets.token_hex(8))


def load(room: str) -> Stored:
    """Everything stored of a room. Raises `NoRoom`; `Incomplete` rather than give less than there is."""
    crashes.collect_once()
    for _attempt in range(3):  # a compaction may come between the two questions
        head = Head.objects.filter(room=room).first()
        if head is None:
            raise NoRoom(room)
        if head.quarantined_at:
            good = Quarantine.objects.values_list("good", flat=True).filter(room=room).first()
            return Stored(room, head.epoch, head.last, bytes(good) if good else None, [], quarantined=True)
        snapshot = bytes(head.snapshot) if head.snapshot else None
        after = head.snapshot_at if snapshot else 0
        rows = _rows(room, after)
        if _gapless(rows, after) and after + len(rows) >= head.last:
            return Stored(room, head.epoch, after + len(rows), snapshot, [row.content for row in rows], head.faithful)
    raise Incomplete(room)


def read(room: str, after: int) -> list[Row]:
    """What was said since number `after`, in order. Where rows are gone into a snapshot, that comes first, whole."""
    rows = _rows(room, after)
    if rows and _gapless(rows, after):
        return rows
    head = Head.objects.filter(room=room, snapshot_at__gt=after).first()
    if head is None or not head.snapshot:
        return rows
    return [Row(head.snapshot_at, "", bytes(head.snapshot)), *_rows(room, head.snapshot_at)]


def _rows(room: str, after: int) -> list[Row]:
    rows = Update.objects.filter(room=room, number__gt=after).order_by("number")
    return [Row(n, author, bytes(content)) for n, author, content in rows.values_list("number", "author", "content")]


def _gapless(rows: Sequence[Row], after: int) -> bool:
    return not rows or rows[-1].number == after + len(rows)


def standing(rooms: Iterable[str]) -> dict[str, tuple[int, str, bool]]:
    """Where each room stands: its last number, its epoch, and whether it is in quarantine."""
    found = Head.objects.filter(room__in=list(rooms)).values_list("room", "last", "epoch", "quarantined_at")
    return {room: (last, epoch, since is not None) for room, last, epoch, since in found}


def is_quarantined(room: str) -> bool:
    return Head.objects.filter(room=room).exclude(quarantined_at=None).exists()


@dataclass(frozen=True)
class Snapshot:
    """Everything up to and including number `at`."""

    at: int
    content: bytes
    faithful: bool


def newer_snapshot(room: str, after: int) -> Snapshot | None:
    """The stored snapshot, if it reaches beyond number `after`."""
    heads = Head.objects.filter(room=room, snapshot_at__gt=after)
    found = heads.values_list("snapshot_at", "snapshot", "faithful").first()
    return Snapshot(found[0], bytes(found[1]), found[2]) if found and found[1] else None


def owners(room: str) -> dict[int, str]:
    """Whose each client id is."""
    return dict(Client.objects.filter(room=room).values_list("client", "author"))


Allowed = Callable[[], None]  # raises for somebody who may not write


def submit(room: str, author: str, content: bytes, epoch: str = "", allowed: Allowed | None = None) -> int:
    """Pass an update through the gate and store it, for callers without a room: HTTP, acts, commands. Its number.

    Raises `NoRoom`, `Refused`, `Full`, `Gap`, and `OtherHistory` if it was written for another `epoch` than is in force;
    whatever `allowed` raises, which is called under the lock: one may have waited long for it.
    Saying again what is known stores nothing and returns the last number. What is slow comes before the lock; under it
    only what others wrote meanwhile is read.
    """
    opened = bring_forward(room)
    with transaction.atomic():
        lock([room], [(room, epoch)] if epoch else ())
        if allowed is not None:
            allowed()
        opened = bring_forward(room, opened)
        checked = opened.gate.check(content, most=limits.MOST_ITEMS_POSTED)
        if checked.fresh and opened.size + len(content) > limits.LARGEST_STATE:
            raise Full
        content, says_something = engine.take_in(opened.gate, opened.trial, checked, content)
        if says_something:
            opened.gate.accept(checked)
            opened.number = append([Entry(room, author, content, checked.fresh)])[room]
            opened.size += len(content)
        transaction.on_commit(lambda: shelf.put(opened))
        return opened.number


def bring_forward(room: str, opened: Opened | None = None) -> Opened:
    """A room as it stands now, from what was kept if that is still of the same text. Raises `NoRoom`."""
    opened = opened or shelf.take(room)
    last, epoch, _ = standing([room]).get(room, (0, "", False))
    if opened is None or opened.epoch != epoch or opened.number > last:
        return Opened.of(load(room))
    if opened.number < last:
        opened.learn(read(room, opened.number))
    return opened


def waits_for_settling(room: str, number: int) -> bool:
    """Whether nothing was derived yet from update `number`."""
    return Head.objects.filter(room=room, settled__lt=number).exists()


def claim_settling(room: str, number: int) -> int | None:
    """Claim the derivation of what follows from update `number`: where it stood before, or None if another took it.

    In the caller's transaction, so that a derivation that fails gives the claim back.
    """
    before = Head.objects.filter(room=room).values_list("settled", flat=True).first()
    if before is None:
        return None
    claimed = Head.objects.filter(room=room, settled=before, settled__lt=number).update(settled=number, crashes=0)
    return before if claimed else None


def unsettled(*, quiet_for: float = 60.0) -> list[tuple[str, int]]:
    """Rooms with updates that nothing was derived from, quiet for some seconds: what a crash left behind."""
    before = timezone.now() - timedelta(seconds=quiet_for)
    return list(Head.objects.filter(settled__lt=F("last"), updated_at__lt=before).values_list("room", "last"))


def authors_between(room: str, after: int, until: int) -> list[str]:
    """Who wrote a number above `after`, up to `until`; where rows are gone, whoever was writing at that time."""
    rows = Update.objects.filter(room=room, number__gt=after, number__lte=until)
    found = set(rows.values_list("author", flat=True).distinct())
    kept = rows.order_by("number").values_list("number", flat=True).first()
    if kept != after + 1:
        gone = min(until, kept - 1) if kept else until
        sittings = Archive.objects.filter(room=room, last__gt=after, first__lte=gone)
        found |= set(sittings.values_list("author", flat=True))
    return sorted(found - {""})


def purge(room: str) -> None:
    """Delete everything of a room, for ever."""
    with transaction.atomic():
        for model in (Update, Archive, SetAside, Client, Quarantine, Head):
            model.objects.filter(room=room).delete()
