"""Inviting by e-mail: an address with an account gets the role at once, another one a link that gives it, once.

The token of the link has 256 random bits and is in the message alone: the database keeps its digest.
"""

import secrets
from datetime import timedelta
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.members import account_at
from accounts.models import User
from accounts.tokens import digest_of
from activity.models import Event
from activity.record import record
from permissions import letters, roles
from permissions.actions import announce, grant, hold, require, workspace_of, write_grant
from permissions.models import Shareable, grant_model
from permissions.models_asked import Invitation, invitation_models

# What one person may do in a day, whatever the objects: mails to strangers, and addresses that turn out to have an account.
A_DAY = {"access.invited": 50, "access.granted": 300}


@transaction.atomic
def invite(subject: Shareable, email: str, role: str, *, by: Any, language: str = "") -> User | Invitation:
    """The account that now holds the role, or the invitation that was sent to an address without one.

    Inviting an address again renews what waits. Raises `ValidationError` for a wrong address, role or language, an object
    in the trash, too many messages in a day.
    """
    require(by, "manage", subject)
    refuse_unless_open(subject, by)
    refuse_role(subject, role)
    address, language = _address(email), language or get_language() or settings.LANGUAGE_CODE
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("This language is not spoken here yet."), code="language_unknown")
    for verb in A_DAY:  # both before anybody is looked for: a refusal tells nothing of the address
        _refuse_too_many(by, verb)
    person = account_at(address)
    if person is not None:
        return _grant_and_tell(subject, role, to=person, by=by)
    token, fresh = _fresh(by)
    invitation: Invitation
    said = fresh | {"role": role, "language": language}
    waiting = _model(subject).objects.waiting()
    invitation, _made = waiting.update_or_create(content_object=subject, email=address, defaults=said)
    _tell(invitation, token, by=by)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Any) -> None:
    """A new message with a new token and a new term: the old token is worth nothing any more."""
    require(by, "manage", invitation.content_object)
    refuse_unless_open(invitation.content_object, by)
    _refuse_too_many(by, "access.invited")
    token, fresh = _fresh(by)
    if not _change(invitation, **fresh):
        raise ValidationError(_("This invitation is over already."), code="ended")
    _tell(invitation, token, by=by)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Any) -> None:
    """Its link opens nothing any more. Raises `ValidationError` if it was accepted or revoked before."""
    subject = invitation.content_object
    require(by, "manage", subject)
    if not _change(invitation, revoked_at=timezone.now()):
        raise ValidationError(_("This invitation is over already."), code="ended")
    record("access.invitation_revoked", by=by, on=invitation, **_words(invitation))


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Any) -> Shareable:
    """Take the role, once; the object. Raises `PermissionDenied` for an account whose confirmed address is another one,
    `ValidationError` when the invitation is over or its sender could not send it any more."""
    if not is_for(invitation, by):
        raise PermissionDenied(_("This invitation was sent to another address than yours."))
    subject: Shareable = invitation.content_object
    hold(subject)  # whoever takes the sender's role away at this moment comes before or after
    sentence = why_closed(invitation)
    now = timezone.now()
    if sentence or not _change(invitation, accepted_at=now, accepted_by=by):
        raise ValidationError(sentence or _("This invitation was used already."), code="ended")
    if not roles.reaches(subject.kind, granted_role(subject, by), invitation.role):
        write_grant(subject, invitation.role, to=by)
    words = {"title": str(subject), "role": invitation.role, "invitation": invitation.pk}
    record("access.invitation_accepted", by=by, on=subject, workspace=workspace_of(subject), **words)
    announce(subject, by)
    return subject


def find_invitation(digest: str) -> Invitation | None:
    """Of whatever kind of object; the caller holds the token, or kept its digest when it was shown."""
    for model in invitation_models():
        found = model.objects.select_related("content_object", "invited_by").filter(digest=digest).first()
        if found is not None:
            return found  # type: ignore[no-any-return]
    return None


def is_for(invitation: Invitation, user: Any) -> bool:
    """Whether the account has confirmed the invited address. Compared here: databases fold more than small letters."""
    if not (user.is_authenticated and user.is_active):
        return False
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return any(address.lower() == invitation.email for address in confirmed)


