"""How every view of this app gets its document: through what the person can see, with its rungs remembered."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from documents.models import Document
from permissions.queries import prefetch


def visible_document(request: HttpRequest, pk: UUID) -> Document:
    """Raises `Http404` for a document that is not there, is in the trash, or is not for this person."""
    document = get_object_or_404(Document.objects.select_related("workspace").visible_to(request.user), pk=pk)
    prefetch(request.user, [document])
    return document


def trashed_document(request: HttpRequest, pk: UUID) -> Document:
    """Raises `Http404` unless the document is in the trash and this person manages it."""
    trashed: Any = Document.objects.select_related("workspace").trashed()
    return get_object_or_404(trashed.manageable_by(request.user), pk=pk)
