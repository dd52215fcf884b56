"""Pages about who is in a workspace: its members, its link, coming in by it, leaving."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import Group
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import account_required
from accounts.models import User
from permissions import sharing
from permissions.actions import holders, require
from permissions.entering import entering
from permissions.group_roles import groups_around
from permissions.pending import pending
from permissions.who_pages import leaving, who_context
from workspaces.access import visible_workspace
from workspaces.forms import REACHES_EXPLAINED
from workspaces.models import Workspace

MEMBERS_A_PAGE = 60
form_page = require_http_methods(["GET", "HEAD", "POST"])


@account_required
@form_page
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who sees the workspace sees who is in it; managers add people and open its address here."""
    subject = visible_workspace(request, slug)
    if request.method == "POST":
        require(request.user, "manage", subject)
    may_manage = request.user.has_perm("workspaces.manage_workspace", subject)
    context: dict[str, Any] = {
        "workspace": subject,
        "page": Paginator(holders(subject), MEMBERS_A_PAGE).get_page(request.GET.get("page")),
        "may_manage": may_manage,
    }
    if may_manage:
        parts = sharing.parts_of(request, subject, REACHES_EXPLAINED)
        if request.method == "POST" and sharing.done(request, subject, parts):
            return redirect("workspace_members", subject.slug)
        context |= sharing.context_of(request, subject, parts) | {"pending": pending(subject, subject.slug)}
    else:
        context["groups"] = groups_around(subject, request.user).held
    return render(request, "workspaces/members.html", context, status=422 if request.method == "POST" else 200)


@account_required
@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """By script, as one types a name."""
    require(request.user, "manage", visible_workspace(request, slug))
    return sharing.found_as_json(request)


@login_required
@require_POST
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a member's role, remove them, or leave oneself."""
    subject = visible_workspace(request, slug)
    person = get_object_or_404(User, pk=pk, pk__in=subject.user_grants.values("user"))
    sharing.change_holder(request, subject, person)
    return _back(request, subject)


@account_required
@require_POST
def group(request: HttpRequest, slug: str, group_pk: int) -> HttpResponse:
    subject = visible_workspace(request, slug)
    require(request.user, "manage", subject)
    found = get_object_or_404(Group, pk=group_pk, pk__in=subject.group_grants.values("group"))
    sharing.change_holder(request, subject, found)
    return _back(request, subject)


@account_required
@require_safe
def who(request: HttpRequest, slug: str) -> HttpResponse:
    subject = visible_workspace(request, slug)
    require(request.user, "manage", subject)
    return render(request, "workspaces/who.html", {"workspace": subject} | who_context(request, subject))


@login_required
@form_page
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    return leaving(request, visible_workspace(request, slug))


@sensitive_post_parameters("password")
@form_page
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    return entering(request, get_object_or_404(Workspace, slug=slug))


def _back(request: HttpRequest, subject: Workspace) -> HttpResponse:
    still_here = Workspace.objects.visible_to(request.user).filter(pk=subject.pk).exists()
    return redirect("workspace_members", subject.slug) if still_here else redirect("home")
