"""What the acts on threads share: the row held, a comment stored and told, floods and strangers refused."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.record import record, word_of
from documents.discussion import Place, refuse_trashed
from documents.models import Comment, Document, Thread
from documents.speech import with_numbers
from permissions.actions import workspace_of
from permissions.backend import rungs
from realtime.editing import tell_beside

MOST_A_MINUTE = 20  # comments of one person, everywhere
MOST_MENTIONED = 20  # in one comment

State = Comment.State


def hold(thread: Thread) -> Thread:
    """The thread as it is stored by now, kept from others until the commit. Raises `ValidationError` if it is gone."""
    found = Thread.objects.select_for_update().filter(pk=thread.pk).first()
    if found is None:
        raise ValidationError(_("This discussion has just been taken away by its author."), code="gone")
    found.document, found.workspace = thread.document, thread.workspace  # with what is remembered of rights on it
    refuse_trashed(found.place)
    return found


def hold_comment(comment: Comment) -> Comment:
    """As `hold`, for one comment; what it says and its state are those of now."""
    found = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if found is None:
        raise ValidationError(_("This discussion has just been taken away by its author."), code="gone")
    found.thread, found.author = comment.thread, comment.author
    refuse_trashed(found.thread.place)
    return found


def say(comment: Comment, verb: str, mentioned: Collection[Any], *, by: Any) -> None:
    """Store a new comment and tell of it; a guest's waits unseen where the managers want to read it first."""
    place = comment.thread.place
    waits = by.is_guest and isinstance(place, Document) and place.guests_wait
    comment.state, comment.was_shown = State.WAITING if waits else State.SHOWN, not waits
    comment.body = with_numbers(comment.body, mentioned)
    comment.save(force_insert=True)
    comment.mentioned.set(mentioned)
    whose = word_of(comment.on_behalf_of)
    if waits:
        tell("discussion.waiting", comment.thread, by=by, comment=comment)
    else:
        tell(verb, comment.thread, by=by, comment=comment, on_behalf_of=whose)
        tell_those_mentioned(comment, mentioned, by=by)


def tell_those_mentioned(comment: Comment, mentioned: Collection[Any], *, by: Any) -> None:
    for person in mentioned:
        if person != comment.author:
            tell("discussion.mentioned", comment.thread, by=by, comment=comment, about=person)


def tell(
    verb: str,
    thread: Thread,
    *,
    by: Any,
    comment: Comment | None = None,
    about: Any = None,
    on_behalf_of: str = "",
    **data: Any,
) -> None:
    """One event, and news for the open pages."""
    place = thread.place
    keys = {"thread": str(thread.pk)} | ({"comment": str(comment.pk)} if comment is not None else {})
    record(
        verb,
        by=by,
        on=place,
        workspace=workspace_of(place),
        about=about,
        on_behalf_of=on_behalf_of,
        title=str(place),
        **keys,
        **data,
    )
    if isinstance(place, Document):
        tell_beside(place.room, "threads")


def refuse_flood(by: Any) -> None:
    since = timezone.now() - timedelta(minutes=1)
    if Comment.objects.filter(author=by, at__gte=since).count() >= MOST_A_MINUTE:
        raise ValidationError(_("You wrote many comments in a short time: wait a minute."), code="too_often")


def refuse_strangers(place: Place, mentioned: Collection[Any]) -> None:
    """Who is mentioned is told of it: it must be somebody who can open the place."""
    if len(mentioned) > MOST_MENTIONED:
        sentence = _("You mention too many people: %(most)s at most.") % {"most": MOST_MENTIONED}
        raise ValidationError(sentence, code="mentioned_many")
    if mentioned and None in rungs(mentioned, [place]).values():
        raise ValidationError(_("Somebody you mention cannot open this."), code="mentioned")
