"""Compaction: the rows of a room become a snapshot, to start from, and archive rows, one for each author and sitting.

A snapshot is proved to say what the rows say before it takes their place (`realtime.snapshots`), in a process of its
own when it is large. It is stored together with the archive, and only over the snapshot it was made from: whoever is
late changes nothing. Only then are the rows deleted, those a lagging process may still ask for excepted. Whatever dies
wherever, the next compaction goes on.
"""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Sum
from django.db.models.functions import Length
from django.utils import timezone

from realtime import child, engine, log, quarantine, snapshots
from realtime.crashes import Mark, watch
from realtime.models import Archive, Head, Update
from realtime.snapshots import Made, Sitting

logger = logging.getLogger(__name__)

LARGE = 128 * 1024  # bytes of snapshot and rows, or…
MANY = 1_000  # …rows, from which a child does it: less is done here in a few milliseconds
FEW = 200  # rows behind the snapshot that are never too many…
SHARE = 0.25  # …as are those that make up less than this share of it…
TOO_MANY = 5_000  # …unless they are so many
TOO_MANY_WHILE_BUSY = 20_000
KEPT = timedelta(minutes=10)  # rows stay that long after they were written: other processes read on from where they are
PORTION = 500  # rows deleted in one transaction
BREATH = 0.005  # seconds between two portions: on SQLite others write then

_one = threading.Lock()  # a compaction at a time in one process


def compact(room: str, *, kept: timedelta = KEPT) -> bool:
    """Make and store the snapshot of all rows, then delete old rows; whether the room has one that says everything.

    False where nothing could be proved, or another compaction was faster. Raises `log.NoRoom`, `log.Incomplete`.
    """
    head, rows = _read(room)
    if head.quarantined_at:
        return False
    if rows:
        made = _make(head, rows)
        if made is None or not _store(head, rows[-1].last, made):
            return False
    tidy(room, kept=kept)
    return True


def _read(room: str) -> tuple[Head, list[Sitting]]:
    """The head, and every row that is not archived yet, as a sitting of its own."""
    for _attempt in range(3):
        head = Head.objects.filter(room=room).first()
        if head is None:
            raise log.NoRoom(room)
        found = Update.objects.filter(room=room, number__gt=head.archived).order_by("number")
        rows = [
            Sitting(author, number, number, at.timestamp(), at.timestamp(), bytes(content))
            for author, number, at, content in found.values_list("author", "number", "at", "content")
        ]
        if head.archived + len(rows) >= head.last and (not rows or rows[-1].last == head.archived + len(rows)):
            return head, rows
    raise log.Incomplete(room)


def _make(head: Head, rows: Sequence[Sitting]) -> Made | None:
    """None where it failed: everything stays as it is. A child that died accuses the room."""
    whole = head.snapshot is None or head.archived < head.snapshot_at  # the rows begin with the first
    snapshot = None if whole else bytes(head.snapshot or b"")
    begun = _begun(head.room, rows[0])
    size = len(snapshot or b"") + sum(len(one.content) for one in (*rows, *begun))
    try:
        if size > LARGE or len(rows) > MANY:
            return snapshots.ask(snapshot, rows, begun)
        with watch(head.room):
            return snapshots.make(snapshot, rows, begun)
    except child.Died:
        quarantine.accuse(Mark(head.room, b""))
    except engine.OURS:
        raise
    except BaseException as error:  # the engine's panics are no Exceptions
        logger.warning("room %s could not be compacted: %s", head.room, error)
    return None


def _begun(room: str, row: Sitting) -> list[Sitting]:
    """The last sitting of each author who wrote shortly before this row, unless it is a long one."""
    since = datetime.fromtimestamp(row.at - snapshots.SITTING, UTC)
    recent = Archive.objects.annotate(size=Length("content")).order_by("last")
    recent = recent.filter(room=room, until__gte=since, size__lte=snapshots.LONGEST_SITTING)
    return list(
        {
            one.author: Sitting(
                one.author, one.first, one.last, one.at.timestamp(), one.until.timestamp(), bytes(one.content)
            )
            for one in recent
        }.values()
    )


