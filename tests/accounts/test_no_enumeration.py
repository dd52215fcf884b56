"""Nobody learns from a page, or from the time it takes, whether an address has an account: only its mailbox tells."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.test import Client

from accounts.models import User

STRANGER = "personne@example.org"


@pytest.fixture
def known(alice: User) -> User:
    alice.set_password("quatre mots bien choisis")
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def seen(path: str, said: dict[str, str], address: str) -> tuple[int, str, str]:
    """Status, where it leads, and the page there, with the address itself and what is drawn at random left out."""
    import re

    client = Client()
    answer = client.post(path, {key: value.replace("@@", address) for key, value in said.items()})
    page = client.get(answer["Location"]).content.decode() if answer.status_code == 302 else answer.content.decode()
    page = re.sub(r'(csrfmiddlewaretoken" value=)"[^"]*"', r"\1", page).replace(address, "…")
    return answer.status_code, answer.headers.get("Location", ""), page


DOORS = {
    "code": ("/compte/login/", {"login": "@@"}),
    "password": ("/compte/login/password/", {"login": "@@", "password": "pas la bonne"}),
    "forgotten": ("/compte/password/reset/", {"email": "@@"}),
    "sign-up": ("/compte/signup/", {"name": "Fanny Roy", "email": "@@", "kind": "citizen"}),
}


@pytest.mark.parametrize("door", DOORS)
def test_the_page_is_the_same(known: User, door: str) -> None:
    path, said = DOORS[door]
    assert seen(path, said, known.email or "") == seen(path, said, STRANGER)


@pytest.mark.parametrize("door", ["code", "forgotten", "sign-up"])
def test_the_mail_tells(known: User, door: str) -> None:
    path, said = DOORS[door]
    for address in (known.email or "", STRANGER):
        seen(path, said, address)
    assert [message.to for message in mail.outbox] == [[known.email], [STRANGER]]
    assert mail.outbox[0].subject != mail.outbox[1].subject


def test_a_suspended_account_is_not_told_apart_by_a_wrong_password(known: User) -> None:
    User.objects.filter(pk=known.pk).update(is_active=False)
    path, said = DOORS["password"]
    assert seen(path, said, known.email or "") == seen(path, said, STRANGER)


@pytest.mark.parametrize("who", ["with a password", "without one"])
def test_a_wrong_password_is_hashed_for_nobody_too(
    known: User, who: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing is what takes long: as often for an address without an account, or time would tell."""
    if who == "without one":
        known.set_unusable_password()
        known.save()
    path, said = DOORS["password"]
    hasher = type(get_hasher())
    real, hashed = hasher.encode, []
    monkeypatch.setattr(hasher, "encode", lambda *args, **given: hashed.append(1) or real(*args, **given))

    def times(address: str) -> int:
        hashed.clear()
        Client().post(path, {key: value.replace("@@", address) for key, value in said.items()})
        return len(hashed)

    assert times(known.email or "") == times(STRANGER) > 0
