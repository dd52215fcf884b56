"""Invitations to a workspace, and requests for access to it, for programs."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from api import access, asking, schemas
from api.auth import SIGNED_IN
from api.schemas import NOT_DONE, Refusal
from workspaces.asked import find

router = Router(tags=["workspaces"], auth=SIGNED_IN)

NOT_ASKED = frozenset({401, 422, 429})


@router.get(
    "/{slug:slug}/invitations/",
    response={200: schemas.Invitations, NOT_DONE: Refusal},
    summary="List the invitations to a workspace that wait",
)
def invitations(request: HttpRequest, slug: str) -> schemas.Invitations:
    return asking.invitations(access.visible_workspace(request.user, slug), by=request.user)


@router.post(
    "/{slug:slug}/invitations/",
    response={201: schemas.Invited, NOT_DONE: Refusal},
    summary="Invite an address to a workspace",
)
def invite(request: HttpRequest, slug: str, body: schemas.WorkspaceInvitationIn) -> Status[schemas.Invited]:
    """An address that has an account holds the role at once."""
    return asking.post_invitation(access.visible_workspace(request.user, slug), body, by=request.user)


@router.post(
    "/{slug:slug}/invitations/{int:number}/resend/",
    response={200: schemas.InvitationOut, NOT_DONE: Refusal},
    summary="Send an invitation to a workspace again",
)
def resend(request: HttpRequest, slug: str, number: int) -> schemas.InvitationOut:
    """With a new link: the one sent before opens nothing any more."""
    return asking.post_resend(access.visible_workspace(request.user, slug), number, by=request.user)


@router.delete(
    "/{slug:slug}/invitations/{int:number}/",
    response={204: None, NOT_DONE: Refusal},
    summary="Withdraw an invitation to a workspace",
)
def revoke(request: HttpRequest, slug: str, number: int) -> Status[None]:
    return asking.delete_invitation(access.visible_workspace(request.user, slug), number, by=request.user)


@router.get(
    "/{slug:slug}/access-requests/",
    response={200: schemas.AccessRequests, NOT_DONE: Refusal},
    summary="List who asks for access to a workspace",
)
def requests(request: HttpRequest, slug: str) -> schemas.AccessRequests:
    return asking.requests(access.visible_workspace(request.user, slug), by=request.user)


@router.post(
    "/{slug:slug}/access-requests/",
    response={202: schemas.Received, NOT_ASKED: Refusal},
    summary="Ask for access to a workspace",
)
def ask(request: HttpRequest, slug: str, body: schemas.AccessRequestIn) -> HttpResponse:
    """The answer is the same whether there is something at this address or not."""
    return asking.post_request(request, "workspace", partial(find, slug), body)


@router.put(
    "/{slug:slug}/access-requests/{int:number}/",
    response={200: schemas.GrantOut, NOT_DONE: Refusal},
    summary="Accept a request for access to a workspace",
)
def accept(request: HttpRequest, slug: str, number: int, body: schemas.WorkspaceGrantIn) -> schemas.GrantOut:
    """With the role one chooses, which need not be the one asked for."""
    return asking.put_request(access.visible_workspace(request.user, slug), number, body.role, by=request.user)


@router.delete(
    "/{slug:slug}/access-requests/{int:number}/",
    response={204: None, NOT_DONE: Refusal},
    summary="Refuse a request for access to a workspace",
)
def refuse(request: HttpRequest, slug: str, number: int) -> Status[None]:
    return asking.delete_request(access.visible_workspace(request.user, slug), number, by=request.user)
