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
from documents.actions.volumes import Place, is_closed_to
from documents.models import Document, Export
from documents.views.access import visible_document
from documents.views.exporting import as_file
from permissions.entering import DoorAhead
from workspaces.access import visible_workspace
from workspaces.models import Workspace


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
    place = _place(request, found)
    document = place if isinstance(place, Document) else None
    context = {
        "export": found,
        "closed": found.is_volume and is_closed_to(found, request.user),
        "place": place,
        "document": document,
        "workspace": document.workspace if document else place,
        "format": NAMES[found.format],
    }
    return render(request, "documents/export_underway.html", context)


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    found = _own(request, pk)
    if found.state != Export.State.DONE or (found.is_volume and is_closed_to(found, request.user)):
        return redirect(found)
    return taken(found)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    cancel_export(found, by=request.user)
    messages.success(request, _("The file was deleted.") if found.state == Export.State.DONE else _("Cancelled."))
    if not found.is_volume:
        return redirect("document_read", found.document_id)
    return redirect(_place(request, found) or "home")


def _own(request: HttpRequest, pk: UUID) -> Export:
    """Of who asked, while she may still read the document; what of a volume is closed to her now, its page says."""
    found = get_object_or_404(Export.objects.select_related("workspace"), pk=pk, person=request.user.pk)
    if not found.is_volume and found.document_id is not None:
        found.document = visible_document(request, found.document_id)
    return found


def _place(request: HttpRequest, found: Export) -> Place | None:
    """Where it was asked for, if that is open to the person today."""
    try:
        if found.document_id is not None:
            return visible_document(request, found.document_id)
        workspace: Workspace = visible_workspace(request, found.workspace.slug)
        return workspace
    except (Http404, DoorAhead):
        return None


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
