"""A device that others use too: nothing is kept in its browser, and signing in there ends when that browser closes.

Said for a browser, never for an account: the session carries the choice, and a cookie ticks the box at the next sign-in.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CHOICE = "shared_device"  # in the session, and the name of the cookie and of the forms' field
YEAR = 60 * 60 * 24 * 365


def is_shared(request: HttpRequest) -> bool:
    """Whether this session was opened, or later declared, on a shared device."""
    return bool(request.session.get(CHOICE, False))


def was_shared(request: HttpRequest) -> bool:
    """What the box says before the person answers: this session's choice, else what was last chosen in this browser."""
    return bool(request.session.get(CHOICE, request.COOKIES.get(CHOICE) == "1"))


def choose(request: HttpRequest, shared: bool) -> None:
    """Remembered through the steps of signing in: Django keeps what an anonymous session holds."""
    request.session[CHOICE] = shared


def apply(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """To the session of someone who is signed in, and to the browser's memory; the same response, with its cookie."""
    shared = was_shared(request)
    choose(request, shared)
    limit_session(request)
    if shared:
        attributes: dict[str, Any] = {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}
        response.set_cookie(CHOICE, "1", max_age=YEAR, **attributes)
    elif CHOICE in request.COOKIES:
        response.delete_cookie(CHOICE, samesite="Lax")
    return response


def limit_session(request: HttpRequest) -> None:
    """Zero is Django's way to say: until the browser closes."""
    request.session.set_expiry(0 if is_shared(request) else settings.SESSION_COOKIE_AGE)
