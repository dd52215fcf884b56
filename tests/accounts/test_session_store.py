"""The session and the account of whoever signed in there are read together, and never one for another."""

from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.sessions import browser_of

PAGE = "/aide/"  # whose side bar names who is signed in


def name_on(browser: Client) -> str:
    user = browser.get(PAGE).wsgi_request.user
    return str(user)


def test_both_in_one_query(alice: User, django_assert_num_queries: Any) -> None:
    browser = browser_of(alice)
    with django_assert_num_queries(2):  # and the side bar
        assert name_on(browser) == "Alice Diop"


def test_a_session_that_is_not_listed_is_read_too(alice: User) -> None:
    browser = browser_of(alice)
    UserSession.objects.all().delete()
    assert name_on(browser) == "Alice Diop"


def test_a_list_that_names_somebody_else_lets_nobody_in_as_them(alice: User, bob: User) -> None:
    browser = browser_of(alice)
    UserSession.objects.update(user=bob)
    assert name_on(browser) == "Alice Diop"


def test_one_that_is_over_lets_nobody_in(alice: User) -> None:
    ended, expired = browser_of(alice), browser_of(alice)
    Session.objects.filter(session_key=ended.session.session_key).delete()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert name_on(ended) == name_on(expired) == "AnonymousUser"


def test_the_account_is_read_afresh_by_each_request(alice: User) -> None:
    browser = browser_of(alice)
    assert name_on(browser) == "Alice Diop"
    User.objects.filter(pk=alice.pk).update(name="Alice D.")
    assert name_on(browser) == "Alice D."


def test_a_suspended_account_is_signed_in_nowhere(alice: User) -> None:
    browser = browser_of(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert name_on(browser) == "AnonymousUser"


def test_another_password_ends_it(alice: User) -> None:
    browser = browser_of(alice)
    alice.set_password("quatre mots bien choisis")
    alice.save()
    assert name_on(browser) == "AnonymousUser"
