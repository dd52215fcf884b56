"""Documents in documents, for programs: made there, listed, moved, closed to what holds them."""

from typing import Any

import pytest

from documents.models import Document
from permissions.actions import grant
from tests import make


def test_made_inside_and_listed(caller: Any, document: Document, bob: Any) -> None:
    body = {"workspace": document.workspace.slug, "title": "Annexe", "parent": str(document.pk)}
    made = caller(bob)("POST", "/documents/", body)
    assert (made.status_code, made.json()["parent"]) == (201, str(document.pk))
    inside = caller(bob)("GET", f"/documents/?parent={document.pk}").json()
    assert [one["title"] for one in inside["items"]] == ["Annexe"]


def test_moved_and_brought_back(caller: Any, document: Document, alice: Any) -> None:
    chapter = make.document(alice, document.workspace, "Chapitre")
    path = f"/documents/{document.pk}/place/"
    assert caller(alice)("PUT", path, {"parent": str(chapter.pk)}).json()["parent"] == str(chapter.pk)
    assert caller(alice)("PUT", path, {}).json()["parent"] is None
    elsewhere = make.workspace(alice, "Ailleurs")
    assert caller(alice)("PUT", path, {"workspace": elsewhere.slug}).json()["workspace"] == elsewhere.slug


def test_closed_to_what_holds_it(caller: Any, document: Document, alice: Any, bob: Any, eve: Any) -> None:
    grant(document.workspace, "view", to=eve, by=alice)
    path = f"/documents/{document.pk}/restricted/"
    assert caller(bob)("PUT", path, {"restricted": True}).status_code == 403
    assert caller(alice)("PUT", path, {"restricted": True}).json()["restricted"] is True
    assert caller(eve)("GET", f"/documents/{document.pk}/").status_code == 404
    caller(alice)("PUT", path, {"restricted": False})
    assert caller(eve)("GET", f"/documents/{document.pk}/").json()["role"] == "view"


def test_lower_rungs_are_refused(caller: Any, document: Document, alice: Any, bob: Any, carol: Any) -> None:
    body = {"workspace": document.workspace.slug, "title": "Non", "parent": str(document.pk)}
    assert caller(carol)("POST", "/documents/", body).status_code == 403
    grant(document.workspace, "change", to=bob, by=alice)
    elsewhere = make.workspace(bob, "À Bob")
    assert caller(bob)("PUT", f"/documents/{document.pk}/place/", {"workspace": elsewhere.slug}).status_code == 403


def test_strangers_see_nothing(caller: Any, document: Document, eve: Any, alice: Any) -> None:
    hers = make.workspace(eve, "À Eve")
    body = {"workspace": hers.slug, "title": "Non", "parent": str(document.pk)}
    assert caller(eve)("POST", "/documents/", body).status_code == 404
    own = make.document(eve, hers)
    assert caller(eve)("PUT", f"/documents/{own.pk}/place/", {"parent": str(document.pk)}).status_code == 404
    assert caller(eve)("PUT", f"/documents/{document.pk}/place/", {}).status_code == 404
    assert caller(None)("GET", f"/documents/?parent={document.pk}").json()["items"] == []


@pytest.mark.parametrize("body", [{"parent": "nimporte"}, {"place": 3}, {"before": 7}])
def test_bad_input_is_told(caller: Any, document: Document, alice: Any, body: Any) -> None:
    assert caller(alice)("PUT", f"/documents/{document.pk}/place/", body).status_code == 422


def test_not_in_itself_nor_in_another_workspace_than_said(caller: Any, document: Document, alice: Any) -> None:
    path = f"/documents/{document.pk}/place/"
    assert caller(alice)("PUT", path, {"parent": str(document.pk)}).json()["code"] == "inside_itself"
    elsewhere = make.workspace(alice, "Ailleurs")
    body = {"workspace": elsewhere.slug, "title": "Non", "parent": str(document.pk)}
    assert caller(alice)("POST", "/documents/", body).json()["code"] == "elsewhere"
