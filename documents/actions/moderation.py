"""Comments that others should not read: reported by anybody, hidden with a public reason or shown by who manages."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.lines import one_line
from activity.record import record
from documents.actions.threads import hold_comment, tell, tell_those_mentioned
from documents.discussion import refuse_trashed
from documents.models import Comment, Document, Report
from permissions.actions import require

LONGEST_REASON = 500

State = Comment.State


@transaction.atomic
def hide_comment(comment: Comment, reason: str, *, by: Any) -> None:
    """One that is shown, or that waits. Whoever could read it reads the reason in its place; its author keeps the words.

    Raises `PermissionDenied` below `manage`, `ValidationError` without a reason, or for one that is hidden or taken back.
    """
    require(by, "manage", comment.thread.place)
    reason = _reason(reason)
    held = hold_comment(comment)
    if held.state not in {State.SHOWN, State.WAITING}:
        raise ValidationError(_("This comment is not shown."), code="not_shown")
    _judge(comment, held, State.HIDDEN, reason, by)
    _answer_reports(held, upheld=True, by=by)
    tell("discussion.hidden", held.thread, by=by, comment=held, about=held.author)


@transaction.atomic
def show_comment(comment: Comment, *, by: Any) -> None:
    """One that waits, or that was hidden. Who is mentioned in what waited is told only now.

    Raises `PermissionDenied` below `manage`, `ValidationError` for one that is shown or taken back.
    """
    require(by, "manage", comment.thread.place)
    held = hold_comment(comment)
    if held.state not in {State.WAITING, State.HIDDEN}:
        raise ValidationError(_("This comment is shown already, or was taken back."), code="shown")
    waited = held.state == State.WAITING
    _judge(comment, held, State.SHOWN, "", by)
    tell("discussion.shown", held.thread, by=by, comment=held, about=held.author, waited=waited)
    if waited:
        tell_those_mentioned(held, list(held.mentioned.all()), by=held.author)


@transaction.atomic
def report_comment(comment: Comment, reason: str, *, by: Any) -> None:
    """Ask those who manage to look at it: once for each person, and never at one's own.

    Raises `PermissionDenied` to a visitor and below `view`, `ValidationError` without a reason or the second time.
    """
    if not by.is_authenticated:
        raise PermissionDenied(_("Sign in to report a comment."))
    require(by, "view", comment.thread.place)
    reason = _reason(reason)
    held = hold_comment(comment)
    if held.state != State.SHOWN:
        raise ValidationError(_("This comment is not shown."), code="not_shown")
    if held.author_id == by.pk:
        raise ValidationError(_("This comment is yours: take it back instead."), code="own")
    if not Report.objects.get_or_create(comment=held, reporter=by, defaults={"reason": reason})[1]:
        raise ValidationError(_("You have reported this comment already."), code="reported")
    tell("discussion.reported", held.thread, by=by, comment=held)


@transaction.atomic
def dismiss_reports(comment: Comment, *, by: Any) -> None:
    """The comment stays as it is. Raises `PermissionDenied` below `manage`, `ValidationError` where none waits."""
    require(by, "manage", comment.thread.place)
    held = hold_comment(comment)
    if not _answer_reports(held, upheld=False, by=by):
        raise ValidationError(_("No report waits for an answer."), code="no_report")
    tell("discussion.report_dismissed", held.thread, by=by, comment=held, about=held.author)


@transaction.atomic
def set_discussion_rules(document: Document, *, readers_comment: bool, guests_wait: bool, by: Any) -> None:
    """Whether readers with an account may comment, and whether what guests say waits for a manager.

    Raises `PermissionDenied` below `manage`, `ValidationError` for a document in the trash.
    """
    require(by, "manage", document)
    refuse_trashed(document)
    if (document.readers_comment, document.guests_wait) == (readers_comment, guests_wait):
        return
    document.readers_comment, document.guests_wait = readers_comment, guests_wait
    document.save(update_fields=["readers_comment", "guests_wait"])
    record(
        "discussion.rules_changed",
        by=by,
        on=document,
        workspace=document.workspace_id,
        title=document.title,
        readers_comment=readers_comment,
        guests_wait=guests_wait,
    )


def _judge(comment: Comment, held: Comment, state: str, reason: str, by: Any) -> None:
    for one in (comment, held):
        one.state, one.public_reason, one.judged_by, one.judged_at = state, reason, by, timezone.now()
        one.was_shown = held.was_shown or state == State.SHOWN
    held.save(update_fields=["state", "was_shown", "public_reason", "judged_by", "judged_at"])


def _answer_reports(comment: Comment, *, upheld: bool, by: Any) -> int:
    waiting = comment.reports.filter(answered_at=None)
    return waiting.update(upheld=upheld, answered_by=by, answered_at=timezone.now())


def _reason(reason: str) -> str:
    reason = one_line(reason)
    if not reason:
        raise ValidationError({"reason": ValidationError(_("Say why, in a few words."), code="reason_empty")})
    if len(reason) > LONGEST_REASON:
        sentence = _("The reason is too long: %(most)s characters at most.") % {"most": LONGEST_REASON}
        raise ValidationError({"reason": ValidationError(sentence, code="reason_long")})
    return reason
