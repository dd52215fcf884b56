"""How the pages of a workspace find it: through what the person can see, with their rung remembered."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Value, When
from django.http import Http404, HttpRequest
from django.urls import reverse

from permissions.backend import rung
from permissions.doors import door_of
from permissions.entering import DoorAhead
from permissions.queries import with_rungs
from workspaces.models import Workspace

SHOWN = 12  # workspaces in the side bar


def visible_workspace(request: HttpRequest, slug: str) -> Any:
    """As this person sees it; `mine` says whether they hold a role on it. One query, for the side bar too.

    Raises `Http404`; `DoorAhead` where its link asks for a password first.
    """
    found = next((one for one in _around(request, slug) if one.slug == slug), None)
    if found is None:
        raise Http404
    if rung(request.user, found) is None:
        raise Http404 if door_of(request.user, found) is None else DoorAhead(reverse("workspace_enter", args=[slug]))
    return found


def own_workspaces(request: HttpRequest) -> list[Any]:
    """Those in which the person holds a role, by name, one more than shown. No query where the page asked for its own."""
    if not hasattr(request, "workspaces_around"):
        return list(Workspace.objects.granted_to(request.user)[: SHOWN + 1])
    return [one for one in request.workspaces_around if one.mine]


def _around(request: HttpRequest, slug: str) -> list[Any]:
    """The workspace of an address, for whoever asks, and the person's own."""
    mine, there = Workspace.objects.granted_to(request.user), Workspace.objects.filter(slug=slug)
    first = Case(When(slug=slug, then=Value(0)), default=Value(1))
    wanted = (mine | there).order_by(first, "name", "id").values("pk")[: SHOWN + 2]
    told = Workspace.objects.filter(pk__in=wanted).annotate(mine=Exists(mine.filter(pk=OuterRef("pk"))))
    request.workspaces_around = with_rungs(request.user, told)  # type: ignore[attr-defined]
    return request.workspaces_around  # type: ignore[attr-defined,no-any-return]
