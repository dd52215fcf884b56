"""The page of an invitation, and what the pages of every shareable object do about invitations and requests."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.sign_in_forms import INVITED
from accounts.tokens import digest_of
from permissions import roles
from permissions.actions import require
from permissions.forms import AskForm
from permissions.invitations import (
    accept_invitation,
    find_invitation,
    is_for,
    resend_invitation,
    revoke_invitation,
    why_closed,
)
from permissions.later import AnsweredFirst
from permissions.models import Shareable
from permissions.models_asked import Invitation
from permissions.requests import accept_request, refuse_request, request_access

OPENED = "invitation"  # in the session: the digest of the last token that was shown


@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The token leaves the address at once: no page, no log of a refusal and no site that one goes to next shows it."""
    if not ratelimit.consume(request, app="allauth.account", action="open_invitation", limit_get=True):
        return ratelimit.respond_429(request)
    request.session[OPENED] = digest_of(token)
    return redirect("invitation")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """What one is invited to, shown to whoever opened the link; accepted by a button, never by following a link."""
    found = find_invitation(request.session.get(OPENED, ""))
    if found is None:
        return _closed(request, _("This link leads to no invitation. Open the newest one that you received."), 404)
    if found.accepted_at and found.accepted_by == request.user:
        return redirect(found.content_object)
    if sentence := why_closed(found):
        return _closed(request, sentence, 410)
    if request.user.is_authenticated and not is_for(found, request.user):
        return render(request, "permissions/invitation_for_another.html", {"invitation": found}, status=403)
    if request.method == "POST" and request.user.is_authenticated:
        return _accept(request, found)
    if not request.user.is_authenticated:
        request.session[INVITED] = found.email  # the form of a new account begins with it
    context = {"invitation": found, "subject": found.content_object, "able": roles.ABLE_TO[found.role]}
    return render(request, "permissions/invitation.html", context)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    try:
        subject: Any = accept_invitation(found, by=request.user)
    except ValidationError as refusal:
        return _closed(request, " ".join(refusal.messages), 410)
    del request.session[OPENED]
    request.session.pop(INVITED, None)
    messages.success(request, _("Welcome: you can open “%(title)s” now.") % {"title": subject})
    return redirect(subject)


def _closed(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "permissions/invitation_closed.html", {"sentence": sentence}, status=status)


def answer_invitation(request: HttpRequest, subject: Shareable, number: int) -> None:
    """Send again or withdraw, by `action`. An invitation of another object is not found here."""
    require(request.user, "manage", subject)
    found = get_object_or_404(subject.invitations, pk=number)  # type: ignore[attr-defined]
    email = {"email": found.email}
    if request.POST.get("action") == "resend":
        _told(request, partial(resend_invitation, found), _("A new invitation is on its way to %(email)s.") % email)
    elif request.POST.get("action") == "revoke":
        _told(request, partial(revoke_invitation, found), _("The invitation of %(email)s is withdrawn.") % email)


def answer_request(request: HttpRequest, subject: Shareable, number: int) -> None:
    """Accept with a role or refuse, by `action`."""
    require(request.user, "manage", subject)
    found = get_object_or_404(subject.access_requests, pk=number)  # type: ignore[attr-defined]
    person = {"person": found.asked_by}
    if request.POST.get("action") == "accept":
        act = partial(accept_request, found, request.POST.get("role", ""))
        _told(request, act, _("%(person)s was let in, and is told by e-mail.") % person)
    elif request.POST.get("action") == "refuse":
        _told(request, partial(refuse_request, found), _("%(person)s is told that the answer is no.") % person)


def _told(request: HttpRequest, act: Callable[..., Any], done: str) -> None:
    try:
        act(by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)


def asked(request: HttpRequest, kind: str, find: Callable[[], Any]) -> HttpResponse:
    """The same answer in the same time whether something is there or not: `find` is called once it has left."""
    form = AskForm(kind, request.POST)
    if not form.is_valid():
        return render(request, "permissions/ask.html", {"form": form, "asking_url": request.path}, status=422)
    if not ratelimit.consume(request, app="allauth.account", action="ask_for_access"):
        return ratelimit.respond_429(request)
    page = render_to_string("permissions/asked.html", {}, request)
    return AnsweredFirst(page, request=request, then=partial(pass_on, find, request.user, **form.cleaned_data))


def pass_on(find: Callable[[], Any], user: Any, *, role: str, message: str) -> None:
    """Whatever the act refuses (held already, no account) is not told: it would say that something is there."""
    subject = find()
    if subject is not None:
        try:
            request_access(subject, role, by=user, message=message)
        except (PermissionDenied, ValidationError):
            return
