"""What people do in the threads beside a text: open one on a passage, answer, resolve, give it to somebody."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.lines import one_line
from accounts.models import Organisation
from accounts.organisations import may_act_for
from documents import anchors
from documents.actions.text import NOBODY, edit_text
from documents.actions.threads import hold, refuse_flood, refuse_strangers, say, tell
from documents.discussion import Place, may_speak, require_speech, settling_rung, speaking_rung
from documents.models import Comment, Document, Thread
from documents.speech import clean
from permissions.actions import require

MOST_COMMENTS = 500  # in one thread: beyond it nobody reads
LONGEST_PASSAGE = 10_000  # characters


def open_thread(
    place: Place,
    body: str,
    *,
    by: Any,
    passage: anchors.Passage | None = None,
    title: str = "",
    mentioned: Collection[Any] = (),
    on_behalf_of: Organisation | None = None,
    of_a_file: bool = False,
) -> Thread:
    """Begin a thread by its first comment: on a passage, which a mark follows from then on, or on the whole.

    `of_a_file`: it was said elsewhere, among others, which are no flood.
    Raises `PermissionDenied` for who may not comment, `Changed` when the passage is not as quoted any more,
    `ValidationError` for an empty or long comment, a long passage, or somebody mentioned who cannot come here.
    """
    require_speech(place, by=by)
    body, title = clean(body), _title(title)
    thread = Thread(title=title, opened_by=by)
    thread.document, thread.workspace = (place, None) if isinstance(place, Document) else (None, place)
    first = Comment(thread=thread, author=by, body=body, on_behalf_of=on_behalf_of)
    if passage is None:
        _begin(thread, first, mentioned, by=by, of_a_file=of_a_file)
    elif not isinstance(place, Document):
        raise ValidationError(_("A workspace has no passages."), code="no_passage")
    else:
        if len(passage.quote) > LONGEST_PASSAGE:
            raise ValidationError(_("This passage is too long: choose a shorter one."), code="passage_long")
        edit_text(
            place,
            lambda doc: _begin_on(doc, passage, thread, first, mentioned, by=by, of_a_file=of_a_file),
            by=by,
            rung=speaking_rung(place, by),
            author=NOBODY,
            frozen_too=True,  # a mark is no word of the text
        )
    return thread


def _begin_on(
    doc: Any,
    passage: anchors.Passage,
    thread: Thread,
    first: Comment,
    mentioned: Collection[Any],
    *,
    by: Any,
    of_a_file: bool,
) -> None:
    """In the transaction of the mark: the one is never there without the other."""
    found = anchors.mark(doc, passage, str(thread.pk))
    thread.block, thread.start, thread.end_block, thread.end = found.block, found.start, found.end_block, found.end
    thread.quote = thread.words = found.quote
    thread.marked = not found.is_a_block
    _begin(thread, first, mentioned, by=by, of_a_file=of_a_file)


@transaction.atomic
def _begin(thread: Thread, first: Comment, mentioned: Collection[Any], *, by: Any, of_a_file: bool) -> None:
    _refuse_organisation(first, by)
    if not of_a_file:
        refuse_flood(by)
    refuse_strangers(thread.place, mentioned)
    thread.save(force_insert=True)
    say(first, "discussion.opened", mentioned, by=by)


@transaction.atomic
def answer_thread(
    thread: Thread,
    body: str,
    *,
    by: Any,
    mentioned: Collection[Any] = (),
    on_behalf_of: Organisation | None = None,
    of_a_file: bool = False,
) -> Comment:
    """Raises `PermissionDenied` for who may not comment, `ValidationError` as `open_thread`, and in a resolved thread.

    `of_a_file`: as in `open_thread`.
    """
    require_speech(thread.place, by=by)
    body = clean(body)
    thread = hold(thread)
    if thread.resolved_at is not None:
        raise ValidationError(_("This discussion is resolved: open it again to answer."), code="resolved")
    if thread.comments.count() >= MOST_COMMENTS:
        raise ValidationError(_("This discussion is full: begin another one."), code="thread_full")
    said = Comment(thread=thread, author=by, body=body, on_behalf_of=on_behalf_of)
    _refuse_organisation(said, by)
    if not of_a_file:
        refuse_flood(by)
    refuse_strangers(thread.place, mentioned)
    thread.said_at = timezone.now()
    thread.save(update_fields=["said_at"])
    say(said, "discussion.answered", mentioned, by=by)
    return said


@transaction.atomic
def resolve_thread(thread: Thread, *, by: Any) -> None:
    """Whoever opened it, and those who write. Raises `ValidationError` when it is resolved already."""
    held = _to_settle(thread, by)
    if held.resolved_at is not None:
        raise ValidationError(_("This discussion is resolved already."), code="resolved")
    _settle(thread, held, by, timezone.now())
    tell("discussion.resolved", held, by=by)


@transaction.atomic
def reopen_thread(thread: Thread, *, by: Any) -> None:
    """Raises `ValidationError` when it is open."""
    held = _to_settle(thread, by)
    if held.resolved_at is None:
        raise ValidationError(_("This discussion is open."), code="open")
    _settle(thread, held, None, None)
    tell("discussion.reopened", held, by=by)


def _settle(thread: Thread, held: Thread, by: Any, at: Any) -> None:
    held.resolved_by, held.resolved_at = by, at
    held.save(update_fields=["resolved_by", "resolved_at"])
    thread.resolved_by, thread.resolved_at = by, at


@transaction.atomic
def assign_thread(thread: Thread, person: Any, *, by: Any) -> None:
    """To somebody who may answer in it, or (None) to nobody, which the person it was given to may say too.

    Raises `PermissionDenied` unless one opened it or writes, `ValidationError` for somebody who may not comment here.
    """
    theirs = person is None and by.is_authenticated and thread.assigned_to_id == by.pk
    require(by, speaking_rung(thread.place, by) if theirs else settling_rung(thread, by), thread.place)
    held = hold(thread)
    if person is not None and not may_speak(held.place, person):
        raise ValidationError(_("This person cannot answer here."), code="assignee")
    held.assigned_to = thread.assigned_to = person
    held.save(update_fields=["assigned_to"])
    tell("discussion.assigned" if person is not None else "discussion.unassigned", held, by=by, about=person)


def _to_settle(thread: Thread, by: Any) -> Thread:
    require(by, settling_rung(thread, by), thread.place)
    return hold(thread)


def _title(title: str) -> str:
    title = one_line(title)
    if len(title) > 200:
        sentence = _("The subject is too long: 200 characters at most.")
        raise ValidationError({"title": ValidationError(sentence, code="title_long")})
    return title


def _refuse_organisation(said: Comment, by: Any) -> None:
    if said.on_behalf_of is not None and not may_act_for(by, said.on_behalf_of):
        words = {"title": said.on_behalf_of}
        sentence = _("You do not speak for “%(title)s”: its managers do, once it is verified.") % words
        raise ValidationError(sentence, code="organisation")
