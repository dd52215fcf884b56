"""The text itself over plain HTTP: for networks without websockets, and for updates too large for a frame."""

import time
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.params import functions as params

from accounts.models import User
from api import access, schemas
from api.auth import ANYONE, SIGNED_IN
from api.schemas import NOT_DONE, NOT_SEEN, Refusal
from documents import schema as content_model
from documents.models import Document
from permissions.actions import require
from permissions.backend import rung
from realtime import http, long_poll
from realtime.gate import Gap, Refused
from realtime.refusals import OtherHistory, code_of
from realtime.storing import TRUSTED_FOR

router = Router(tags=["sync"], auth=SIGNED_IN)

AN_UPDATE = {"application/octet-stream": schemas.BINARY}
TEXT = {"type": "string"}
SCHEMA: Any = params.Query("", alias="schema")
EVERYTHING_SINCE = {
    "description": "One Yjs update (v1 encoding); the two bytes `00 00` when there is nothing to say.",
    "content": AN_UPDATE,
    "headers": {
        "X-Log-Number": {"description": "What to ask `after` next time.", "schema": schemas.NUMBER},
        "X-Epoch": {"description": "The history that the numbers belong to.", "schema": TEXT},
        "X-Schema": {"description": "The version of the content model in force.", "schema": TEXT},
        "X-Role": {"description": "Your role on the document.", "schema": TEXT},
    },
}


class Frozen(Exception):
    """The text is adopted: nobody edits it until it is unlocked."""


class Outdated(Exception):
    """The caller's page belongs to another epoch or content model."""


@router.get(
    "/{uuid:pk}/sync",
    response={NOT_SEEN | {409, 429, 503}: Refusal},
    auth=ANYONE,
    openapi_extra={"responses": {200: EVERYTHING_SINCE}},
    summary="Read the text",
)
def pull(
    request: HttpRequest,
    pk: UUID,
    after: int = 0,
    wait: str = "",
    role: str = "",
    epoch: str = "",
    model: str = SCHEMA,
) -> HttpResponse | Status[Refusal]:
    """One Yjs update (v1) that says everything committed after log number `after`; `X-Log-Number` is where it ends.

    With `wait`, at most 25 seconds, the answer comes as soon as there is something to say, or when they are over; also
    when `role` is given and is not yours any more. 409: `epoch` or `schema` was given and is not the one in force.
    429, 503: too many requests wait already.
    """
    document = access.visible_document(request.user, pk)
    held = rung(request.user, document) or ""
    try:
        last, in_force = _standing(document, epoch, model)
        if wait and last <= after and role in {"", held}:
            who = str(request.user.pk or "")
            long_poll.wait_for_more(getattr(request, "scope", {}), document.room, who, after, in_force)
    except Outdated:
        return _outdated()
    except long_poll.TooManyWaiting as error:
        return _too_many(of_one=error.of_one)
    content, number = http.pull(document.room, after)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["X-Log-Number"] = str(number)
    answer["X-Epoch"] = in_force
    answer["X-Schema"] = str(content_model.VERSION)
    answer["X-Role"] = held
    return answer


@router.post(
    "/{uuid:pk}/sync",
    response={200: schemas.Number, NOT_DONE | {409, 413, 429}: Refusal},
    openapi_extra={"requestBody": {"required": True, "content": AN_UPDATE}},
    summary="Add to the text",
)
def push(
    request: HttpRequest, pk: UUID, epoch: str = "", model: str = SCHEMA
) -> Status[schemas.Number] | Status[Refusal]:
    """The body is one Yjs update (v1), stored when this answers; sending it again is harmless.

    409 `gap`: it builds on something the server lacks. 409 `epoch`: `epoch` or `schema` is not the one in force. 409
    `quarantine`: nobody may write for now. 403 `frozen`: the text is adopted. 413 `too_large`: more than 8 MiB at once;
    `full`: the document may not grow.
    """
    asked, who = time.monotonic(), request.user.pk
    try:
        document = _writable(request.user, pk)
        if _length(request) > http.LARGEST_UPDATE:
            return Status(413, Refusal(detail=_too_large(), code="too_large"))
        _standing(document, epoch, model)
        number = http.push(document.room, str(who), request.body, epoch, partial(_still_writable, who, pk, asked))
        return Status(200, schemas.Number(number=number))
    except PermissionDenied as error:
        return Status(403, Refusal(detail=str(error), code="role"))
    except Frozen:
        detail = _("This text is adopted: nobody edits it until it is unlocked.")
        return Status(403, Refusal(detail=detail, code="frozen"))
    except Outdated:
        return _outdated()
    except Gap:
        return Status(409, Refusal(detail=_("Something is missing before this change."), code="gap"))
    except Refused as error:
        return _refused(code_of(error))


def _writable(user: Any, pk: UUID) -> Document:
    """Raises `Http404`, `PermissionDenied`, `Frozen`."""
    document = access.visible_document(user, pk)
    require(user, "change", document)
    if document.frozen:
        raise Frozen
    return document


def _still_writable(who: Any, pk: UUID, asked: float) -> None:
    """Whoever waited for other writers is asked about again, as on a socket: the right may have gone meanwhile."""
    if time.monotonic() - asked >= TRUSTED_FOR:
        _writable(User.objects.filter(pk=who).first() or AnonymousUser(), pk)


def _standing(document: Document, epoch: str, model: str) -> tuple[int, str]:
    """The last number and the epoch. Raises `Outdated` when the caller says another epoch or content model."""
    last, in_force, _quarantined = http.standing(document.room)
    if epoch not in {"", in_force} or model not in {"", str(content_model.VERSION)}:
        raise Outdated
    return last, in_force


def _refused(code: str) -> Status[Refusal]:
    """What the socket refuses with the same code."""
    if code == OtherHistory.code:
        return _outdated()
    status, sentence = {
        "full": (413, _("This document has reached its largest size. Take something out, or begin another one.")),
        "quarantine": (
            409,
            _("This document is set aside for an administrator to look at. It can be read, not changed."),
        ),
        "flood": (429, _("Too many changes in too little time. Send this one again in a moment.")),
    }.get(code, (422, _("The server could not take this change.")))
    return Status(status, Refusal(detail=sentence, code=code))


def _outdated() -> Status[Refusal]:
    detail = _("This page is older than the document. Load it again to go on.")
    return Status(409, Refusal(detail=detail, code="epoch"))


def _too_large() -> str:
    return _("This is more than 8 MB at once. Add it in several parts, and put large pictures in as images.")


def _too_many(*, of_one: bool) -> Status[Refusal]:
    if of_one:
        detail = _("Too many of your pages wait for news already. Ask without waiting, or close some.")
        return Status(429, Refusal(detail=detail, code="too_many"))
    detail = _("Too many pages wait for news here. Ask again in a few seconds, without waiting.")
    return Status(503, Refusal(detail=detail, code="crowded"))


def _length(request: HttpRequest) -> int:
    """As announced, so that nothing has to be read; a body sent in pieces announces nothing."""
    return int(request.headers.get("Content-Length") or 0) or len(request.body)
