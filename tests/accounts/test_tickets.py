"""A ticket says what a socket came in with; it ends with the session or key, the password, the account."""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import tickets
from accounts.models import Token, User
from accounts.tokens import digest_of, issue_token
from tests.sessions import session_of


def by_session(user: User) -> str:
    return tickets.of_session(session_of(user), user)


def by_key(user: User) -> str:
    return tickets.of_key(digest_of(issue_token(user, "essai")))


def test_as_long_as_nothing_happens_none_has_ended(alice: User, bob: User) -> None:
    assert tickets.ended([by_session(alice), by_session(alice), by_session(bob), by_key(bob)]) == set()


def test_each_ends_alone(alice: User, bob: User) -> None:
    deleted, expired, kept, key, other = *(by_session(alice) for _ in range(3)), by_key(bob), by_key(bob)
    Session.objects.get(session_key=deleted.split(":")[1]).delete()
    Session.objects.filter(session_key=expired.split(":")[1]).update(expire_date=timezone.now() - timedelta(seconds=1))
    Token.objects.filter(digest=key.split(":")[1]).delete()
    assert tickets.ended([deleted, expired, kept, key, other]) == {deleted, expired, key}


def test_a_password_or_a_suspension_ends_all_sessions_of_one_person(alice: User, bob: User) -> None:
    hers, his, key = by_session(alice), by_session(bob), by_key(bob)
    alice.set_password("Une phrase assez longue")
    alice.save()
    assert tickets.ended([hers, his, key]) == {hers}
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert tickets.ended([hers, his, key]) == {hers, his, key}


def test_a_session_of_one_is_no_ticket_of_another(alice: User, bob: User) -> None:
    forged = tickets.of_session(session_of(alice), bob).replace(bob.get_session_auth_hash(), "0")
    assert tickets.ended([forged]) == {forged}


def test_any_number_costs_three_queries(alice: User, bob: User, django_assert_max_num_queries: Any) -> None:
    many = [by_session(alice) for _ in range(5)] + [by_key(bob) for _ in range(5)]
    with django_assert_max_num_queries(3):
        tickets.ended(many)
    with django_assert_max_num_queries(0):
        tickets.ended([])
