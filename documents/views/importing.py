"""A file becomes a document; what became of it is told on a page of its own."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import account_required
from documents.actions.importing import import_document, make_real
from documents.brought import report_of
from documents.content import read_document
from documents.forms import ImportForm
from documents.lookalikes import lookalikes
from documents.models import Import
from documents.views.access import visible_document
from permissions.actions import require
from workspaces.access import visible_workspace


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def importing(request: HttpRequest, slug: str) -> HttpResponse:
    workspace = visible_workspace(request, slug)
    require(request.user, "change", workspace)
    form = ImportForm(request.user, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            whose = form.cleaned_data.get("on_behalf_of")
            made = import_document(workspace, file.name, file.read(), by=request.user, on_behalf_of=whose)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            return redirect("document_import", made.pk)
    return render(
        request, "documents/importing.html", {"form": form, "workspace": workspace}, status=422 if form.errors else 200
    )


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For those who may write in it. By POST what looks like headings and lists becomes so."""
    document = visible_document(request, pk)
    require(request.user, "change", document)
    brought = Import.objects.filter(document=document).first()
    if brought is None:
        raise Http404
    if request.method == "POST":
        try:
            make_real(document, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("It is done; the versions of the document keep the text as it was."))
        return redirect("document_import", pk)
    told = {"brought": brought, "report": report_of(brought), "offered": lookalikes(read_document(document))}
    return render(request, "documents/brought.html", {"document": document, "workspace": document.workspace} | told)