def _store(head: Head, last: int, made: Made) -> bool:
    """Snapshot and archive in one transaction, over what they were made from and nothing else."""
    same = Head.objects.filter(
        room=head.room, epoch=head.epoch, snapshot_at=head.snapshot_at, archived=head.archived, quarantined_at=None
    )
    if made.snapshot is None:
        logger.warning("room %s: no snapshot says what its rows say; it keeps its rows", head.room)
        same.update(faithful=False)
        return False
    sittings = [
        Archive(
            room=head.room,
            first=one.first,
            last=one.last,
            author=one.author,
            at=datetime.fromtimestamp(one.at, UTC),
            until=datetime.fromtimestamp(one.until, UTC),
            content=one.content,
        )
        for one in made.sittings
    ]
    with transaction.atomic():
        if not same.update(snapshot=made.snapshot, snapshot_at=last, archived=last, faithful=made.faithful):
            return False
        Archive.objects.bulk_create(
            sittings,
            batch_size=PORTION,
            update_conflicts=True,
            unique_fields=["room", "first"],
            update_fields=["last", "until", "content"],
        )
    if head.faithful and not made.faithful:
        logger.warning("room %s: the engine does not say what its rows say; it is served from bytes", head.room)
    return True


def tidy(room: str, *, kept: timedelta = KEPT) -> None:
    """Delete rows that are archived and old, in short transactions."""
    archived = Head.objects.filter(room=room, archived__gt=0).values_list("archived", flat=True).first()
    if archived is None:
        return
    old = Update.objects.filter(room=room, number__lte=archived, at__lte=timezone.now() - kept).order_by("number")
    while numbers := list(old.values_list("number", flat=True)[:PORTION]):
        with transaction.atomic():
            Update.objects.filter(room=room, number__lte=numbers[-1]).delete()
        time.sleep(BREATH)


# When


def is_due(room: str) -> bool:
    """Whether opening the room would cost much more than it has to."""
    head = Head.objects.filter(room=room, quarantined_at=None).annotate(size=Length("snapshot"))
    found = head.values_list("last", "snapshot_at", "size", "faithful").first()
    if found is None:
        return False
    last, snapshot_at, size, faithful = found
    if last - snapshot_at <= (FEW if faithful else TOO_MANY):
        return False
    tail = Update.objects.filter(room=room, number__gt=snapshot_at).aggregate(size=Sum(Length("content")))["size"]
    return last - snapshot_at > TOO_MANY or (tail or 0) > SHARE * (size or 0)


def compact_if_due(room: str, *, heavy: bool = False) -> None:
    """When a room fell quiet, or, known to be `heavy`, at once. If this process compacts another, the sweep comes to it."""
    if not _one.acquire(blocking=False):
        return
    try:
        if heavy or is_due(room):
            compact(room)
        else:
            tidy(room)
    except (log.NoRoom, log.Incomplete) as error:
        logger.warning("room %s could not be compacted: %s", room, error)
    finally:
        _one.release()


def sweep() -> int:
    """Compact what is due and quiet, or far too long, and delete old rows; how many rooms were looked at."""
    behind, quiet = F("last") - F("snapshot_at"), timezone.now() - timedelta(minutes=1)
    heads = Head.objects.filter(quarantined_at=None).annotate(behind=behind)
    old = Update.objects.filter(room=OuterRef("room"), number__lte=OuterRef("archived"), at__lte=timezone.now() - KEPT)
    rooms = {
        *heads.filter(behind__gt=TOO_MANY_WHILE_BUSY).values_list("room", flat=True),
        *heads.filter(behind__gt=FEW, updated_at__lt=quiet).values_list("room", flat=True),
        *heads.filter(Exists(old), archived__gt=0).values_list("room", flat=True),
    }
    for room in rooms:
        compact_if_due(room)
    return len(rooms)
