"""The cast of the demonstration: the same people as in the tests and in the documentation."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import complete_profile
from accounts.groups import add_group_member, create_group
from accounts.models import User
from accounts.organisations import create_organisation

PASSWORD = "table-ouverte-2026"  # noqa: S105  printed by bin/dev: the demonstration has no secret

CAST = {
    "alice": ("Alice Diop", "public_servant", "Ministère du Numérique"),
    "bob": ("Bob Martin", "entrepreneur", "Données Ouvertes SARL"),
    "carol": ("Carol Petit", "association", "Les Communs d’abord"),
    "dan": ("Dan Leroy", "citizen", ""),
    "eve": ("Eve Marchand", "researcher", "Université de Lyon"),
}

ROLES = {
    "alice": _("manages the workspace"),
    "bob": _("writes in the bill"),
    "carol": _("comments on the bill"),
    "dan": _("reads the bill"),
    "eve": _("is not invited"),
}


@transaction.atomic
def cast() -> dict[str, User]:
    """The five accounts, made if need be."""
    return {first: _account(f"{first}@example.org", *about) for first, about in CAST.items()}


def _account(email: str, name: str, kind: str, organisation: str) -> User:
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known
    user = User.objects.create_user(email, PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    complete_profile(user, name=name, kind=kind, organisation=organisation)
    return user


def gather(cast: dict[str, User]) -> None:
    """A group that reads the drafts, and Alice's ministry, which no administrator has verified."""
    alice = cast["alice"]
    group = create_group("Comité de relecture", by=alice)
    for first in ("carol", "dan"):
        add_group_member(group, cast[first], by=alice)
    create_organisation(CAST["alice"][2], by=alice)
