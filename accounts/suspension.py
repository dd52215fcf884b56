"""Closing an account to its owner for a time, and opening it again: told to the person, recorded, at once everywhere."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.lines import one_line
from accounts.models import User
from accounts.sessions import end_sessions
from accounts.telling import tell
from activity.record import record

LONGEST_REASON = 500


@transaction.atomic
def suspend_account(user: User, *, by: User, reason: str) -> None:
    """Nobody signs in with it, no key of it works, what is open closes; its grants stay as they are for its return."""
    _may(user, by)
    reason = reason_of(reason)
    if not user.is_active:
        raise ValidationError(_("This account is suspended already."), code="suspended")
    user.is_active = False
    user.save(update_fields=["is_active"])  # the receiver tells open sockets after the commit
    end_sessions(user)
    record("account.suspended", by=by, on=user, about=user, reason=reason)
    tell(user, "suspended", reason=reason)


@transaction.atomic
def reinstate_account(user: User, *, by: User, reason: str) -> None:
    """The person signs in anew: sessions from before stay ended."""
    _may(user, by)
    reason = reason_of(reason)
    if user.is_active or user.is_closed:
        raise ValidationError(_("This account is not suspended."), code="not_suspended")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.reinstated", by=by, on=user, about=user, reason=reason)
    tell(user, "reinstated", reason=reason)


def reason_of(text: str) -> str:
    reason = one_line(text)[:LONGEST_REASON]
    if not reason:
        raise ValidationError(_("Say why: the person will read it, and it is recorded."), code="reason_empty")
    return reason


def _may(user: User, by: Any) -> None:
    if not (by.is_active and by.is_staff and by.has_perm("accounts.change_user")):
        raise PermissionDenied(_("Only the people who look after this site can do this."))
    if user.pk == by.pk:
        raise PermissionDenied(_("You cannot do this to your own account: ask another administrator."))
    if user.is_staff and not by.is_superuser:
        raise PermissionDenied(_("Only a chief administrator can do this to another administrator."))