def why_closed(invitation: Invitation) -> str:
    """Why nobody can accept it, in a sentence that names nothing; empty if it can be accepted."""
    if invitation.accepted_at is not None:
        return _("This invitation was used already.")
    if invitation.revoked_at is not None:
        return _("This invitation was withdrawn.")
    if invitation.expired:
        return _("This invitation is too old. Ask the person who sent it for a new one.")
    sender, subject = invitation.invited_by, invitation.content_object
    if sender is None or not _is_open(subject, sender) or not sender.has_perm(subject.permission("manage"), subject):
        return _("This invitation cannot be accepted any more. Ask the person who sent it.")
    return ""


def granted_role(subject: Shareable, user: Any) -> str | None:
    """The rung that a grant on the object itself gives to the account."""
    rows = grant_model(type(subject), "user").objects.filter(content_object=subject, user=user)
    names = rows.values_list("permission__codename", flat=True)
    return roles.highest(subject.kind, [name.removesuffix(f"_{subject.kind}") for name in names])


def refuse_unless_open(subject: Shareable, by: Any) -> None:
    if not _is_open(subject, by):
        raise ValidationError(_("Nobody can be let in there now: it is in the trash."), code="trashed")


def refuse_role(subject: Shareable, role: str) -> None:
    """Whoever manages holds the top of the ladder: any rung of it may be given."""
    if role not in roles.LADDERS[subject.kind]:
        raise ValidationError(_("“%(role)s” is not a role here.") % {"role": role}, code="role_unknown")


def _is_open(subject: Shareable, user: Any) -> bool:
    """What lies in the trash, by itself or with what holds it, is visible to nobody."""
    visible: Any = type(subject)._default_manager
    return bool(visible.visible_to(user).filter(pk=subject.pk).exists())


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        sentence = _("“%(address)s” is not an e-mail address.") % {"address": address}
        raise ValidationError(sentence, code="email_wrong") from None
    if len(address) > 254:
        raise ValidationError(_("This address is too long."), code="email_wrong")
    return address


def _grant_and_tell(subject: Shareable, role: str, *, to: User, by: Any) -> User:
    known = granted_role(subject, to) is not None
    grant(subject, role, to=to, by=by)
    if not known and to != by:
        transaction.on_commit(partial(letters.tell_granted, subject, role, to=to, by=by))
    return to


def _refuse_too_many(by: Any, verb: str) -> None:
    since, most = timezone.now() - timedelta(days=1), A_DAY[verb]
    if Event.objects.filter(actor=by, verb=verb, at__gt=since).count() >= most:
        sentence = _("You have invited %(number)s addresses in a day. Go on tomorrow.") % {"number": most}
        raise ValidationError(sentence, code="too_many")


def _fresh(by: Any) -> tuple[str, dict[str, Any]]:
    """A new token, and what an invitation is when it has just been sent with it."""
    token, now = secrets.token_urlsafe(32), timezone.now()
    expires = now + timedelta(days=settings.INVITATION_DAYS)
    told = {"digest": digest_of(token), "invited_by": by, "invited_at": now, "expires_at": expires, "sent_at": None}
    return token, told


def _change(invitation: Invitation, **fields: Any) -> bool:
    """Only if it still waits with the token we know of: of two who come at once, one finds nothing to change."""
    rows = type(invitation).objects.waiting().filter(pk=invitation.pk, digest=invitation.digest)
    if not rows.update(**fields):
        return False
    for name, value in fields.items():
        setattr(invitation, name, value)
    return True


def _tell(invitation: Invitation, token: str, *, by: Any) -> None:
    record("access.invited", by=by, on=invitation, role=invitation.role, **_words(invitation))
    transaction.on_commit(partial(letters.send_invitation, invitation, token))


def _words(invitation: Invitation) -> dict[str, Any]:
    """No address: what is recorded is kept for ever, and shown to others than those who invite."""
    subject = invitation.content_object
    return {"workspace": workspace_of(subject), "title": str(subject), "invitation": invitation.pk}


def _model(subject: Any) -> Any:
    return subject._meta.get_field("invitations").related_model
