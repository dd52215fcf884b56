"""Making something in the name of an organisation: its managers, once it is verified; the person is always said."""

from typing import Any

from accounts.models import Organisation, User
from accounts.organisations import change_role, may_act_for, signature, withdraw_verification
from tests import make


def test_a_manager_of_a_verified_organisation_may(alice: User) -> None:
    town = make.organisation(alice)
    assert may_act_for(alice, town)
    assert list(Organisation.objects.spoken_for_by(alice)) == [town]


def test_a_member_may_not_nor_a_stranger(alice: User, bob: User, eve: User, visitor: Any) -> None:
    town = make.organisation(alice, bob="member")
    for person in (bob, eve, visitor, make.guest("Gaël"), User.objects.get(is_staff=True)):
        assert not may_act_for(person, town)
        assert not Organisation.objects.spoken_for_by(person).exists()


def test_nor_while_it_is_not_verified(alice: User) -> None:
    town = make.organisation(alice, public=None)
    assert not may_act_for(alice, town)


def test_nor_once_the_role_or_the_verification_or_the_account_is_gone(alice: User, bob: User) -> None:
    town = make.organisation(alice, bob="manager")
    change_role(town, alice, "member", by=bob)
    assert not may_act_for(alice, town)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert not may_act_for(bob, town)
    User.objects.filter(pk=bob.pk).update(is_active=True)
    withdraw_verification(town, by=User.objects.get(is_staff=True))
    assert not may_act_for(bob, town)


def test_the_person_is_always_said(alice: User) -> None:
    assert signature(alice, make.organisation(alice)) == "Ville de Lyon, par Alice Diop"
    assert signature(alice, None) == "Alice Diop"
