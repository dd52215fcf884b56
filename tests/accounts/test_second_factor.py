"""A second step to sign in: the code of an application, or one of the codes kept for the day it is lost."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts import second_factor
from accounts.models import User
from activity.models import Event
from tests.accounts.leaver import proven
from tests.accounts.test_sign_up import code_in
from tests.second_factors import code_of, give_application

PASSWORD = "quatre mots bien choisis"


@pytest.fixture(autouse=True)
def no_code_was_used() -> None:
    cache.clear()


@pytest.fixture
def known(alice: User) -> User:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


@pytest.fixture
def browser(client_of: Any, known: User) -> Client:
    return proven(client_of(known), known)


def by_mail(person: User) -> Client:
    """A browser that has typed the code received by e-mail."""
    client = Client()
    asked = client.post("/compte/login/", {"login": person.email, "next": "/profil/"})
    client.post(asked["Location"], {"code": code_in(mail.outbox[-1]), "next": "/profil/"})
    return client


def add_application(browser: Client) -> str:
    page = browser.get("/compte/2fa/totp/activate/")
    secret = str(page.context["form"].secret)
    assert browser.post("/compte/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def test_an_application_is_added_and_asked_for(browser: Client, known: User) -> None:
    secret = add_application(browser)
    other = by_mail(known)
    assert not is_in(other)
    cache.clear()  # the same half-minute as above
    entered = other.post("/compte/2fa/authenticate/", {"code": code_of(secret)})
    assert entered.status_code == 302
    assert is_in(other)


def test_the_square_stands_in_the_page(browser: Client) -> None:
    """An image at an address of `data:` would be refused by our content policy."""
    page = browser.get("/compte/2fa/totp/activate/").content.decode()
    assert "<svg" in page and "data:image" not in page
    assert "otpauth://totp/alice%40example.org?" in page.replace("&amp;", "&")


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_stands_in_once(browser: Client, known: User) -> None:
    add_application(browser)
    codes = Authenticator.objects.get(user=known, type="recovery_codes").wrap().get_unused_codes()
    page = browser.get("/compte/2fa/recovery-codes/").content.decode()
    assert all(code in page for code in codes)
    for lets_in in (True, False):
        other = by_mail(known)
        other.post("/compte/2fa/authenticate/", {"code": codes[0]})
        assert is_in(other) is lets_in


def test_a_password_alone_does_not_let_in(client: Client, known: User) -> None:
    known.set_password(PASSWORD)
    known.save()
    give_application(known)
    client.post("/compte/login/password/", {"login": known.email, "password": PASSWORD})
    assert not is_in(client)


def test_a_forgotten_password_does_not_go_round_it(client: Client, known: User) -> None:
    give_application(known)
    asked = client.post("/compte/password/reset/", {"email": known.email})
    chosen = client.post(asked["Location"], {"code": code_in(mail.outbox[0])})
    new = "cinq autres mots vraiment choisis"
    client.post(chosen["Location"], {"password1": new, "password2": new})
    assert not is_in(client)


def test_a_code_serves_once(known: User) -> None:
    code = code_of(give_application(known))
    for lets_in in (True, False):
        other = by_mail(known)
        other.post("/compte/2fa/authenticate/", {"code": code})
        assert is_in(other) is lets_in


@pytest.mark.parametrize("code", ["", "000000", "abc", "é" * 2000, "\0"])
def test_a_wrong_code_lets_nobody_in(known: User, code: str) -> None:
    give_application(known)
    other = by_mail(known)
    assert other.post("/compte/2fa/authenticate/", {"code": code}).status_code == 200
    assert not is_in(other)


def test_the_step_cannot_be_walked_round(known: User) -> None:
    give_application(known)
    other = by_mail(known)
    for page in ("/profil/securite/", "/compte/2fa/totp/deactivate/", "/compte/2fa/recovery-codes/", "/compte/email/"):
        assert "/compte/" in other.get(page)["Location"]
    assert not is_in(other)


WAYS_IN = ["2fa/totp/activate", "2fa/webauthn/add", "password/set"]


@pytest.mark.parametrize("page", WAYS_IN)
def test_another_way_in_is_made_only_by_who_shows_that_it_is_them(client_of: Any, known: User, page: str) -> None:
    """Without a password or a second step too, where allauth asks for nothing: a code comes by e-mail."""
    browser, address = client_of(known), f"/compte/{page}/"
    for method in (browser.get, browser.post):
        asked = method(address)
        assert asked["Location"].startswith("/profil/code/?next=%2Fcompte%2F")
    browser.post(asked["Location"], {"code": code_in(mail.outbox[-1]), "next": address})
    assert browser.get(address).status_code == 200


def test_an_address_is_changed_only_by_who_shows_that_it_is_them(client_of: Any, known: User) -> None:
    browser = client_of(known)
    assert browser.get("/compte/email/").status_code == 200
    asked = browser.post("/compte/email/", {"email": "mine@example.org", "action_add": ""})
    assert asked["Location"].startswith("/profil/code/?next=%2Fcompte%2Femail%2F")
    assert [message.to for message in mail.outbox] == [[known.email]]


def test_it_is_taken_off_only_by_who_can_show_it(client_of: Any, known: User) -> None:
    """Another session of the same person, a stolen one perhaps, is asked for a code first."""
    secret = give_application(known)
    browser = client_of(known)
    asked = browser.post("/compte/2fa/totp/deactivate/")
    assert asked["Location"].startswith("/compte/2fa/reauthenticate/")
    assert second_factor.has_one(known)
    browser.post(asked["Location"], {"code": code_of(secret)})
    browser.post("/compte/2fa/totp/deactivate/")
    assert not second_factor.has_one(known)


def test_a_code_by_mail_does_not_stand_for_it(client_of: Any, known: User) -> None:
    """Nor for a password: whoever holds a session and a mailbox is asked for what they do not hold."""
    give_application(known)
    browser = client_of(known)
    for said in ({"again": "1"}, {"code": "ABC-DEF"}):
        answer = browser.post("/profil/code/", said | {"next": "/compte/2fa/totp/deactivate/"})
        assert answer["Location"] == "/compte/2fa/totp/deactivate/"
    assert mail.outbox == []
    assert browser.post("/compte/2fa/totp/deactivate/")["Location"].startswith("/compte/2fa/reauthenticate/")


def test_nor_does_a_password(client_of: Any, known: User) -> None:
    known.set_password(PASSWORD)
    known.save()
    give_application(known)
    browser = client_of(known)
    asked = browser.post("/compte/2fa/totp/deactivate/")
    assert asked["Location"].startswith("/compte/2fa/reauthenticate/")
    browser.post("/compte/reauthenticate/", {"password": PASSWORD})
    browser.post("/compte/2fa/totp/deactivate/")
    assert second_factor.has_one(known)


@pytest.mark.django_db(transaction=True)
def test_it_is_recorded_and_told_by_mail(browser: Client, known: User) -> None:
    add_application(browser)
    assert Event.objects.get(verb="account.second_factor_added").actor == known
    assert mail.outbox[-1].subject == "Une deuxième étape a été ajoutée à votre compte"
    assert "/profil/securite/" in str(mail.outbox[-1].body)


def test_the_secret_is_not_readable_in_the_database(known: User) -> None:
    secret = give_application(known)
    assert secret not in str(Authenticator.objects.get(user=known).data)


def test_a_changed_key_of_the_site_does_not_lock_out(known: User, settings: Any) -> None:
    secret = give_application(known)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-site-that-is-long-enough"
    assert Authenticator.objects.get(user=known).wrap().validate_code(code_of(secret))


@pytest.mark.parametrize(
    "page",
    [
        "/profil/securite/", "/compte/2fa/totp/activate/", "/compte/2fa/webauthn/add/", "/compte/identite/",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("language", "word"), [("fr", "Sécurité"), ("en", "Security")])
def test_every_page_speaks_our_words(browser: Client, known: User, page: str, language: str, word: str) -> None:
    known.language = language
    known.save()
    answer = browser.get(page)
    assert answer.status_code == 200
    assert word in answer.content.decode()


def test_what_lists_them_leads_to_the_security_page(browser: Client) -> None:
    for page in ("/compte/2fa/", "/compte/2fa/webauthn/"):
        assert browser.get(page)["Location"] == "/profil/securite/"
