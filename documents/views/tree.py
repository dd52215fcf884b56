"""Where a document stands: the tree of a workspace, a document inside another, moving, the order of neighbours."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import account_required
from documents.actions.documents import create_document
from documents.actions.tree import move_document, place_of, siblings_in
from documents.forms import NewDocumentForm, PlaceForm
from documents.models import Document
from documents.tree import Branch, branches, in_order, path_to
from documents.views.access import visible_document
from permissions.actions import require
from permissions.queries import prefetch
from permissions.who import difference, imagined
from workspaces.access import visible_workspace
from workspaces.models import Workspace

A_PAGE = 30
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def workspace_documents(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, in order: those at the top a page at a time, each with what stands in it."""
    workspace = visible_workspace(request, slug)
    found = list(in_order(workspace.documents.visible_to(request.user).signed().without_text()))
    may_write = request.user.has_perm("workspaces.change_workspace", workspace)
    page = Paginator(branches(found), A_PAGE).get_page(request.GET.get("page"))
    _say_what_they_may_do(request.user, list(page), at_the_top=may_write)
    return render(request, "documents/list.html", {"workspace": workspace, "page": page, "may_write": may_write})


def _say_what_they_may_do(user: Any, shown: list[Branch], *, at_the_top: bool) -> None:
    prefetch(user, [branch.document for top in shown for branch in top.walk()])
    for top in shown:
        top.may_order = at_the_top and top.document.parent_id is None
        for branch in top.walk():
            branch.may_write = user.has_perm("documents.change_document", branch.document)
            branch.may_manage = user.has_perm("documents.manage_document", branch.document)
            for child in branch.children:
                child.may_order = branch.may_write


@account_required
@form_page
def new_inside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A document in this one."""
    document = visible_document(request, pk)
    require(request.user, "change", document)
    form = NewDocumentForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(create_document(document, by=request.user, **form.cleaned_data))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "workspace": document.workspace, "inside": document}
    return render(request, "documents/new.html", context, status=422 if form.errors else 200)


@login_required
@form_page
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose a place, see who will see the document there, confirm. Nothing moves before that."""
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    given = request.POST or (request.GET if "place" in request.GET else None)
    form = PlaceForm(document, request.user, given)
    told = {"document": document, "workspace": document.workspace, "form": form}
    if given is None or not form.is_valid():
        return render(request, "documents/move.html", told, status=422 if form.errors else 200)
    place, before = form.cleaned_data["place"], form.cleaned_data["before"]
    if request.POST.get("confirmed") and _moved(request, document, place, before, form):
        messages.success(request, _("“%(title)s” is in “%(place)s” now.") % {"title": document, "place": place})
        return redirect("workspace_documents", document.workspace.slug)
    told["difference"] = None if form.errors else difference(document, _there(document, place))
    told["place"] = place
    return render(request, "documents/move.html", told, status=422 if form.errors else 200)


def _there(document: Document, place: Workspace | Document) -> Any:
    if isinstance(place, Document):
        return imagined(document, parent=place, workspace=place.workspace)
    return imagined(document, parent=None, workspace=place)


def _moved(request: HttpRequest, document: Document, place: Any, before: Any, form: forms.Form) -> bool:
    try:
        move_document(document, to=place, before=before, by=request.user)
    except ValidationError as refusal:
        form.add_error("place", refusal)
    return form.is_valid()


@login_required
@require_POST
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Among its neighbours: one step `up` or `down`, or right before another one (`before`, empty: last)."""
    document = visible_document(request, pk)
    place = place_of(document)
    move_document(document, to=place, before=_neighbour(request, document, place), by=request.user)
    if request.headers.get("accept") == "application/json":
        return JsonResponse({})
    return redirect("workspace_documents", document.workspace.slug)


def _neighbour(request: HttpRequest, document: Document, place: Workspace | Document) -> Document | None:
    """Before whom it goes; None for the last place. Raises `Http404` for someone who is no neighbour."""
    order: list[Document] = list(siblings_in(place).without_text())
    at = order.index(document)
    step = request.POST.get("step")
    if step in {"up", "down"}:
        wanted = max(0, at - 1) if step == "up" else at + 2
        return order[wanted] if wanted < len(order) else None
    before = request.POST.get("before", "")
    if not before:
        return None
    found = next((one for one in order if str(one.pk) == before), None)
    if found is None:
        raise Http404
    return found


def around(document: Document, user: Any) -> dict[str, Any]:
    """What the pages of a document tell of its place: what it stands in, and what stands in it."""
    inside = Document.objects.visible_to(user).filter(parent=document)
    return {"path": path_to(document, user), "inside": in_order(inside).only("pk", "title")}
