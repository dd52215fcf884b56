"""What changes an account: completing a profile, choosing a language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.lines import one_line
from accounts.models import Organisation, Profile, User, new_group
from activity.record import record


@transaction.atomic
def complete_profile(user: User, *, name: str, kind: str, organisation: str = "") -> Profile:
    """Say who one is. Raises `ValidationError` when the name is empty or the kind unknown."""
    name = one_line(name)
    if not name:
        raise ValidationError(_("Please tell us your name."), code="name_empty")
    if kind not in Profile.Kind.values:
        raise ValidationError(_("Please choose how you take part."), code="kind_unknown")
    user.name = name[:100]
    user.save(update_fields=["name"])
    declared = _named(organisation)
    confirmed = declared.memberships.filter(user=user).first() if declared else None
    profile, created = Profile.objects.update_or_create(
        user=user, defaults={"kind": kind, "organisation": declared, "affiliation": confirmed}
    )
    record("account.joined" if created else "account.profile_changed", by=user)
    return profile


def _named(organisation: str) -> Organisation | None:
    """What is declared: the one of this name, or a new row. Nobody becomes a member by it."""
    name = one_line(organisation)[:200]
    if not name:
        return None
    made: dict[str, Any] = {"name": name, "group": new_group}  # called if need be
    return Organisation.objects.get_or_create(name__iexact=name, defaults=made)[0]


def choose_language(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])
