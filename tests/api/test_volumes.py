"""Volumes for programs: asked for in a workspace or in a document, looked at, taken away, cancelled."""

from typing import Any

import pytest

from documents.formats.libreoffice import Missing
from documents.models import Export
from permissions.actions import restrict
from tests.documents.exports import fails_with, play_office, work_on
from tests.documents.volumes import Collection, collection
from workspaces.models import Workspace

API = "/api/v1"


@pytest.fixture
def place(alice: Any, bob: Any, dan: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Collection:
    play_office(monkeypatch, fails_with(Missing()))
    return collection(alice, bob, dan, workspace)


def _ask(caller: Any, place: Collection, body: Any) -> Any:
    return caller("POST", f"/workspaces/{place.workspace.slug}/volumes/", body)


def test_it_is_asked_for_looked_at_and_taken(caller: Any, dan: Any, place: Collection) -> None:
    program = caller(dan)
    asked = _ask(program, place, {"title": "Recueil", "documents": [str(one.pk) for one in place.seen]})
    assert asked.status_code == 202
    told = asked.json()
    assert (told["title"], told["workspace"], told["document"]) == ("Recueil", place.workspace.slug, None)
    assert told["documents"] == [str(one.pk) for one in place.seen]
    address = f"/workspaces/{place.workspace.slug}/volumes/{told['id']}/"
    assert program("GET", f"{address}file").status_code == 404
    work_on(Export.objects.get())
    told = program("GET", address).json()
    assert (told["state"], told["file"]) == ("done", f"{API}{address}file")
    assert program("GET", address + "file")["Content-Disposition"] == 'attachment; filename="recueil.docx"'
    assert program("DELETE", address).status_code == 204
    assert program("GET", address).status_code == 404


def test_of_a_document_with_all_that_one_sees_in_it(caller: Any, dan: Any, place: Collection) -> None:
    program = caller(dan)
    told = program("POST", f"/documents/{place.first.pk}/volumes/", {"title": "La place", "format": "md"}).json()
    assert (told["document"], told["documents"]) == (str(place.first.pk), [str(place.first.pk), str(place.inside.pk)])
    work_on(Export.objects.get())
    address = f"/documents/{place.first.pk}/exports/{told['id']}/"
    assert program("GET", address).json()["file"] == f"{API}{address}file"
    assert b"## Les arbres" in b"".join(program("GET", f"{address}file").streaming_content)


def test_closed_meanwhile_it_is_not_given(caller: Any, alice: Any, dan: Any, place: Collection) -> None:
    told = _ask(caller(dan), place, {"title": "Recueil"}).json()
    work_on(Export.objects.get())
    restrict(place.inside, restricted=True, by=alice)
    address = f"/workspaces/{place.workspace.slug}/volumes/{told['id']}/"
    assert caller(dan)("GET", f"{address}file").status_code == 404


def test_strangers_and_others_see_nothing(caller: Any, alice: Any, dan: Any, eve: Any, place: Collection) -> None:
    assert _ask(caller(eve), place, {"title": "Recueil"}).status_code == 404
    told = _ask(caller(dan), place, {"title": "Recueil"}).json()
    address = f"/workspaces/{place.workspace.slug}/volumes/{told['id']}/"
    for person in (alice, eve):
        assert caller(person)("GET", address).status_code == 404
        assert caller(person)("DELETE", address).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "Recueil", "documents": []}, "documents"),
        ({"title": "Recueil", "documents": ["11111111-1111-4111-8111-111111111111"]}, "documents"),
        ({"title": "Recueil", "documents": ["rien"]}, "documents"),
        ({"title": "Recueil", "format": "exe"}, ""),
        ({"title": "Recueil", "options": {"comments": "perhaps"}}, "comments"),
        ({}, "title"),
    ],
)
def test_bad_bodies_are_told(caller: Any, dan: Any, place: Collection, body: Any, field: str) -> None:
    answer = _ask(caller(dan), place, body)
    assert answer.status_code == 422
    assert field in str(answer.json()["fields"])
    assert not Export.objects.exists()
