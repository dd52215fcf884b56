"""Workspaces for programs: opened, described, shared."""

from django.http import HttpRequest
from ninja import Router, Status

from api import access, schemas, sharing, sharing_schemas
from api.auth import ANYONE, SIGNED_IN
from api.schemas import ASKED_WRONGLY, NOT_DONE, NOT_SEEN, Refusal
from permissions.queries import with_rungs
from workspaces.actions import change_workspace, create_workspace
from workspaces.models import Workspace

router = Router(tags=["workspaces"], auth=SIGNED_IN)


@router.get("/", response={200: schemas.Workspaces, ASKED_WRONGLY: Refusal}, auth=ANYONE, summary="List workspaces")
def list_workspaces(request: HttpRequest, offset: schemas.Offset = 0, limit: schemas.Limit = 20) -> schemas.Workspaces:
    """Those one may open, by name."""
    visible = Workspace.objects.visible_to(request.user)
    page = with_rungs(request.user, visible[offset : offset + limit])
    return schemas.Workspaces(items=[access.workspace_out(one, request.user) for one in page], count=visible.count())


@router.post("/", response={201: schemas.WorkspaceOut, ASKED_WRONGLY: Refusal}, summary="Open a workspace")
def create(request: HttpRequest, body: schemas.WorkspaceIn) -> Status[schemas.WorkspaceOut]:
    made = create_workspace(body.name, by=request.user, reach=body.reach, description=body.description)
    return Status(201, access.workspace_out(made, request.user))


@router.get(
    "/{slug:slug}/", response={200: schemas.WorkspaceOut, NOT_SEEN: Refusal}, auth=ANYONE, summary="Show a workspace"
)
def show(request: HttpRequest, slug: str) -> schemas.WorkspaceOut:
    return access.workspace_out(access.visible_workspace(request.user, slug), request.user)


@router.patch(
    "/{slug:slug}/", response={200: schemas.WorkspaceOut, NOT_DONE: Refusal}, summary="Rename or describe a workspace"
)
def change(request: HttpRequest, slug: str, body: schemas.WorkspaceChangeIn) -> schemas.WorkspaceOut:
    """What is left out stays as it is, and so does the address."""
    workspace = access.visible_workspace(request.user, slug)
    said = {"name": workspace.name, "description": workspace.description} | body.model_dump(exclude_none=True)
    change_workspace(workspace, by=request.user, **said)
    return access.workspace_out(workspace, request.user)


@router.put(
    "/{slug:slug}/sharing/",
    response={200: schemas.WorkspaceOut, NOT_DONE: Refusal},
    summary="Say who can open a workspace",
)
def share(request: HttpRequest, slug: str, body: sharing_schemas.WorkspaceSharingIn) -> schemas.WorkspaceOut:
    workspace = access.visible_workspace(request.user, slug)
    sharing.share(workspace, body, by=request.user)
    return access.workspace_out(workspace, request.user)


@router.get("/{slug:slug}/grants/", response={200: schemas.Grants, NOT_DONE: Refusal}, summary="List who has a role")
def grants(request: HttpRequest, slug: str) -> schemas.Grants:
    return sharing.grants(access.visible_workspace(request.user, slug), by=request.user)


@router.put(
    "/{slug:slug}/grants/{key}/", response={200: schemas.GrantOut, NOT_DONE: Refusal}, summary="Give someone a role"
)
def put_grant(request: HttpRequest, slug: str, key: str, body: schemas.WorkspaceGrantIn) -> schemas.GrantOut:
    return sharing.put_grant(request, access.visible_workspace(request.user, slug), key, body.role)


@router.delete("/{slug:slug}/grants/{key}/", response={204: None, NOT_DONE: Refusal}, summary="Take a role away")
def delete_grant(request: HttpRequest, slug: str, key: str) -> Status[None]:
    sharing.delete_grant(request, access.visible_workspace(request.user, slug), key)
    return Status(204, None)


@router.get(
    "/{slug:slug}/who/", response={200: sharing_schemas.WhoSees, NOT_DONE: Refusal}, summary="List who sees it, and why"
)
def who(request: HttpRequest, slug: str) -> sharing_schemas.WhoSees:
    return sharing.who(access.visible_workspace(request.user, slug), by=request.user)


@router.put(
    "/{slug:slug}/groups/{int:number}/",
    response={200: sharing_schemas.GroupGrantOut, NOT_DONE: Refusal},
    summary="Give a group or an organisation a role",
)
def put_group(
    request: HttpRequest, slug: str, number: int, body: schemas.WorkspaceGrantIn
) -> sharing_schemas.GroupGrantOut:
    return sharing.put_group(access.visible_workspace(request.user, slug), number, body.role, by=request.user)


@router.delete(
    "/{slug:slug}/groups/{int:number}/", response={204: None, NOT_DONE: Refusal}, summary="Take a group's role away"
)
def delete_group(request: HttpRequest, slug: str, number: int) -> Status[None]:
    sharing.delete_group(access.visible_workspace(request.user, slug), number, by=request.user)
    return Status(204, None)
