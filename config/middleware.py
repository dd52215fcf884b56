"""The reader's language, and refusals told in a sentence instead of a stack trace."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

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


def chosen_language(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    choices = [getattr(request.user, "language", None), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)]
    return next((choice for choice in choices if choice in known), settings.LANGUAGE_CODE)


class SentencesMiddleware:
    """`PermissionDenied` and `ValidationError` that a view let through become a page, or JSON for a script."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None lets Django's own handlers draw 403.html and 404.html."""
        if isinstance(exception, ValidationError):
            sentence, code, status = " ".join(exception.messages), getattr(exception, "code", None), 422
        elif isinstance(exception, PermissionDenied):
            sentence, code, status = str(exception) or _("You are not allowed to do this."), "forbidden", 403
        elif isinstance(exception, Http404):
            sentence, code, status = _("There is nothing here for you."), "not_found", 404
        else:
            return None
        if wants_json(request):
            return JsonResponse({"detail": sentence, "code": code or "invalid"}, status=status)
        return render(request, "422.html", {"exception": sentence}, status=422) if status == 422 else None


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
