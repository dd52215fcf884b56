"""Pages that belong to the house itself: help, health, and forms sent without their token."""

import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels import layers
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import grades
from accounts.personal_fields import PURPOSES
from config.limits import limits_in_words
from config.shortcuts import SHORTCUTS
from permissions import roles

logger = logging.getLogger(__name__)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    ladder = [(roles.NAMES[rung], roles.ABLE_TO[rung]) for rung in roles.LADDERS["document"]]
    people = [(grades.NAMES[one], grades.EXPLAINED[one]) for one in grades.NAMES]
    return render(request, "help.html", {"roles": ladder, "grades": people, "shortcuts": SHORTCUTS})


@require_safe
def limits_page(request: HttpRequest) -> HttpResponse:
    return render(request, "limits.html", limits_in_words())


@require_safe
def personal_data_page(request: HttpRequest) -> HttpResponse:
    return render(request, "personal_data.html", {"purposes": PURPOSES})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: its database answers, and the relay to other processes if there is one."""
    for name, answers in (("database", _database_answers), ("relay", _relay_answers)):
        try:
            answers()
        except Exception:
            logger.exception("not ready: the %s does not answer", name)
            return HttpResponse(f"{name} unreachable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def _database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _relay_answers() -> None:
    if settings.REDIS_URL:
        layer: Any = layers.get_channel_layer()  # type: ignore[no-untyped-call]
        async_to_sync(layer.group_send)("readiness", {"type": "readiness"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
