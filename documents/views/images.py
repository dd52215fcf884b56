"""Images of a document: received from the editor, served to those who may read."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.actions.exchange import attach_image
from documents.views.access import visible_document


@login_required
@require_POST
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By script, which asks for JSON: a refusal is JSON too."""
    document = visible_document(request, pk)
    if "image" not in request.FILES:
        raise ValidationError(_("No image came with the request."), code="image_missing")
    image = attach_image(document, request.FILES["image"], by=request.user)
    kept = {"id": str(image.pk), "url": image.get_absolute_url(), "width": image.width, "height": image.height}
    return JsonResponse(kept, status=201)


@require_safe
def image(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """An image never changes under its address; only the reader's own browser may keep it, since rights may fall."""
    found = get_object_or_404(visible_document(request, pk).attachments, pk=image_pk)
    with found.file.open("rb") as kept:
        response = HttpResponse(kept.read(), content_type=found.content_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
