"""Pages of groups of people: mine, a new one, one with its members."""

from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.groups import (
    add_group_member,
    change_group_role,
    create_group,
    delete_group,
    remove_group_member,
    rename_group,
)
from accounts.member_forms import MemberForm, NameForm
from accounts.member_views import A_PAGE, change_member, kept, made_page, members_of, one_of, too_many, tried
from accounts.members import require_manager
from accounts.models import PeopleGroup

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    page = Paginator(PeopleGroup.objects.told_to(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/groups.html", {"page": page})


@login_required
@form_page
def new(request: HttpRequest) -> HttpResponse:
    return made_page(request, "accounts/group_new.html", create_group)


@login_required
@form_page
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Two forms on one page: `part` says which of them was sent."""
    subject: PeopleGroup = one_of(PeopleGroup.objects.told_to(request.user), pk)
    if request.method == "POST":
        require_manager(subject, request.user)  # before a form says whether an address has an account
    if too_many(request):
        return respond_429(request)
    part = request.POST.get("part")
    invite = MemberForm(request.POST if part == "person" else None)
    name = NameForm(request.POST if part == "name" else None, initial={"name": subject.name})
    done = None
    if invite.is_valid():
        role = invite.cleaned_data["role"]
        done = tried(invite, lambda: add_group_member(subject, invite.person, role, by=request.user))
    elif name.is_valid():
        done = tried(name, lambda: rename_group(subject, name.cleaned_data["name"], by=request.user))
    if done:
        messages.success(request, kept(subject, invite))
        return redirect(subject)
    context = {"group": subject, "invite": invite, "name": name, **members_of(request, subject)}
    return render(request, "accounts/group.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def member(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    subject = one_of(PeopleGroup.objects.told_to(request.user), pk)
    return change_member(request, subject, person_pk, change_group_role, remove_group_member)


@login_required
@form_page
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: what the group opened closes to everybody in it."""
    subject: PeopleGroup = one_of(PeopleGroup.objects.told_to(request.user), pk)
    require_manager(subject, request.user)
    if request.method == "POST":
        delete_group(subject, by=request.user)
        messages.success(request, _("The group “%(title)s” is deleted.") % {"title": subject})
        return redirect("groups")
    return render(request, "accounts/group_delete.html", {"group": subject})
