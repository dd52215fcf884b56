"""How every endpoint finds its object, through what the caller may see, and what it answers about it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Organisation
from api.people import about
from api.schemas import DocumentOut, OnBehalfOf, PersonOut, WorkspaceOut
from documents.models import Document
from permissions.backend import rung
from permissions.lineage import with_above
from permissions.queries import prefetch, with_rungs
from workspaces.models import Workspace


def visible_workspace(user: Any, slug: str) -> Any:
    """`mine` says whether the caller holds a role on it. One query."""
    mine = Exists(Workspace.objects.granted_to(user).filter(pk=OuterRef("pk")))
    found = with_rungs(user, Workspace.objects.visible_to(user).annotate(mine=mine).filter(slug=slug))
    if not found:
        raise Http404
    return found[0]


def visible_document(user: Any, pk: UUID) -> Document:
    document: Document | None = with_above(Document.objects.kept(), pk)
    if document is not None:
        prefetch(user, [document])
    if document is None or rung(user, document) is None:
        raise Http404
    return document


def visible_place(user: Any, slug: str, parent: UUID | None) -> Workspace | Document:
    """Where a document may stand: a document, which says its workspace by itself, or the top of a workspace."""
    if parent is None:
        workspace: Workspace = visible_workspace(user, slug)
        return workspace
    found = visible_document(user, parent)
    if found.workspace.slug != slug:
        raise ValidationError(_("This document is not in that workspace."), code="elsewhere")
    return found


def trashed_document(user: Any, pk: UUID) -> Document:
    trashed = Document.objects.trashed().manageable_by(user).select_related("workspace").signed().without_text()
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


def own_organisation(user: Any, key: int | None) -> Organisation | None:
    """One that the caller belongs to: all others are not there for them."""
    return get_object_or_404(Organisation.objects.visible_to(user), pk=key) if key is not None else None


def _body_out(organisation: Organisation) -> OnBehalfOf:
    return OnBehalfOf(id=organisation.pk, name=organisation.name, verified=organisation.verified)


def document_out(document: Document, user: Any) -> DocumentOut:
    return DocumentOut(
        id=document.pk,
        title=document.title,
        workspace=document.workspace.slug,
        parent=document.parent_id,
        restricted=document.restricted,
        role=rung(user, document),
        reach=document.reach,
        link_role=document.link_role,
        language=document.language,
        words=document.words,
        created_by=PersonOut(**about(document.created_by)) if document.created_by else None,
        on_behalf_of=_body_out(document.on_behalf_of) if document.on_behalf_of else None,
        signature=document.signature,
        created_at=document.created_at,
        edited_at=document.edited_at,
        url=document.get_absolute_url(),
    )
