"""What the pages of organisations and of groups have in common: making one, its members, a member's role."""

from collections.abc import Callable
from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.member_forms import MemberForm, NameForm
from accounts.models import Membered, Role, User

ADDING = "add_member"  # counted for each account (ACCOUNT_RATE_LIMITS)
A_PAGE = 30
MEMBERS_A_PAGE = 60


def one_of(told: "QuerySet[Any]", pk: int) -> Any:
    """What the person is a member of, with `my_role`; for all others it does not exist."""
    return get_object_or_404(told, pk=pk)


def made_page(request: HttpRequest, template: str, make: Callable[..., Membered]) -> HttpResponse:
    """The page that makes one, by its name."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: make(form.cleaned_data["name"], by=request.user))
        if made is not None:
            return redirect(made)
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def tried(form: Form, act: Callable[[], Any]) -> Any:
    """What the act gives, True where it gives nothing; None once its refusal stands in the form."""
    try:
        return act() or True
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def too_many(request: HttpRequest) -> bool:
    """Adding people one address after the other would tell which of them have an account."""
    return request.POST.get("part") == "person" and not consume(request, action=ADDING)


def kept(body: Membered, invite: MemberForm) -> str:
    """What is told once a form of the page was taken: who is in now, or only that the change is kept."""
    if not invite.is_bound:
        return _("The change is kept.")
    return _("%(person)s is now a member of “%(title)s”.") % {"person": invite.person, "title": body}


def members_of(request: HttpRequest, body: Any) -> dict[str, Any]:
    """Managers first, then by name; all members see who is in it."""
    rows = body.memberships.select_related("user__profile__organisation").order_by("role", "user__name", "pk")
    pages = Paginator(rows, MEMBERS_A_PAGE)
    pages.count = body.member_count  # counted already
    return {
        "page": pages.get_page(request.GET.get("page")),
        "roles": Role.choices,
        "may_manage": body.my_role == Role.MANAGER,
    }


def change_member(
    request: HttpRequest, body: Any, person_pk: int, change: Callable[..., None], remove: Callable[..., None]
) -> HttpResponse:
    """Change a member's role, remove them, or leave oneself."""
    person = get_object_or_404(User, pk=person_pk, pk__in=body.memberships.values("user"))
    leaving = person == request.user
    try:
        if request.POST.get("action") == "remove":
            remove(body, person, by=request.user)
            told = _("You have left “%(title)s”.") if leaving else _("%(person)s is no longer in “%(title)s”.")
        else:
            change(body, person, request.POST.get("role", ""), by=request.user)
            told = _("The role of %(person)s has changed.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, told % {"person": person, "title": body})
    still_in = body.memberships.filter(user=request.user.pk).exists()
    return redirect(body) if still_in else redirect("profile")
