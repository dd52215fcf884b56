"""Renaming, from the title of the editor's page."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document


def rename(browser: Client, document: Document, title: str = "Un autre titre") -> Any:
    address = f"/documents/{document.pk}/titre/"
    return browser.post(address, {"title": title}, headers={"accept": "application/json"})


def test_an_editor_renames(client_of: Any, bob: User, document: Document) -> None:
    assert rename(client_of(bob), document).json() == {"title": "Un autre titre"}
    document.refresh_from_db()
    assert document.title == "Un autre titre"


def test_a_lower_rung_is_refused_in_json(client_of: Any, carol: User, document: Document) -> None:
    answer = rename(client_of(carol), document)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "responsable" in answer.json()["detail"]


def test_a_stranger_sees_nothing(client_of: Any, eve: User, document: Document) -> None:
    answer = rename(client_of(eve), document)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert rename(Client(), document).status_code == 302


def test_not_in_the_trash(client_of: Any, alice: User, document: Document) -> None:
    trash_document(document, by=alice)
    assert rename(client_of(alice), document).status_code == 404


@pytest.mark.parametrize("title", ["", " ", "x" * 251])
def test_bad_input_is_told(client_of: Any, bob: User, document: Document, title: str) -> None:
    answer = rename(client_of(bob), document, title)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    document.refresh_from_db()
    assert document.title == "Ouvrir les données"


def test_it_is_recorded(client_of: Any, bob: User, document: Document) -> None:
    rename(client_of(bob), document)
    event = Event.objects.get(verb="document.renamed")
    assert (event.actor, event.data["before"]) == (bob, "Ouvrir les données")


def test_only_by_post(client_of: Any, bob: User, document: Document) -> None:
    assert client_of(bob).get(f"/documents/{document.pk}/titre/").status_code == 405
