"""Pages of one document: made, written, read, downloaded, renamed."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import account_required
from accounts.shared_device import is_shared
from documents.actions.documents import create_document, rename_document
from documents.actions.visits import meet_document
from documents.content import read_document
from documents.formats import html
from documents.formats.contents import contents
from documents.formats.words import words_for
from documents.forms import NewDocumentForm
from documents.models import Document
from documents.page_config import page_config
from documents.since import changes_since, marked
from documents.views.access import visible_document
from documents.views.beside import beside
from documents.views.since import new_passages
from documents.views.tree import around
from permissions.actions import require
from permissions.doors import door_of
from workspaces.access import visible_workspace

AUTHORS = 6


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    workspace = visible_workspace(request, slug)
    require(request.user, "change", workspace)
    form = NewDocumentForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(create_document(workspace, by=request.user, **form.cleaned_data))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "workspace": workspace}
    return render(request, "documents/new.html", context, status=422 if form.errors else 200)


@require_safe
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The editor; whoever may only read gets the same page, which the server keeps from writing."""
    document = visible_document(request, pk)
    if getattr(request, "acting", None):
        return redirect("document_read", pk)  # nobody writes a live text in another's place
    config = page_config(document, request.user, shared_device=is_shared(request))
    given = {"config": config, "quarantined": config["quarantined"]}
    return render(request, "documents/edit.html", _around(request, document) | given)


def _around(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What the frame of a document's page asks: its place, and what this person may do."""
    return around(document, request.user) | {
        "document": document,
        "workspace": document.workspace,
        "may_write": request.user.has_perm("documents.change_document", document),
        "may_propose": request.user.is_authenticated
        and not document.frozen
        and request.user.has_perm("documents.suggest_document", document),
        "may_manage": request.user.has_perm("documents.manage_document", document),
        "door": door_of(request.user, document),
    }


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text rendered here from its tree: no script, good on paper."""
    document = visible_document(request, pk)
    found = changes_since(document, meet_document(document, by=request.user), request.user)
    tree = marked(found.tree, found.places) if found else read_document(document)
    outline = contents(tree)  # gives headings the anchors that the text is then written with
    said = beside(document, request.user, tree)
    body = html.write(
        tree,
        partial(image_address, document),
        words=words_for(document.language),
        passages=said.passages,
        around=new_passages(),
    )
    text = {"contents": outline, "body": mark_safe(body), "quarantined": document.quarantined}
    text |= {"beside": said, "since": found}
    return render(request, "documents/read.html", _around(request, document) | _authors(document) | text)


def _authors(document: Document) -> dict[str, Any]:
    people = list(document.authors().select_related("profile__organisation"))
    return {"authors": people[:AUTHORS], "other_authors": max(0, len(people) - AUTHORS)}


def image_address(document: Document, key: str) -> str:
    """An id that is none of ours leads nowhere rather than to an error."""
    try:
        return reverse("document_image", args=[document.pk, UUID(key)])
    except ValueError:
        return ""


@login_required
@require_POST
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the title of the editor's page, by script, which asks for JSON: a refusal is JSON too."""
    document = visible_document(request, pk)
    rename_document(document, request.POST.get("title", ""), by=request.user)
    return JsonResponse({"title": document.title})
