"""Documents for programs: made from Markdown or HTML, read, shared, exported, thrown away and taken back."""

from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from api import access, schemas, sharing, sharing_schemas
from api.auth import ANYONE, SIGNED_IN
from api.schemas import ASKED_WRONGLY, NOT_DONE, NOT_SEEN, Refusal
from documents.actions import documents as acts
from documents.actions.exporting import DOCX, EXPORTERS, export
from documents.actions.other_formats import options_for
from documents.actions.trash import delete_document
from documents.actions.tree import move_document
from documents.content import Tree
from documents.formats import html, markdown
from documents.formats.options import PROPOSALS
from documents.models import Document
from documents.models.document import DocumentQuerySet
from permissions.actions import restrict
from permissions.queries import prefetch

router = Router(tags=["documents"], auth=SIGNED_IN)

Format = Annotated[str, Field(json_schema_extra={"enum": list(EXPORTERS)})]
Proposals = Annotated[str, Field(json_schema_extra={"enum": list(PROPOSALS)})]
YesOrNo = Annotated[str, Field(json_schema_extra={"enum": ["true", "false"]})]
YesNoOrAuto = Annotated[str, Field(json_schema_extra={"enum": ["true", "false", "auto"]})]
A_FILE = {
    "description": "The file.",
    "content": {DOCX: schemas.BINARY},
    "headers": {"X-Left-Out": {"description": "How many things could not be taken along.", "schema": schemas.NUMBER}},
}


@router.get("/", response={200: schemas.Documents, ASKED_WRONGLY: Refusal}, auth=ANYONE, summary="List documents")
def list_documents(
    request: HttpRequest,
    workspace: schemas.Slug | None = None,
    parent: UUID | None = None,
    offset: schemas.Offset = 0,
    limit: schemas.Limit = 20,
) -> schemas.Documents:
    """Those one has a role on, or sees in a workspace, the last edited first; of one workspace if its slug is given.

    With `parent`, what stands in that document. What only its address opens is in no list but that one.
    """
    found = _found(request.user, parent).select_related("workspace").signed().without_text()
    if workspace is not None:
        found = found.filter(workspace__slug=workspace)
    page = list(found[offset : offset + limit])
    prefetch(request.user, page)
    return schemas.Documents(items=[access.document_out(one, request.user) for one in page], count=found.count())


def _found(user: Any, parent: UUID | None) -> DocumentQuerySet:
    """In a document that one sees, all that one may open, as its page tells."""
    if parent is None:
        return Document.objects.found_by(user)
    visible = Document.objects.visible_to(user)
    found = visible if visible.filter(pk=parent).exists() else Document.objects.found_by(user)
    return found.filter(parent=parent)


@router.post("/", response={201: schemas.DocumentOut, NOT_DONE: Refusal}, summary="Make a document")
def create(request: HttpRequest, body: schemas.DocumentIn) -> Status[schemas.DocumentOut]:
    place = access.visible_place(request.user, body.workspace, body.parent)
    whose = access.own_organisation(request.user, body.on_behalf_of)
    made = acts.create_document(place, body.title, by=request.user, tree=_tree(body), on_behalf_of=whose)
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


@router.put("/{uuid:pk}/place/", response={200: schemas.DocumentOut, NOT_DONE: Refusal}, summary="Move a document")
def place(request: HttpRequest, pk: UUID, body: schemas.PlaceIn) -> schemas.DocumentOut:
    """With all that stands in it. Without `workspace` and `parent` it goes to the top of its own workspace."""
    document = access.visible_document(request.user, pk)
    to = access.visible_place(request.user, body.workspace or document.workspace.slug, body.parent)
    before = access.visible_document(request.user, body.before) if body.before is not None else None
    move_document(document, to=to, before=before, by=request.user)
    return access.document_out(access.visible_document(request.user, pk), request.user)


