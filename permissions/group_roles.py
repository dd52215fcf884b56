"""The groups that a page of sharing names: those with a role on the object, and those of the person who looks."""

from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, Q, Value, When

from accounts.members import name_of_group, with_owners
from permissions import roles
from permissions.models import Shareable, grant_model


class Groups(NamedTuple):
    held: list[tuple[Group, str, str]]  # (group, its name, role), highest first
    mine: list[tuple[Group, str]]  # those the person belongs to, by name


def groups_around(subject: Shareable, user: Any) -> Groups:
    """One query."""
    rows = grant_model(type(subject), "group").objects.filter(content_object=subject)
    ladder = roles.LADDERS[subject.kind]
    holding = [
        When(pk__in=rows.filter(permission__codename=f"{rung}_{subject.kind}").values("group"), then=Value(rung))
        for rung in reversed(ladder)
    ]
    theirs = Q(pk__in=user.groups.values("pk"))
    found = with_owners(Group.objects.filter(theirs | Q(pk__in=rows.values("group")))).annotate(
        role=Case(*holding, default=Value(""), output_field=CharField()),
        mine=ExpressionWrapper(theirs, output_field=BooleanField()),
    )
    named = sorted(((group, name_of_group(group)) for group in found), key=lambda pair: pair[1].casefold())
    held: list[tuple[Group, str, str]] = [(group, name, group.role) for group, name in named if group.role]
    held.sort(key=lambda one: -ladder.index(one[2]))
    return Groups(held, [(group, name) for group, name in named if group.mine])
