"""Lists of documents: the home page, and all those of a workspace."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.models import Document
from permissions.queries import prefetch
from workspaces.models import Workspace

RECENT = 6
PUBLIC = 12
A_PAGE = 30


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


@require_safe
def workspace_documents(request: HttpRequest, slug: str) -> HttpResponse:
    workspace = get_object_or_404(Workspace.objects.visible_to(request.user), slug=slug)
    prefetch(request.user, [workspace])
    found = workspace.documents.visible_to(request.user).for_cards()
    context = {
        "workspace": workspace,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "may_write": request.user.has_perm("workspaces.change_workspace", workspace),
    }
    return render(request, "documents/list.html", context)
