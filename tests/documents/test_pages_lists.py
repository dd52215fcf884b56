"""Lists of documents: the home page, and all those of a workspace."""

from typing import Any

from django.test import Client

from accounts.models import User
from documents.models import Document
from permissions.actions import grant
from tests import make


def test_home_shows_what_one_works_on(client_of: Any, dan: User, eve: User, document: Document) -> None:
    assert document.title in client_of(dan).get("/").content.decode()
    assert document.title not in client_of(eve).get("/").content.decode()


def test_home_of_a_visitor_says_what_this_is(alice: User) -> None:
    make.workspace(alice, "Ouvert à tous", reach="public")
    make.workspace(alice, "Fermé")
    text = Client().get("/").content.decode()
    assert "Venez à la table" in text
    assert "Ouvert à tous" in text and "Fermé" not in text


def test_the_documents_of_a_workspace(client_of: Any, alice: User, dan: User, document: Document) -> None:
    make.document(alice, document.workspace, "Un autre")
    address = f"/espaces/{document.workspace.slug}/documents/"
    assert "Un autre" in client_of(alice).get(address).content.decode()
    assert client_of(dan).get(address).status_code == 404
    grant(document.workspace, "view", to=dan, by=alice)
    assert "Un autre" in client_of(dan).get(address).content.decode()
