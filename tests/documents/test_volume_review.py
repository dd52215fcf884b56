"""What is said and proposed in the documents of a volume goes into it as into a file of each: same people, dates, words."""

from typing import Any

import pytest

from documents.actions.documents import create_document
from documents.actions.volumes import ask_volume
from documents.formats.libreoffice import Missing
from documents.formats.options import Options
from documents.models import Document
from tests.documents.exports import fails_with, play_office, work_on
from tests.documents.proposing import propose
from tests.documents.reviewed import TEXT, Found, Reviewed, discussed, file_of, reviewed
from tests.documents.word import MADE
from workspaces.models import Workspace


@pytest.fixture
def documents(alice: Any, bob: Any, carol: Any, dan: Any, workspace: Workspace, monkeypatch: Any) -> list[Document]:
    """The first under review, the second a copy of it with a review of its own, the third a copy that nobody reviewed."""
    play_office(monkeypatch, fails_with(Missing()))
    both = [reviewed(workspace, alice, bob, carol, dan) for _ in range(2)]
    for number, one in enumerate(both):
        one.title = f"Marché {number}"
        one.save()
        discussed(one, bob, carol)
        propose(one, carol, f"Il ferme le dimanche, version {number}.", at=2, reason="Plus clair.")
    return [*both, create_document(workspace, "Copie", by=alice, tree=TEXT)]


def volume(workspace: Workspace, by: Any, **options: Any) -> Reviewed:
    made = work_on(ask_volume(workspace, "Recueil", options=Options(**options), by=by))
    with made.file.open("rb") as file:
        content = file.read()
    MADE[content] = "volume under review"
    return Reviewed(content)


def keys(found: list[Found]) -> list[tuple[Any, ...]]:
    return sorted((one.author, one.date, one.text, one.on, one.parent, one.done) for one in found)


def test_the_comments_of_each_stand_on_its_words(documents: list[Document], alice: Any, workspace: Workspace) -> None:
    alone = [one for document in documents for one in file_of(document, alice).comments]
    assert len(alone) >= 10
    assert keys(volume(workspace, alice).comments) == keys(alone)


def test_the_changes_of_each_bear_their_authors(documents: list[Document], alice: Any, workspace: Workspace) -> None:
    alone = [one for document in documents for one in file_of(document, alice).changes]
    found = volume(workspace, alice).changes
    assert found == alone and {one[1] for one in found} == {"Carol Petit"}


def test_as_if_accepted_and_left_out(documents: list[Document], alice: Any, workspace: Workspace) -> None:
    accepted = volume(workspace, alice, suggestions="accepted")
    assert "dimanche, version 0." in accepted.text and "dimanche, version 1." in accepted.text
    assert not accepted.changes
    original = volume(workspace, alice, suggestions="original", comments=False)
    assert "dimanche, version" not in original.text and original.comments == []


def test_without_names_one_number_for_each_person(documents: list[Document], alice: Any, workspace: Workspace) -> None:
    found = volume(workspace, alice, names=False)
    names = {one.author for one in found.comments} | {one[1] for one in found.changes}
    assert names == {"Contributeur\u00a02", "Contributeur\u00a03"}  # Alice wrote, Bob and Carol spoke
