"""Word templates of a workspace, for programs: which there are, one more, one less, the one that files are made in."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import StringConstraints

from api import access, schemas
from api.auth import SIGNED_IN
from api.schemas import NOT_DONE, NOT_SEEN, Refusal
from documents.actions.templates import LARGEST, add_template, choose_template, remove_template, too_large
from documents.house import chosen_for, offered_to, usable_in
from documents.house_told import report_on
from documents.models import Template
from workspaces.models import Workspace

router = Router(tags=["templates"], auth=SIGNED_IN)

Name = Annotated[str, StringConstraints(max_length=100)]


class TemplateOut(Schema):
    """`organisation`: whose it is, when it is not the workspace's own. `chosen`: files are made in it by default."""

    id: UUID
    name: str
    organisation: str
    chosen: bool
    added_at: datetime


class TemplatesOut(Schema):
    items: list[TemplateOut]
    count: int


class LeftOut(Schema):
    sentence: str
    about: list[str]


class AddedOut(Schema):
    """What was found in the file: our styles that it has, those added from ours, what was left out of it."""

    template: TemplateOut
    page: str
    fonts: list[str]
    found: list[str]
    added: list[str]
    notes: list[str]
    left_out: list[LeftOut]


class ChoiceIn(schemas.Body):
    """The key of a template; null for Tablée's own."""

    template: UUID | None


@router.get("/{slug:slug}/templates/", response={200: TemplatesOut, NOT_SEEN: Refusal}, summary="List templates")
def list_templates(request: HttpRequest, slug: str) -> TemplatesOut:
    """Those in which files of the workspace may be made: `template` of an export is the `id` of one, or `none`."""
    workspace = access.visible_workspace(request.user, slug)
    return _list(workspace)


@router.post("/{slug:slug}/templates/", response={201: AddedOut, NOT_DONE: Refusal}, summary="Add a template")
def add(request: HttpRequest, slug: str, file: File[UploadedFile], name: Form[Name | None] = None) -> Status[AddedOut]:
    """Of a Word file (.docx, .dotx), 10 MB at most, as the part `file` of a form."""
    workspace = access.visible_workspace(request.user, slug)
    if (file.size or 0) > LARGEST:
        raise too_large()
    made = add_template(workspace, name or "", file.name or "", file.read(), by=request.user)
    report = report_on(made)
    told = [LeftOut(sentence=one.sentence, about=one.about) for one in report.left_out]
    answer = AddedOut(
        template=_out(made, None),
        page=report.page,
        fonts=report.fonts,
        found=[name for name, _id in report.found],
        added=report.added,
        notes=report.notes,
        left_out=told,
    )
    return Status(201, answer)


@router.put("/{slug:slug}/template/", response={200: TemplatesOut, NOT_DONE: Refusal}, summary="Choose the template")
def choose(request: HttpRequest, slug: str, body: ChoiceIn) -> TemplatesOut:
    """Of the files that are made without a word on it: one of the workspace, or of an organisation that you act for."""
    workspace = access.visible_workspace(request.user, slug)
    chosen = get_object_or_404(offered_to(request.user, workspace), pk=body.template) if body.template else None
    choose_template(workspace, chosen, by=request.user)
    return _list(workspace)


@router.delete(
    "/{slug:slug}/templates/{uuid:template}/", response={204: None, NOT_DONE: Refusal}, summary="Take a template away"
)
def remove(request: HttpRequest, slug: str, template: UUID) -> Status[None]:
    """One of the workspace itself."""
    workspace = access.visible_workspace(request.user, slug)
    remove_template(get_object_or_404(Template.objects.filter(workspace=workspace), pk=template), by=request.user)
    return Status(204, None)


def _list(workspace: Workspace) -> TemplatesOut:
    chosen = chosen_for(workspace)
    items = [_out(one, chosen) for one in usable_in(workspace).select_related("organisation")]
    return TemplatesOut(items=items, count=len(items))


def _out(template: Template, chosen: Template | None) -> TemplateOut:
    return TemplateOut(
        id=template.pk,
        name=template.name,
        organisation=str(template.organisation or ""),
        chosen=chosen is not None and chosen.pk == template.pk,
        added_at=template.added_at,
    )
