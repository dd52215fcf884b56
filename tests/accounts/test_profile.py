"""The profile: how one appears beside what one writes."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from activity.models import Event
from tests.accounts.leaver import proven
from tests.accounts.test_sign_up import code_in

SAID = {"name": "Alice D.", "kind": "researcher", "organisation": "Inria", "language": "fr"}


def test_a_person_changes_how_they_appear(client_of: Any, alice: User) -> None:
    assert client_of(alice).post("/profil/", SAID)["Location"] == "/profil/"
    alice = User.objects.get(pk=alice.pk)
    assert (alice.name, alice.quality) == ("Alice D.", "Recherche · Inria")


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/profil/")["Location"] == "/compte/login/?next=/profil/"


@pytest.mark.parametrize("wrong", [{"name": " "}, {"kind": "king"}, {"language": "xx"}])
def test_bad_input_is_told_and_changes_nothing(client_of: Any, alice: User, wrong: dict[str, str]) -> None:
    answer = client_of(alice).post("/profil/", SAID | wrong)
    assert answer.status_code == 422
    assert User.objects.get(pk=alice.pk).name == "Alice Diop"


def test_it_is_recorded(client_of: Any, alice: User) -> None:
    client_of(alice).post("/profil/", SAID)
    assert Event.objects.filter(verb="account.profile_changed", actor=alice).exists()


def test_few_queries(client_of: Any, alice: User, django_assert_max_num_queries: Any) -> None:
    browser = client_of(alice)
    with django_assert_max_num_queries(3):  # session, person with profile, side bar
        browser.get("/profil/")


def test_another_address_takes_the_place_once_confirmed(client_of: Any, alice: User) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    browser = proven(client_of(alice), alice)
    assert browser.get("/compte/email/").status_code == 200
    asked = browser.post("/compte/email/", {"email": "alice@ailleurs.example", "action_add": ""})
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"
    browser.post(asked["Location"], {"code": code_in(mail.outbox[0])})
    assert User.objects.get(pk=alice.pk).email == "alice@ailleurs.example"


def test_an_address_never_stands_for_a_name() -> None:
    """Names are shown to everybody; an account without one can only come from a program."""
    assert "@" not in str(User(email="alice@example.org"))
