"""What waits on a workspace: invitations and requests, answered on the page of its members; and asking for access."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from permissions.views import answer_invitation, answer_request, asked
from workspaces.models import Workspace


@login_required
@require_POST
def invitation(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    subject = get_object_or_404(Workspace.objects.visible_to(request.user), slug=slug)
    answer_invitation(request, subject, number)
    return redirect("workspace_members", subject.slug)


@login_required
@require_POST
def access_request(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    subject = get_object_or_404(Workspace.objects.visible_to(request.user), slug=slug)
    answer_request(request, subject, number)
    return redirect("workspace_members", subject.slug)


@login_required
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    return asked(request, "workspace", partial(find, slug))


def find(slug: str) -> Any:
    """Not by what the person sees: the caller tells nobody whether something was found."""
    return Workspace.objects.filter(slug=slug).first()
