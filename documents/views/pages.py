"""Pages of one document: made, written, read, downloaded, renamed."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.actions.documents import create_document, rename_document
from documents.actions.exchange import export
from documents.content import read_document
from documents.formats import html
from documents.formats.words import words_for
from documents.forms import TitleForm
from documents.models import Document
from documents.page_config import page_config
from documents.views.access import visible_document
from documents.views.contents import contents
from permissions.actions import require
from workspaces.models import Workspace

AUTHORS = 6


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    workspace = get_object_or_404(Workspace.objects.visible_to(request.user), slug=slug)
    require(request.user, "change", workspace)
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(create_document(workspace, form.cleaned_data["title"], by=request.user))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "workspace": workspace}
    return render(request, "documents/new.html", context, status=422 if form.errors else 200)


@require_safe
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The editor; whoever may only read gets the same page, which the server keeps from writing."""
    document = visible_document(request, pk)
    given = {"config": page_config(document, request.user)}
    return render(request, "documents/edit.html", _around(request, document) | given)


def _around(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What the frame of a document's page asks: its place, and what this person may do."""
    return {
        "document": document,
        "workspace": document.workspace,
        "may_write": request.user.has_perm("documents.change_document", document),
        "may_manage": request.user.has_perm("documents.manage_document", document),
    }


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text rendered here from its tree: no script, good on paper."""
    document = visible_document(request, pk)
    tree = read_document(document)
    outline = contents(tree)  # gives headings the anchors that the text is then written with
    body = html.write(tree, lambda key: _image(document, key), words=words_for(document.language))
    text = {"contents": outline, "body": mark_safe(body)}
    return render(request, "documents/read.html", _around(request, document) | _authors(document) | text)


def _authors(document: Document) -> dict[str, Any]:
    people = list(document.authors().select_related("profile__organisation"))
    return {"authors": people[:AUTHORS], "other_authors": max(0, len(people) - AUTHORS)}


def _image(document: Document, key: str) -> str:
    """An id that is none of ours leads nowhere rather than to an error."""
    try:
        return reverse("document_image", args=[document.pk, UUID(key)])
    except ValueError:
        return ""


@require_safe
def word(request: HttpRequest, pk: UUID) -> HttpResponse:
    exported = export(visible_document(request, pk), "docx", by=request.user)
    response = HttpResponse(exported.content, content_type=exported.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, exported.filename) or "attachment"
    return response


@login_required
@require_POST
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the title of the editor's page, by script, which asks for JSON: a refusal is JSON too."""
    document = visible_document(request, pk)
    rename_document(document, request.POST.get("title", ""), by=request.user)
    return JsonResponse({"title": document.title})
