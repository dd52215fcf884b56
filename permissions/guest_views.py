"""After signing in: whether what was written as a guest in this browser is to be one's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import guest_sessions
from accounts.doors import account_required
from accounts.models import User
from permissions.taking_over import take_over


@account_required
@require_POST
def take_over_guest(request: HttpRequest) -> HttpResponse:
    """Asked, never done by itself: somebody else may have been the guest on a device that others use too."""
    guest = guest_sessions.set_aside(request)
    if request.POST.get("answer") == "yes":
        _take(request, guest)
    else:
        messages.success(request, _("What was written as a guest stays under the guest's name."))
    guest_sessions.forget(request)
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe and back.startswith("/") else "/")


def _take(request: HttpRequest, guest: User | None) -> None:
    try:
        take_over(guest, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("What you wrote as a guest is yours now."))
