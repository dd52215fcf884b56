"""A guest's session: a visitor at the doors, the guest again elsewhere, and asked about once somebody signed in."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from accounts import guest_sessions, tickets
from accounts.models import User
from documents.models import Document
from permissions.actions import share_by_link
from permissions.guests import enter_as_guest
from permissions.models import entry_model
from tests import make

BACKEND = guest_sessions.BACKEND


@pytest.fixture
def guest(alice: User, document: Document) -> User:
    share_by_link(document, reach="public", link_role="change", by=alice)
    return enter_as_guest(Document.objects.get(), "Zoé")


@pytest.fixture
def browser(guest: User, client_of: Any) -> Client:
    found: Client = client_of(guest)
    return found


def signed_in_after(browser: Client, user: User) -> None:
    """As after any door: Django's sign-in on the session from which the guest was set aside."""
    from django.contrib.auth import login

    assert browser.get("/compte/login/").status_code == 200
    request = HttpRequest()
    request.session = browser.session
    login(request, user, backend=BACKEND)
    request.session.save()
    browser.cookies["sessionid"] = request.session.session_key


def test_a_guest_can_sign_in_and_is_the_guest_again_otherwise(browser: Client, guest: User) -> None:
    page = browser.get("/compte/login/")
    assert page.status_code == 200  # with an account one would be sent home
    assert page.wsgi_request.user.is_authenticated is False
    assert browser.get("/").wsgi_request.user == guest


def test_the_session_is_proven_for_sockets(browser: Client, guest: User) -> None:
    key = str(browser.session.session_key)
    assert tickets.ended([tickets.of_session(key, guest)]) == set()
    browser.get("/compte/login/")
    assert tickets.ended([tickets.of_session(key, guest)]) == set()  # set aside, not ended
    browser.post("/compte/logout/")
    assert tickets.ended([tickets.of_session(key, guest)]) != set()


def test_signing_out_ends_it(browser: Client) -> None:
    browser.post("/compte/logout/")
    assert browser.get("/").wsgi_request.user.is_authenticated is False


def test_after_signing_in_one_is_asked_and_says_yes(browser: Client, guest: User, eve: User) -> None:
    signed_in_after(browser, eve)
    page = browser.get("/")
    assert page.wsgi_request.user == eve
    assert "Zoé" in page.content.decode()
    assert User.objects.filter(pk=guest.pk).exists()  # nothing is done without an answer
    answer = browser.post("/invite/reprendre/", {"answer": "yes", "next": "/espaces/"})
    assert answer["Location"] == "/espaces/"
    assert not User.objects.filter(pk=guest.pk).exists()
    assert eve.has_perm("documents.change_document", Document.objects.get())
    assert "Zoé" not in browser.get("/aide/").content.decode()


def test_or_no_and_is_not_asked_again(browser: Client, guest: User, eve: User) -> None:
    signed_in_after(browser, eve)
    browser.post("/invite/reprendre/", {"answer": "no"})
    assert list(entry_model(Document).objects.values_list("user", flat=True)) == [guest.pk]
    assert "guest" not in browser.session


def test_a_guest_or_a_visitor_takes_nothing_over(browser: Client) -> None:
    assert browser.post("/invite/reprendre/", {"answer": "yes"}).status_code == 403
    assert Client().post("/invite/reprendre/", {"answer": "yes"}).status_code == 302


def test_twice_is_told(browser: Client, guest: User, eve: User) -> None:
    signed_in_after(browser, eve)
    guest.delete()
    page = browser.post("/invite/reprendre/", {"answer": "yes"}, follow=True)
    assert "déjà" in page.content.decode()


def test_another_password_would_not_let_a_guest_back(browser: Client, guest: User) -> None:
    browser.get("/compte/login/")
    guest.set_unusable_password()
    guest.save()
    assert browser.get("/").wsgi_request.user.is_authenticated is False


def test_no_address_can_be_added_to_a_guest(browser: Client, guest: User) -> None:
    for path in ("/compte/email/", "/compte/password/set/"):
        assert browser.get(path).status_code == 302
    guest.refresh_from_db()
    assert guest.is_guest


@pytest.fixture
def another(document: Document) -> User:
    return make.guest("Ana")


def set_aside(browser: Client) -> User | None:
    request = HttpRequest()
    request.session = browser.session
    return guest_sessions.set_aside(request)


def test_only_the_guest_of_this_session_is_asked_about(another: User, browser: Client, guest: User) -> None:
    assert set_aside(browser) is None
    browser.get("/compte/login/")
    assert set_aside(browser) == guest


@pytest.mark.parametrize("now", ["suspended", "an account", "another password"])
def test_nobody_is_asked_about_who_is_not_that_guest_any_more(browser: Client, guest: User, now: str) -> None:
    browser.get("/compte/login/")
    guest.is_active, guest.email = now != "suspended", "zoe@example.org" if now == "an account" else None
    if now == "another password":
        guest.set_unusable_password()
    guest.save()
    assert set_aside(browser) is None


def test_a_page_for_accounts_is_explained_to_people_and_refused_to_scripts(browser: Client) -> None:
    people, script = browser.get("/profil/"), browser.get("/profil/", headers={"Accept": "application/json"})
    assert (people.status_code, script.status_code) == (403, 403)
    explained = "accounts/needs_account.html"
    assert explained in [one.name for one in people.templates]
    assert explained not in [one.name for one in script.templates]
