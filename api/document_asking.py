"""Invitations to a document, and requests for access to it, for programs."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from api import access, asking, schemas
from api.auth import SIGNED_IN
from api.schemas import NOT_DONE, Refusal
from documents.views.asked import find

router = Router(tags=["documents"], auth=SIGNED_IN)

NOT_ASKED = frozenset({401, 422, 429})


@router.get(
    "/{uuid:pk}/invitations/",
    response={200: schemas.Invitations, NOT_DONE: Refusal},
    summary="List the invitations to a document that wait",
)
def invitations(request: HttpRequest, pk: UUID) -> schemas.Invitations:
    return asking.invitations(access.visible_document(request.user, pk), by=request.user)


@router.post(
    "/{uuid:pk}/invitations/",
    response={201: schemas.Invited, NOT_DONE: Refusal},
    summary="Invite an address to a document",
)
def invite(request: HttpRequest, pk: UUID, body: schemas.DocumentInvitationIn) -> Status[schemas.Invited]:
    """An address that has an account holds the role at once."""
    return asking.post_invitation(access.visible_document(request.user, pk), body, by=request.user)


@router.post(
    "/{uuid:pk}/invitations/{int:number}/resend/",
    response={200: schemas.InvitationOut, NOT_DONE: Refusal},
    summary="Send an invitation to a document again",
)
def resend(request: HttpRequest, pk: UUID, number: int) -> schemas.InvitationOut:
    """With a new link: the one sent before opens nothing any more."""
    return asking.post_resend(access.visible_document(request.user, pk), number, by=request.user)


@router.delete(
    "/{uuid:pk}/invitations/{int:number}/",
    response={204: None, NOT_DONE: Refusal},
    summary="Withdraw an invitation to a document",
)
def revoke(request: HttpRequest, pk: UUID, number: int) -> Status[None]:
    return asking.delete_invitation(access.visible_document(request.user, pk), number, by=request.user)


@router.get(
    "/{uuid:pk}/access-requests/",
    response={200: schemas.AccessRequests, NOT_DONE: Refusal},
    summary="List who asks for access to a document",
)
def requests(request: HttpRequest, pk: UUID) -> schemas.AccessRequests:
    return asking.requests(access.visible_document(request.user, pk), by=request.user)


@router.post(
    "/{uuid:pk}/access-requests/",
    response={202: schemas.Received, NOT_ASKED: Refusal},
    summary="Ask for access to a document",
)
def ask(request: HttpRequest, pk: UUID, body: schemas.AccessRequestIn) -> HttpResponse:
    """The answer is the same whether there is something at this address or not."""
    return asking.post_request(request, "document", partial(find, pk), body)


@router.put(
    "/{uuid:pk}/access-requests/{int:number}/",
    response={200: schemas.GrantOut, NOT_DONE: Refusal},
    summary="Accept a request for access to a document",
)
def accept(request: HttpRequest, pk: UUID, number: int, body: schemas.DocumentGrantIn) -> schemas.GrantOut:
    """With the role one chooses, which need not be the one asked for."""
    return asking.put_request(access.visible_document(request.user, pk), number, body.role, by=request.user)


@router.delete(
    "/{uuid:pk}/access-requests/{int:number}/",
    response={204: None, NOT_DONE: Refusal},
    summary="Refuse a request for access to a document",
)
def refuse(request: HttpRequest, pk: UUID, number: int) -> Status[None]:
    return asking.delete_request(access.visible_document(request.user, pk), number, by=request.user)
