"""Documents for programs: made from Markdown or HTML, read, shared, exported, thrown away and taken back."""

from typing import Annotated
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from api import access, schemas, sharing
from api.auth import ANYONE, SIGNED_IN
from api.schemas import ASKED_WRONGLY, NOT_DONE, NOT_SEEN, Refusal
from documents.actions import documents as acts
from documents.actions.exchange import DOCX, EXPORTERS, export
from documents.content import Tree
from documents.formats import html, markdown
from documents.models import Document
from permissions.queries import prefetch

router = Router(tags=["documents"], auth=SIGNED_IN)

Format = Annotated[str, Field(json_schema_extra={"enum": list(EXPORTERS)})]
A_FILE = {
    "description": "The file.",
    "content": {DOCX: schemas.BINARY},
    "headers": {"X-Left-Out": {"description": "How many things could not be taken along.", "schema": schemas.NUMBER}},
}


@router.get("/", response={200: schemas.Documents, ASKED_WRONGLY: Refusal}, auth=ANYONE, summary="List documents")
def list_documents(
    request: HttpRequest, workspace: schemas.Slug | None = None, offset: schemas.Offset = 0, limit: schemas.Limit = 20
) -> schemas.Documents:
    """Those one may open, the last edited first; of one workspace if its slug is given."""
    visible = Document.objects.visible_to(request.user).select_related("workspace").without_text()
    if workspace is not None:
        visible = visible.filter(workspace__slug=workspace)
    page = list(visible[offset : offset + limit])
    prefetch(request.user, page)
    return schemas.Documents(items=[access.document_out(one, request.user) for one in page], count=visible.count())


@router.post("/", response={201: schemas.DocumentOut, NOT_DONE: Refusal}, summary="Make a document")
def create(request: HttpRequest, body: schemas.DocumentIn) -> Status[schemas.DocumentOut]:
    workspace = access.visible_workspace(request.user, body.workspace)
    made = acts.create_document(workspace, body.title, by=request.user, tree=_tree(body))
    made.refresh_from_db(fields=["words", "edited_at"])  # counted after the commit
    return Status(201, access.document_out(made, request.user))


def _tree(body: schemas.DocumentIn) -> Tree | None:
    if body.markdown is not None and body.html is not None:
        raise ValidationError(_("Give the text as Markdown or as HTML, not both."), code="two_texts")
    if body.markdown is not None:
        return markdown.read(body.markdown)
    return html.read(body.html) if body.html is not None else None


@router.get(
    "/{uuid:pk}/", response={200: schemas.DocumentOut, NOT_SEEN: Refusal}, auth=ANYONE, summary="Show a document"
)
def show(request: HttpRequest, pk: UUID) -> schemas.DocumentOut:
    return access.document_out(access.visible_document(request.user, pk), request.user)


@router.patch("/{uuid:pk}/", response={200: schemas.DocumentOut, NOT_DONE: Refusal}, summary="Rename a document")
def rename(request: HttpRequest, pk: UUID, body: schemas.TitleIn) -> schemas.DocumentOut:
    document = access.visible_document(request.user, pk)
    acts.rename_document(document, body.title, by=request.user)
    return access.document_out(document, request.user)


@router.delete("/{uuid:pk}/", response={204: None, NOT_DONE: Refusal}, summary="Put a document in the trash")
def trash(request: HttpRequest, pk: UUID) -> Status[None]:
    """It stays there for a while, then it is deleted for ever."""
    acts.trash_document(access.visible_document(request.user, pk), by=request.user)
    return Status(204, None)


@router.post(
    "/{uuid:pk}/restore/",
    response={200: schemas.DocumentOut, NOT_SEEN: Refusal},
    summary="Take a document out of the trash",
)
def restore(request: HttpRequest, pk: UUID) -> schemas.DocumentOut:
    document = access.trashed_document(request.user, pk)
    acts.restore_document(document, by=request.user)
    return access.document_out(document, request.user)


@router.get(
    "/{uuid:pk}/export",
    response={NOT_SEEN: Refusal},
    auth=ANYONE,
    openapi_extra={"responses": {200: A_FILE}},
    summary="Export a document to a file",
)
def export_document(request: HttpRequest, pk: UUID, format: Format = "docx") -> HttpResponse:
    exported = export(access.visible_document(request.user, pk), format, by=request.user)
    answer = HttpResponse(exported.content, content_type=exported.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, exported.filename) or "attachment"
    answer["X-Left-Out"] = str(len(exported.left_out))
    return answer


@router.put(
    "/{uuid:pk}/sharing/", response={200: schemas.DocumentOut, NOT_DONE: Refusal}, summary="Say who can open a document"
)
def share(request: HttpRequest, pk: UUID, body: schemas.DocumentSharingIn) -> schemas.DocumentOut:
    document = access.visible_document(request.user, pk)
    sharing.share(document, body, by=request.user)
    return access.document_out(document, request.user)


@router.get("/{uuid:pk}/grants/", response={200: schemas.Grants, NOT_DONE: Refusal}, summary="List who has a role")
def grants(request: HttpRequest, pk: UUID) -> schemas.Grants:
    return sharing.grants(access.visible_document(request.user, pk), by=request.user)


@router.put(
    "/{uuid:pk}/grants/{key}/", response={200: schemas.GrantOut, NOT_DONE: Refusal}, summary="Give someone a role"
)
def put_grant(request: HttpRequest, pk: UUID, key: str, body: schemas.DocumentGrantIn) -> schemas.GrantOut:
    return sharing.put_grant(access.visible_document(request.user, pk), key, body.role, by=request.user)


@router.delete("/{uuid:pk}/grants/{key}/", response={204: None, NOT_DONE: Refusal}, summary="Take a role away")
def delete_grant(request: HttpRequest, pk: UUID, key: str) -> Status[None]:
    sharing.delete_grant(access.visible_document(request.user, pk), key, by=request.user)
    return Status(204, None)
