"""The writing of a text, step by step: who wrote when, and the text as it stood then, in the colours of its authors."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from documents.film import Film, film_of
from documents.formats import html
from documents.formats.words import words_for
from documents.models import Document
from documents.views.access import visible_document
from documents.views.pages import image_address


@require_safe
def timeline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?pas=` is the number of a step; without, the last one. A script asks for a step alone, with `HX-Request`."""
    document = visible_document(request, pk)
    film = film_of(document, request.user)
    context: dict[str, Any] = {"document": document, "workspace": document.workspace, "film": film}
    if film.frames:
        context |= _shown(document, film, _asked(request, film))
    only = request.headers.get("X-Part") == "frame" and film.frames
    return render(request, "documents/_frame.html" if only else "documents/timeline.html", context)


def _asked(request: HttpRequest, film: Film) -> int:
    try:
        return min(max(int(request.GET.get("pas", "")), 1), len(film.frames))
    except ValueError:
        return len(film.frames)


def _shown(document: Document, film: Film, number: int) -> dict[str, Any]:
    frame = film.frames[number - 1]
    found, around = film.opened(frame)
    body = html.write(found.tree, partial(image_address, document), words=words_for(document.language), around=around)
    return {
        "frame": frame,
        "number": number,
        "percent": round(found.percent(frame.author)),
        "length": found.length,
        "body": mark_safe(body),
        "before": number - 1,
        "after": number + 1 if number < len(film.frames) else 0,
    }
