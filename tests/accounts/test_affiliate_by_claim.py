"""The employer that ProConnect tells at sign-in: who becomes a member of what, and what is verified by it."""

from typing import Any

import pytest

from accounts.grades import grade
from accounts.joining import affiliate_by_claim
from accounts.models import Organisation, User
from accounts.organisations import create_organisation, verify_organisation, withdraw_verification
from activity.models import Event
from tests import make
from tests.accounts.bodies import members

LYON, FIRM, POST = "21690123100011", "45251723800013", "35600000000048"


def joined(user: User, siret: str = LYON) -> Organisation:
    made = affiliate_by_claim(user, siret)
    assert made is not None
    return made.organisation


def test_a_public_servant_is_known_as_one(dan: User) -> None:
    made = affiliate_by_claim(dan, "216 901 231 00011")
    assert made is not None
    assert (made.organisation.name, made.organisation.siret) == (f"SIRET {LYON}", LYON)
    assert (made.how, made.role) == ("claim", "member")
    assert grade(User.objects.get(pk=dan.pk)) == "verified_public_servant"
    assert members(made.organisation) == {"Dan": "member"}


@pytest.mark.parametrize("siret", [FIRM, POST])
def test_somebody_of_a_company_is_not_a_public_servant(eve: User, siret: str) -> None:
    assert joined(eve, siret).verified
    assert grade(User.objects.get(pk=eve.pk)) == "verified_organisation"


def test_a_public_body_of_another_number_is_one_by_an_administrators_word(eve: User) -> None:
    """La Poste belongs to the State; its number does not say so."""
    verify_organisation(joined(eve, POST), public=True, by=make.administrator())
    assert grade(User.objects.get(pk=eve.pk)) == "verified_public_servant"


def test_the_next_sign_in_changes_nothing(dan: User) -> None:
    """Not the name either, which an administrator has given meanwhile."""
    first = affiliate_by_claim(dan, LYON)
    Organisation.objects.filter(siret=LYON).update(name="Ville de Lyon")
    events = Event.objects.count()
    assert affiliate_by_claim(dan, LYON) == first
    assert (Event.objects.count(), Organisation.objects.get(siret=LYON).name) == (events, "Ville de Lyon")


def test_another_employer_ends_the_first(dan: User) -> None:
    joined(dan, LYON)
    joined(dan, FIRM)
    assert [one.organisation.siret for one in dan.affiliations.all()] == [FIRM]
    assert Event.objects.get(verb="organisation.membership_ended").about == f"user:{dan.pk}"


def test_what_was_joined_otherwise_stays(alice: User, dan: User) -> None:
    make.organisation(alice, "Les Communs", public=False, dan="member")
    joined(dan)
    assert dan.affiliations.count() == 2


def test_people_who_took_the_name_do_not_get_its_number(alice: User, dan: User) -> None:
    """However many of the names it could have: colleagues come in all the same."""
    taken = [create_organisation(name, by=alice) for name in (f"siret {LYON}", f"SIRET {LYON} (2)")]
    town = joined(dan)
    assert town not in taken
    assert town.name == f"SIRET {LYON} (3)"
    assert [members(one) for one in taken] == [{"Alice": "manager"}] * 2


def test_a_verification_that_was_withdrawn_does_not_come_back(dan: User, eve: User) -> None:
    withdraw_verification(joined(dan), by=make.administrator())
    joined(eve)
    assert grade(User.objects.get(pk=eve.pk)) == "registered"


@pytest.mark.parametrize(
    "siret", ["", "216901231", "2169012310001A", "²¹⁶⁹⁰¹²³¹⁰⁰⁰¹¹", LYON + "0", None, 21690123100011]
)
def test_what_is_no_number_changes_nothing(dan: User, siret: Any) -> None:
    joined(dan, FIRM)
    assert affiliate_by_claim(dan, siret) is None
    assert [one.organisation.siret for one in dan.affiliations.all()] == [FIRM]


def test_it_is_recorded(dan: User) -> None:
    joined(dan)
    assert Event.objects.get(verb="organisation.verified").actor is None
    event = Event.objects.get(verb="organisation.joined")
    assert (event.actor, event.data["how"]) == (dan, "claim")
