"""Pages for who looks after the site: suspending an account, opening it again, and acting for a person."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import second_factor
from accounts.acting import ACTING, act_for, leave
from accounts.forms import ActForForm, ReasonForm
from accounts.models import User
from accounts.suspension import reinstate_account, suspend_account


@second_factor.required
@require_http_methods(["GET", "HEAD", "POST"])
def suspension(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = suspend_account if person.is_active else reinstate_account
        try:
            act(person, by=_administrator(request), reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            words = _("The account of %s is open again.") if person.is_active else _("The account of %s is suspended.")
            messages.success(request, words % person)
            return redirect("admin:accounts_user_change", person.pk)
    context = {"form": form, "person": person}
    return render(request, "accounts/suspension.html", context, status=422 if form.errors else 200)


@second_factor.required
@require_http_methods(["GET", "HEAD", "POST"])
def acting(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = ActForForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _begin(request, person, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("home")
    context = {"form": form, "person": person}
    return render(request, "accounts/act_for.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _begin(request: HttpRequest, person: User, *, reason: str, minutes: int) -> None:
    """The session says so before sockets are sent away: those that come back at once are judged by it."""
    row = act_for(person, by=_administrator(request), reason=reason, minutes=minutes)
    request.session[ACTING] = row.pk
    request.session.save()


@require_POST
def acting_end(request: Any) -> HttpResponse:
    """The middleware has left the administrator in their own place for this address."""
    row = getattr(request, "acting", None)
    if row is not None:
        leave(request, row)
        messages.success(request, _("You are yourself again."))
    return redirect("home")


def _person(request: HttpRequest, pk: int) -> User:
    """Others are refused before they learn whether there is such an account."""
    if not _administrator(request).has_perm("accounts.change_user"):
        raise PermissionDenied(_("Only the people who look after this site can do this."))
    return get_object_or_404(User, pk=pk)


def _administrator(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not user.is_staff:
        raise PermissionDenied(_("Only the people who look after this site can do this."))
    return user
