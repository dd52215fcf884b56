"""A Word file comes back into its document: given, its differences looked at, made into proposals."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from documents.actions.bringing_back import bring_back, drop_return, propose_returned
from documents.actions.suggestions import refuse_proposing
from documents.brought import changed_in, lost_in
from documents.forms import ReturnForm
from documents.models import Document, Return
from documents.models.returned import SHOWN_FOR
from documents.returning.telling import shown_texts, told_left
from documents.views.access import visible_document
from documents.views.changes import told_changes
from permissions.actions import require

MOST_TOLD = 20  # of what could not be done, in one message


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = visible_document(request, pk)
    require(request.user, "suggest", document)
    form = ReturnForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect(bring_back(document, file.name, file.read(), by=request.user))
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
    context = _around(document) | {"form": form}
    return render(request, "documents/bring_back.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: UUID, return_pk: UUID) -> HttpResponse:
    """The differences; by POST they become proposals. For nobody but who brought the file."""
    document = visible_document(request, pk)
    brought = own_return(document, return_pk, request.user)
    if request.method == "POST":
        try:
            outcome = propose_returned(brought, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(brought)
        _say(request, outcome)
        return redirect("document_read", pk)
    before, after, unfit = shown_texts(brought)
    context = _around(document) | {
        "brought": brought,
        "told": told_changes(before, after, document),
        "left": [*told_left(brought.left), *told_left(unfit)],
        "changed": changed_in(brought.told),
        "lost": lost_in(brought.told),
        "until": brought.at + SHOWN_FOR,
        "anything": bool(brought.proposed or brought.talks),
    }
    return render(request, "documents/returned.html", context)


@login_required
@require_POST
def drop(request: HttpRequest, pk: UUID, return_pk: UUID) -> HttpResponse:
    document = visible_document(request, pk)
    drop_return(own_return(document, return_pk, request.user), by=request.user)
    return redirect("document", pk)


def own_return(document: Document, pk: UUID, user: Any) -> Return:
    """Raises `Http404` to anybody else, and once its day is over; `PermissionDenied` to who proposes here no more."""
    refuse_proposing(document, user, None)
    brought: Return = get_object_or_404(Return.objects.filter(document=document, person=user.pk).recent(), pk=pk)
    brought.document = document
    return brought


def _around(document: Document) -> dict[str, Any]:
    return {"document": document, "workspace": document.workspace}


def _say(request: HttpRequest, outcome: Any) -> None:
    made, said = len(outcome.suggestions), outcome.said
    if made:
        sentence = ngettext("%(count)d proposal was made.", "%(count)d proposals were made.", made)
        messages.success(request, sentence % {"count": made})
    if said:
        sentence = ngettext("%(count)d comment was added.", "%(count)d comments were added.", said)
        messages.success(request, sentence % {"count": said})
    for words, why in outcome.left[:MOST_TOLD]:
        messages.warning(request, f"{why} {words}")
