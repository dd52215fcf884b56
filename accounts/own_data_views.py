"""Pages on one's own data: what is kept, a copy to take away, closing the account, and the code that proves who asks."""

import tempfile
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import personal_data, proof
from accounts.closing import close_account
from accounts.models import User
from accounts.own_data_forms import ClosingForm, ProofForm
from accounts.sending import sent

SPOOLED = 2 * 1024 * 1024  # bytes kept in memory; a larger zip is a file, gone when it was read
form_page = require_http_methods(["GET", "HEAD", "POST"])


class Page(Protocol):
    def __call__(self, request: HttpRequest, person: User) -> HttpResponseBase: ...


def proven(page: Page) -> Any:
    """A page for the person alone: signed in, and having shown a moment ago that it is really them."""

    @proof.required
    @form_page
    @wraps(page)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        return page(request, cast(User, request.user))

    return guarded


@proven
def own_data(request: HttpRequest, person: User) -> HttpResponseBase:
    """GET tells what there is, POST gives the zip."""
    if request.method != "POST":
        return render(request, "accounts/own_data.html")
    file = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115  it ends with the answer
    try:
        personal_data.export_personal_data(person, by=person, to=file)
    except ValidationError as refusal:
        file.close()
        return render(request, "accounts/own_data.html", {"refusal": refusal.messages[0]}, status=429)
    return sent(request, file, f"tablee-{timezone.localdate()}.zip", "application/zip")


@proven
def close(request: HttpRequest, person: User) -> HttpResponseBase:
    form = ClosingForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_account(person, form.cleaned_data["how"], by=person)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            request.session.flush()
            messages.success(request, _("Your account is closed. Thank you for what you brought."))
            return redirect("home")
    held, gone = personal_data.left_by(person)
    context = {"form": form, "held": held, "gone": gone, "expected": person.email or person.name}
    return render(request, "accounts/close.html", context, status=422 if form.errors else 200)


@login_required
@form_page
def show_proof(request: HttpRequest) -> HttpResponse:
    """Takes the code that was sent by e-mail, and leads back to the page that wanted it."""
    person = cast(User, request.user)
    back = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    back = back if safe and back.startswith("/") else "/"
    if not proof.by_code(person):
        return redirect(back)
    form = ProofForm()
    if request.method == "POST" and "again" in request.POST:
        if proof.send(request, person):
            messages.success(request, _("Another code is on its way."))
        else:
            messages.error(request, _("Too many codes were asked for: wait a few minutes."))
    elif request.method == "POST":
        form = ProofForm(request.POST)
        if form.is_valid() and proof.show(request, person, form.cleaned_data["code"]):
            return redirect(back)
        form.add_error("code", _("This code is not right, or too old."))
    context = {"form": form, "next": back}
    return render(request, "accounts/proof.html", context, status=422 if form.errors else 200)
