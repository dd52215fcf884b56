"""Taking back what one person wrote: told before it is done, undone from the page of versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import account_required
from accounts.models import User
from documents.actions.rolling_back import roll_back_person
from documents.models import Document
from documents.views.access import visible_document
from documents.without import text_without
from permissions.actions import require
from realtime import writing

SITTINGS = 12  # of theirs, the last ones, from which one may begin


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def roll_back(request: HttpRequest, pk: UUID, person_pk: int) -> HttpResponse:
    """`depuis` is the moment from which on; without, all they wrote."""
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    person = get_object_or_404(document.authors().select_related("profile__organisation"), pk=person_pk)
    since = _moment(request.POST.get("depuis") or request.GET.get("depuis"))
    if request.method == "POST":
        try:
            roll_back_person(document, person, by=request.user, since=since)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("document_roll_back", pk, person_pk)
        messages.success(request, _("What %(person)s wrote was taken back.") % {"person": person})
        return redirect("document_authors", pk)
    context: dict[str, Any] = {"document": document, "workspace": document.workspace, "person": person, "since": since}
    context |= {"moments": _moments(document, person), "found": text_without(document, person, since)}
    return render(request, "documents/roll_back.html", context)


def _moment(word: str | None) -> datetime | None:
    try:
        found = parse_datetime(word or "")
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _moments(document: Document, person: User) -> list[dict[str, Any]]:
    """When their last sittings began, the newest first."""
    theirs = [step.at for step in writing.steps(document.room) if step.author == str(person.pk)]
    return [{"at": at, "word": at.isoformat()} for at in reversed(theirs[-SITTINGS:])]
