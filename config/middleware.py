"""The reader's language, and refusals told in a sentence instead of a stack trace."""

import logging
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The person's own choice (account, then cookie), else French: a browser's list says little about a person."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen_language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        return response


class PrivateMiddleware:
    """What we answer is for this person at this moment: no proxy and no shared computer keeps it, unless a view says so."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ("Authorization",))
        return response


def chosen_language(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    choices = [getattr(request.user, "language", None), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)]
    return next((choice for choice in choices if choice in known), settings.LANGUAGE_CODE)


class Refusal(NamedTuple):
    sentence: str
    code: str
    status: int


class SentencesMiddleware:
    """`PermissionDenied`, `ValidationError` or a database too busy: a page with a sentence, or JSON for a script."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None lets Django's own handlers draw 403.html, 404.html and 500.html."""
        refusal = refusal_of(exception)
        if refusal is None:
            return None
        if wants_json(request):
            return JsonResponse({"detail": refusal.sentence, "code": refusal.code}, status=refusal.status)
        if refusal.status in {422, 503}:
            told = {"exception": refusal.sentence}
            return render(request, f"{refusal.status}.html", told, status=refusal.status)
        return None


def refusal_of(exception: Exception) -> Refusal | None:
    if isinstance(exception, ValidationError):
        return Refusal(" ".join(exception.messages), getattr(exception, "code", None) or "invalid", 422)
    if isinstance(exception, PermissionDenied):
        return Refusal(str(exception) or _("You are not allowed to do this."), "forbidden", 403)
    if isinstance(exception, Http404):
        return Refusal(_("There is nothing here for you."), "not_found", 404)
    if isinstance(exception, OperationalError):
        logger.error("the database did not take a request", exc_info=exception)
        return Refusal(_("What you sent was not kept. Wait a moment, then send it again."), "busy", 503)
    return None


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
