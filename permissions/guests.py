"""Coming in by a link: with its password, and, for somebody without an account, as a guest who gives a name."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.lines import one_line
from accounts.models import User
from activity.record import record
from permissions.actions import announce, hold, workspace_of
from permissions.models import Reach, Shareable, entry_model

LONGEST_NAME = 60


def enter(subject: Shareable, *, by: Any, password: str = "") -> None:
    """An account or a guest comes in by the open link of the object; coming in again changes nothing.

    Raises `ValidationError` for a wrong password, or a link that was closed or changed meanwhile.
    """
    checked = _checked(subject, password)
    _enter(subject, checked, by=by)


@transaction.atomic
def _enter(subject: Shareable, checked: str, *, by: Any) -> None:
    link = hold(subject)
    if not link.link_is_open or link.link_password != checked or (by.is_guest and link.reach != Reach.PUBLIC):
        raise ValidationError(_("This link has just been closed or changed."), code="link_closed")
    if entry_model(type(subject)).objects.get_or_create(content_object=subject, user=by)[1]:
        record(
            "access.guest_entered" if by.is_guest else "access.entered",
            by=by,
            on=subject,
            workspace=workspace_of(subject),
            title=str(subject),
            role=link.link_role,
        )
        announce(subject, by)


def enter_as_guest(subject: Shareable, name: str, *, password: str = "") -> User:
    """Somebody without an account comes in under a name: the account without an address that stands for them from now on.

    Raises `ValidationError` for an empty or long name, a wrong password, or a link that is closed.
    """
    name = _clean(name)
    checked = _checked(subject, password)
    with transaction.atomic():
        guest = User(name=name, language=get_language() or "fr")
        guest.set_unusable_password()
        guest.save()
        _enter(subject, checked, by=guest)
    return guest


def _checked(subject: Shareable, password: str) -> str:
    """The stored password that this one is equal to. Slow on purpose: to be done before a transaction."""
    stored = subject.link_password
    if stored and not check_password(password, stored):
        sentence = _("This is not the password of this link.")
        raise ValidationError({"password": ValidationError(sentence, code="password_wrong")})
    return stored


def _clean(name: str) -> str:
    name = one_line(name)
    if not name:
        raise ValidationError({"name": ValidationError(_("Please tell us your name."), code="name_empty")})
    if len(name) > LONGEST_NAME:
        sentence = _("The name is too long: %(most)s characters at most.") % {"most": LONGEST_NAME}
        raise ValidationError({"name": ValidationError(sentence, code="name_long")})
    return name
