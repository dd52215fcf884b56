"""Who wrote what: the people behind a text, and the text in their colours."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from documents.contributors import Contributors, Part, contributors, inked
from documents.formats import html
from documents.formats.words import words_for
from documents.models import Document
from documents.views.access import visible_document
from documents.views.pages import image_address
from documents.withholding import people_named

BY_KIND = "nature"


@require_safe
def authors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By person, or with `?par=nature` by how they take part; `?de=` shows the passages of one alone."""
    document = visible_document(request, pk)
    found = contributors(document)
    by_kind = request.GET.get("par") == BY_KIND
    parts = found.kinds if by_kind else found.people
    only = next((part for part in parts if part.key == request.GET.get("de")), None)
    context = {
        "document": document,
        "workspace": document.workspace,
        "found": found,
        "parts": parts,
        "by_kind": by_kind,
        "only": only,
        "bar": _bar(parts),
        "body": mark_safe(_body(document, found, parts, only, by_kind=by_kind)),
        "may_manage": request.user.has_perm("documents.manage_document", document),
        **_named(request.user, document, found),
    }
    return render(request, "documents/authors.html", context)


def _named(user: Any, document: Document, found: Contributors) -> dict[str, Any]:
    """Whether their own name stands there, and, for who manages it, the people named beside the text alone."""
    if not user.is_authenticated:
        return {"mine": False}
    named = people_named(document)
    wrote = {part.key for part in found.people}
    return {"mine": user in named, "beside": [one for one in named if str(one.pk) not in wrote]}


def _body(document: Document, found: Contributors, parts: list[Part], only: Part | None, *, by_kind: bool) -> str:
    around = inked(parts, lambda key: found.of_kind[key] if by_kind else key, only.key if only else None)
    words = words_for(document.language)
    return html.write(found.found.tree, partial(image_address, document), words=words, around=around)


def _bar(parts: list[Part]) -> list[dict[str, Any]]:
    """Lengths of a drawing a thousand units long: our content policy allows no style."""
    drawn, at = [], 0.0
    for part in parts:
        if part.letters:
            drawn.append({"ink": part.ink, "at": f"{at:.1f}", "width": f"{10 * part.percent:.1f}"})
        at += 10 * part.percent
    return drawn
