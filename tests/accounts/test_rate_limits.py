"""Attempts are counted by what is aimed at and by where it comes from, however it is written (A-class accounts, V42)."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import consume
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.second_factors import give_application

PASSWORD = "quatre mots bien choisis"


@pytest.fixture(autouse=True)
def counted(no_rate_limits: None, settings: Any) -> None:
    """On here, as in production; the folder's other files have them off."""
    from config import settings as ours

    settings.ACCOUNT_RATE_LIMITS = ours.ACCOUNT_RATE_LIMITS
    cache.clear()


@pytest.fixture
def known(alice: User) -> User:
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def guess(address: str, password: str = "autre chose", path: str = "/compte/login/password/", **extra: Any) -> Any:
    client = Client(**extra)
    client.post(path, {"login": address, "password": password})
    return client


SPELLINGS = [
    "alice@example.org", "ALICE@example.org", "Alice@Example.ORG", " alice@example.org", "alice@example.org ",
    "alice@EXAMPLE.org", "aLiCe@example.org",
]  # fmt: skip


def test_the_right_password_is_refused_after_five_wrong_ones(known: User) -> None:
    for number in range(5):
        guess(known.email or "", REMOTE_ADDR=f"198.51.100.{number}")  # from five places
    assert "_auth_user_id" not in guess(known.email or "", PASSWORD, REMOTE_ADDR="192.0.2.1").session


def test_whoever_was_locked_out_by_another_comes_in_after_a_quarter_of_an_hour(
    known: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        guess(known.email or "", REMOTE_ADDR=f"198.51.100.{number}")
    later = time.time() + 15 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert guess(known.email or "", PASSWORD).session["_auth_user_id"] == str(known.pk)


def test_one_password_is_not_tried_on_every_account_from_one_place(known: User) -> None:
    for number in range(20):
        guess(f"personne{number}@example.org", PASSWORD)
    assert "_auth_user_id" not in guess(known.email or "", PASSWORD).session
    assert "_auth_user_id" in guess(known.email or "", PASSWORD, REMOTE_ADDR="192.0.2.1").session


def test_case_and_spaces_of_the_address_are_no_other_address(known: User) -> None:
    for number, spelling in enumerate(SPELLINGS):
        guess(spelling, REMOTE_ADDR=f"198.51.100.{number}")
    assert "_auth_user_id" not in guess(known.email or "", PASSWORD, REMOTE_ADDR="192.0.2.1").session


def test_another_spelling_of_the_path_is_no_other_door(known: User) -> None:
    paths = ["/compte/login/password/", "/compte/login/password/?x=1", "/compte/login/password/?next=/&next=/"]
    for number in range(6):
        guess(known.email or "", path=paths[number % 3], REMOTE_ADDR=f"198.51.100.{number}")
    assert "_auth_user_id" not in guess(known.email or "", PASSWORD).session
    for path in ("/compte//login/password/", "/COMPTE/login/password/", "/compte/login/password/x", "/compte/login/./"):
        assert Client().post(path, {"login": known.email, "password": PASSWORD}).status_code == 404


def test_a_header_about_the_way_is_not_believed(known: User) -> None:
    """Nobody stands before the site here: `X-Forwarded-For` is what anybody writes."""
    statuses = [
        Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}", HTTP_X_REAL_IP=f"203.0.113.{number}")
        .post("/compte/signup/", {"email": f"a{number}@example.org"})
        .status_code
        for number in range(22)
    ]
    assert statuses[19:] == [200, 429, 429]


def test_behind_a_proxy_of_ours_its_word_counts_and_no_other(known: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    statuses = [
        Client(HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 203.0.113.9")
        .post("/compte/signup/", {"email": f"a{number}@example.org"})
        .status_code
        for number in range(21)
    ]
    assert statuses[-1] == 429
    other = Client(HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.4")
    assert other.post("/compte/signup/", {"email": "b@example.org"}).status_code == 200


def test_a_mailbox_is_not_flooded_with_codes(known: User) -> None:
    for number, spelling in enumerate(SPELLINGS):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/compte/login/", {"login": spelling})
    assert len(mail.outbox) <= 3


def test_the_second_step_is_counted_too(known: User) -> None:
    from tests.second_factors import code_of

    secret = give_application(known)
    client = guess(known.email or "", PASSWORD)
    for _ in range(6):
        client.post("/compte/2fa/authenticate/", {"code": "000000"})
    client.post("/compte/2fa/authenticate/", {"code": code_of(secret)})
    assert "_auth_user_id" not in client.session


def test_too_many_is_a_page_with_a_sentence(known: User) -> None:
    for number in range(20):
        Client().post("/compte/signup/", {"email": f"a{number}@example.org"})
    page = Client().post("/compte/signup/", {"email": "z@example.org"})
    assert page.status_code == 429
    assert "Trop d’essais" in page.content.decode() or "Trop de tentatives" in page.content.decode()


def test_one_client_alone_does_not_close_a_link_to_everybody(rf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong passwords are counted by link as well: what one client may try in a time leaves most of it to the others."""
    now = [1_000_000.0]
    monkeypatch.setattr(
        "allauth.core.internal.ratelimit.time", SimpleNamespace(time=lambda: now[0], monotonic=time.monotonic)
    )

    def tries(place: str) -> Any:
        request = rf.post("/", REMOTE_ADDR=place)
        return consume(request=request, app="allauth.account", action="enter_link", key="document:1")

    for _ in range(240):  # two hours
        tries("203.0.113.9")
        now[0] += 15
        right = tries("198.51.100.4")
        assert right, now
        right.rollback()  # as for a password that is right
        now[0] += 15
