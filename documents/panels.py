"""What documents bring to the page of a workspace: their list, and the right to be named in its feed."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity.models import Event
from documents.models import Document
from workspaces.panels import SUBJECTS, Panel, Place, Subject, register

SHOWN = 9
GONE = ("document.deleted", "document.archived")
SEEN, UNSEEN, CLOSED = "seen", "unseen", "closed"


def add() -> None:
    register(Panel(_("Documents"), "documents/panel.html", recent, order=10))
    SUBJECTS["document"] = Subject(visible=_visible, address=_address, hidden=_hidden_keys)


def recent(place: Place) -> dict[str, Any]:
    """One more than shown tells whether there are others."""
    found = list(place.workspace.documents.visible_to(place.user).for_cards()[: SHOWN + 1])
    return {"documents": found[:SHOWN], "more": len(found) > SHOWN}


def _visible(place: Place) -> QuerySet[Document]:
    return place.workspace.documents.visible_to(place.user)


def _hidden_keys(place: Place, keys: Collection[str]) -> Iterable[str]:
    """Of these, those that the person may not see, and those that were closed to the workspace when they were deleted.

    One query.
    """
    keys = [key for key in keys if _is_key(key)]
    asked = Document.objects.filter(pk__in=keys).order_by()
    seen = Q(pk__in=asked.visible_to(place.user).values("pk"))
    seen |= Q(pk__in=asked.trashed().manageable_by(place.user).values("pk"))
    gone = Event.objects.filter(verb__in=GONE, subject_id__in=keys, data__closed=True).order_by()
    there = asked.values_list(Cast("pk", CharField()), Case(When(seen, then=Value(SEEN)), default=Value(UNSEEN)))
    states: dict[str, set[str]] = {}
    for key, state in there.union(gone.values_list("subject_id", Value(CLOSED))):
        states.setdefault(str(UUID(key)), set()).add(state)
    return [key for key, found in states.items() if UNSEEN in found or found == {CLOSED}]


def _is_key(word: str) -> bool:
    try:
        return str(UUID(word)) == word
    except ValueError:
        return False


def _address(place: Place, key: str) -> str:
    return reverse("document", args=[key])
