"""The person's workspaces in the side bar of every page, read only when a page draws it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from workspaces.models import Workspace

SHOWN = 12


def sidebar(request: HttpRequest) -> dict[str, Any]:
    return {"sidebar": SimpleLazyObject(lambda: _sidebar(request))}


def _sidebar(request: HttpRequest) -> dict[str, Any]:
    """One query; one row more than shown tells whether there are others."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"workspaces": [], "more": False}
    mine = list(Workspace.objects.granted_to(user)[: SHOWN + 1])
    return {"workspaces": mine[:SHOWN], "more": len(mine) > SHOWN}
