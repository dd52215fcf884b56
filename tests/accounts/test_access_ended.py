"""An access that ends is told after the fact: whoever is sent away comes back at once, and is judged by what is true then."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import transaction
from django.dispatch import Signal
from django.test import Client

from accounts.acting import ACTING, act_for
from accounts.closing import close_account
from accounts.models import ActFor, User
from accounts.personal_data import ANONYMISE
from accounts.signals import access_ended
from accounts.suspension import suspend_account
from tests import second_factors

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told() -> Iterator[list[tuple[Any, int]]]:
    """The account each time, and how many sessions there were at that moment."""
    heard: list[tuple[Any, int]] = []

    def hear(user: User, **_: Any) -> None:
        heard.append((user.pk, Session.objects.count()))

    access_ended.connect(hear)
    yield heard
    access_ended.disconnect(hear)


def test_the_session_is_gone_before_anybody_is_told(alice: User, told: list[Any], client_of: Any) -> None:
    browser: Client = client_of(alice)
    assert browser.post("/compte/logout/").status_code == 302
    assert told == [(alice.pk, 0)]


@pytest.mark.parametrize("end", ["suspended", "deleted"])
def test_nothing_is_told_before_the_commit(alice: User, told: list[Any], end: str) -> None:
    key = alice.pk
    with transaction.atomic():
        if end == "deleted":
            alice.delete()
        else:
            alice.is_active = False
            alice.save()
        assert told == []
    assert [user for user, _ in told] == [key]


@pytest.mark.parametrize("said", [password_changed, password_set, password_reset], ids=["changed", "set", "reset"])
def test_another_password_is_told_whichever_way_it_came(alice: User, told: list[Any], said: Signal) -> None:
    with transaction.atomic():
        said.send_robust(sender=User, request=None, user=alice)  # allauth's own ears want a request
        assert told == []
    assert [user for user, _ in told] == [alice.pk]


def test_a_change_that_ends_nothing_is_not_told(alice: User, told: list[Any]) -> None:
    alice.name = "Alice"
    alice.save()
    with pytest.raises(RuntimeError), transaction.atomic():
        alice.delete()
        raise RuntimeError
    assert told == []


ENDS = {
    "act for": lambda person, root: act_for(person, by=root, reason="Essai"),
    "suspend": lambda person, root: suspend_account(person, by=root, reason="Essai"),
    "close": lambda person, root: close_account(person, ANONYMISE, by=person),
}


@pytest.mark.parametrize("end", ENDS)
def test_sockets_are_told_before_a_mail_takes_its_time(
    alice: User, told: list[Any], end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, known_when_sent = second_factors.administrator(), []
    monkeypatch.setattr(EmailMessage, "send", lambda *_args, **_given: known_when_sent.append(len(told)))
    ENDS[end](alice, root)
    assert known_when_sent
    assert 0 not in known_when_sent


def test_whoever_begins_to_act_for_somebody_does_so_before_their_sockets_come_back(alice: User) -> None:
    root = second_factors.administrator()
    browser, said = second_factors.signed_in(root), []

    def hear(**_: Any) -> None:
        said.append(browser.session.get(ACTING))

    access_ended.connect(hear)
    try:
        assert browser.post(f"/agir-pour/{alice.pk}/", {"reason": "Essai", "minutes": 15}).status_code == 302
    finally:
        access_ended.disconnect(hear)
    assert said == [ActFor.objects.get().pk]
