"""Files that take their time, for programs: asked for, looked at until they are there, taken away, cancelled."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Schema, Status

from api import access, schemas
from api.auth import SIGNED_IN
from api.schemas import NOT_DONE, NOT_SEEN, Refusal
from documents.actions.exports import ask_export, cancel_export
from documents.actions.other_formats import options_for
from documents.actions.volumes import Place, ask_volume, is_closed_to
from documents.models import Export
from documents.views.exports import taken

router = Router(tags=["exports"], auth=SIGNED_IN)

A_FILE = {"description": "The file.", "content": {"application/octet-stream": schemas.BINARY}}


class ExportIn(schemas.Body):
    """`options`: those of the export that comes at once. A PDF has no proposals and no comments unless told to."""

    format: str = "pdf"
    options: dict[str, str | bool] = {}


class VolumeIn(schemas.Body):
    """`documents`: which of them, in the order of their tree; without it all that the caller sees there."""

    title: str
    documents: list[UUID] | None = None
    format: str = "docx"
    options: dict[str, str | bool] = {}


class ExportOut(Schema):
    """`progress` is in per cent; `file` is there once the state is `done`, `failure` (a sentence) once it is `failed`.

    A volume has a `workspace`, a `title` and the `documents` it is made of; its `document` is the one it was asked for in.
    """

    id: UUID
    document: UUID | None
    workspace: str | None = None
    title: str = ""
    documents: list[UUID] = []
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
    return _taken(request, _own(request, pk, export))


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


@router.post(
    "/{uuid:pk}/volumes/", response={202: ExportOut, NOT_DONE: Refusal}, summary="Have a volume made of a tree"
)
def ask_for_tree(request: HttpRequest, pk: UUID, body: VolumeIn) -> Status[ExportOut]:
    """One file of a document with those that stand in it. It is looked after at the addresses of the document's exports."""
    return Status(202, _asked(request, access.visible_document(request.user, pk), body))


workspace_router = Router(tags=["exports"], auth=SIGNED_IN)


@workspace_router.post(
    "/{slug:slug}/volumes/", response={202: ExportOut, NOT_DONE: Refusal}, summary="Have a volume made of documents"
)
def ask_for_volume(request: HttpRequest, slug: str, body: VolumeIn) -> Status[ExportOut]:
    """One file of documents of a workspace, with one contents page: look at the answer's address until it is there."""
    return Status(202, _asked(request, access.visible_workspace(request.user, slug), body))


@workspace_router.get(
    "/{slug:slug}/volumes/{uuid:export}/",
    response={200: ExportOut, NOT_SEEN: Refusal},
    summary="Show how far a volume is",
)
def show_volume(request: HttpRequest, slug: str, export: UUID) -> ExportOut:
    return _out(_of_workspace(request, slug, export))


@workspace_router.get(
    "/{slug:slug}/volumes/{uuid:export}/file",
    response={NOT_SEEN: Refusal},
    openapi_extra={"responses": {200: A_FILE}},
    summary="Take the volume",
)
def volume_file(request: HttpRequest, slug: str, export: UUID) -> FileResponse:
    """404 until it is there, once it is gone, and where a document of it is gone or closed to the caller."""
    return _taken(request, _of_workspace(request, slug, export))


@workspace_router.delete(
    "/{slug:slug}/volumes/{uuid:export}/",
    response={204: None, NOT_DONE: Refusal},
    summary="Cancel or delete a volume",
)
def drop_volume(request: HttpRequest, slug: str, export: UUID) -> Status[None]:
    cancel_export(_of_workspace(request, slug, export), by=request.user)
    return Status(204, None)


def _asked(request: HttpRequest, place: Place, body: VolumeIn) -> ExportOut:
    options, chosen = options_for(body.format, body.options), body.documents
    return _out(ask_volume(place, body.title, documents=chosen, format=body.format, options=options, by=request.user))


def _of_workspace(request: HttpRequest, slug: str, export: UUID) -> Export:
    """Of the caller, asked for in this workspace."""
    workspace = access.visible_workspace(request.user, slug)
    theirs = Export.objects.filter(workspace=workspace, document=None, person=request.user.pk)
    return get_object_or_404(theirs, pk=export)


def _taken(request: HttpRequest, export: Export) -> FileResponse:
    if export.is_volume and is_closed_to(export, request.user):
        raise Http404
    return taken(export)


def _out(export: Export) -> ExportOut:
    done = export.state == Export.State.DONE
    names = ("id", "format", "state", "progress", "left_out", "filename", "size", "asked_at", "ended_at", "title")
    parts = export.parts.exclude(document=None).values_list("document", flat=True) if export.is_volume else ()
    return ExportOut(
        **{name: getattr(export, name) for name in names},
        document=export.document_id,
        workspace=export.workspace.slug if export.is_volume else None,
        documents=list(parts),
        failure=str(export.get_failure_display()) if export.failure else "",
        file=_address(export) if done else None,
        url=export.get_absolute_url(),
    )


def _address(export: Export) -> str:
    if export.document_id is None:
        return reverse("api-v1:volume_file", args=[export.workspace.slug, export.pk])
    return reverse("api-v1:export_file", args=[export.document_id, export.pk])
