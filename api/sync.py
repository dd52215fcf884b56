"""The text itself over plain HTTP: for networks without websockets, and for updates too large for a frame."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status

from api import access, schemas
from api.auth import ANYONE, SIGNED_IN
from api.schemas import NOT_DONE, NOT_SEEN, Refusal
from permissions.actions import require
from realtime import http
from realtime.gate import Gap, Refused

router = Router(tags=["sync"], auth=SIGNED_IN)

AN_UPDATE = {"application/octet-stream": schemas.BINARY}
EVERYTHING_SINCE = {
    "description": "One Yjs update (v1 encoding).",
    "content": AN_UPDATE,
    "headers": {"X-Log-Number": {"description": "What to ask `after` next time.", "schema": schemas.NUMBER}},
}


@router.get(
    "/{uuid:pk}/sync",
    response={NOT_SEEN: Refusal},
    auth=ANYONE,
    openapi_extra={"responses": {200: EVERYTHING_SINCE}},
    summary="Read the text",
)
def pull(request: HttpRequest, pk: UUID, after: int = 0) -> HttpResponse:
    """One Yjs update (v1) that says everything committed after log number `after`; `X-Log-Number` is where it ends."""
    content, number = http.pull(access.visible_document(request.user, pk).room, after)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["X-Log-Number"] = str(number)
    return answer


@router.post(
    "/{uuid:pk}/sync",
    response={200: schemas.Number, NOT_DONE | {409, 413}: Refusal},
    openapi_extra={"requestBody": {"required": True, "content": AN_UPDATE}},
    summary="Add to the text",
)
def push(request: HttpRequest, pk: UUID) -> Status[schemas.Number] | Status[Refusal]:
    """The body is one Yjs update (v1), stored when this answers. 409: it builds on something the server lacks."""
    document = access.visible_document(request.user, pk)
    require(request.user, "change", document)
    if _length(request) > http.LARGEST_UPDATE:
        return Status(413, Refusal(detail=_("This is too much for one update."), code="too_large"))
    try:
        return Status(200, schemas.Number(number=http.push(document.room, str(request.user.pk), request.body)))
    except Gap:
        return Status(409, Refusal(detail=_("Something is missing before this change."), code="gap"))
    except Refused:
        raise ValidationError(_("The server could not take this change."), code="gate") from None


def _length(request: HttpRequest) -> int:
    """As announced, so that nothing has to be read; a body sent in pieces announces nothing."""
    return int(request.headers.get("Content-Length") or 0) or len(request.body)
