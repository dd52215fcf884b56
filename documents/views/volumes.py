"""Several documents taken away as one volume: of a workspace, or of a document with what stands in it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.actions.volumes import Place, ask_volume, offered
from documents.export_form import VolumeForm
from documents.models import Document
from documents.tree import branches
from documents.views.access import visible_document
from workspaces.access import visible_workspace

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@form_page
def of_workspace(request: HttpRequest, slug: str) -> HttpResponse:
    return _volume(request, visible_workspace(request, slug))


@login_required
@form_page
def of_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _volume(request, visible_document(request, pk))


def _volume(request: HttpRequest, place: Place) -> HttpResponse:
    """All that one sees there is ticked at first; what is asked for is made by the worker, on a page of its own."""
    form = VolumeForm(request.user, place, request.POST if request.method == "POST" else None)
    if form.is_valid():
        title, chosen, format = (form.cleaned_data[name] for name in ("title", "documents", "format"))
        try:
            return redirect(
                ask_volume(place, title, documents=chosen, format=format, options=form.options, by=request.user)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
    found = list(offered(place, request.user))
    ticked = {str(key) for key in form["documents"].value() or ()} if form.is_bound else {str(one.pk) for one in found}
    document = place if isinstance(place, Document) else None
    context = {
        "place": place,
        "document": document,
        "workspace": document.workspace if document else place,
        "form": form,
        "branches": branches(found),
        "ticked": ticked,
    }
    return render(request, "documents/volume.html", context, status=422 if form.errors else 200)
