"""Where one is signed in: a list on the security page, ended one by one or all but this one."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.sessions import browser_of, shortened
from accounts.signals import access_ended
from tests.accounts.test_sign_up import code_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def known(alice: User) -> User:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def sign_in(person: User, address: str = "203.0.113.77") -> Client:
    client = Client(REMOTE_ADDR=address, headers={"user-agent": FIREFOX})
    asked = client.post("/compte/login/", {"login": person.email})
    client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    return client


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


@pytest.fixture
def told() -> Iterator[list[Any]]:
    heard: list[Any] = []

    def hear(user: User, **_: Any) -> None:
        heard.append(user.pk)

    access_ended.connect(hear)
    yield heard
    access_ended.disconnect(hear)


def test_both_are_listed_in_words(known: User) -> None:
    here, _ = sign_in(known), sign_in(known)
    page = here.get("/profil/securite/").content.decode()
    assert page.count("Firefox · Linux") >= 2
    assert page.count("Se déconnecter là-bas") == 1


def test_one_is_ended_and_the_other_stays(
    known: User, told: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    here, there = sign_in(known), sign_in(known)
    row = UserSession.objects.get(session_key=there.session.session_key)
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post(f"/profil/securite/sessions/{row.pk}/fin/")["Location"] == "/profil/securite/"
    assert (is_in(here), is_in(there)) == (True, False)
    assert told == [known.pk]


def test_the_one_here_ends_by_signing_out(known: User) -> None:
    """Ended under the request that uses it, it could not keep what the next page has to say."""
    here = sign_in(known)
    row = UserSession.objects.get(session_key=here.session.session_key)
    assert here.post(f"/profil/securite/sessions/{row.pk}/fin/")["Location"] == "/compte/logout/"
    assert is_in(here)


def test_all_the_others_are_ended(known: User) -> None:
    here, there, elsewhere = sign_in(known), sign_in(known), sign_in(known)
    here.post("/profil/securite/sessions/fin/")
    assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, False)


def test_nobody_ends_the_session_of_another(known: User, bob: User, client_of: Any) -> None:
    hers = sign_in(known)
    row = UserSession.objects.get(user=known)
    assert client_of(bob).post(f"/profil/securite/sessions/{row.pk}/fin/").status_code == 404
    assert client_of(bob).post("/profil/securite/sessions/fin/").status_code == 302
    assert is_in(hers)


def test_a_visitor_and_a_mere_link_end_nothing(known: User, client: Client) -> None:
    hers = sign_in(known)
    row = UserSession.objects.get(user=known)
    address = f"/profil/securite/sessions/{row.pk}/fin/"
    assert client.post(address)["Location"].startswith("/compte/login/")
    assert hers.get(address).status_code == 405
    assert is_in(hers)


def test_one_that_is_over_is_not_there(known: User) -> None:
    here, there = sign_in(known), sign_in(known)
    there.post("/compte/logout/")
    assert here.post("/profil/securite/sessions/999999/fin/").status_code == 404
    assert len(here.get("/profil/securite/").context["sessions"]) == 1


def test_a_new_password_ends_the_others(known: User) -> None:
    here, there = sign_in(known), sign_in(known)
    new = "quatre mots bien choisis"
    here.post("/compte/password/set/", {"password1": new, "password2": new})
    assert (is_in(here), is_in(there)) == (True, False)
    assert len(here.get("/profil/securite/").context["sessions"]) == 1


@pytest.mark.parametrize(
    ("whole", "kept"),
    [("203.0.113.77", "203.0.113.0"), ("2001:db8:1:2:3::4", "2001:db8:1::"), ("nonsense", "0.0.0.0")],
)
def test_the_end_of_the_address_is_not_kept(known: User, whole: str, kept: str) -> None:
    assert shortened(whole) == kept
    sign_in(known)
    assert UserSession.objects.get().ip == "203.0.113.0"


def test_a_browser_that_says_nothing_has_words_too() -> None:
    assert browser_of("") == "Un navigateur qui ne dit pas son nom"
