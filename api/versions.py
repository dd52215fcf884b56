"""Versions for programs: listed, read, named, compared, gone back to; and the stage of a text."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from ninja import Router, Schema, Status
from pydantic import Field

from api import access, schemas
from api.auth import ANYONE, SIGNED_IN
from api.people import about
from api.schemas import NOT_DONE, NOT_SEEN, PersonOut, Refusal
from documents.actions import stages
from documents.actions import versions as acts
from documents.actions.exporting import DOCX, export_comparison
from documents.comparing import as_json, compare, summary
from documents.content import read_document
from documents.history import visible_versions, with_people
from documents.models import Document, Version

router = Router(tags=["versions"], auth=SIGNED_IN)

A_FILE = {"description": "The file.", "content": {DOCX: schemas.BINARY}}


class VersionOut(Schema):
    """`kind` is `automatic`, `named`, `stage` or `restore` (the text before a return); `number` its place in the log.

    `authors` wrote since the version before; `made_by` named it, or changed the stage.
    """

    id: UUID
    number: int
    at: datetime
    kind: str
    name: str
    stage: str
    title: str
    words: int
    authors: list[PersonOut]
    made_by: PersonOut | None
    url: str


class Versions(Schema):
    items: list[VersionOut]
    count: int


class VersionText(VersionOut):
    """`content` is the text as a tree of nodes."""

    content: dict[str, Any]


class VersionNameIn(schemas.Body):
    name: str


class RestorationIn(schemas.Body):
    """`block` is the id of one block; without, the whole text."""

    block: Annotated[str, Field(max_length=64)] = ""


class Restoration(Schema):
    """`before` is the version that holds the text of a moment ago: going back to it undoes this."""

    number: int
    before: UUID


class SummaryOut(Schema):
    """In words of text and in blocks."""

    added: int
    removed: int
    moved: int
    other: int


class Changes(Schema):
    """What changed, block by block: `kind` is `same`, `added`, `removed`, `changed`, `moved`, `left` (where it was)."""

    summary: SummaryOut
    items: list[dict[str, Any]]


class StageIn(schemas.Body):
    stage: schemas.Word


class StageOut(Schema):
    """`frozen`: nobody edits the text. `published` is the last version published, by its number."""

    stage: str
    frozen: bool
    published: UUID | None


class HistoryIn(schemas.Body):
    """Whether readers see the whole history, or from the day they got access."""

    public: bool


def _version(document: Document, user: Any, key: UUID) -> Version:
    found = get_object_or_404(with_people(visible_versions(document, user)), pk=key)
    found.document = document
    return found


def _out(version: Version, document: Document) -> dict[str, Any]:
    return {
        **{name: getattr(version, name) for name in ("number", "at", "kind", "name", "stage", "title", "words")},
        "id": version.pk,
        "authors": [PersonOut(**about(person)) for person in version.authors.all()],
        "made_by": PersonOut(**about(version.made_by)) if version.made_by else None,
        "url": f"{document.get_absolute_url()}historique/{version.pk}/",
    }


@router.get("/{uuid:pk}/versions/", response={200: Versions, NOT_SEEN: Refusal}, auth=ANYONE, summary="List versions")
def list_versions(request: HttpRequest, pk: UUID, offset: schemas.Offset = 0, limit: schemas.Limit = 20) -> Versions:
    """The last first; those that one may see: from the day one got access, unless the history is public."""
    document = access.visible_document(request.user, pk)
    found = visible_versions(document, request.user)
    page = with_people(found)[offset : offset + limit]
    return Versions(items=[VersionOut(**_out(one, document)) for one in page], count=found.count())


@router.post("/{uuid:pk}/versions/", response={201: VersionOut, NOT_DONE: Refusal}, summary="Keep a version by name")
def create_version(request: HttpRequest, pk: UUID, body: VersionNameIn) -> Status[VersionOut]:
    """Of the text as it is now."""
    document = access.visible_document(request.user, pk)
    made = acts.name_version(document, body.name, by=request.user)
    return Status(201, VersionOut(**_out(made, document)))


@router.get(
    "/{uuid:pk}/versions/{uuid:version}/",
    response={200: VersionText, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Read a version",
)
def show_version(request: HttpRequest, pk: UUID, version: UUID) -> VersionText:
    document = access.visible_document(request.user, pk)
    found = _version(document, request.user, version)
    return VersionText(**_out(found, document), content=found.tree)


@router.patch(
    "/{uuid:pk}/versions/{uuid:version}/",
    response={200: VersionOut, NOT_DONE: Refusal},
    summary="Give a version a name",
)
def name_version(request: HttpRequest, pk: UUID, version: UUID, body: VersionNameIn) -> VersionOut:
    document = access.visible_document(request.user, pk)
    found = _version(document, request.user, version)
    acts.rename_version(found, body.name, by=request.user)
    return VersionOut(**_out(found, document))


@router.post(
    "/{uuid:pk}/versions/{uuid:version}/restoration/",
    response={200: Restoration, NOT_DONE: Refusal},
    summary="Go back to a version",
)
def restore_version(request: HttpRequest, pk: UUID, version: UUID, body: RestorationIn) -> Restoration:
    """A new edit: history is never rewound, and the text of a moment ago is kept as a version."""
    document = access.visible_document(request.user, pk)
    done = acts.restore_version(_version(document, request.user, version), by=request.user, block=body.block)
    return Restoration(number=done.number, before=done.before.pk)


@router.get(
    "/{uuid:pk}/versions/{uuid:version}/changes/",
    response={200: Changes, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Compare a version with another, or with the text of today",
)
def compare_versions(request: HttpRequest, pk: UUID, version: UUID, to: UUID | None = None) -> Changes:
    document = access.visible_document(request.user, pk)
    before = _version(document, request.user, version)
    tree = _version(document, request.user, to).tree if to is not None else read_document(document)
    changes = compare(before.tree, tree)
    return Changes(summary=SummaryOut(**vars(summary(changes))), items=[as_json(change) for change in changes])


@router.get(
    "/{uuid:pk}/versions/{uuid:version}/changes/export",
    response={NOT_SEEN: Refusal},
    auth=ANYONE,
    openapi_extra={"responses": {200: A_FILE}},
    summary="Compare as a Word file with tracked changes",
)
def export_changes(
    request: HttpRequest, pk: UUID, version: UUID, to: UUID | None = None, names: bool = True
) -> HttpResponse:
    """Without `names` those who wrote are "Contributor 1", "Contributor 2"…"""
    document = access.visible_document(request.user, pk)
    before = _version(document, request.user, version)
    after = _version(document, request.user, to) if to is not None else None
    exported = export_comparison(before, after, by=request.user, names=names)
    answer = HttpResponse(exported.content, content_type=exported.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, exported.filename) or "attachment"
    return answer


@router.get("/{uuid:pk}/stage/", response={200: StageOut, NOT_SEEN: Refusal}, auth=ANYONE, summary="Show the stage")
def show_stage(request: HttpRequest, pk: UUID) -> StageOut:
    return _stage(access.visible_document(request.user, pk))


@router.put("/{uuid:pk}/stage/", response={200: StageOut, NOT_DONE: Refusal}, summary="Change the stage")
def put_stage(request: HttpRequest, pk: UUID, body: StageIn) -> StageOut:
    """`working`, `review`, `adopted`, `published`; from `adopted` on nobody edits the text. Each keeps a version."""
    document = access.visible_document(request.user, pk)
    stages.change_stage(document, body.stage, by=request.user)
    return _stage(document)


def _stage(document: Document) -> StageOut:
    published = document.versions.filter(kind=Version.Kind.STAGE, stage="published").values_list("pk", flat=True)
    return StageOut(stage=document.stage, frozen=document.frozen, published=published.first())


@router.put("/{uuid:pk}/history/", response={204: None, NOT_DONE: Refusal}, summary="Say whose history it is")
def put_history(request: HttpRequest, pk: UUID, body: HistoryIn) -> Status[None]:
    stages.open_history(access.visible_document(request.user, pk), body.public, by=request.user)
    return Status(204, None)
