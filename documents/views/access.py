"""How every view of this app gets its document: through what the person can see, with its rungs remembered."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from documents.models import Document
from permissions.backend import rung
from permissions.doors import door_of
from permissions.entering import DoorAhead
from permissions.lineage import with_above
from permissions.queries import prefetch


def visible_document(request: HttpRequest, pk: UUID) -> Document:
    """Raises `Http404` for a document that is not there, is in the trash, or is not for this person.

    `DoorAhead` where its link asks for a password first. Two queries, however deep it stands.
    """
    document: Document | None = with_above(Document.objects.kept(), pk)
    if document is None:
        raise Http404
    prefetch(request.user, [document, document.workspace])
    if rung(request.user, document) is None:
        raise Http404 if door_of(request.user, document) is None else DoorAhead(reverse("document_enter", args=[pk]))
    # Some see the document alone: they get no dead link to what holds it.
    document.__dict__["workspace_open"] = rung(request.user, document.workspace) is not None
    return document


def trashed_document(request: HttpRequest, pk: UUID) -> Document:
    """Raises `Http404` unless the document is in the trash and this person manages it."""
    trashed = Document.objects.trashed().manageable_by(request.user).select_related("workspace").without_text()
    return get_object_or_404(trashed, pk=pk)
