"""Changes that people propose in a text without touching it: made, withdrawn, voted on, discussed, refused."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.organisations import may_act_for
from activity import behalf
from activity.record import record, word_of
from documents.actions.discussion import answer_thread, open_thread
from documents.discussion import require_speech
from documents.merging import same
from documents.models import Document, Suggestion, SuggestionVote, Thread
from documents.rebasing import gone, today, unclear
from documents.sound import sound
from documents.tokens import without_comments
from permissions.actions import require
from realtime.editing import tell_beside

State = Suggestion.State
MOST_OPEN = 500  # of one person in one document
LONGEST_REASON = 1000


def make_suggestion(
    document: Document,
    block: str,
    before: Any,
    proposed: Any,
    reason: str = "",
    *,
    by: Any,
    on_behalf_of: Organisation | None = None,
) -> Suggestion:
    """Propose what should stand in the place of a block, seen as `before`; nothing in the text changes by it.

    What is kept is the block as the server has it, and the proposal brought forward to it. Raises `PermissionDenied`
    below `suggest`, `Changed` where the block is gone or changed too much, `ValidationError` for nodes that are none, a
    text that is adopted, a proposal that changes nothing.
    """
    refuse_proposing(document, by, on_behalf_of)
    before, proposed, reason = sound([before]), sound(proposed), said(reason)
    now = today(document)  # reading a long text takes a while: before the transaction
    place = now.places.get(block)
    if place is None:
        raise gone()
    wanted = place.takes(before[0], proposed)
    if wanted is None:
        raise unclear()
    if same(wanted, [place.node]):
        raise ValidationError(_("This proposal changes nothing."), code="unchanged")
    made = Suggestion(
        document=document,
        author=by,
        on_behalf_of=on_behalf_of,
        block=block,
        number=now.number,
        before=place.shown,
        proposed=without_comments(wanted),
        reason=reason,
    )
    _store(made, by)
    return made


@transaction.atomic
def _store(made: Suggestion, by: Any) -> None:
    refuse_proposing(made.document, by, made.on_behalf_of)
    if Suggestion.objects.filter(document=made.document, author=by, state=State.OPEN).count() >= MOST_OPEN:
        sentence = _("You have made %(count)d proposals here that wait for an answer: withdraw one, or wait.")
        raise ValidationError(sentence % {"count": MOST_OPEN}, code="too_many")
    made.save(force_insert=True)
    tell("suggestion.made", made, by=by, on_behalf_of=word_of(made.on_behalf_of))


def refuse_proposing(document: Document, by: Any, on_behalf_of: Organisation | None) -> None:
    require(by, "suggest", document)
    refuse_in_place_of(by)
    if on_behalf_of is not None and not may_act_for(by, on_behalf_of):
        words = {"title": on_behalf_of}
        raise PermissionDenied(_("You do not speak for “%(title)s”: its managers do, once it is verified.") % words)
    if document.trashed_at is not None:
        raise ValidationError(_("This document is in the trash: take it out first."), code="trashed")
    if document.frozen:
        raise ValidationError(_("This text is adopted: nobody edits it until it is unlocked."), code="frozen")


def refuse_in_place_of(by: Any) -> None:
    if behalf.in_place_of(by) is not None:
        raise PermissionDenied(_("Nobody writes a text in another's place."))


@transaction.atomic
def refuse_suggestion(suggestion: Suggestion, reason: str, *, by: Any) -> None:
    """Raises `PermissionDenied` below `change`, `ValidationError` without a reason, or for what is answered already."""
    reason = said(reason)
    require(by, "change", suggestion.document)
    if not reason:
        sentence = _("Say why: whoever proposed it is told.")
        raise ValidationError({"reason": ValidationError(sentence, code="reason_empty")})
    hold(suggestion)
    suggestion.answer = reason
    close(suggestion, State.REFUSED, by=by)
    tell("suggestion.refused", suggestion, by=by)


@transaction.atomic
def withdraw_suggestion(suggestion: Suggestion, *, by: Any) -> None:
    """By its author alone. Raises `PermissionDenied`, `ValidationError` for what is answered already."""
    require(by, "view", suggestion.document)
    if suggestion.author != by:
        raise PermissionDenied(_("Only whoever made a proposal withdraws it."))
    hold(suggestion)
    close(suggestion, State.WITHDRAWN, by=by)
    tell("suggestion.withdrawn", suggestion, by=by)


@transaction.atomic
def vote_on_suggestion(suggestion: Suggestion, value: int, *, by: Any) -> None:
    """For (1), against (-1), or no more (0); one voice for each person, never for one's own.

    Raises `PermissionDenied` for who may not comment, `ValidationError` for what is answered already.
    """
    require_speech(suggestion.document, by=by)
    if value not in (-1, 0, 1):
        raise ValidationError(_("A vote is for, against, or none."), code="vote")
    if suggestion.author == by:
        raise ValidationError(_("One does not vote on one's own proposal."), code="own")
    hold(suggestion)
    if value:
        SuggestionVote.objects.update_or_create(suggestion=suggestion, person=by, defaults={"value": value})
    else:
        SuggestionVote.objects.filter(suggestion=suggestion, person=by).delete()
    tell_beside(suggestion.document.room, "suggestions")


@transaction.atomic
def discuss_suggestion(suggestion: Suggestion, body: str, *, by: Any, mentioned: Collection[Any] = ()) -> Thread:
    """Begin the thread of a proposal, or answer in it where somebody has begun it. Raises as those acts do."""
    found = Suggestion.objects.select_for_update(of=("self",)).select_related("thread").get(pk=suggestion.pk)
    if found.thread is not None:
        answer_thread(found.thread, body, by=by, mentioned=mentioned)
        return found.thread
    suggestion.thread = open_thread(suggestion.document, body, by=by, mentioned=mentioned)
    suggestion.save(update_fields=["thread"])
    tell_beside(suggestion.document.room, "suggestions")
    return suggestion.thread


def hold(suggestion: Suggestion) -> None:
    """Until the commit nobody else answers it. Raises `ValidationError` where somebody has already."""
    state = Suggestion.objects.select_for_update().values_list("state", flat=True).get(pk=suggestion.pk)
    suggestion.state = state
    if state not in (State.OPEN, State.OUTDATED):
        raise ValidationError(_("This proposal has been answered already."), code="answered")


def close(suggestion: Suggestion, state: State, *, by: Any) -> None:
    suggestion.state, suggestion.answered_by, suggestion.answered_at = state, by, timezone.now()
    suggestion.save(update_fields=["state", "answer", "answered_by", "answered_at", "applied", "applied_at"])


def tell(verb: str, suggestion: Suggestion, *, by: Any, on_behalf_of: str = "") -> None:
    """Record it and tell the open pages; its author is whom it is about."""
    document = suggestion.document
    record(
        verb,
        by=by,
        on=document,
        workspace=document.workspace_id,
        about=suggestion.author,
        on_behalf_of=on_behalf_of,
        title=document.title,
        suggestion=suggestion.pk,
    )
    tell_beside(document.room, "suggestions")


def said(reason: str) -> str:
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        sentence = _("This is too long: %(count)d characters at most.") % {"count": LONGEST_REASON}
        raise ValidationError({"reason": ValidationError(sentence, code="reason_long")})
    return reason
