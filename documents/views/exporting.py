"""A document taken away as a file: at once, or with a choice of what it holds."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents.actions.exporting import Exported, export, left_out
from documents.actions.exports import takes_time
from documents.actions.volumes import holds_others
from documents.export_form import ExportForm
from documents.history import visible_versions
from documents.views.access import visible_document


def as_file(exported: Exported) -> HttpResponse:
    response = HttpResponse(exported.content, content_type=exported.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, exported.filename) or "attachment"
    return response


@require_safe
def word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """With one press: what the page shows, said and proposed, goes into the file."""
    return as_file(export(visible_document(request, pk), "docx", by=request.user))


@require_safe
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form asks by address, so that it needs no cookie and remembers nothing; with its answers it is the file."""
    document = visible_document(request, pk)
    form = ExportForm(request.user, document.workspace, request.GET if "format" in request.GET else None)
    missing = asked = None
    if form.is_valid():
        format, options = form.cleaned_data["format"], form.options
        if "check" in request.GET:
            missing = left_out(document, format, by=request.user, options=options)
        elif request.user.is_authenticated and takes_time(document, format, options):
            asked = {"format": format} | options.words()
        else:
            return as_file(export(document, format, by=request.user, options=options))
    context = {
        "document": document,
        "workspace": document.workspace,
        "form": form,
        "left_out": missing,
        "ask": asked,
        "inside": request.user.is_authenticated and holds_others(document, request.user),
        "compares": visible_versions(document, request.user).exists(),
    }
    return render(request, "documents/export.html", context, status=422 if form.errors else 200)
