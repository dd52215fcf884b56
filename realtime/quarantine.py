"""Rooms set apart because their text ends the process that opens it: how they get there, and how they come back."""

import logging
import secrets
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.mail import mail_admins
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from realtime import child, crashes, engine, examining, log
from realtime.crashes import Mark
from realtime.examining import Verdict
from realtime.gate import Gate, Refused
from realtime.models import Archive, Head, Quarantine, SetAside, Update

logger = logging.getLogger(__name__)

T = TypeVar("T")

UNEXPLAINED = 10  # deaths since the room was last quiet that no child could repeat: a process killed from outside
WORTH_A_LOOK = 16 * 1024  # bytes of a row: the deepest nesting in fewer is no harm to the engine
HELD_OUT = 0  # the number under which an update is examined that was not stored yet


def accuse(mark: Mark) -> bool:
    """A process died in the engine for this room, or failed to open it; whether the room is in quarantine because of it.

    What is stored, and what was being taken, is tried in a child process. If that dies too, or finds what should not
    be there, it is the second time. If all is well there, the death came from outside: it is only counted.
    """
    Head.objects.filter(room=mark.room).update(crashes=F("crashes") + 1)
    head = Head.objects.filter(room=mark.room, quarantined_at=None).defer("snapshot").first()
    if head is None:
        return False
    logger.warning("room %s: a process failed in the engine, and the room is examined", mark.room)
    try:
        verdict = examine(mark.room, mark.content or b"")
    except (child.Failed, log.NoRoom) as error:
        logger.warning("room %s could not be examined: %s", mark.room, error)
        return False
    if not verdict.guilty and head.crashes < UNEXPLAINED:
        return False
    reasons = [f"{number}: {reason}" for number, reason in verdict.suspects] or ["the process ended again and again"]
    return begin(mark.room, "; ".join(reasons), verdict)


def examine(room: str, held_out: bytes = b"") -> Verdict:
    """Try everything stored of a room, apart; if its snapshot fails, the archive from which it can be made again."""
    head = Head.objects.filter(room=room).first()
    if head is None:
        raise log.NoRoom(room)
    base = [(head.snapshot_at, bytes(head.snapshot))] if head.snapshot else []
    after = head.snapshot_at if head.snapshot else 0
    rows = Update.objects.filter(room=room, number__gt=after).order_by("number").values_list("number", "content")
    tail = [(number, bytes(content)) for number, content in rows]
    last = [(HELD_OUT, held_out)] if held_out else []
    verdict = _try([*base, *tail, *last], proved=len(base))
    if base and any(number == head.snapshot_at for number, _why in verdict.suspects) and head.archived == after:
        archive = Archive.objects.filter(room=room).order_by("first").values_list("last", "content")
        sittings = [(number, bytes(content)) for number, content in archive]
        again = _try([*sittings, *tail], proved=len(sittings))
        again.suspects.append((head.snapshot_at, "the snapshot itself"))
        return again
    return verdict


def _try(numbered: list[tuple[int, bytes]], proved: int) -> Verdict:
    return examining.examine(
        [number for number, _part in numbered], [part for _number, part in numbered], proved=proved
    )


def begin(room: str, reason: str, verdict: Verdict) -> bool:
    """Set a room apart, and tell the administrators; False if it was already, or is not there."""
    with transaction.atomic():
        apart = Head.objects.filter(room=room, quarantined_at=None).update(quarantined_at=timezone.now())
        if not apart:
            return False
        told = {"reason": reason[:250], "good": verdict.good, "suspects": verdict.suspects}
        Quarantine.objects.update_or_create(room=room, defaults=told)
        transaction.on_commit(lambda: _tell(room, reason))
    return True


def _tell(room: str, reason: str) -> None:
    logger.error("room %s is in quarantine: %s", room, reason)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A document is in quarantine: %(room)s") % {"room": room}
        sentence = _(
            "Opening it made the server fail. It is shown read-only, without what failed, until you end its quarantine: "
            "in the administration, under “Rooms in quarantine”, or by manage.py quarantine end."
        )
        mail_admins(subject, f"{sentence}\n\n{reason}", fail_silently=True)


def end(room: str, *, without_suspects: bool = False) -> bool:
    """Open a room to everybody again, under a new epoch; False if it was not in quarantine.

    All its rows come back with it; `without_suspects`, those that failed are set aside, where nobody opens them.
    """
    with transaction.atomic():
        apart = Head.objects.filter(room=room).exclude(quarantined_at=None)
        if not apart.update(quarantined_at=None, crashes=0, epoch=secrets.token_hex(8)):
            return False
        found = Quarantine.objects.filter(room=room).first()
        if found is not None and without_suspects:
            _set_aside(found)
        Quarantine.objects.filter(room=room).delete()
    return True


def _set_aside(found: Quarantine) -> None:
    """Numbers stay gapless: an update that says nothing takes the place of each row."""
    reasons = {int(number): str(reason)[:250] for number, reason in found.suspects}
    head = Head.objects.defer("snapshot").get(room=found.room)
    rows = Update.objects.filter(room=found.room, number__in=reasons, number__gt=head.archived)
    SetAside.objects.bulk_create(
        [
            SetAside(
                room=row.room,
                number=row.number,
                author=row.author,
                at=row.at,
                reason=reasons[row.number],
                content=row.content,
            )
            for row in rows
        ]
    )
    rows.update(content=engine.EMPTY)
    if head.snapshot_at in reasons and found.good:  # the snapshot failed; what is good was made without it
        Head.objects.filter(room=found.room).update(snapshot=bytes(found.good), faithful=False)


def load(room: str) -> log.Stored:
    """`log.load`, for whoever hands the text to the engine or to browsers: what the gate cannot read sets it apart first.

    Only large rows are looked at: the engine survives what fits into a small one, and the snapshot was proved.
    """
    stored = log.load(room)
    if stored.quarantined or all(len(part) < WORTH_A_LOOK for part in stored.tail):
        return stored
    try:
        Gate(stored.parts()).learn(engine.EMPTY)
    except (Refused, ValueError, IndexError):
        if accuse(Mark(room, b"")):
            return log.load(room)
    return stored


def opened(room: str, work: Callable[[log.Stored], T]) -> T:
    """`work` on what is stored of a room. If the engine fails there, the room is examined, and perhaps set apart.

    Raises `log.NoRoom`, `log.Incomplete`, and what `work` raised where the room is not to blame.
    """
    stored = load(room)
    try:
        with crashes.watch(room):
            return work(stored)
    except engine.OURS:
        raise
    except BaseException:  # the engine's panics are no Exceptions
        if stored.quarantined or not accuse(Mark(room, b"")):
            raise
    return work(log.load(room))
