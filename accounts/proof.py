"""It is really you: a password or a second factor again, else a code by e-mail; before what opens an account or ends it.

Having signed in a few minutes ago is enough. A guest has nothing but their session: it is enough for them.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode

from accounts.models import User

WAITING = "proof"  # in the session: the code that was sent, until when, and how many tries are left
GOOD_FOR = 300  # seconds
TRIES = 3


def required(view: Callable[..., HttpResponseBase], *, to_look: bool = True) -> Callable[..., HttpResponseBase]:
    """A page for the person alone: a browser that was left open for a minute must not become somebody else's way in.

    With `to_look=False`, whoever is signed in may see it, and has to show who they are to send its form.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = wanted(request, cast(User, request.user)) if to_look or request.method == "POST" else None
        return asked or view(request, *args, **kwargs)

    return guarded


def wanted(request: HttpRequest, user: User, back: str = "") -> HttpResponse | None:
    """Where to send somebody who has to show that it is them, and then `back` (here); None for who has just shown it.

    Raises `ReauthenticationRequired`, which allauth's middleware answers, where there is a password or a second factor.
    """
    if user.is_guest or _shown_lately(request, user):
        return None
    if not by_code(user):
        raise ReauthenticationRequired
    if not _is_waiting(request):
        send(request, user)
    return redirect(f"{reverse('proof')}?{urlencode({'next': back or request.path})}")


def by_code(user: User) -> bool:
    """Whether a code by e-mail is a proof: not of who has a password or a second factor, which a mailbox must not replace."""
    return not user.is_guest and not get_reauthentication_flows(user)


def _shown_lately(request: HttpRequest, user: User) -> bool:
    times = [record["at"] for record in get_authentication_records(request, user)]
    return bool(times) and time.time() - max(times) < app_settings.REAUTHENTICATION_TIMEOUT


def _is_waiting(request: HttpRequest) -> bool:
    waiting = request.session.get(WAITING, {})
    return bool(waiting.get("tries")) and time.time() < waiting["until"]


def send(request: HttpRequest, user: User) -> bool:
    """A new code to the person's address; False when too many were asked for."""
    if not ratelimit.consume(request, action="request_login_code", key=str(user.email)):
        return False
    adapter: Any = get_adapter(request)
    code = adapter.generate_login_code()
    request.session[WAITING] = {"code": code, "until": time.time() + GOOD_FOR, "tries": TRIES}
    adapter.send_mail("account/email/proof_code", user.email, {"code": code, "user": user})
    return True


def show(request: HttpRequest, user: User, code: str) -> bool:
    """Whether this is the code that was sent; a code is good once, and three wrong ones end it."""
    if not _is_waiting(request):
        return False
    waiting = request.session.pop(WAITING)
    if constant_time_compare(_plain(code), _plain(waiting["code"])):
        record_authentication(request, user, method="code", email=user.email, reauthenticated=True)
        return True
    request.session[WAITING] = waiting | {"tries": waiting["tries"] - 1}
    return False


def _plain(code: str) -> str:
    """People type codes in small letters and with spaces."""
    return code.replace(" ", "").replace("-", "").upper()
