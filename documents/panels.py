"""What documents bring to the page of a workspace: their list, and the right to be named in its feed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workspaces.panels import SUBJECTS, Panel, Place, Subject, register

SHOWN = 9


def add() -> None:
    register(Panel(_("Documents"), "documents/panel.html", recent, order=10))
    SUBJECTS["document"] = Subject(visible=_visible_keys, address=_address)


def recent(place: Place) -> dict[str, Any]:
    """One more than shown tells whether there are others."""
    found = list(place.workspace.documents.visible_to(place.user).for_cards()[: SHOWN + 1])
    return {"documents": found[:SHOWN], "more": len(found) > SHOWN}


def _visible_keys(place: Place) -> Any:
    return place.workspace.documents.visible_to(place.user).values_list("pk", flat=True)


def _address(place: Place, key: str) -> str:
    return reverse("document", args=[key])
