"""The profile, the language, and signing in by password (allauth serves the rest of /compte/)."""

from typing import cast

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from accounts import shared_device
from accounts.actions import choose_language, complete_profile
from accounts.doors import account_required
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.sign_in_forms import PasswordLoginForm

YEAR = 60 * 60 * 24 * 365


class PasswordLoginView(LoginView):
    template_name = "account/login_password.html"

    def get_form_class(self) -> type[PasswordLoginForm]:
        return PasswordLoginForm


@account_required
def profile(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    form = ProfileForm.about(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            complete_profile(person, name=said["name"], kind=said["kind"], organisation=said["organisation"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            choose_language(person, said["language"])
            with override(said["language"]):
                messages.success(request, _("Your profile is up to date."))
            return _remembering(redirect("profile"), said["language"])
    context = {"form": form, "shared_device": shared_device.is_shared(request)}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@account_required
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    """Says whether this device is shared, once signed in; the page's script has offered what was unsent, then cleared."""
    shared = request.POST.get("shared") == "1"
    shared_device.choose(request, shared)
    if shared:
        messages.success(
            request, _("Shared device: nothing is kept here any more, and closing the browser signs you out.")
        )
    else:
        messages.success(
            request, _("This device is yours: it keeps a copy of the texts you open, and you stay signed in.")
        )
    return shared_device.apply(request, redirect("profile"))


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remembered in a cookie, and on the account of those who have one."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("This language is not spoken here yet."))
    if request.user.is_authenticated:
        choose_language(request.user, language)
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return _remembering(HttpResponseRedirect(back if safe and back.startswith("/") else "/"), language)


def _remembering(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
