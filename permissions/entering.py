"""The page at which one comes in by a link: it asks for what the link wants, and tells nothing before it is right."""

from typing import Any

from allauth.core.internal import ratelimit
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import guest_sessions
from permissions.backend import rung
from permissions.doors import Door, door_of
from permissions.guests import enter, enter_as_guest
from permissions.link_forms import DoorForm
from permissions.models import Shareable


class DoorAhead(Http404):
    """Nothing to be seen, but for a page at `address` that asks for a password: config/middleware.py goes there."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


def entering(request: HttpRequest, subject: Any) -> HttpResponse:
    """`subject` was found by its address, without asking for rights."""
    door = door_of(request.user, subject)
    seen = rung(request.user, subject) is not None
    if door is None:
        if not seen:
            raise Http404
        return redirect(subject)
    form = DoorForm(door, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _come_in(request, subject, door, form)
        if answer is not None:
            return answer
    context = {"form": form, "door": door, "subject": subject if seen else None, "back": subject.get_absolute_url()}
    return render(request, "permissions/door.html", context, status=422 if form.errors else 200)


def _come_in(request: HttpRequest, subject: Any, door: Door, form: DoorForm) -> HttpResponse | None:
    """Tries are counted, by object and by client; one that was right is not."""
    action = "enter_link" if door.wants_password else "enter_as_guest"
    counted = ratelimit.consume(
        request=request, app="allauth.account", action=action, key=f"{door.subject.kind}:{door.subject.pk}"
    )
    if not counted:
        return respond_429(request)
    try:
        _enter(request, door.subject, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    if door.wants_password:
        counted.rollback()
    messages.success(request, _("Welcome. You take part as “%(name)s”.") % {"name": request.user})
    return redirect(subject)


def _enter(request: HttpRequest, subject: Shareable, *, password: str = "", name: str = "") -> None:
    if request.user.is_authenticated:
        enter(subject, by=request.user, password=password)
    else:
        guest_sessions.begin(request, enter_as_guest(subject, name, password=password))
