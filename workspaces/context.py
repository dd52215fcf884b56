"""The person's workspaces in the side bar of every page, read only when a page draws it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from workspaces.access import SHOWN, own_workspaces


def sidebar(request: HttpRequest) -> dict[str, Any]:
    return {"sidebar": SimpleLazyObject(lambda: _sidebar(request))}


def _sidebar(request: HttpRequest) -> dict[str, Any]:
    """One query at most; one row more than shown tells whether there are others."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"workspaces": [], "more": False}
    mine = own_workspaces(request)
    return {"workspaces": mine[:SHOWN], "more": len(mine) > SHOWN}
