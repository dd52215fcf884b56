"""What people do with one comment: its author changes it or takes it back, others put a sign under it."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity import behalf
from documents import anchors
from documents.actions.text import NOBODY, edit_text
from documents.actions.threads import hold, hold_comment, refuse_strangers, tell, tell_those_mentioned
from documents.discussion import require_speech
from documents.models import Comment, Document, Reaction, Thread
from documents.speech import SIGNS, clean, with_numbers
from permissions.actions import require

State = Comment.State


@transaction.atomic
def edit_comment(comment: Comment, body: str, *, by: Any, mentioned: Collection[Any] = ()) -> None:
    """By its author. Whoever is mentioned newly is told; what a guest changes is read again where guests wait.

    Raises `PermissionDenied` to others, `ValidationError` for a hidden comment and as `open_thread`.
    """
    _refuse_others(comment, by)
    require_speech(comment.thread.place, by=by)
    body = clean(body)
    held = hold_comment(comment)
    if held.state not in {State.SHOWN, State.WAITING}:
        raise ValidationError(_("This comment is not shown any more: it cannot be changed."), code="not_shown")
    place = held.thread.place
    refuse_strangers(place, mentioned)
    known = set(held.mentioned.values_list("pk", flat=True))
    held.body, held.edited_at = with_numbers(body, mentioned), timezone.now()
    if by.is_guest and isinstance(place, Document) and place.guests_wait:
        held.state = State.WAITING
    held.save(update_fields=["body", "edited_at", "state"])
    held.mentioned.set(mentioned)
    comment.body, comment.edited_at, comment.state = held.body, held.edited_at, held.state
    if held.state == State.WAITING:
        tell("discussion.waiting", held.thread, by=by, comment=held)
        return
    tell("discussion.edited", held.thread, by=by, comment=held)
    tell_those_mentioned(held, [person for person in mentioned if person.pk not in known], by=by)


@transaction.atomic
def delete_comment(comment: Comment, *, by: Any) -> None:
    """Its author takes it back. An answered one leaves its place; with the last one the thread and its mark go.

    Raises `PermissionDenied` to others, `ValidationError` for one that was taken back already.
    """
    _refuse_others(comment, by)
    require(by, "view", comment.thread.place)
    hold(comment.thread)
    held = hold_comment(comment)
    if held.state == State.DELETED:
        raise ValidationError(_("This comment was taken back already."), code="deleted")
    tell("discussion.deleted", held.thread, by=by, comment=held)
    take_back(held)
    comment.body, comment.state = held.body, held.state
    if not held.thread.comments.exclude(state=State.DELETED).exists():
        _take_away(held.thread, by)


def take_back(comment: Comment) -> None:
    """Nothing of what it said stays; its place does."""
    comment.body, comment.state, comment.public_reason = "", State.DELETED, ""
    comment.save(update_fields=["body", "state", "public_reason"])
    comment.mentioned.clear()
    comment.reactions.all().delete()


def _take_away(thread: Thread, by: Any) -> None:
    """Its mark too, unless the text is one that nobody can change: a mark without a thread shows nothing."""
    key, document = str(thread.pk), thread.document
    if thread.marked and document is not None:
        with suppress(ValidationError):
            edit_text(
                document, lambda doc: anchors.unmark(doc, key), by=by, rung="view", author=NOBODY, frozen_too=True
            )
    thread.delete()


@transaction.atomic
def react(comment: Comment, sign: str, *, by: Any) -> None:
    """Once with each sign. Raises `PermissionDenied` for who may not comment, `ValidationError` for an unknown sign."""
    held = _to_react(comment, sign, by)
    if Reaction.objects.get_or_create(comment=held, person=by, sign=sign)[1]:
        tell("discussion.reacted", held.thread, by=by, comment=held)


@transaction.atomic
def unreact(comment: Comment, sign: str, *, by: Any) -> None:
    """Take one's own sign away; without one nothing happens."""
    held = _to_react(comment, sign, by)
    if Reaction.objects.filter(comment=held, person=by, sign=sign).delete()[0]:
        tell("discussion.reaction_withdrawn", held.thread, by=by, comment=held)


def _to_react(comment: Comment, sign: str, by: Any) -> Comment:
    require_speech(comment.thread.place, by=by)
    if sign not in SIGNS:
        raise ValidationError(_("This is not one of the signs."), code="sign_unknown")
    held = hold_comment(comment)
    if held.state != State.SHOWN:
        raise ValidationError(_("This comment is not shown any more."), code="not_shown")
    return held


def _refuse_others(comment: Comment, by: Any) -> None:
    if comment.author_id != by.pk or behalf.in_place_of(by) is not None:
        raise PermissionDenied(_("Only its author can do this."))
