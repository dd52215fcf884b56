"""The security page of one's account: ways to sign in, second steps, keys, open sessions, and who acted in one's place."""

from typing import Any

from allauth.account.views import LogoutView
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.acting_told import told
from accounts.models import Token
from accounts.oidc import end_address, lead_on
from accounts.sessions import end_session, end_sessions, is_here, open_sessions

SHOWN = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def security(request: HttpRequest) -> HttpResponse:
    """Its one form of its own removes a key."""
    user: Any = request.user
    if request.method == "POST":
        return _key_end(request)
    held = list(Authenticator.objects.filter(user=user).order_by("pk"))
    context = {
        "application": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        "recovery_codes": next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None),
        "passkeys": [one for one in held if one.type == Authenticator.Type.WEBAUTHN],
        "keys": user.tokens.order_by("pk"),
        "sessions": open_sessions(request),
        "acted": told(user)[:SHOWN],
    }
    return render(request, "accounts/security.html", context)


def _key_end(request: HttpRequest) -> HttpResponse:
    """Open sockets that came in with it hear of it (accounts/receivers.py)."""
    number = request.POST.get("key", "")
    get_object_or_404(Token, user=request.user, pk=number if number.isdecimal() else 0).delete()
    messages.success(request, _("The key is removed: the program that had it is shut out."))
    return redirect("security")


@login_required
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    if is_here(request, pk):
        return redirect("account_logout")
    try:
        end_session(user, pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("That session is over: whoever used it has to sign in again."))
    return redirect("security")


@login_required
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Everywhere but here."""
    user: Any = request.user
    end_sessions(user, but=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("security")


class SignOutView(LogoutView):
    """Here, then at the provider that one came from: by a page that leads on, since a form may not leave our site."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        there = end_address(self.request)
        answer: HttpResponse = super().post(*args, **kwargs)
        return answer if there is None else lead_on(self.request, there, "account/signed_out.html")
