"""Adding someone to an organisation or a group: by its managers, whoever has an account."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from accounts.organisations import add_member
from activity.models import Event
from tests import make
from tests.accounts.bodies import Kind, members


@pytest.mark.parametrize("role", ["member", "manager"])
def test_a_manager_adds_someone(kind: Kind, body: Any, alice: User, dan: User, role: str) -> None:
    kind.add(body, dan, role, by=alice)
    assert members(body) == {"Alice": "manager", "Bob": "member", "Carol": "member", "Dan": role}


def test_a_member_cannot(kind: Kind, body: Any, bob: User, dan: User) -> None:
    with pytest.raises(PermissionDenied, match="Demandez"):
        kind.add(body, dan, by=bob)


def test_a_stranger_cannot_nor_an_administrator(kind: Kind, body: Any, eve: User, visitor: Any) -> None:
    for other in (eve, make.administrator(), visitor):
        with pytest.raises(PermissionDenied):
            kind.add(body, eve, by=other)
    assert "Eve" not in members(body)


def test_a_suspended_manager_cannot(kind: Kind, body: Any, alice: User, dan: User) -> None:
    alice.is_active = False
    with pytest.raises(PermissionDenied):
        kind.add(body, dan, by=alice)


def test_who_is_in_it_already_keeps_their_role(kind: Kind, body: Any, alice: User, bob: User) -> None:
    with pytest.raises(ValidationError, match="déjà membre"):
        kind.add(body, bob, "manager", by=alice)
    assert members(body)["Bob"] == "member"


@pytest.mark.parametrize("role", ["", "manage", "owner"])
def test_a_role_of_another_ladder_is_refused(kind: Kind, body: Any, alice: User, dan: User, role: str) -> None:
    with pytest.raises(ValidationError):
        kind.add(body, dan, role, by=alice)
    assert "Dan" not in members(body)


def test_a_guest_or_a_suspended_account_cannot_be_a_member(kind: Kind, body: Any, alice: User, dan: User) -> None:
    dan.is_active = False
    for nobody in (make.guest("Gaël"), dan):
        with pytest.raises(ValidationError):
            kind.add(body, nobody, by=alice)


def test_it_is_recorded(kind: Kind, body: Any, alice: User, dan: User) -> None:
    kind.add(body, dan, by=alice)
    event = Event.objects.filter(verb=f"{kind.word}.member_added").first()
    assert event is not None
    assert (event.actor, event.about, event.subject_id) == (alice, f"user:{dan.pk}", str(body.pk))
    assert "Dan" not in str(event.data)


def test_what_is_declared_is_confirmed_by_it_and_nothing_else_changes(alice: User, bob: User, dan: User) -> None:
    """Being added does not change under which name one appears."""
    lyon = make.organisation(alice, bob="member", dan="member")
    assert User.objects.get(pk=bob.pk).quality == "Entreprise · Données Ouvertes SARL"
    assert User.objects.get(pk=dan.pk).quality == "Citoyenneté"
    zoe = make.person("Zoé Ba", "public_servant", lyon.name)
    assert zoe.profile.affiliation is None
    add_member(lyon, zoe, by=alice)
    assert User.objects.get(pk=zoe.pk).profile.affiliation == lyon.memberships.get(user=zoe)
