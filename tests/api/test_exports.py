"""Files that take their time, for programs."""

from typing import Any

import pytest

from documents.actions.exports import MOST_AT_ONCE
from documents.models import Document, Export
from permissions.actions import revoke
from tests.documents.exports import makes_pdf, play_office, work_on


@pytest.fixture
def path(document: Document) -> str:
    return f"/documents/{document.pk}/exports/"


def test_asked_for_looked_at_taken(caller: Any, dan: Any, path: str, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    ask = caller(dan)
    answer = ask("POST", path, {"format": "pdf", "options": {"comments": True, "names": False}})
    assert answer.status_code == 202
    told = answer.json()
    assert (told["state"], told["progress"], told["file"]) == ("waiting", 0, None)
    assert ask("GET", f"{path}{told['id']}/file").status_code == 404
    work_on(Export.objects.get())
    told = ask("GET", f"{path}{told['id']}/").json()
    assert (told["state"], told["filename"], told["failure"]) == ("done", "ouvrir-les-donnees.pdf", "")
    file = ask("GET", told["file"].removeprefix("/api/v1"))
    assert b"".join(file.streaming_content) == b"%PDF-1.6 made"


def test_dropped(caller: Any, dan: Any, path: str) -> None:
    ask = caller(dan)
    key = ask("POST", path, {"format": "odt"}).json()["id"]
    assert ask("DELETE", f"{path}{key}/").status_code == 204
    assert ask("GET", f"{path}{key}/").status_code == 404


def test_strangers_see_nothing(caller: Any, alice: Any, dan: Any, eve: Any, document: Document, path: str) -> None:
    key = caller(dan)("POST", path, {"format": "pdf"}).json()["id"]
    assert caller(eve)("POST", path, {"format": "pdf"}).status_code == 404
    assert caller(None)("POST", path, {"format": "pdf"}).status_code == 401
    for person in (alice, eve):
        for method, rest in (("GET", ""), ("DELETE", ""), ("GET", "file")):
            assert caller(person)(method, f"{path}{key}/{rest}").status_code == 404
    revoke(document, of=dan, by=alice)
    assert caller(dan)("GET", f"{path}{key}/").status_code == 404


def test_bad_bodies(caller: Any, dan: Any, path: str) -> None:
    ask = caller(dan)
    for body in ({"format": "exe"}, {"format": "pdf", "options": {"colour": "red"}}, {"formats": "pdf"}):
        assert ask("POST", path, body).status_code == 422
    for _ in range(MOST_AT_ONCE):
        ask("POST", path, {"format": "pdf"})
    refused = ask("POST", path, {"format": "pdf"})
    assert (refused.status_code, refused.json()["code"]) == (422, "exports_at_once")


def test_the_export_that_comes_at_once_says_which_do_not(caller: Any, dan: Any, document: Document) -> None:
    refused = caller(dan)("GET", f"/documents/{document.pk}/export?format=pdf")
    assert (refused.status_code, refused.json()["code"]) == (422, "takes_time")
    assert caller(dan)("GET", f"/documents/{document.pk}/export?format=html").status_code == 200
