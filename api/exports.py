"""Files that take their time, for programs: asked for, looked at until they are there, taken away, cancelled."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Schema, Status

from api import access, schemas
from api.auth import SIGNED_IN
from api.schemas import NOT_DONE, NOT_SEEN, Refusal
from documents.actions.exports import ask_export, cancel_export
from documents.actions.other_formats import options_for
from documents.models import Export
from documents.views.exports import taken

router = Router(tags=["exports"], auth=SIGNED_IN)

A_FILE = {"description": "The file.", "content": {"application/octet-stream": schemas.BINARY}}


class ExportIn(schemas.Body):
    """`options`: those of the export that comes at once. A PDF has no proposals and no comments unless told to."""

    format: str = "pdf"
    options: dict[str, str | bool] = {}


class ExportOut(Schema):
    """`progress` is in per cent; `file` is there once the state is `done`, `failure` (a sentence) once it is `failed`."""

    id: UUID
    document: UUID
    format: str
    state: Literal["waiting", "making", "done", "failed"]
    progress: int
    failure: str
    left_out: list[str]
    filename: str
    size: int
    asked_at: datetime
    ended_at: datetime | None
    file: str | None
    url: str


@router.post("/{uuid:pk}/exports/", response={202: ExportOut, NOT_DONE: Refusal}, summary="Have a file made")
def ask_for_file(request: HttpRequest, pk: UUID, body: ExportIn) -> Status[ExportOut]:
    """For what takes its time (ODT, PDF, very long texts): look at the answer's own address until it is there."""
    document = access.visible_document(request.user, pk)
    options = options_for(body.format, body.options)
    return Status(202, _out(ask_export(document, body.format, by=request.user, options=options)))


@router.get(
    "/{uuid:pk}/exports/{uuid:export}/", response={200: ExportOut, NOT_SEEN: Refusal}, summary="Show how far a file is"
)
def show_export(request: HttpRequest, pk: UUID, export: UUID) -> ExportOut:
    return _out(_own(request, pk, export))


@router.get(
    "/{uuid:pk}/exports/{uuid:export}/file",
    response={NOT_SEEN: Refusal},
    openapi_extra={"responses": {200: A_FILE}},
    summary="Take the file",
)
def export_file(request: HttpRequest, pk: UUID, export: UUID) -> FileResponse:
    """404 until it is there, and once it is gone: after a day."""
    return taken(_own(request, pk, export))


@router.delete(
    "/{uuid:pk}/exports/{uuid:export}/", response={204: None, NOT_DONE: Refusal}, summary="Cancel or delete a file"
)
def drop_export(request: HttpRequest, pk: UUID, export: UUID) -> Status[None]:
    cancel_export(_own(request, pk, export), by=request.user)
    return Status(204, None)


def _own(request: HttpRequest, pk: UUID, export: UUID) -> Export:
    """Of the caller, who may still read the document."""
    document = access.visible_document(request.user, pk)
    return get_object_or_404(Export.objects.filter(document=document, person=request.user.pk), pk=export)


def _out(export: Export) -> ExportOut:
    done = export.state == Export.State.DONE
    names = ("id", "format", "state", "progress", "left_out", "filename", "size", "asked_at", "ended_at")
    return ExportOut(
        **{name: getattr(export, name) for name in names},
        document=export.document_id,
        failure=str(export.get_failure_display()) if export.failure else "",
        file=reverse("api-v1:export_file", args=[export.document_id, export.pk]) if done else None,
        url=export.get_absolute_url(),
    )
