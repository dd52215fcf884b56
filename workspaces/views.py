"""Pages of workspaces: the list, one's home, its settings; those about its people are in member_views.py."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import account_required, has_account
from permissions.actions import require
from permissions.doors import door_of
from permissions.link_forms import LinkForm
from workspaces import panels
from workspaces.access import visible_workspace
from workspaces.actions import change_workspace, create_workspace
from workspaces.forms import REACHES_EXPLAINED, DescriptionForm, WorkspaceForm
from workspaces.models import Workspace

A_PAGE = 30
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def workspaces(request: HttpRequest) -> HttpResponse:
    found = Workspace.objects.visible_to(request.user).annotate(members=Count("user_grants__user", distinct=True))
    page = Paginator(found.order_by("name", "id"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspaces/list.html", {"page": page})


@account_required
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
    place = panels.Place(visible_workspace(request, slug), request.user)
    may_write = request.user.has_perm("workspaces.change_workspace", place.workspace)
    context = {
        "workspace": place.workspace,
        "member_count": len(place.members),
        "panels": panels.drawn(place),
        "may_write": may_write and has_account(request.user),
        "may_manage": request.user.has_perm("workspaces.manage_workspace", place.workspace),
        "door": door_of(request.user, place.workspace),
    }
    return render(request, "workspaces/home.html", context)


@sensitive_post_parameters("password")
@account_required
@form_page
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the workspace is for, and who can open it: two forms, told apart by `part`."""
    subject = visible_workspace(request, slug)
    require(request.user, "manage", subject)
    sent = {request.POST.get("part"): request.POST}
    form = DescriptionForm(sent.get("about"), initial={"name": subject.name, "description": subject.description})
    link = LinkForm(subject, REACHES_EXPLAINED, sent.get("reach"))
    if form.is_valid():
        change_workspace(subject, by=request.user, **form.cleaned_data)
    if form.is_valid() or (link.is_valid() and link.shared(by=request.user)):
        messages.success(request, _("The change is kept."))
        return redirect("workspace_settings", subject.slug)
    context = {"workspace": subject, "subject": subject, "form": form, "link": link}
    context["address"] = request.build_absolute_uri(subject.get_absolute_url())
    return render(request, "workspaces/settings.html", context, status=422 if request.method == "POST" else 200)
