"""The list of workspaces: those one may open."""

from typing import Any

from django.test import Client

from accounts.models import User
from tests import make


def test_it_lists_what_one_may_open(client_of: Any, alice: User, eve: User) -> None:
    make.workspace(alice, "Fermé")
    make.workspace(alice, "Ouvert", reach="public")
    assert "Fermé" in client_of(alice).get("/espaces/").content.decode()
    for browser in (client_of(eve), Client()):
        text = browser.get("/espaces/").content.decode()
        assert "Ouvert" in text and "Fermé" not in text


def test_pages(client_of: Any, alice: User) -> None:
    for number in range(31):
        make.workspace(alice, f"Espace {number}")
    assert "Page 2 sur 2" in client_of(alice).get("/espaces/?page=2").content.decode()
    assert client_of(alice).get("/espaces/?page=perdu").status_code == 200
