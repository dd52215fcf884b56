"""Coming in by the link of a document, on its page: password, name, and nothing told before they are right."""

import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import share_by_link
from permissions.backend import rung
from permissions.models import entry_model

SECRET = "tilleul 1789"


@pytest.fixture(autouse=True)
def tries_forgotten() -> None:
    cache.clear()


@pytest.fixture
def address(document: Document) -> str:
    return f"/documents/{document.pk}/entrer/"


@pytest.fixture
def locked(alice: User, document: Document) -> Document:
    share_by_link(document, reach="public", link_role="change", password=SECRET, by=alice)
    return document


def test_a_visitor_gives_the_password_and_a_name(locked: Document, address: str) -> None:
    browser = Client()
    assert browser.get(locked.get_absolute_url())["Location"] == address
    answer = browser.post(address, {"password": SECRET, "name": "Zoé"})
    assert answer["Location"] == locked.get_absolute_url()
    page = browser.get(locked.get_absolute_url())
    assert page.context["config"]["mayWrite"] is True
    assert page.context["config"]["me"]["name"] == "Zoé"
    assert browser.session.get_expiry_age() <= 12 * 60 * 60


def test_with_an_account_only_the_password_is_asked(client_of: Any, eve: User, locked: Document, address: str) -> None:
    browser = client_of(eve)
    page = browser.get(locked.get_absolute_url(), follow=True)
    assert set(page.context["form"].fields) == {"password"}
    browser.post(address, {"password": SECRET})
    assert rung(eve, Document.objects.get()) == "change"
    assert browser.get(address)["Location"] == locked.get_absolute_url()


def test_an_open_link_is_read_at_once_and_taken_part_in_with_a_name(
    alice: User, document: Document, address: str
) -> None:
    share_by_link(document, reach="public", link_role="suggest", by=alice)
    browser = Client()
    for page in ("", "lire/"):
        assert address in browser.get(document.get_absolute_url() + page).content.decode()
    assert set(browser.get(address).context["form"].fields) == {"name"}
    browser.post(address, {"name": "Zoé"})
    assert browser.get(document.get_absolute_url()).context["config"]["role"] == "suggest"


def test_nothing_is_told_before_the_password_is_right(locked: Document, address: str) -> None:
    for page in (Client().get(address), Client().post(address, {"password": "faux", "name": "Zoé"})):
        said = page.content.decode()
        assert "Ouvrir les données" not in said and "République" not in said and "Alice" not in said
    for path in ("word/", "lire/"):
        assert Client().get(locked.get_absolute_url() + path).status_code == 302
    assert Client().get(f"/api/v1/documents/{locked.pk}/").status_code == 404


def test_a_closed_link_and_no_document_are_the_same(document: Document, address: str) -> None:
    nowhere = "/documents/00000000-0000-4000-8000-000000000000/entrer/"
    for one in (address, nowhere):
        assert Client().get(one).status_code == 404
        assert Client().post(one, {"password": SECRET, "name": "Zoé"}).status_code == 404


def test_not_in_the_trash(alice: User, locked: Document, address: str) -> None:
    trash_document(locked, by=alice)
    assert Client().post(address, {"password": SECRET, "name": "Zoé"}).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [{}, {"password": SECRET}, {"name": "Zoé"}, {"password": "faux", "name": "Zoé"}, {"password": SECRET, "name": " "}],
)
def test_bad_input_is_told(locked: Document, address: str, sent: dict[str, str]) -> None:
    answer = Client().post(address, sent)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not entry_model(Document).objects.exists()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash takes a third of a second, a hundred of them too long for a test."""
    monkeypatch.setattr("permissions.guests.check_password", lambda given, stored: given == SECRET)


def test_tries_are_counted_for_each_client_and_right_ones_are_not(locked: Document, address: str, quick: None) -> None:
    for number in range(25):
        assert Client().post(address, {"password": SECRET, "name": f"P{number}"}).status_code == 302
    browser = Client()
    answers = [browser.post(address, {"password": "faux", "name": "Zoé"}).status_code for _try in range(21)]
    assert answers == [422] * 20 + [429]
    assert browser.post(address, {"password": SECRET, "name": "Zoé"}).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").post(address, {"password": SECRET, "name": "Zoé"}).status_code == 302


def test_and_for_each_link_wherever_they_come_from(locked: Document, address: str, quick: None) -> None:
    for number in range(100):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(address, {"password": "faux", "name": "Zoé"})
    last = Client(REMOTE_ADDR="198.51.100.1").post(address, {"password": SECRET, "name": "Zoé"})
    assert last.status_code == 429


def test_the_password_is_never_logged(locked: Document, address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Client().post(address, {"password": "presque juste", "name": "Zoé"})
        Client().post(address, {"password": SECRET, "name": "Zoé"})
    assert "presque juste" not in caplog.text and SECRET not in caplog.text


def test_a_name_is_content(locked: Document, address: str) -> None:
    browser = Client()
    browser.post(address, {"password": SECRET, "name": "<script>alert(1)</script>\u202e"})
    said = browser.get(locked.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in said and "\u202e" not in said


def test_a_guest_who_comes_in_elsewhere_keeps_their_name(
    alice: User, locked: Document, address: str, workspace: Any
) -> None:
    from tests import make

    other = make.document(alice, workspace, "Autre")
    share_by_link(other, reach="public", link_role="comment", by=alice)
    browser = Client()
    browser.post(address, {"password": SECRET, "name": "Zoé"})
    assert browser.post(f"/documents/{other.pk}/entrer/", {"any": "thing"}).status_code == 302
    assert User.objects.filter(email=None).count() == 1
