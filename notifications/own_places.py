"""The documents and workspaces for which somebody chose a way of their own, as far as they may see them."""

from typing import Any

from django.db.models import Q

from documents.models import Document
from notifications.models import Preference
from workspaces.models import Workspace


def own_places(person: Any) -> list[Preference]:
    """One query."""
    documents = Document.objects.visible_to(person).values("pk")
    workspaces = Workspace.objects.visible_to(person).values("pk")
    there = Q(document__in=documents) | Q(workspace__in=workspaces)
    found = Preference.objects.filter(there, person=person).select_related("document", "workspace")
    return list(found.defer("document__text").order_by("document__title", "workspace__name", "pk"))
