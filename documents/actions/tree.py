"""Where a document stands: in its workspace or in another document, and where among its neighbours."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from activity.record import record
from documents.models import Document
from permissions.actions import announce, require
from permissions.backend import remembered
from permissions.lineage import DEEPEST, below
from workspaces.models import Workspace


@transaction.atomic
def move_document(document: Document, *, to: Workspace | Document, before: Document | None = None, by: Any) -> None:
    """Put the document, with all that stands in it, in a workspace or in another document, before a neighbour or last.

    Moving changes who sees it, so it takes `manage` on it, and `change` where it goes; within one place, `change` there.
    Raises `ValidationError` for a place inside itself, too deep or in the trash.
    """
    hold_tree(document, to)
    require(by, "change", to)
    if place_of(document) != to:
        require(by, "manage", document)
    workspace, parent = (to.workspace, to) if isinstance(to, Document) else (to, None)
    _check_place(document, parent)
    spaces = {document.workspace_id, workspace.pk}
    below(Document, [document.pk]).exclude(workspace=workspace).update(workspace=workspace)
    document.workspace, document.parent = workspace, parent
    _renumber(document, before)
    for space in sorted(
        spaces
    ):  # in this order, or two acts that write in the same two chains could wait for each other
        record("document.moved", by=by, on=document, workspace=space, title=document.title)
    announce(document, None)


def place_of(document: Document) -> Workspace | Document:
    return document.parent or document.workspace


def siblings_in(place: Workspace | Document) -> Any:
    """What stands right there, in order, the trash apart."""
    found = place.children if isinstance(place, Document) else place.documents.filter(parent=None)
    return found.filter(trashed_at=None).order_by("position", "created_at", "pk")


def last_position(place: Workspace | Document) -> int:
    return int(siblings_in(place).aggregate(last=Max("position"))["last"] or 0) + 1


def check_depth(parent: Document | None, levels: int = 1) -> None:
    """Raises `ValidationError` where so many levels more would be too deep."""
    above = 0
    while parent is not None:
        above, parent = above + 1, parent.parent
    if above + levels > DEEPEST:
        sentence = _("Documents can stand in one another %(levels)s deep at most.") % {"levels": DEEPEST}
        raise ValidationError(sentence, code="too_deep")


def hold_tree(*places: Workspace | Document) -> None:
    """Until the commit nobody else changes what stands where in these workspaces, or is in the trash there.

    Two moves at the same moment could put two documents in each other, and a text that took long to write could come to
    stand in the trash. The documents are read again, and rights on them are asked anew: both may have changed meanwhile.
    Raises `ValidationError` for one that is gone.
    """
    spaces = {place.workspace_id if isinstance(place, Document) else place.pk for place in places}
    if connection.features.has_select_for_update:  # SQLite has one writer at a time
        list(Workspace.objects.select_for_update().filter(pk__in=spaces).order_by("pk").values_list("pk"))
    for place in places:
        remembered(place).clear()
        if isinstance(place, Document):
            _read_again(place)


def _read_again(document: Document) -> None:
    try:
        document.refresh_from_db(fields=["parent", "workspace", "restricted", "trashed_at"])
    except Document.DoesNotExist:
        raise ValidationError(_("This document has just been deleted for ever."), code="gone") from None


def is_closed(document: Document | None) -> bool:
    """Whether those who only have rights on the workspace do not see it, for itself or for what it stands in."""
    while document is not None and not document.restricted:
        document = document.parent
    return document is not None


def _check_place(document: Document, parent: Document | None) -> None:
    if document.trashed_at is not None or (parent is not None and parent.trashed_at is not None):
        raise ValidationError(_("This document is in the trash: take it out first."), code="trashed")
    inside = {one.pk: one for one in below(Document, [document.pk]).only("pk", "parent")}
    if parent is not None and parent.pk in inside:
        raise ValidationError(_("A document cannot stand in itself."), code="inside_itself")
    check_depth(parent, _levels(document, inside))


def _levels(document: Document, inside: dict[Any, Document]) -> int:
    deepest = 1
    for one in inside.values():
        levels, at = 1, one
        while at.pk != document.pk:
            levels, at = levels + 1, inside[at.parent_id]
        deepest = max(deepest, levels)
    return deepest


def _renumber(document: Document, before: Document | None) -> None:
    """Numbers all neighbours anew: there are few, and no gap or tie is left."""
    order = [one for one in siblings_in(place_of(document)).only("pk", "position") if one.pk != document.pk]
    at = next((n for n, one in enumerate(order) if before is not None and one.pk == before.pk), len(order))
    order.insert(at, document)
    document.save(update_fields=["workspace", "parent"])
    for number, one in enumerate(order, 1):
        if one.position != number:
            Document.objects.filter(pk=one.pk).update(position=number)
    document.position = at + 1
