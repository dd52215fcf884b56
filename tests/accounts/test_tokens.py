"""Keys for programs: printed once and alone, kept as a hash, worth nothing once deleted or for a suspended account."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Token, User
from accounts.signals import access_ended
from accounts.tokens import issue_token, user_of_token
from tests import second_factors


def test_the_command_prints_the_key_alone(alice: User, capsys: Any) -> None:
    call_command("create_token", "ALICE@example.org")
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == len(printed.split()) == 1
    assert user_of_token(printed.strip()) == alice


@pytest.mark.parametrize("email", ["personne@example.org", "", "pas une adresse"])
def test_an_unknown_address_is_told(db: Any, email: str) -> None:
    with pytest.raises(CommandError):
        call_command("create_token", email)


def test_the_key_itself_is_not_kept(alice: User) -> None:
    key = issue_token(alice, "essai")
    token = Token.objects.get()
    assert key not in {token.digest, token.name}
    assert len(token.digest) == 64


@pytest.mark.parametrize("key", ["", "tablee_", "tablee_x", "é", "\0"])
def test_a_wrong_key_is_nobodys(alice: User, key: str) -> None:
    issue_token(alice, "essai")
    assert user_of_token(key) is None


def test_a_key_dies_with_itself_and_with_its_account(alice: User, bob: User) -> None:
    keys = issue_token(alice, "essai"), issue_token(bob, "essai")
    Token.objects.filter(user=alice).delete()
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert [user_of_token(key) for key in keys] == [None, None]


def test_using_it_is_noted_but_not_at_each_request(alice: User, django_assert_num_queries: Any) -> None:
    key = issue_token(alice, "essai")
    user_of_token(key)
    assert Token.objects.get().used_at is not None
    with django_assert_num_queries(1):
        user_of_token(key)


def test_its_owner_sees_and_removes_it(client_of: Any, alice: User, bob: User) -> None:
    """Signing out everywhere does not end it: nobody should act in somebody's name without their seeing it."""
    key, other = issue_token(alice, "mon script"), issue_token(bob, "le sien")
    browser = client_of(alice)
    page = browser.get("/profil/securite/").content.decode()
    assert "mon script" in page and "le sien" not in page
    for number in (Token.objects.get(user=bob).pk, "", "x", 0, 10**30):
        assert browser.post("/profil/securite/", {"key": number}).status_code == 404
    browser.post("/profil/securite/", {"key": Token.objects.get(user=alice).pk})
    assert (user_of_token(key), user_of_token(other)) == (None, bob)


def test_an_administrator_ends_one_and_its_sockets(alice: User, django_capture_on_commit_callbacks: Any) -> None:
    key = issue_token(alice, "test")
    client = second_factors.signed_in(second_factors.administrator())
    ended: list[Any] = []

    def hear(user: Any, **_: Any) -> None:
        ended.append(user)

    access_ended.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/administration/accounts/token/{Token.objects.get().pk}/delete/", {"post": "yes"})
    finally:
        access_ended.disconnect(hear)
    assert (user_of_token(key), ended) == (None, [alice])
