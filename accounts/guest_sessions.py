"""The session of a guest: begun by coming in by a link, limited in time, set aside while they sign in or up.

Signing in would begin another session; what is set aside stays in it, so that the account can be asked whether the
guest was the same person.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User

BACKEND = "accounts.backend.SignInBackend"
ASIDE = "guest"  # in the session: what Django keeps of who is signed in, and the name
KEYS = (auth.SESSION_KEY, auth.BACKEND_SESSION_KEY, auth.HASH_SESSION_KEY)
DOORS = ("/compte/", "/invitation/")  # where one signs in or up: a guest is a visitor there


def begin(request: HttpRequest, guest: User) -> None:
    auth.login(request, guest, backend=BACKEND)
    request.session.set_expiry(timezone.now() + timedelta(hours=settings.GUEST_HOURS))


class GuestMiddleware:
    """A guest is a visitor at the doors, and the guest again elsewhere, unless they signed in meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at_a_door = request.path.startswith(DOORS) and request.path != reverse("account_logout")
        user: Any = request.user
        if user.is_authenticated:
            if at_a_door and user.is_guest:
                _step_aside(request, user)
        elif not at_a_door and ASIDE in request.session:
            _come_back(request)
        return self.get_response(request)


def _step_aside(request: HttpRequest, guest: User) -> None:
    request.session[ASIDE] = {key: request.session.pop(key) for key in KEYS} | {"name": str(guest)}
    _now_is(request, AnonymousUser())


def _come_back(request: HttpRequest) -> None:
    kept = request.session.pop(ASIDE)
    request.session.update({key: kept[key] for key in KEYS})
    _now_is(request, auth.get_user(request))  # the session is emptied if the guest is not what they were


def _now_is(request: HttpRequest, user: Any) -> None:
    request.user = request._cached_user = user  # type: ignore[attr-defined]


def set_aside(request: HttpRequest) -> User | None:
    """The guest of this session, set aside when its person signed in; None when there is none any more."""
    kept = request.session.get(ASIDE)
    if kept is None:
        return None
    guest = User.objects.filter(pk=kept[auth.SESSION_KEY], email=None, is_active=True).first()
    proven = guest is not None and constant_time_compare(kept[auth.HASH_SESSION_KEY], guest.get_session_auth_hash())
    return guest if proven else None


def forget(request: HttpRequest) -> None:
    request.session.pop(ASIDE, None)
