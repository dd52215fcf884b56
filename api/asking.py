"""Invitations and requests for access for programs, alike for all that can be shared."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Status
from ninja.errors import HttpError

from api import schemas
from api.sharing import grant_out
from permissions.actions import require
from permissions.invitations import invite, resend_invitation, revoke_invitation
from permissions.later import AnsweredFirst
from permissions.models import Shareable
from permissions.models_asked import AccessRequest, Invitation
from permissions.requests import accept_request, refuse_asked_role, refuse_request
from permissions.views import pass_on


def invitations(subject: Any, *, by: Any) -> schemas.Invitations:
    require(by, "manage", subject)
    items = [_invitation_out(one) for one in subject.invitations.waiting()]
    return schemas.Invitations(items=items, count=len(items))


def post_invitation(
    subject: Shareable, body: schemas.DocumentInvitationIn | schemas.WorkspaceInvitationIn, *, by: Any
) -> Status[schemas.Invited]:
    """Someone who has an account holds the role at once: then `grant` says it, and there is no invitation."""
    made = invite(subject, body.email, body.role, by=by, language=body.language or "")
    if isinstance(made, Invitation):
        made.refresh_from_db(fields=["sent_at"])
        return Status(201, schemas.Invited(invitation=_invitation_out(made), grant=None))
    return Status(201, schemas.Invited(invitation=None, grant=grant_out(made, body.role)))


def post_resend(subject: Any, number: int, *, by: Any) -> schemas.InvitationOut:
    require(by, "manage", subject)
    found: Invitation = get_object_or_404(subject.invitations, pk=number)
    resend_invitation(found, by=by)
    found.refresh_from_db(fields=["sent_at"])
    return _invitation_out(found)


def delete_invitation(subject: Any, number: int, *, by: Any) -> Status[None]:
    require(by, "manage", subject)
    revoke_invitation(get_object_or_404(subject.invitations, pk=number), by=by)
    return Status(204, None)


def requests(subject: Any, *, by: Any) -> schemas.AccessRequests:
    require(by, "manage", subject)
    waiting = subject.access_requests.waiting().select_related("asked_by__profile__organisation")
    items = [_request_out(one) for one in waiting]
    return schemas.AccessRequests(items=items, count=len(items))


def post_request(
    request: HttpRequest, kind: str, find: Callable[[], Any], body: schemas.AccessRequestIn
) -> HttpResponse:
    """The same answer in the same time whether something is there or not: `find` is called once it has left."""
    refuse_asked_role(kind, body.role)
    if not consume(request, action="ask_for_access"):
        raise HttpError(429, _("You have asked many times within an hour. Go on later."))
    told = _("If this address leads to something, the people who manage it receive your request.")
    then = partial(pass_on, find, request.user, role=body.role, message=body.message)
    answer = schemas.Received(detail=told).model_dump_json()
    return AnsweredFirst(answer, content_type="application/json", status=202, request=request, then=then)


def put_request(subject: Any, number: int, role: str, *, by: Any) -> schemas.GrantOut:
    require(by, "manage", subject)
    asked = get_object_or_404(subject.access_requests, pk=number)
    accept_request(asked, role, by=by)
    return grant_out(asked.asked_by, role)


def delete_request(subject: Any, number: int, *, by: Any) -> Status[None]:
    require(by, "manage", subject)
    refuse_request(get_object_or_404(subject.access_requests, pk=number), by=by)
    return Status(204, None)


def _invitation_out(one: Invitation) -> schemas.InvitationOut:
    return schemas.InvitationOut(
        id=one.pk,
        email=one.email,
        role=one.role,
        language=one.language,
        invited_at=one.invited_at,
        expires_at=one.expires_at,
        sent=one.sent_at is not None,
    )


def _request_out(one: AccessRequest) -> schemas.AccessRequestOut:
    who = grant_out(one.asked_by, one.role).model_dump(exclude={"id"})
    return schemas.AccessRequestOut(id=one.pk, message=one.message, asked_at=one.asked_at, **who)
