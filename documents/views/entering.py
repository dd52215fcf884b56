"""Coming in by the link of a document."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from documents.models import Document
from permissions.entering import entering


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    documents = Document.objects.kept().select_related("workspace").without_text()
    return entering(request, get_object_or_404(documents, pk=pk))
