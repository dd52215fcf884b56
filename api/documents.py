"""Documents for programs: made from Markdown or HTML, read, shared, exported."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import Router, Status

from api import access, schemas
from api.auth import ANYONE, SIGNED_IN
from documents.actions import documents as acts
from documents.actions.exchange import export
from documents.content import Tree
from documents.formats import html, markdown
from documents.models import Document
from permissions.actions import grant, require, revoke, share_by_link
from permissions.queries import prefetch

router = Router(tags=["documents"], auth=SIGNED_IN)


@router.get("/", response=schemas.Documents, auth=ANYONE)
def list_documents(
    request: HttpRequest, workspace: schemas.Slug | None = None, offset: schemas.Offset = 0, limit: schemas.Limit = 20
) -> schemas.Documents:
    visible = Document.objects.visible_to(request.user).select_related("workspace")
    if workspace is not None:
        visible = visible.filter(workspace__slug=workspace)
    page = list(visible[offset : offset + limit])
    prefetch(request.user, page)
    return schemas.Documents(items=[access.document_out(one, request.user) for one in page], count=visible.count())


@router.post("/", response={201: schemas.DocumentOut})
def create(request: HttpRequest, body: schemas.DocumentIn) -> Status[schemas.DocumentOut]:
    workspace = access.visible_workspace(request.user, body.workspace)
    made = acts.create_document(workspace, body.title, by=request.user, tree=_tree(body))
    return Status(201, access.document_out(made, request.user))


def _tree(body: schemas.DocumentIn) -> Tree | None:
    if body.markdown is not None and body.html is not None:
        raise ValidationError(_("Give the text as Markdown or as HTML, not both."), code="two_texts")
    if body.markdown is not None:
        return markdown.read(body.markdown)
    return html.read(body.html) if body.html is not None else None


@router.get("/{uuid:pk}/", response=schemas.DocumentOut, auth=ANYONE)
def show(request: HttpRequest, pk: UUID) -> schemas.DocumentOut:
    return access.document_out(access.visible_document(request.user, pk), request.user)


@router.patch("/{uuid:pk}/", response=schemas.DocumentOut)
def rename(request: HttpRequest, pk: UUID, body: schemas.TitleIn) -> schemas.DocumentOut:
    document = access.visible_document(request.user, pk)
    acts.rename_document(document, body.title, by=request.user)
    return access.document_out(document, request.user)


@router.delete("/{uuid:pk}/", response={204: None})
def trash(request: HttpRequest, pk: UUID) -> Status[None]:
    acts.trash_document(access.visible_document(request.user, pk), by=request.user)
    return Status(204, None)


@router.get("/{uuid:pk}/export", auth=ANYONE)
def export_document(request: HttpRequest, pk: UUID, format: str = "docx") -> HttpResponse:
    """The file. `X-Left-Out` counts what could not be taken along."""
    exported = export(access.visible_document(request.user, pk), format, by=request.user)
    answer = HttpResponse(exported.content, content_type=exported.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, exported.filename) or "attachment"
    answer["X-Left-Out"] = str(len(exported.left_out))
    return answer


@router.put("/{uuid:pk}/sharing/", response=schemas.DocumentOut)
def share(request: HttpRequest, pk: UUID, body: schemas.SharingIn) -> schemas.DocumentOut:
    document = access.visible_document(request.user, pk)
    share_by_link(document, reach=body.reach, link_role=body.link_role, by=request.user)
    return access.document_out(document, request.user)


@router.get("/{uuid:pk}/grants/", response=schemas.Grants)
def grants(request: HttpRequest, pk: UUID) -> schemas.Grants:
    document = access.visible_document(request.user, pk)
    require(request.user, "manage", document)
    items = access.grants_out(document)
    return schemas.Grants(items=items, count=len(items))


@router.put("/{uuid:pk}/grants/{key}/", response=schemas.GrantOut)
def put_grant(request: HttpRequest, pk: UUID, key: str, body: schemas.DocumentGrantIn) -> schemas.GrantOut:
    document = access.visible_document(request.user, pk)
    require(request.user, "manage", document)
    person = access.person(key, document, request.user)
    grant(document, body.role, to=person, by=request.user)
    return schemas.GrantOut(id=person.pk, name=str(person), role=body.role)


@router.delete("/{uuid:pk}/grants/{key}/", response={204: None})
def delete_grant(request: HttpRequest, pk: UUID, key: str) -> Status[None]:
    document = access.visible_document(request.user, pk)
    revoke(document, of=access.person(key, document, request.user), by=request.user)
    return Status(204, None)
