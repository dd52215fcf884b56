"""Making a group, opening an organisation: by anyone with an account, who manages it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Organisation, PeopleGroup, User
from activity.models import Event
from tests import make
from tests.accounts.bodies import Kind, members


def test_its_maker_manages_it(kind: Kind, alice: User) -> None:
    made = kind.create("  Comité \n de lecture ", by=alice)
    assert (made.name, members(made)) == ("Comité de lecture", {"Alice": "manager"})


def test_no_account_no_making(kind: Kind, alice: User) -> None:
    alice.is_active = False
    for nobody in (AnonymousUser(), make.guest("Gaël"), alice):
        with pytest.raises(PermissionDenied):
            kind.create("Comité", by=nobody)


def test_to_others_it_does_not_exist(kind: Kind, alice: User, eve: User, visitor: Any) -> None:
    made = kind.create("Comité", by=alice)
    assert type(made).objects.visible_to(alice).get() == made
    for stranger in (eve, visitor):
        assert not type(made).objects.visible_to(stranger).exists()


@pytest.mark.parametrize("name", ["", " \n", "x" * 201])
def test_a_bad_name_is_told(kind: Kind, alice: User, name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        kind.create(name, by=alice)
    assert "name" in refusal.value.message_dict
    assert not PeopleGroup.objects.exists()


def test_it_is_recorded(kind: Kind, alice: User) -> None:
    made = kind.create("Comité", by=alice)
    event = Event.objects.get(verb=f"{kind.word}.created", actor=alice)
    assert (event.subject_id, event.data["title"]) == (str(made.pk), "Comité")


def test_two_groups_may_have_one_name(alice: User) -> None:
    assert make.group(alice, "Comité").pk != make.group(alice, "Comité").pk


def test_an_organisation_that_has_people_is_not_opened_twice(alice: User, eve: User) -> None:
    """Nor one that is verified and has nobody yet."""
    made = make.organisation(alice, "Ville de Lyon", public=None)
    with pytest.raises(ValidationError, match="demandez"):
        make.organisation(eve, "VILLE de lyon", public=None)
    assert members(made) == {"Alice": "manager"}
    Organisation.objects.filter(name="Les Communs").delete()
    made = make.organisation(alice, "Les Communs", public=False)
    made.memberships.all().delete()
    with pytest.raises(ValidationError):
        make.organisation(eve, "Les Communs")


def test_a_name_that_was_only_declared_can_be_opened(alice: User) -> None:
    """Whoever declared it too is no member by that."""
    twin = make.person("Zoé Diop", "public_servant", "ministère du Numérique")
    made = make.organisation(alice, "Ministère du numérique", public=None)
    assert made == twin.profile.organisation
    assert members(made) == {"Alice": "manager"}
