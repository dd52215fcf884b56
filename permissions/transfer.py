"""Handing an object over: another account manages it, then one steps down or leaves, in one step."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from permissions.actions import grant, revoke
from permissions.models import Shareable


@transaction.atomic
def hand_over(subject: Shareable, *, to: Any, by: Any, role: str | None = None) -> None:
    """Make `to` a manager, then step down to `role`, or leave (None).

    Raises `PermissionDenied` below `manage`, `ValidationError` for oneself, a guest, or a role that is no lower.
    """
    if to == by:
        raise ValidationError(_("Choose somebody else than yourself."), code="oneself")
    if role == "manage":
        raise ValidationError(_("To hand it over, step down yourself."), code="role_unknown")
    grant(subject, "manage", to=to, by=by)
    if role is None:
        revoke(subject, of=by, by=by)
    else:
        grant(subject, role, to=by, by=by)


def is_last_manager(held: list[tuple[Any, str]], user: Any) -> bool:
    """`held`: what `actions.holders` found."""
    return [person for person, role in held if role == "manage" and person.is_active] == [user]
