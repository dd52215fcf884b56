"""Pages that belong to the house itself: help, health, language of visitors, refused forms."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.shortcuts import SHORTCUTS
from permissions import roles


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    ladder = [(roles.NAMES[rung], roles.ABLE_TO[rung]) for rung in roles.LADDERS["document"]]
    return render(request, "help.html", {"roles": ladder, "shortcuts": SHORTCUTS})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: its database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return HttpResponse("database unreachable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
