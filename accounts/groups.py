"""What changes a group of people: anyone with an account makes one, its managers look after it."""

from typing import Any

from django.db import transaction

from accounts import members
from accounts.models import PeopleGroup, Role, new_group
from activity.record import record


@transaction.atomic
def create_group(name: str, *, by: Any) -> PeopleGroup:
    """Make a group managed by its maker. Raises `ValidationError` for an empty name."""
    members.require_account(by)
    group = PeopleGroup.objects.create(name=members.name_of(name), group=new_group())
    members.enter(group, by, Role.MANAGER)
    record("group.created", by=by, on=group, title=group.name)
    return group


@transaction.atomic
def rename_group(group: PeopleGroup, name: str, *, by: Any) -> None:
    members.require_manager(group, by)
    before, group.name = group.name, members.name_of(name)
    group.save(update_fields=["name"])
    record("group.renamed", by=by, on=group, title=group.name, before=before)


@transaction.atomic
def add_group_member(group: PeopleGroup, person: Any, role: str = Role.MEMBER, *, by: Any) -> None:
    """Raises `ValidationError` for an unknown role, a guest, or somebody who is in it already."""
    members.require_manager(group, by)
    members.enter(group, person, role)
    record("group.member_added", by=by, on=group, about=person, title=group.name, role=str(role))


@transaction.atomic
def change_group_role(group: PeopleGroup, person: Any, role: str, *, by: Any) -> None:
    """Raises `ValidationError` when the last manager would step down."""
    members.require_manager(group, by)
    members.set_role(group, person, role)
    record("group.role_changed", by=by, on=group, about=person, title=group.name, role=str(role))


@transaction.atomic
def remove_group_member(group: PeopleGroup, person: Any, *, by: Any) -> None:
    """Leaving by oneself needs no right. Raises `ValidationError` for the last manager."""
    if person != by:
        members.require_manager(group, by)
    members.leave(group, person)
    record("group.member_removed", by=by, on=group, about=person, title=group.name)


@transaction.atomic
def delete_group(group: PeopleGroup, *, by: Any) -> None:
    """Its grants end with it."""
    members.require_manager(group, by)
    record("group.deleted", by=by, on=group, title=group.name)
    group.group.delete()
