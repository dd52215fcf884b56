"""What a link is made of: its reach, its role, the day it ends, its password."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import roles
from permissions.models import Reach, Shareable

KEPT: Any = object()  # given instead of a value: what the link has already
SHORTEST, LONGEST = 8, 128  # characters of a password; the number of tries is limited too


def check_link(subject: Shareable, reach: str, link_role: str, until: datetime | None) -> None:
    """Raises `ValidationError` for unknown words, or for an open link whose last day is over."""
    if reach not in Reach.values:
        raise ValidationError(_("“%(reach)s” is not a way of opening.") % {"reach": reach}, code="reach_unknown")
    if link_role not in roles.LADDERS[subject.kind][:-1]:
        raise ValidationError(_("A link cannot make someone “%(role)s”.") % {"role": link_role}, code="role_unknown")
    if reach != Reach.RESTRICTED and until is not None and until <= timezone.now():
        sentence = _("This end is over already: choose a later one, or none.")
        raise ValidationError({"until": ValidationError(sentence, code="until_past")})


def hashed(password: str | None) -> str:
    """As it is stored; "" for none. Takes a while: before a transaction. Raises `ValidationError` for a bad length."""
    if not password:
        return ""
    if not SHORTEST <= len(password) <= LONGEST:
        sentence = _("A password for a link has %(least)s to %(most)s characters.")
        words = {"least": SHORTEST, "most": LONGEST}
        raise ValidationError({"password": ValidationError(sentence % words, code="password_length")})
    return make_password(password)
