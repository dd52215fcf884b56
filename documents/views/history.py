"""The history of a text: its versions, one of them read, two of them compared, and the way back."""

from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.actions.exporting import export_comparison
from documents.actions.versions import name_version, rename_version, restore_version
from documents.content import read_document
from documents.formats import html
from documents.formats.words import words_for
from documents.history import visible_versions, with_people, writers_between, writers_of
from documents.models import Document, Version
from documents.views.access import visible_document
from documents.views.changes import told_changes
from documents.views.exporting import as_file
from documents.views.pages import image_address
from realtime.models import Head

A_PAGE = 30
MOST_PAGES = 100_000
TODAY = "aujourdhui"  # in an address, the text as it is now
WRITERS = 6


@require_safe
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A page at a time, without counting them all: one more is read, with which the last shown is compared."""
    document = visible_document(request, pk)
    number = _page(request)
    versions = with_people(visible_versions(document, request.user)).annotate(**_state_of(document))
    found = list(versions[(number - 1) * A_PAGE : number * A_PAGE + 1])
    shown, newest = found[:A_PAGE], found[0] if found and number == 1 else None
    rows = [
        {"version": version, "day": timezone.localdate(version.at), "before": before}
        for version, before in zip_longest(shown, found[1:])
        if version is not None
    ]
    about = _about(request, document, quarantined=bool(found and found[0].quarantined_at))  # type: ignore[attr-defined]
    context = about | {"rows": rows, "newest": newest, "today": TODAY, "number": number}
    context |= {"newer": number - 1, "older": number + 1 if len(found) > A_PAGE else 0}
    current = newest if newest is not None and newest.number >= newest.last else None  # type: ignore[attr-defined]
    return render(request, "documents/history.html", context | {"current": current})


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), MOST_PAGES) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 1


def _state_of(document: Document) -> dict[str, Any]:
    """How far the log is, and whether the text is set aside: in the same query as the versions."""
    head = Head.objects.filter(room=document.room)
    return {"last": Subquery(head.values("last")), "quarantined_at": Subquery(head.values("quarantined_at"))}


def _about(request: HttpRequest, document: Document, *, quarantined: bool | None = None) -> dict[str, Any]:
    quarantined = document.quarantined if quarantined is None else quarantined
    may_write = request.user.has_perm("documents.change_document", document)
    return {
        "document": document,
        "workspace": document.workspace,
        "may_write": may_write,
        "may_restore": may_write and not document.frozen and not quarantined,
        "may_manage": request.user.has_perm("documents.manage_document", document),
    }


def _version(request: HttpRequest, document: Document, pk: UUID) -> Version:
    """Raises `Http404` for one that is not for this person."""
    version = get_object_or_404(visible_versions(document, request.user), pk=pk)
    version.document = document
    return version


@require_safe
def version(request: HttpRequest, pk: UUID, version_pk: UUID) -> HttpResponse:
    """The text as it was, to be read; the address of a published one does not change."""
    document = visible_document(request, pk)
    found = _version(request, document, version_pk)
    body = html.write(found.tree, lambda key: image_address(document, key), words=words_for(document.language))
    shown = {"version": found, "body": mark_safe(body), "authors": writers_of(found), "today": TODAY}
    return render(request, "documents/version.html", _about(request, document) | shown)


@require_safe
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = visible_document(request, pk)
    before, after = _asked(request, document)
    tree = after.tree if after is not None else read_document(document)
    told = told_changes(before.tree, tree, document)
    context = _about(request, document) | {
        "before": before,
        "after": after,
        "told": told,
        "writers": list(writers_between(before, after).select_related("profile__organisation")[:WRITERS]),
        "today": TODAY,
    }
    return render(request, "documents/compare.html", context)


@require_safe
def compare_word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a Word file with tracked changes."""
    before, after = _asked(request, visible_document(request, pk))
    return as_file(export_comparison(before, after, by=request.user, names=request.GET.get("noms") != "non"))


def _asked(request: HttpRequest, document: Document) -> tuple[Version, Version | None]:
    """The older and the later of the two in the address, in whichever order; None is the text of today.

    By default the last version and the text of today.
    """
    last = visible_versions(document, request.user).values_list("pk", flat=True).first()
    wanted = [request.GET.get("de", str(last or "")), request.GET.get("a", TODAY)]
    found = [_version(request, document, _key(word)) for word in wanted if word != TODAY]
    found.sort(key=lambda one: (one.number, one.at))
    if not found:
        raise Http404
    return found[0], found[1] if len(found) > 1 else None


def _key(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise Http404 from None


@login_required
@require_POST
def name(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the text of now under a name."""
    document = visible_document(request, pk)
    try:
        kept = name_version(document, request.POST.get("name", ""), by=request.user)
        messages.success(request, _("This version is kept under the name “%(name)s”.") % {"name": kept.name})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("document_history", pk)


@login_required
@require_POST
def rename(request: HttpRequest, pk: UUID, version_pk: UUID) -> HttpResponse:
    found = _version(request, visible_document(request, pk), version_pk)
    try:
        rename_version(found, request.POST.get("name", ""), by=request.user)
        messages.success(request, _("This version is now called “%(name)s”.") % {"name": found.name})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("document_version", pk, version_pk)


@login_required
@require_POST
def restore(request: HttpRequest, pk: UUID, version_pk: UUID) -> HttpResponse:
    """No box asks for confirmation: the text of a moment ago is kept, and the message that follows goes back to it."""
    found = _version(request, visible_document(request, pk), version_pk)
    try:
        done = restore_version(found, by=request.user, block=request.POST.get("block", "")[:64])
        said = _("This passage is again as it was.") if request.POST.get("block") else _("The text is as it was again.")
        undo = reverse("document_version_restore", args=[pk, done.before.pk])
        messages.success(request, said, extra_tags=f"undo:{undo}")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("document_history", pk)
