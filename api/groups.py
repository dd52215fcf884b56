"""Groups of people for programs: made, renamed, deleted; their members."""

from django.http import HttpRequest
from ninja import Router, Status

from accounts.groups import (
    add_group_member,
    change_group_role,
    create_group,
    delete_group,
    remove_group_member,
    rename_group,
)
from accounts.models import PeopleGroup
from api import member_schemas, members
from api.auth import SIGNED_IN
from api.schemas import ASKED_WRONGLY, NOT_DONE, NOT_SEEN, Limit, Offset, Refusal

router = Router(tags=["groups"], auth=SIGNED_IN)


@router.get("/", response={200: member_schemas.Groups, ASKED_WRONGLY: Refusal}, summary="List the groups one is in")
def list_groups(request: HttpRequest, offset: Offset = 0, limit: Limit = 20) -> member_schemas.Groups:
    found = PeopleGroup.objects.told_to(request.user)
    return member_schemas.Groups(items=[_out(one) for one in found[offset : offset + limit]], count=found.count())


@router.post(
    "/", response={201: member_schemas.GroupOut, ASKED_WRONGLY: Refusal, 403: Refusal}, summary="Make a group of people"
)
def create(request: HttpRequest, body: member_schemas.NameIn) -> Status[member_schemas.GroupOut]:
    made = create_group(body.name, by=request.user)
    return Status(201, _out(_mine(request, made.pk)))


@router.get("/{int:pk}/", response={200: member_schemas.GroupOut, NOT_SEEN: Refusal}, summary="Show a group")
def show(request: HttpRequest, pk: int) -> member_schemas.GroupOut:
    return _out(_mine(request, pk))


@router.patch("/{int:pk}/", response={200: member_schemas.GroupOut, NOT_DONE: Refusal}, summary="Rename a group")
def rename(request: HttpRequest, pk: int, body: member_schemas.NameIn) -> member_schemas.GroupOut:
    group = _mine(request, pk)
    rename_group(group, body.name, by=request.user)
    return _out(group)


@router.delete("/{int:pk}/", response={204: None, NOT_DONE: Refusal}, summary="Delete a group and what it opens")
def delete(request: HttpRequest, pk: int) -> Status[None]:
    delete_group(_mine(request, pk), by=request.user)
    return Status(204, None)


@router.get("/{int:pk}/members/", response={200: member_schemas.Members, NOT_SEEN: Refusal}, summary="List its members")
def list_members(request: HttpRequest, pk: int, offset: Offset = 0, limit: Limit = 20) -> member_schemas.Members:
    return members.listed(_mine(request, pk), offset, limit)


@router.put(
    "/{int:pk}/members/{key}/",
    response={200: member_schemas.MemberOut, NOT_DONE: Refusal},
    summary="Add someone to a group, or change their role",
)
def put_member(request: HttpRequest, pk: int, key: str, body: member_schemas.RoleIn) -> member_schemas.MemberOut:
    group = _mine(request, pk)
    return members.put(request, group, key, body.role, add=add_group_member, change=change_group_role)


@router.delete(
    "/{int:pk}/members/{key}/", response={204: None, NOT_DONE: Refusal}, summary="Take someone out of a group, or leave"
)
def delete_member(request: HttpRequest, pk: int, key: str) -> Status[None]:
    members.delete(request, _mine(request, pk), key, remove=remove_group_member)
    return Status(204, None)


def _mine(request: HttpRequest, pk: int) -> PeopleGroup:
    found: PeopleGroup = members.mine(PeopleGroup.objects.told_to(request.user), pk)
    return found


def _out(group: PeopleGroup) -> member_schemas.GroupOut:
    told = group.__dict__  # annotated by `told_to`
    return member_schemas.GroupOut(
        id=group.pk,
        name=group.name,
        members=told["member_count"],
        role=told["my_role"],
        url=group.get_absolute_url(),
    )
