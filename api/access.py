"""How every endpoint finds its object, through what the caller may see, and what it answers about it."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from api.schemas import DocumentOut, WorkspaceOut
from documents.models import Document
from permissions.backend import rung
from permissions.queries import prefetch
from workspaces.models import Workspace


def visible_workspace(user: Any, slug: str) -> Workspace:
    workspace = get_object_or_404(Workspace.objects.visible_to(user), slug=slug)
    prefetch(user, [workspace])
    return workspace


def visible_document(user: Any, pk: UUID) -> Document:
    visible = Document.objects.visible_to(user).select_related("workspace").without_text()
    document = get_object_or_404(visible, pk=pk)
    prefetch(user, [document])
    return document


def trashed_document(user: Any, pk: UUID) -> Document:
    trashed = Document.objects.trashed().manageable_by(user).select_related("workspace").without_text()
    return get_object_or_404(trashed, pk=pk)


def workspace_out(workspace: Workspace, user: Any) -> WorkspaceOut:
    return WorkspaceOut(
        slug=workspace.slug,
        name=workspace.name,
        description=workspace.description,
        reach=workspace.reach,
        link_role=workspace.link_role,
        role=rung(user, workspace),
        url=workspace.get_absolute_url(),
    )


def document_out(document: Document, user: Any) -> DocumentOut:
    return DocumentOut(
        id=document.pk,
        title=document.title,
        workspace=document.workspace.slug,
        role=rung(user, document),
        reach=document.reach,
        link_role=document.link_role,
        language=document.language,
        words=document.words,
        created_at=document.created_at,
        edited_at=document.edited_at,
        url=document.get_absolute_url(),
    )
