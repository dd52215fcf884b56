"""The home page: what a person works on, or what is open to all."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Document
from workspaces.models import Workspace

RECENT = 6
PUBLIC = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        open_to_all = Workspace.objects.visible_to(request.user)[:PUBLIC]
        return render(request, "welcome.html", {"workspaces": open_to_all})
    return render(request, "home.html", {"documents": list(_mine(request.user)[:RECENT])})


def _mine(user: Any) -> Any:
    """What the person works on: not the whole of what is public."""
    theirs = Q(workspace__in=Workspace.objects.granted_to(user)) | Q(pk__in=Document.objects.granted_to(user))
    return Document.objects.visible_to(user).filter(theirs).for_cards()
