"""Asking to be let in, or for a higher role: a row that those who manage the object answer."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.record import record
from permissions import letters, roles
from permissions.actions import grant, require, workspace_of
from permissions.invitations import granted_role, refuse_role, refuse_unless_open
from permissions.models import Shareable
from permissions.models_asked import AccessRequest
from permissions.who import who_sees

LONGEST_MESSAGE = 500
QUIET_AFTER_REFUSAL = timedelta(days=7)
MANAGERS_TOLD = 20  # an organisation of a thousand people may manage: not all of them are written to


@transaction.atomic
def request_access(subject: Shareable, role: str, *, by: Any, message: str = "") -> AccessRequest | None:
    """Ask for a role; those who manage are told once. None shortly after a refusal: nobody is asked again and again.

    Asking needs no right, so what calls this must answer alike whether `subject` exists or not. Raises `PermissionDenied`
    without an account, `ValidationError` for a role that cannot be asked for or is held already, or a long message.
    """
    if not (by.is_authenticated and by.is_active) or by.is_guest:
        raise PermissionDenied(_("Sign in with an account to ask for access."))
    refuse_asked_role(subject.kind, role)
    message = message.replace("\0", "").strip()
    if len(message) > LONGEST_MESSAGE:
        raise ValidationError(_("The message is too long: 500 characters at most."), code="message_long")
    if by.has_perm(subject.permission(role), subject):
        raise ValidationError(_("You have this role already."), code="held")
    since = timezone.now() - QUIET_AFTER_REFUSAL
    asked = _model(subject).objects.filter(content_object=subject, asked_by=by)
    if asked.filter(answered_at__gt=since, granted="").exists():
        return None
    said = {"role": role, "message": message}
    found, made = asked.waiting().update_or_create(content_object=subject, asked_by=by, defaults=said)
    if made:
        record("access.requested", by=by, on=found, workspace=workspace_of(subject), title=str(subject), role=role)
        transaction.on_commit(partial(letters.tell_managers, found, managers_of(subject)))
    return found  # type: ignore[no-any-return]


@transaction.atomic
def accept_request(asked: AccessRequest, role: str, *, by: Any) -> None:
    """Grant a role, not always the one asked for. A higher one that the person came to hold meanwhile stays."""
    subject = asked.content_object
    require(by, "manage", subject)
    refuse_unless_open(subject, by)
    refuse_role(subject, role)
    _answer(asked, by=by, granted=role)
    if not roles.reaches(subject.kind, granted_role(subject, asked.asked_by), role):
        grant(subject, role, to=asked.asked_by, by=by)
    transaction.on_commit(partial(letters.tell_accepted, asked))


@transaction.atomic
def refuse_request(asked: AccessRequest, *, by: Any) -> None:
    """The person is told, without a name and without the title of what they may not see."""
    subject = asked.content_object
    require(by, "manage", subject)
    _answer(asked, by=by, granted="")
    words = {"title": str(subject), "role": asked.role, "request": asked.pk}
    record("access.request_refused", by=by, on=asked, about=asked.asked_by, workspace=workspace_of(subject), **words)
    transaction.on_commit(partial(letters.tell_refused, asked))


def refuse_asked_role(kind: str, role: str) -> None:
    """To manage is not asked for: it is given."""
    if role not in roles.LADDERS[kind][:-1]:
        raise ValidationError(_("“%(role)s” is not a role to ask for here.") % {"role": role}, code="role_unknown")


def managers_of(subject: Shareable) -> list[Any]:
    """Who can answer: those who manage it by a grant, theirs or their group's, here or on what holds it."""
    managers = [person for person, rung in who_sees(subject) if rung == "manage" and person.email]
    return managers[:MANAGERS_TOLD]


def _answer(asked: AccessRequest, *, by: Any, granted: str) -> None:
    """Of two managers who answer at once, the second finds it done."""
    now = timezone.now()
    waiting = type(asked).objects.waiting().filter(pk=asked.pk)
    if not waiting.update(answered_by=by, answered_at=now, granted=granted):
        raise ValidationError(_("This request was answered already."), code="answered")
    asked.answered_by, asked.answered_at, asked.granted = by, now, granted


def _model(subject: Any) -> Any:
    return subject._meta.get_field("access_requests").related_model
