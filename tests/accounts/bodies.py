"""Organisations and groups have the same members: their acts, side by side, for tests that ask the same of both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts import groups, organisations
from accounts.models import Membered
from tests import make


@dataclass(frozen=True)
class Kind:
    word: str  # what its verbs begin with
    make: Callable[..., Any]
    create: Callable[..., Any]
    add: Callable[..., None]
    change: Callable[..., None]
    remove: Callable[..., None]
    rename: Callable[..., None]


KINDS = {
    "group": Kind(
        "group",
        make.group,
        groups.create_group,
        groups.add_group_member,
        groups.change_group_role,
        groups.remove_group_member,
        groups.rename_group,
    ),
    "organisation": Kind(
        "organisation",
        lambda by, **members: make.organisation(by, public=None, **members),
        organisations.create_organisation,
        organisations.add_member,
        organisations.change_role,
        organisations.remove_member,
        organisations.rename_organisation,
    ),
}


def members(body: Membered) -> dict[str, str]:
    """First names and roles; checks that the `auth.Group`, through which grants go, holds the same people."""
    rows = {row.user.pk: row for row in body.memberships.select_related("user")}
    assert set(rows) == set(body.group.user_set.values_list("pk", flat=True))
    return {str(row.user).split()[0]: row.role for row in rows.values()}
