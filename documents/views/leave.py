"""Leaving a document by oneself."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from documents.views.access import visible_document
from permissions.who_pages import leaving


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Guests too: they are visitors again afterwards."""
    return leaving(request, visible_document(request, pk))
