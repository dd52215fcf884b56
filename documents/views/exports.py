"""A file that takes its time: asked for, watched while it is made, taken away by who asked, or cancelled."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.actions.exporting import export
from documents.actions.exports import ask_export, cancel_export, takes_time
from documents.actions.other_formats import NAMES, options_for
from documents.models import Export
from documents.views.access import visible_document
from documents.views.exporting import as_file


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is quick comes at once; for the rest one goes to its page."""
    document = visible_document(request, pk)
    format = request.POST.get("format", "")
    given = {name: value for name, value in request.POST.items() if name not in {"format", "csrfmiddlewaretoken"}}
    options = options_for(format, given)
    if takes_time(document, format, options):
        return redirect(ask_export(document, format, by=request.user, options=options))
    return as_file(export(document, format, by=request.user, options=options))


@login_required
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    document = found.document
    context = {"export": found, "document": document, "workspace": document.workspace, "format": NAMES[found.format]}
    return render(request, "documents/export_underway.html", context)


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    found = _own(request, pk)
    if found.state != Export.State.DONE:
        return redirect(found)
    return taken(found)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    cancel_export(found, by=request.user)
    messages.success(request, _("The file was deleted.") if found.state == Export.State.DONE else _("Cancelled."))
    return redirect("document_read", found.document_id)


def _own(request: HttpRequest, pk: UUID) -> Export:
    """Of who asked, while she may still read the document."""
    found = get_object_or_404(Export, pk=pk, person=request.user.pk)
    found.document = visible_document(request, found.document_id)
    return found


def taken(found: Export) -> FileResponse:
    """Raises `Http404` where it is not there. Nobody keeps it on the way: rights may fall."""
    if found.state != Export.State.DONE:
        raise Http404
    try:
        kept = found.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(kept, as_attachment=True, filename=found.filename, content_type=found.content_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response
