"""How every view of this app gets its document: through what the person can see, with its rungs remembered."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from documents.models import Document
from permissions.queries import prefetch
from workspaces.models import Workspace


def visible_document(request: HttpRequest, pk: UUID) -> Document:
    """Raises `Http404` for a document that is not there, is in the trash, or is not for this person."""
    around = Workspace.objects.visible_to(request.user).filter(pk=OuterRef("workspace"))
    known = Document.objects.visible_to(request.user).select_related("workspace").without_text()
    # Some see the document alone: they get no dead link to what holds it.
    document = get_object_or_404(known.annotate(workspace_open=Exists(around)), pk=pk)
    prefetch(request.user, [document])
    return document


def trashed_document(request: HttpRequest, pk: UUID) -> Document:
    """Raises `Http404` unless the document is in the trash and this person manages it."""
    trashed = Document.objects.trashed().manageable_by(request.user).select_related("workspace").without_text()
    return get_object_or_404(trashed, pk=pk)
