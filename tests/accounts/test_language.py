"""The language: the account's choice, then the cookie's, else French, whatever the browser prefers."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_french_whatever_the_browser_prefers(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en,de"})
    assert page["Content-Language"] == "fr"
    assert '<html lang="fr">' in page.content.decode()


def test_a_visitor_chooses_english(client: Client) -> None:
    answer = client.post("/langue/", {"language": "en", "next": "/espaces/"})
    assert answer["Location"] == "/espaces/"
    assert "Workspaces" in client.get("/espaces/").content.decode()


def test_the_choice_stays_on_the_account(client_of: Any, alice: User) -> None:
    client_of(alice).post("/langue/", {"language": "en"})
    assert '<html lang="en">' in client_of(alice).get("/").content.decode()


def test_the_account_wins_over_the_cookie(client_of: Any, alice: User) -> None:
    browser = client_of(alice)
    browser.cookies["django_language"] = "en"
    assert browser.get("/")["Content-Language"] == "fr"


def test_an_unknown_language_is_refused(client: Client) -> None:
    assert client.post("/langue/", {"language": "xx"}).status_code == 400


def test_it_never_leads_to_another_site(client: Client) -> None:
    assert client.post("/langue/", {"language": "en", "next": "https://evil.example/"})["Location"] == "/"
