"""A shared device: said at the door or on the profile; it ends with the browser, and the next person finds the box ticked."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.shared_device import CHOICE
from documents.models import Document
from tests.accounts.test_sign_in import PASSWORD
from tests.accounts.test_sign_up import code_in


@pytest.fixture
def known(alice: User) -> User:
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def by_code(client: Client, person: User, **said: str) -> Any:
    asked = client.post("/compte/login/", {"login": person.email, **said})
    return client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})


def by_password(client: Client, person: User, **said: str) -> Any:
    return client.post("/compte/login/password/", {"login": person.email, "password": PASSWORD, **said})


@pytest.mark.parametrize("enter", [by_code, by_password])
def test_a_ticked_box_ends_the_session_with_the_browser(client: Client, known: User, enter: Any) -> None:
    enter(client, known, shared_device="on")
    assert client.get("/profil/").status_code == 200
    assert client.session[CHOICE] is True
    assert client.session.get_expire_at_browser_close()
    assert client.cookies["sessionid"]["max-age"] == ""


@pytest.mark.parametrize("enter", [by_code, by_password])
def test_without_it_the_session_lasts(client: Client, known: User, enter: Any) -> None:
    enter(client, known)
    assert not client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert CHOICE not in client.cookies


def test_an_account_can_be_opened_on_a_shared_device(client: Client, db: None) -> None:
    said = {"name": "Fanny Roux", "email": "fanny@example.org", "kind": "citizen", "shared_device": "on"}
    asked = client.post("/compte/signup/", said)
    client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    assert client.get("/profil/").status_code == 200
    assert client.session.get_expire_at_browser_close()


def test_the_browser_remembers_for_the_next_person(client: Client, known: User) -> None:
    by_password(client, known, shared_device="on")
    client.post("/compte/logout/")
    assert CHOICE not in client.session
    for door in ("login/", "login/password/", "signup/"):
        assert client.get(f"/compte/{door}").context["form"]["shared_device"].value() is True
    by_password(client, known)
    assert not client.cookies[CHOICE].value


def test_the_editor_is_told(client_of: Any, alice: User, document: Document) -> None:
    browser = client_of(alice)
    page = browser.get(f"/documents/{document.pk}/")
    assert page.context["config"]["sharedDevice"] is False
    browser.post("/profil/appareil/", {"shared": "1"})
    page = browser.get(f"/documents/{document.pk}/")
    assert page.context["config"]["sharedDevice"] is True


def test_it_can_be_said_and_unsaid_once_signed_in(client_of: Any, alice: User) -> None:
    browser = client_of(alice)
    assert browser.post("/profil/appareil/", {"shared": "1"})["Location"] == "/profil/"
    assert browser.session.get_expire_at_browser_close()
    assert browser.cookies[CHOICE].value == "1" and browser.cookies[CHOICE]["httponly"]
    assert "Personne d’autre ne s’en sert" in browser.get("/profil/").content.decode()
    browser.post("/profil/appareil/", {"shared": "0"})
    assert not browser.session.get_expire_at_browser_close()
    assert not browser.cookies[CHOICE].value


def test_it_is_said_of_a_browser_not_of_an_account(client_of: Any, alice: User) -> None:
    client_of(alice).post("/profil/appareil/", {"shared": "1"})
    assert CHOICE not in client_of(alice).session


def test_a_visitor_and_a_mere_link_change_nothing(client: Client, client_of: Any, alice: User) -> None:
    assert client.post("/profil/appareil/", {"shared": "1"})["Location"].startswith("/compte/login/")
    assert CHOICE not in client.cookies
    assert client_of(alice).get("/profil/appareil/").status_code == 405
