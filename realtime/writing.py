"""How a room was written, step by step: who wrote when, and the text as it stood after each step.

The steps come from the archive (one for each author and sitting) and, for what is not archived yet, from the rows,
those of one author that follow each other joined. A step bears the number of its first row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from realtime.log import NoRoom, Stored
from realtime.models import Archive, Head, Update

PAUSE = timedelta(seconds=20)  # of silence, after which the same author's words are another step
MOST_ROWS = 60  # of one step


@dataclass(frozen=True)
class Step:
    """`first` to `last` are numbers of the log, among which others may have written."""

    first: int
    last: int
    author: str
    at: datetime
    until: datetime


def steps(room: str, since: datetime | None = None) -> list[Step]:
    """In order; the first of them, where `since` is given, is the last that was over before."""
    archive = Archive.objects.filter(room=room).order_by("first").values_list("first", "last", "author", "at", "until")
    found = [Step(*row) for row in archive]
    found += _joined(room, Head.objects.filter(room=room).values_list("archived", flat=True).first() or 0)
    if since is None:
        return found
    before = [step for step in found if step.until < since]
    return before[-1:] + [step for step in found if step.until >= since]


def _joined(room: str, archived: int) -> Iterator[Step]:
    rows = (
        Update.objects.filter(room=room, number__gt=archived).order_by("number").values_list("number", "author", "at")
    )
    open_step: Step | None = None
    for number, author, at in rows:
        if open_step and (
            author != open_step.author or at - open_step.until > PAUSE or number - open_step.first >= MOST_ROWS
        ):
            yield open_step
            open_step = None
        first, begun = (open_step.first, open_step.at) if open_step else (number, at)
        open_step = Step(first, number, author, begun, at)
    if open_step:
        yield open_step


def stored_at(room: str, step: Step) -> Stored:
    """The room as it stood after a step and all that began before it. Raises `NoRoom`."""
    head = Head.objects.filter(room=room).values_list("epoch", "archived").first()
    if head is None:
        raise NoRoom(room)
    epoch, archived = head
    contents = (
        Archive.objects.filter(room=room, first__lte=step.first).order_by("first").values_list("content", flat=True)
    )
    parts = [bytes(content) for content in contents]
    rows = Update.objects.filter(room=room, number__gt=archived, number__lte=step.last).order_by("number")
    parts += [bytes(content) for content in rows.values_list("content", flat=True)]
    return Stored(room, epoch, step.last, None, parts)