@router.put(
    "/{uuid:pk}/restricted/",
    response={200: schemas.DocumentOut, NOT_DONE: Refusal},
    summary="Close a document to those who only have rights on what holds it",
)
def restricted(request: HttpRequest, pk: UUID, body: schemas.RestrictedIn) -> schemas.DocumentOut:
    document = access.visible_document(request.user, pk)
    restrict(document, body.restricted, by=request.user)
    return access.document_out(access.visible_document(request.user, pk), request.user)


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


@router.delete(
    "/{uuid:pk}/trash/", response={204: None, NOT_DONE: Refusal}, summary="Delete a document of the trash for ever"
)
def delete(request: HttpRequest, pk: UUID) -> Status[None]:
    """Before its time, with what stands in it: nothing brings it back."""
    delete_document(access.trashed_document(request.user, pk), by=request.user)
    return Status(204, None)


@router.get(
    "/{uuid:pk}/export",
    response={NOT_SEEN: Refusal},
    auth=ANYONE,
    openapi_extra={"responses": {200: A_FILE}},
    summary="Export a document to a file",
)
def export_document(
    request: HttpRequest,
    pk: UUID,
    format: Format = "docx",
    suggestions: Proposals = "tracked",
    comments: YesOrNo = "true",
    names: YesOrNo = "true",
    cover: YesOrNo = "false",
    contents: YesNoOrAuto = "auto",
    contributors: YesOrNo = "false",
    template: str = "",
) -> HttpResponse:
    """With what the caller sees beside the text: comments with their replies, and the proposals that wait for an answer.

    `suggestions`: as tracked changes, as if accepted, or left out. Without `names` the file says "Contributor 3". A choice
    that does not exist is refused: nobody takes away more than they meant. `template`: the `id` of one that the workspace
    may use, or `none` for Tablée's own; without a word, the one that the workspace chose.
    """
    document = access.visible_document(request.user, pk)
    asked = {name: word for name, word in request.GET.items() if name != "format"}
    exported = export(document, format, by=request.user, options=options_for(format, asked))
    answer = HttpResponse(exported.content, content_type=exported.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, exported.filename) or "attachment"
    answer["X-Left-Out"] = str(len(exported.left_out))
    return answer


@router.put(
    "/{uuid:pk}/sharing/", response={200: schemas.DocumentOut, NOT_DONE: Refusal}, summary="Say who can open a document"
)
def share(request: HttpRequest, pk: UUID, body: sharing_schemas.DocumentSharingIn) -> schemas.DocumentOut:
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
    return sharing.put_grant(request, access.visible_document(request.user, pk), key, body.role)


@router.delete("/{uuid:pk}/grants/{key}/", response={204: None, NOT_DONE: Refusal}, summary="Take a role away")
def delete_grant(request: HttpRequest, pk: UUID, key: str) -> Status[None]:
    sharing.delete_grant(request, access.visible_document(request.user, pk), key)
    return Status(204, None)


@router.get(
    "/{uuid:pk}/who/", response={200: sharing_schemas.WhoSees, NOT_DONE: Refusal}, summary="List who sees it, and why"
)
def who(request: HttpRequest, pk: UUID) -> sharing_schemas.WhoSees:
    return sharing.who(access.visible_document(request.user, pk), by=request.user)


@router.put(
    "/{uuid:pk}/groups/{int:number}/",
    response={200: sharing_schemas.GroupGrantOut, NOT_DONE: Refusal},
    summary="Give a group or an organisation a role",
)
def put_group(
    request: HttpRequest, pk: UUID, number: int, body: schemas.DocumentGrantIn
) -> sharing_schemas.GroupGrantOut:
    return sharing.put_group(access.visible_document(request.user, pk), number, body.role, by=request.user)


@router.delete(
    "/{uuid:pk}/groups/{int:number}/", response={204: None, NOT_DONE: Refusal}, summary="Take a group's role away"
)
def delete_group(request: HttpRequest, pk: UUID, number: int) -> Status[None]:
    sharing.delete_group(access.visible_document(request.user, pk), number, by=request.user)
    return Status(204, None)
