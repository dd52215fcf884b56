"""The reader's language, answers that nobody else keeps, and refusals told in a sentence."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from api.errors import refusal_of
from permissions.entering import DoorAhead
from realtime import crashes

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


class DeathsMiddleware:
    """The first request looks at what a process left that died in the engine, before any view holds a transaction."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        crashes.collect_once()
        return self.get_response(request)


class SentencesMiddleware:
    """A refusal that a view let through, or a database too busy: a page with a sentence, or JSON for a script."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None lets Django's own handlers draw 403.html, 404.html and 500.html."""
        if isinstance(exception, DoorAhead) and request.method in {"GET", "HEAD"} and not wants_json(request):
            return redirect(exception.address)
        found = refusal_of(exception)
        if found is None:
            return None
        status, refusal = found
        if wants_json(request):
            return JsonResponse(refusal.model_dump(), status=status)
        if status in {422, 503}:
            return render(request, f"{status}.html", {"exception": refusal.detail}, status=status)
        return None


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
