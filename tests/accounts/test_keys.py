"""Keys for programs: made by a command, shown once, ended by deleting them."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Token, User
from accounts.signals import access_ended
from accounts.tokens import PREFIX, issue_token, user_of_token


def test_the_command_prints_the_key_alone(alice: User, capsys: Any) -> None:
    call_command("create_token", "ALICE@example.org")
    printed = capsys.readouterr().out
    assert printed.startswith(PREFIX) and len(printed.split()) == 1
    assert user_of_token(printed.strip()) == alice


def test_nobody_by_this_address(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    for address in ("nobody@example.org", alice.email):
        with pytest.raises(CommandError):
            call_command("create_token", address)


def test_the_key_is_not_kept(alice: User) -> None:
    key = issue_token(alice, "test")
    assert key not in str(Token.objects.values_list().get())


def test_a_suspended_account_has_no_key(alice: User) -> None:
    key = issue_token(alice, "test")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert user_of_token(key) is None


def test_an_administrator_ends_one_and_its_sockets(client: Client, alice: User) -> None:
    key = issue_token(alice, "test")
    client.force_login(User.objects.create_superuser("root@example.org", name="Root"), "accounts.backend.SignInBackend")
    ended: list[Any] = []

    def hear(user: Any, **_: Any) -> None:
        ended.append(user)

    access_ended.connect(hear)
    try:
        client.post(f"/administration/accounts/token/{Token.objects.get().pk}/delete/", {"post": "yes"})
    finally:
        access_ended.disconnect(hear)
    assert (user_of_token(key), ended) == (None, [alice])
