"""Pages of workspaces: the list, one's home, its members, its settings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from permissions import roles
from permissions.actions import grant, holders, require, revoke, share_by_link
from permissions.forms import InviteForm
from permissions.queries import prefetch
from workspaces import panels
from workspaces.actions import change_workspace, create_workspace
from workspaces.forms import DescriptionForm, ReachForm, WorkspaceForm
from workspaces.models import Workspace

A_PAGE = 30
MEMBERS_A_PAGE = 60
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def workspaces(request: HttpRequest) -> HttpResponse:
    found = Workspace.objects.visible_to(request.user).annotate(members=Count("user_grants__user", distinct=True))
    page = Paginator(found.order_by("name", "id"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspaces/list.html", {"page": page})


@login_required
@form_page
def new(request: HttpRequest) -> HttpResponse:
    form = WorkspaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workspace = create_workspace(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(workspace)
    return render(request, "workspaces/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def workspace(request: HttpRequest, slug: str) -> HttpResponse:
    place = panels.Place(_visible(request, slug), request.user)
    context = {
        "workspace": place.workspace,
        "member_count": len(place.members),
        "panels": panels.drawn(place),
        "may_write": request.user.has_perm("workspaces.change_workspace", place.workspace),
        "may_manage": request.user.has_perm("workspaces.manage_workspace", place.workspace),
    }
    return render(request, "workspaces/home.html", context)


@login_required
@form_page
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who sees the workspace sees who is in it; managers add people here."""
    subject = _visible(request, slug)
    may_manage = request.user.has_perm("workspaces.manage_workspace", subject)
    form = InviteForm("workspace", request.POST or None)
    if request.method == "POST":
        require(request.user, "manage", subject)
        if form.is_valid() and form.granted(subject, by=request.user):
            messages.success(request, _("%(person)s is now in the workspace.") % {"person": form.person})
            return redirect("workspace_members", subject.slug)
    context = {
        "workspace": subject,
        "form": form,
        "page": Paginator(holders(subject), MEMBERS_A_PAGE).get_page(request.GET.get("page")),
        "roles": [(rung, roles.NAMES[rung]) for rung in roles.LADDERS["workspace"]],
        "may_manage": may_manage,
    }
    return render(request, "workspaces/members.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a member's role, remove them, or leave oneself."""
    subject = _visible(request, slug)
    person = get_object_or_404(User, pk=pk, pk__in=subject.user_grants.values("user"))
    try:
        if request.POST.get("action") == "remove":
            revoke(subject, of=person, by=request.user)
            messages.success(request, _removed(person, request.user))
        else:
            grant(subject, request.POST.get("role", ""), to=person, by=request.user)
            messages.success(request, _("The role of %(person)s has changed.") % {"person": person})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    still_here = Workspace.objects.visible_to(request.user).filter(pk=subject.pk).exists()
    return redirect("workspace_members", subject.slug) if still_here else redirect("home")


def _removed(person: Any, by: Any) -> str:
    if person == by:
        return _("You have left the workspace.")
    return _("%(person)s is no longer in the workspace.") % {"person": person}


@login_required
@form_page
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    subject = _visible(request, slug)
    require(request.user, "manage", subject)
    about = request.POST if request.POST.get("part") == "about" else None
    opening = request.POST if request.POST.get("part") == "reach" else None
    form = DescriptionForm(about, initial={"name": subject.name, "description": subject.description})
    reach = ReachForm(opening, initial={"reach": subject.reach})
    if form.is_valid():
        change_workspace(subject, by=request.user, **form.cleaned_data)
    elif reach.is_valid():
        share_by_link(subject, reach=reach.cleaned_data["reach"], link_role=subject.link_role, by=request.user)
    if form.is_valid() or reach.is_valid():
        messages.success(request, _("The change is kept."))
        return redirect("workspace_settings", subject.slug)
    context = {"workspace": subject, "form": form, "reach": reach}
    return render(request, "workspaces/settings.html", context, status=422 if request.method == "POST" else 200)


def _visible(request: HttpRequest, slug: str) -> Workspace:
    found = get_object_or_404(Workspace.objects.visible_to(request.user), slug=slug)
    prefetch(request.user, [found])
    return found
