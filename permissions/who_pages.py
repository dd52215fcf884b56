"""What the pages "Who can see this?" and "Leave" tell, alike for all that is shared."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from permissions import roles
from permissions.actions import holders, require, revoke
from permissions.models import Shareable, entry_model
from permissions.transfer import hand_over, is_last_manager
from permissions.ways import open_links, ways
from permissions.who import everybody_on, names_for, who_sees

A_PAGE = 100


def who_context(request: HttpRequest, subject: Shareable) -> dict[str, Any]:
    """A page of the people with their ways in, and what the links open; titles to those who see them."""
    everybody = everybody_on(subject)
    page = Paginator(who_sees(subject, everybody), A_PAGE).get_page(request.GET.get("page"))
    found, names = ways(subject, everybody), names_for(request.user, subject, everybody)
    people = [
        {"person": person, "role": role, "ways": [(way, names[way.place]) for way in found.get(person.pk, ())]}
        for person, role in page
    ]
    return {
        "page": page,
        "people": people,
        "links": [(one, names[one], role) for one, role in open_links(subject)],
        "subject": subject,
    }


def leaving(request: HttpRequest, subject: Any) -> HttpResponse:
    """Leave by oneself; the last manager names another one in the same step."""
    held = holders(subject)
    mine = dict(held).get(request.user)
    entered = entry_model(type(subject)).objects.filter(content_object=subject, user=request.user).exists()
    refused = ""
    if request.method == "POST":
        try:
            messages.success(request, _leave(request, subject))
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
        else:
            return redirect(subject if request.POST.get("to") and _wanted(request) else "home")
    others = [(person, role) for person, role in held if person != request.user and not person.is_guest]
    context = {
        "subject": subject,
        "role": mine,
        "nothing_held": mine is None and not entered,
        "is_last": is_last_manager(held, request.user),
        "others": others,
        "refused": refused,
        "lower": [(rung, roles.NAMES[rung]) for rung in roles.LADDERS[subject.kind][:-1]],
    }
    return render(request, "permissions/leave.html", context, status=422 if refused else 200)


def _leave(request: HttpRequest, subject: Shareable) -> str:
    """With `to`, an account of those with a role here, it is handed over to them first. What is told of it."""
    if not request.POST.get("to"):
        revoke(subject, of=request.user, by=request.user)
        return _("You have left “%(title)s”.") % {"title": subject}
    require(request.user, "manage", subject)
    to = next((one for one, _role in holders(subject) if str(one.pk) == request.POST["to"]), None)
    if to is None:
        raise ValidationError(_("Choose one of the people with a role here."), code="person_unknown")
    role = _wanted(request)
    hand_over(subject, to=to, by=request.user, role=role)
    said = {"person": to, "title": subject, "role": roles.NAMES[role] if role else ""}
    if role:
        return _("%(person)s manages “%(title)s” now; you are %(role)s.") % said
    return _("%(person)s manages “%(title)s” now, and you have left it.") % said


def _wanted(request: HttpRequest) -> str | None:
    return request.POST.get("stay_as") or None
