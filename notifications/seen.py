"""The notices that somebody may see today: of places that they may open today, asked each time."""

from typing import Any

from django.db.models import Q, QuerySet

from documents.models import Document
from notifications.models import Notice
from workspaces.models import Workspace


def seen_by(user: Any) -> QuerySet[Notice]:
    """With rights on documents and workspaces as they are now. One query, with what a line tells of its actor and place."""
    documents = Document.objects.visible_to(user)
    workspaces = Workspace.objects.visible_to(user)
    there = Q(document__in=documents.values("pk")) | Q(document=None, workspace__in=workspaces.values("pk"))
    told = "event__actor__profile__organisation", "document__workspace", "workspace"
    return Notice.objects.filter(there, person=user).select_related(*told).defer("document__text")
