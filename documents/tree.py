"""The documents of a workspace as one person sees them: branches in order, each with what stands in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from documents.models import Document
from permissions.lineage import above, below
from workspaces.models import Workspace


@dataclass(eq=False)
class Branch:
    """`depth` counts from 0; `first` and `last` say whether it has neighbours on that side."""

    document: Document
    depth: int = 0
    children: "list[Branch]" = field(default_factory=list)
    first: bool = False
    last: bool = False
    may_order: bool = False  # whether the person may change the order of the place it stands in,
    may_write: bool = False  # write in the document,
    may_manage: bool = False  # and manage it

    def walk(self) -> "Iterator[Branch]":
        yield self
        for child in self.children:
            yield from child.walk()


def in_order(documents: "QuerySet[Document]") -> "QuerySet[Document]":
    return documents.order_by("position", "created_at", "pk")


def branches(documents: Iterable[Document]) -> list[Branch]:
    """From documents in order; one whose place is not among them stands at the top."""
    found = {one.pk: Branch(one) for one in documents}
    top: list[Branch] = []
    for branch in found.values():
        key = branch.document.parent_id
        siblings = found[key].children if key in found else top
        siblings.append(branch)
    _settle(top, 0)
    return top


def _settle(siblings: list[Branch], depth: int) -> None:
    for at, branch in enumerate(siblings):
        branch.depth, branch.first, branch.last = depth, at == 0, at == len(siblings) - 1
        _settle(branch.children, depth + 1)


def places_to_move_to(document: Document, user: Any) -> list[tuple[Workspace, bool, list[Branch]]]:
    """Each workspace, whether the person may write at its top, and the branches in it where they may, in order.

    The document's own workspace comes first; itself and what stands in it are left out. Two queries.
    """
    inside: dict[int, list[Document]] = {}
    own = below(Document, [document.pk]).values("pk")
    writable = Document.objects.kept().held_by(user, "change").exclude(pk__in=own).without_text()
    for one in in_order(writable.select_related("workspace")):
        inside.setdefault(one.workspace_id, []).append(one)
    whole = {space.pk: space for space in Workspace.objects.held_by(user, "change")}
    spaces = {pk: found[0].workspace for pk, found in inside.items()} | whole
    order = sorted(spaces.values(), key=lambda space: (space.pk != document.workspace_id, space.name.casefold()))
    return [
        (space, space.pk in whole, [one for top in branches(inside.get(space.pk, [])) for one in top.walk()])
        for space in order
    ]


def path_to(document: Document, user: Any) -> list[Document]:
    """What the document stands in, the highest first, without what the person may not open. No query at the top."""
    if document.parent_id is None:
        return []
    visible = Document.objects.visible_to(user).filter(pk__in=above(Document, [document.parent_id]))
    found = {one.pk: one for one in visible.only("pk", "title", "parent")}
    # Seen from below, what is in between may be missing: the depth of each is not known, its place among the others is.
    path: list[Document] = []
    while top := next((one for one in found.values() if one.parent_id not in found), None):
        path.append(found.pop(top.pk))
    return path
