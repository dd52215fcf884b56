"""Joining a verified organisation by a confirmed address, and losing it with that address."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from accounts.grades import grade
from accounts.joining import join_organisation, joinable_by, list_domain
from accounts.models import Organisation, User
from accounts.organisations import change_role, withdraw_verification
from activity.models import Event
from tests import make
from tests.accounts.bodies import members


@pytest.fixture
def town(alice: User) -> Organisation:
    make.address(alice, "alice@lyon.fr")
    made = make.organisation(alice)
    list_domain(made, "lyon.fr", by=alice)
    return made


@pytest.fixture
def fanny(db: Any) -> User:
    user = make.person("Fanny Roy", "public_servant")
    make.address(user, "Fanny.Roy@Lyon.fr")
    return user


def test_an_address_of_the_domain_lets_one_in(town: Organisation, fanny: User) -> None:
    assert list(joinable_by(fanny)) == [town]
    made = join_organisation(town, by=fanny)
    assert (made.role, made.how) == ("member", "domain")
    assert members(town) == {"Alice": "manager", "Fanny": "member"}
    assert not joinable_by(fanny).exists()


def test_whoever_declares_none_appears_with_it(town: Organisation, fanny: User) -> None:
    join_organisation(town, by=fanny)
    fanny = User.objects.get(pk=fanny.pk)
    assert (fanny.quality, grade(fanny)) == ("Service public · Ville de Lyon", "verified_public_servant")


def test_whoever_declares_another_still_does(town: Organisation, bob: User) -> None:
    make.address(bob, "bob@lyon.fr")
    join_organisation(town, by=bob)
    bob = User.objects.get(pk=bob.pk)
    assert (bob.quality, grade(bob)) == ("Entreprise · Données Ouvertes SARL", "registered")


@pytest.mark.parametrize(
    "address", ["eve@lyon.fr.evil.example", "eve@sub.lyon.fr", "eve@xlyon.fr", "lyon.fr@example.org", "eve@lyоn.fr"]
)
def test_another_address_does_not(town: Organisation, eve: User, address: str) -> None:
    make.address(eve, address)
    assert not joinable_by(eve).exists()
    with pytest.raises(PermissionDenied):
        join_organisation(town, by=eve)


def test_an_address_that_is_not_confirmed_does_not_nor_that_of_somebody_else(
    town: Organisation, eve: User, visitor: Any
) -> None:
    make.address(eve, "eve@lyon.fr", verified=False)
    User.objects.filter(pk=eve.pk).update(email="eve2@lyon.fr")
    for nobody in (User.objects.get(pk=eve.pk), make.guest("Gaël"), visitor):
        assert not joinable_by(nobody).exists()
        with pytest.raises(PermissionDenied):
            join_organisation(town, by=nobody)


def test_nor_while_the_organisation_is_not_verified(town: Organisation, fanny: User) -> None:
    withdraw_verification(town, by=make.administrator())
    assert not joinable_by(fanny).exists()
    with pytest.raises(PermissionDenied):
        join_organisation(town, by=fanny)


def test_nobody_joins_by_typing_the_name(town: Organisation) -> None:
    typed = make.person("Zoé Ba", "public_servant", "ville de lyon")
    assert typed.profile.organisation == town
    assert "Zoé" not in members(town)
    assert grade(typed) == "registered"


def test_it_is_recorded(town: Organisation, fanny: User) -> None:
    join_organisation(town, by=fanny)
    event = Event.objects.get(verb="organisation.joined")
    assert (event.actor, event.subject_id, event.data["how"]) == (fanny, str(town.pk), "domain")
    assert "Fanny" not in str(event.data)


def test_a_lost_address_ends_it_even_for_a_manager(town: Organisation, fanny: User, alice: User) -> None:
    join_organisation(town, by=fanny)
    change_role(town, fanny, "manager", by=alice)
    EmailAddress.objects.get(user=fanny).delete()
    assert members(town) == {"Alice": "manager"}
    assert grade(User.objects.get(pk=fanny.pk)) == "registered"
    event = Event.objects.get(verb="organisation.membership_ended")
    assert (event.actor, event.about) == (None, f"user:{fanny.pk}")


def test_another_address_of_the_organisation_keeps_it(town: Organisation, fanny: User) -> None:
    join_organisation(town, by=fanny)
    make.address(fanny, "f.roy@lyon.fr")
    EmailAddress.objects.get(email__startswith="Fanny").delete()
    assert "Fanny" in members(town)


def test_who_was_added_otherwise_stays(town: Organisation, alice: User) -> None:
    EmailAddress.objects.get(user=alice).delete()
    assert members(town) == {"Alice": "manager"}


def test_an_account_that_is_deleted_takes_nothing_with_it(town: Organisation, fanny: User) -> None:
    join_organisation(town, by=fanny)
    fanny.delete()
    assert members(town) == {"Alice": "manager"}
