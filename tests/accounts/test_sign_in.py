"""Signing in: by code first, by password for those who chose one."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.leaver import proven
from tests.accounts.test_sign_up import code_in

PASSWORD = "quatre mots bien choisis"


@pytest.fixture
def known(alice: User) -> User:
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def test_by_code(client: Client, known: User) -> None:
    asked = client.post("/compte/login/", {"login": known.email, "next": "/profil/"})
    assert asked["Location"].startswith("/compte/login/code/confirm/")
    entered = client.post(asked["Location"], {"code": code_in(mail.outbox[0]), "next": "/profil/"})
    assert entered["Location"] == "/profil/"
    assert client.get("/profil/").status_code == 200


def test_a_wrong_code_opens_nothing(client: Client, known: User) -> None:
    asked = client.post("/compte/login/", {"login": known.email})
    page = client.post(asked["Location"], {"code": "AAA-AAA"})
    assert page.status_code == 200
    assert client.get("/profil/").status_code == 302


def test_an_unknown_address_gets_the_same_page(client: Client, known: User) -> None:
    asked = client.post("/compte/login/", {"login": "nobody@example.org"})
    assert asked["Location"] == "/compte/login/code/confirm/"
    assert "personne" not in client.get(asked["Location"]).content.decode()


def test_the_mail_is_in_the_language_of_the_person(client: Client, known: User) -> None:
    known.language = "en"
    known.save()
    client.post("/compte/login/", {"login": known.email})
    assert "your code to sign in" in mail.outbox[0].subject


def test_by_password(client: Client, known: User) -> None:
    answer = client.post("/compte/login/password/", {"login": known.email, "password": PASSWORD})
    assert answer["Location"] == "/"


def test_a_wrong_password_is_refused(client: Client, known: User) -> None:
    answer = client.post("/compte/login/password/", {"login": known.email, "password": "autre chose"})
    assert answer.context["form"].errors


def test_a_forgotten_password_is_changed_with_a_code(client: Client, known: User) -> None:
    asked = client.post("/compte/password/reset/", {"email": known.email})
    chosen = client.post(asked["Location"], {"code": code_in(mail.outbox[0])})
    new = "cinq autres mots vraiment choisis"
    client.post(chosen["Location"], {"password1": new, "password2": new})
    known.refresh_from_db()
    assert known.check_password(new)


def test_signing_out_needs_a_post(client_of: Any, known: User) -> None:
    browser = client_of(known)
    assert browser.get("/compte/logout/").status_code == 200
    assert browser.post("/compte/logout/")["Location"] == "/"
    assert browser.get("/profil/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    ["login/", "login/code/", "login/password/", "signup/", "password/reset/", "password/reset/done/", "inactive/"],
)
def test_every_door_is_drawn_in_our_frame(client: Client, page: str) -> None:
    answer = client.get(f"/compte/{page}", follow=True)
    assert answer.status_code == 200
    assert "entrance-sheet" in answer.content.decode()


def test_a_password_can_be_chosen_from_the_profile(client_of: Any, bob: User) -> None:
    bob.set_unusable_password()
    bob.save()
    browser = proven(client_of(bob), bob)
    assert browser.get("/compte/password/set/").status_code == 200
    browser.post("/compte/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)
    assert browser.get("/compte/password/change/").status_code == 200


@pytest.mark.django_db
def test_links_in_mails_begin_with_the_public_address(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://tablee.example.org/"
    client.post("/compte/login/", {"login": "nobody@example.org"})
    assert "https://tablee.example.org/compte/signup/" in str(mail.outbox[0].body)
