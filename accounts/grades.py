"""How well we know who speaks: from somebody without a name to a public servant whose employer was confirmed.

A grade is shown beside the name, in words, and counted apart in exports. It gives no right.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

ANONYMOUS, GUEST, REGISTERED = "anonymous", "guest", "registered"
VERIFIED_ORGANISATION, VERIFIED_PUBLIC_SERVANT = "verified_organisation", "verified_public_servant"

NAMES: "dict[str, StrOrPromise]" = {
    VERIFIED_PUBLIC_SERVANT: _("verified public servant"),
    VERIFIED_ORGANISATION: _("verified organisation"),
    REGISTERED: _("with an account"),
    GUEST: _("invited by a link, without an account"),
    ANONYMOUS: _("without a name"),
}

EXPLAINED: "dict[str, StrOrPromise]" = {
    VERIFIED_PUBLIC_SERVANT: _(
        "a member of the public body named beside them; an administrator or ProConnect verified it"
    ),
    VERIFIED_ORGANISATION: _("a member of the organisation named beside them, which was verified in the same way"),
    REGISTERED: _("what they say of themselves is not verified; their e-mail address is"),
    GUEST: _("gave a name and nothing else"),
    ANONYMOUS: _("reads without an account, or has closed it"),
}


def grade(user: Any) -> str:
    """No query once the profile and its organisation are read, as everywhere a name is shown. None is somebody unknown."""
    if user is None or not user.is_authenticated or user.is_closed:
        return ANONYMOUS
    if user.is_guest:
        return GUEST
    profile = getattr(user, "profile", None)
    if profile is None or profile.affiliation_id is None or not profile.organisation.verified:
        return REGISTERED
    return VERIFIED_PUBLIC_SERVANT if profile.organisation.public else VERIFIED_ORGANISATION


def described(user: Any) -> str:
    """What stands beside the name: kind, organisation, then the grade in words."""
    return " · ".join(filter(None, [user.quality, str(NAMES[grade(user)])]))


def count_by_grade(users: Iterable[Any]) -> dict[str, int]:
    """How many of each, highest first, none left out; None stands for an author who has no name any more."""
    counted = Counter(grade(user) for user in users)
    return {name: counted[name] for name in NAMES}
