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
    known = Document.objects.select_related("workspace", "created_by__profile__organisation")
    known = known.defer("text").annotate(
        workspace_open=Exists(around)
    )  # some see the document alone: they get no dead link
    document = get_object_or_404(known.visible_to(request.user), pk=pk)
    prefetch(request.user, [document])
    return document


def trashed_document(request: HttpRequest, pk: UUID) -> Document:
    """Raises `Http404` unless the document is in the trash and this person manages it."""
    trashed = Document.objects.select_related("workspace").trashed().manageable_by(request.user)
    return get_object_or_404(trashed, pk=pk)
