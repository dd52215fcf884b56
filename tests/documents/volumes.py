"""A small tree of documents for tests of volumes."""

from dataclasses import dataclass
from typing import Any

from documents.actions.documents import create_document
from documents.models import Document
from permissions.actions import grant, restrict
from tests.documents.trees import doc, link, node, numbers, paragraph, text
from workspaces.models import Workspace


@dataclass(frozen=True)
class Collection:
    """Two documents at the top, and in the first one two more, of which one is closed to those above."""

    workspace: Workspace
    first: Document
    inside: Document
    closed: Document
    second: Document

    @property
    def seen(self) -> list[Document]:
        """By who reads the workspace, in the order of the tree."""
        return [self.first, self.inside, self.second]


def collection(alice: Any, bob: Any, dan: Any, workspace: Workspace) -> Collection:
    """Alice manages, Bob edits, Dan reads the workspace."""
    grant(workspace, "change", to=bob, by=alice)
    grant(workspace, "view", to=dan, by=alice)
    first = create_document(workspace, "La place", by=alice, tree=FIRST)
    second = create_document(workspace, "La fontaine", by=bob, tree=doc(*BOTH, _links_to(first)))
    inside = create_document(first, "Les arbres", by=alice, tree=doc(*BOTH, paragraph("Des platanes.")))
    closed = create_document(first, "Les réserves", by=alice, tree=doc(paragraph("Ce que dit la mairie.")))
    restrict(closed, restricted=True, by=alice)
    for one in (first, second, inside, closed):
        one.refresh_from_db()
    return Collection(workspace, first, inside, closed, second)


FIRST = doc(
    node("heading", "Pourquoi", level=1, id="titre"),
    paragraph("On veut de l’ombre", node("footnote", "Enquête de mai."), ", ", text("plus loin", link("#fin")), "."),
    numbers("un", "deux"),
    node("heading", "Comment", level=2, id="fin"),
    paragraph("En plantant."),
)
# The same blocks with the same ids stand in several documents, as when one is copied from another.
BOTH = [
    node("heading", "Pourquoi", level=1, id="titre"),
    paragraph("Voir ", text("plus haut", link("#titre")), ".", node("footnote", "Une note.")),
    numbers("un", "deux"),
]


def _links_to(document: Document) -> Any:
    return paragraph(
        text("la place", link(f"/documents/{document.pk}/")),
        " et ",
        text("comment", link(f"/documents/{document.pk}/lire/#fin")),
    )
