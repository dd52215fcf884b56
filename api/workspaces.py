"""Workspaces for programs."""

from django.http import HttpRequest
from ninja import Router, Status

from api import access, schemas
from api.auth import ANYONE, SIGNED_IN
from permissions.actions import grant, require, revoke, share_by_link
from permissions.queries import prefetch
from workspaces.actions import create_workspace
from workspaces.models import Workspace

router = Router(tags=["workspaces"], auth=SIGNED_IN)


@router.get("/", response=schemas.Workspaces, auth=ANYONE)
def list_workspaces(request: HttpRequest, offset: schemas.Offset = 0, limit: schemas.Limit = 20) -> schemas.Workspaces:
    visible = Workspace.objects.visible_to(request.user)
    page = list(visible[offset : offset + limit])
    prefetch(request.user, page)
    return schemas.Workspaces(items=[access.workspace_out(one, request.user) for one in page], count=visible.count())


@router.post("/", response={201: schemas.WorkspaceOut})
def create(request: HttpRequest, body: schemas.WorkspaceIn) -> Status[schemas.WorkspaceOut]:
    made = create_workspace(body.name, by=request.user, reach=body.reach, description=body.description)
    return Status(201, access.workspace_out(made, request.user))


@router.get("/{slug:slug}/", response=schemas.WorkspaceOut, auth=ANYONE)
def show(request: HttpRequest, slug: str) -> schemas.WorkspaceOut:
    return access.workspace_out(access.visible_workspace(request.user, slug), request.user)


@router.put("/{slug:slug}/sharing/", response=schemas.WorkspaceOut)
def share(request: HttpRequest, slug: str, body: schemas.SharingIn) -> schemas.WorkspaceOut:
    workspace = access.visible_workspace(request.user, slug)
    share_by_link(workspace, reach=body.reach, link_role=body.link_role, by=request.user)
    return access.workspace_out(workspace, request.user)


@router.get("/{slug:slug}/grants/", response=schemas.Grants)
def grants(request: HttpRequest, slug: str) -> schemas.Grants:
    workspace = access.visible_workspace(request.user, slug)
    require(request.user, "manage", workspace)
    items = access.grants_out(workspace)
    return schemas.Grants(items=items, count=len(items))


@router.put("/{slug:slug}/grants/{key}/", response=schemas.GrantOut)
def put_grant(request: HttpRequest, slug: str, key: str, body: schemas.WorkspaceGrantIn) -> schemas.GrantOut:
    workspace = access.visible_workspace(request.user, slug)
    require(request.user, "manage", workspace)
    person = access.person(key, workspace, request.user)
    grant(workspace, body.role, to=person, by=request.user)
    return schemas.GrantOut(id=person.pk, name=str(person), role=body.role)


@router.delete("/{slug:slug}/grants/{key}/", response={204: None})
def delete_grant(request: HttpRequest, slug: str, key: str) -> Status[None]:
    workspace = access.visible_workspace(request.user, slug)
    revoke(workspace, of=access.person(key, workspace, request.user), by=request.user)
    return Status(204, None)
