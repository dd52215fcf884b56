"""Notices for programs: those of the caller, read or not, and how they want to be told of a place or of everything."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from accounts.doors import has_account
from api import access, notice_schemas
from api.auth import SIGNED_IN
from api.people import about
from api.schemas import ASKED_WRONGLY, NOT_DONE, NOT_SEEN, Limit, Offset, PersonOut, Refusal
from notifications.actions import mark_all_read, mark_read, mark_unread
from notifications.lines import Line, lines
from notifications.models import Preference
from notifications.preferences import USUAL, Place, choose_paces, choose_quiet, wider_wishes, wishes_of
from notifications.seen import seen_by

router = Router(tags=["notices"], auth=SIGNED_IN)
KEPT = {200: notice_schemas.PacesOut, NOT_DONE: Refusal}


@router.get("/", response={200: notice_schemas.Notices, ASKED_WRONGLY: Refusal}, summary="List one's notices")
def list_notices(
    request: HttpRequest, unread: bool = False, offset: Offset = 0, limit: Limit = 20
) -> notice_schemas.Notices:
    """The newest first, of what one may still see; only those that wait to be read if asked."""
    found = seen_by(request.user)
    if unread:
        found = found.filter(read_at=None)
    told = lines(found[offset : offset + limit], request.user)
    return notice_schemas.Notices(items=[_out(line) for line in told], count=found.order_by().count())


@router.put("/read/", response={200: notice_schemas.Done, 401: Refusal}, summary="Mark all one's notices as read")
def put_all_read(request: HttpRequest) -> notice_schemas.Done:
    return notice_schemas.Done(count=mark_all_read(request.user))


@router.get(
    "/preferences/", response={200: notice_schemas.GeneralOut, 401: Refusal, 403: Refusal}, summary="How one is told"
)
def show_preferences(request: HttpRequest) -> notice_schemas.GeneralOut:
    return _general(_person(request))


@router.put(
    "/preferences/",
    response={200: notice_schemas.GeneralOut, ASKED_WRONGLY: Refusal, 403: Refusal},
    summary="Choose how one is told",
)
def put_preferences(request: HttpRequest, body: notice_schemas.GeneralIn) -> notice_schemas.GeneralOut:
    person = _person(request)
    choose_paces(person, None, addressed=body.addressed, rest=body.rest)
    choose_quiet(person, begin=body.quiet_from, end=body.quiet_until, weekend=body.quiet_weekend)
    return _general(person)


@router.get("/preferences/documents/{uuid:pk}/", response=KEPT, summary="How one is told of a document")
def show_of_document(request: HttpRequest, pk: UUID) -> notice_schemas.PacesOut:
    return _of(_person(request), access.visible_document(request.user, pk))


@router.put("/preferences/documents/{uuid:pk}/", response=KEPT, summary="Choose how one is told of a document")
def put_of_document(request: HttpRequest, pk: UUID, body: notice_schemas.PacesIn) -> notice_schemas.PacesOut:
    return _chosen(_person(request), access.visible_document(request.user, pk), body)


@router.get("/preferences/workspaces/{slug:slug}/", response=KEPT, summary="How one is told of a workspace")
def show_of_workspace(request: HttpRequest, slug: str) -> notice_schemas.PacesOut:
    return _of(_person(request), access.visible_workspace(request.user, slug))


@router.put("/preferences/workspaces/{slug:slug}/", response=KEPT, summary="Choose how one is told of a workspace")
def put_of_workspace(request: HttpRequest, slug: str, body: notice_schemas.PacesIn) -> notice_schemas.PacesOut:
    return _chosen(_person(request), access.visible_workspace(request.user, slug), body)


@router.put("/{int:pk}/read/", response={204: None, NOT_SEEN: Refusal}, summary="Mark a notice as read")
def put_read(request: HttpRequest, pk: int) -> Status[None]:
    mark_read(_mine(request, pk))
    return Status(204, None)


@router.delete("/{int:pk}/read/", response={204: None, NOT_SEEN: Refusal}, summary="Mark a notice as unread")
def delete_read(request: HttpRequest, pk: int) -> Status[None]:
    mark_unread(_mine(request, pk))
    return Status(204, None)


def _mine(request: HttpRequest, pk: int) -> Any:
    found = seen_by(request.user).filter(pk=pk)
    get_object_or_404(found)
    return found


def _person(request: HttpRequest) -> Any:
    """A guest is told in the list alone: they have no address."""
    if not has_account(request.user):
        raise PermissionDenied(_("This needs an account."))
    return request.user


def _chosen(person: Any, place: Place, body: notice_schemas.PacesIn) -> notice_schemas.PacesOut:
    choose_paces(person, place, addressed=body.addressed or "", rest=body.rest or "")
    return _of(person, place)


def _of(person: Any, place: Place) -> notice_schemas.PacesOut:
    row = Preference.objects.filter(person=person, **{place.kind: place}).first()
    wider = wider_wishes(person, place)
    own = {name: getattr(row, name, "") or None for name in USUAL}
    return notice_schemas.PacesOut.model_validate({**own, "wider": {name: getattr(wider, name) for name in USUAL}})


def _general(person: Any) -> notice_schemas.GeneralOut:
    wishes = wishes_of([person.pk], None)[person.pk]
    row = wishes.general
    told: dict[str, Any] = {name: getattr(wishes, name) for name in USUAL}
    told |= {name: getattr(row, name, None) for name in ("quiet_from", "quiet_until")}
    return notice_schemas.GeneralOut.model_validate(told | {"quiet_weekend": bool(row and row.quiet_weekend)})


def _out(line: Line) -> notice_schemas.NoticeOut:
    notice, excerpt = line.notice, line.excerpt
    return notice_schemas.NoticeOut(
        id=notice.pk,
        at=notice.at,
        read=notice.read_at is not None,
        addressed=notice.addressed,
        verb=line.event.verb,
        by=PersonOut(**about(line.actor)) if line.actor is not None else None,
        sentence=line.whole,
        document=notice.document_id,
        workspace=line.workspace.slug,
        url=line.path,
        quote=excerpt.quote,
        said=excerpt.said or excerpt.reason,
        before=excerpt.before,
        after=excerpt.after,
    )
