"""How well we know who speaks: five grades, told in words wherever a name is shown, counted apart."""

from typing import Any

import pytest
from django.utils import translation

from accounts.actions import complete_profile
from accounts.closing import close_account
from accounts.grades import NAMES, count_by_grade, grade
from accounts.models import User
from accounts.organisations import add_member, remove_member, withdraw_verification
from documents.models import Document
from documents.socket import identity
from permissions.actions import grant
from tests import make


def again(user: User) -> User:
    return User.objects.select_related("profile__organisation").get(pk=user.pk)


@pytest.fixture
def zoe(alice: User) -> User:
    """Declares the town, and works there."""
    return make.person("Zoé Ba", "public_servant", make.organisation(alice).name)


def test_five_grades(alice: User, zoe: User, dan: User, eve: User, visitor: Any) -> None:
    lab = make.organisation(alice, "Labo", public=False, eve="member")
    complete_profile(eve, name=eve.name, kind="researcher", organisation="labo")
    add_member(zoe.profile.organisation, zoe, by=alice)
    people = [again(zoe), again(eve), dan, make.guest("Gaël"), visitor, None]
    assert [grade(person) for person in people] == [
        "verified_public_servant",
        "verified_organisation",
        "registered",
        "guest",
        "anonymous",
        "anonymous",
    ]
    assert lab.verified


def test_a_closed_account_has_no_name(dan: User) -> None:
    close_account(dan, "anonymise", by=dan)
    assert grade(again(dan)) == "anonymous"


def test_what_is_declared_alone_is_never_verified(zoe: User) -> None:
    """Nor does being a public servant by profile say anything (DESIGN §7)."""
    assert grade(again(zoe)) == "registered"


def test_it_is_about_the_organisation_that_is_shown(alice: User, zoe: User) -> None:
    """Who belongs to a town may speak under another name, or for themselves: then nothing is verified."""
    add_member(zoe.profile.organisation, zoe, by=alice)
    for other in ("Ministère", ""):
        complete_profile(zoe, name=zoe.name, kind="citizen", organisation=other)
        assert grade(again(zoe)) == "registered"
    complete_profile(zoe, name=zoe.name, kind="citizen", organisation="Ville de Lyon")
    assert grade(again(zoe)) == "verified_public_servant"


def test_it_ends_with_the_membership_and_with_the_verification(alice: User, zoe: User) -> None:
    town = zoe.profile.organisation
    add_member(town, zoe, by=alice)
    withdraw_verification(town, by=User.objects.get(is_staff=True))
    assert grade(again(zoe)) == "registered"
    remove_member(town, zoe, by=zoe)
    assert again(zoe).profile.affiliation_id is None


def test_it_asks_nothing_more_than_the_name_did(alice: User, zoe: User, django_assert_num_queries: Any) -> None:
    add_member(zoe.profile.organisation, zoe, by=alice)
    people = list(User.objects.select_related("profile__organisation"))
    with django_assert_num_queries(0):
        assert "verified_public_servant" in {grade(person) for person in people}


def test_they_are_counted_apart(alice: User, zoe: User, dan: User) -> None:
    add_member(zoe.profile.organisation, zoe, by=alice)
    counted = count_by_grade([again(zoe), dan, alice, make.guest("Gaël"), None, None])
    assert counted == {
        "verified_public_servant": 1,
        "verified_organisation": 0,
        "registered": 2,
        "guest": 1,
        "anonymous": 2,
    }


def test_each_has_its_words_in_both_languages() -> None:
    with translation.override("fr"):
        french = [str(words) for words in NAMES.values()]
    assert french == [
        "agent public vérifié",
        "organisation vérifiée",
        "avec un compte",
        "par un lien, sans compte",
        "sans nom",
    ]
    with translation.override("en"):
        assert str(NAMES["verified_public_servant"]) == "verified public servant"


def test_they_stand_beside_the_name_on_pages(client_of: Any, alice: User, zoe: User, document: Document) -> None:
    add_member(zoe.profile.organisation, zoe, by=alice)
    grant(document, "view", to=zoe, by=alice)
    page = client_of(alice).get(f"/documents/{document.pk}/partager/").content.decode()
    assert "Service public · Ville de Lyon · agent public vérifié" in page
    assert "Entreprise · Données Ouvertes SARL · avec un compte" in page


def test_and_beside_a_caret(alice: User, zoe: User, visitor: Any) -> None:
    add_member(zoe.profile.organisation, zoe, by=alice)
    assert identity(again(zoe))["grade"] == "agent public vérifié"
    assert identity(make.guest("Gaël"))["grade"] == "par un lien, sans compte"
    assert identity(visitor)["grade"] == "sans nom"
