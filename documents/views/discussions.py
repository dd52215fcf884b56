"""The discussion of a document or a workspace as a whole, and one thread by itself: pages that need no script."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents import threads
from documents.actions.discussion import answer_thread, open_thread, reopen_thread, resolve_thread
from documents.discussion import Place, manages, may_speak
from documents.discussion_forms import AnswerForm, NarrowForm, NewThreadForm
from documents.models import Document, Thread
from documents.moderation import how_many_wait
from documents.said import Reader
from documents.thread_list import cards
from documents.views.access import visible_document
from workspaces.access import visible_workspace

A_PAGE = 20
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def document_discussion(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = visible_document(request, pk)
    return _discussion(request, document, {"document": document, "workspace": document.workspace})


@form_page
def workspace_discussion(request: HttpRequest, slug: str) -> HttpResponse:
    workspace = visible_workspace(request, slug)
    return _discussion(request, workspace, {"workspace": workspace})


def _discussion(request: HttpRequest, place: Place, around: dict[str, Any]) -> HttpResponse:
    """The threads of a place, those that were spoken in last first, and a form to begin one."""
    form = NewThreadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(open_thread(place, by=request.user, **form.cleaned_data))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    narrow = NarrowForm(place, request.GET)
    offset = narrow.page * A_PAGE
    found, count = cards(place, request.user, narrow.asked(), offset, A_PAGE)
    may_manage = manages(place, request.user)
    context = around | {
        "place": place,
        "form": form,
        "narrow": narrow,
        "threads": found,
        "count": count,
        "older": narrow.link(narrow.page + 1) if offset + A_PAGE < count else "",
        "newer": narrow.link(narrow.page - 1) if narrow.page else "",
        "may_speak": may_speak(place, request.user),
        "may_manage": may_manage,
        "waiting": how_many_wait(place, request.user) if may_manage else 0,
    }
    return render(request, "documents/discussion.html", context, status=422 if form.errors else 200)


def seen_thread(request: HttpRequest, pk: UUID) -> tuple[Place, Any, Reader]:
    """Where a thread stands, the thread with its comments, and who reads it. Raises `Http404`."""
    about = Thread.objects.filter(pk=pk).values_list("document", "workspace__slug").first()
    if about is None:
        raise Http404
    document, slug = about
    place: Place = visible_document(request, document) if document else visible_workspace(request, slug)
    page = threads.one(place, request.user, pk)
    if not page.threads:
        raise Http404
    return place, page.threads[0], Reader(place, request.user, page)


@form_page
def thread(request: HttpRequest, pk: UUID) -> HttpResponse:
    place, found, reader = seen_thread(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        try:
            said = answer_thread(found, body, by=request.user, mentioned=_named(found, body))
            return redirect(f"{found.get_absolute_url()}#c-{said.pk}")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {
        "place": place,
        "document": place if isinstance(place, Document) else None,
        "workspace": place.workspace if isinstance(place, Document) else place,
        "row": reader.rows()[0],
        "thread": found,
        "form": form,
        "may_speak": may_speak(place, request.user),
    }
    return render(request, "documents/thread.html", context, status=422 if form.errors else 200)


def _named(found: Any, body: str) -> list[Any]:
    """Those who speak in the thread and are called by their name, as one types it: `@Alice Diop`."""
    people = {one.author.pk: one.author for one in found.said if one.author is not None and one.author.is_active}
    return [person for person in people.values() if f"@{person}" in body]


@login_required
@require_POST
def resolved(request: HttpRequest, pk: UUID) -> HttpResponse:
    _place, found, _reader = seen_thread(request, pk)
    if request.POST.get("resolved") == "0":
        reopen_thread(found, by=request.user)
        messages.success(request, _("The discussion is open again."))
    else:
        resolve_thread(found, by=request.user)
        messages.success(request, _("The discussion is resolved."))
    return redirect(found)
