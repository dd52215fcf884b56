"""The roles in an organisation or a group: changed by managers; one manager at least remains."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from activity.models import Event
from tests.accounts.bodies import Kind, members


def test_a_manager_names_another_and_steps_down(kind: Kind, body: Any, alice: User, bob: User) -> None:
    kind.change(body, bob, "manager", by=alice)
    kind.change(body, alice, "member", by=alice)
    assert members(body) == {"Alice": "member", "Bob": "manager", "Carol": "member"}


def test_a_member_cannot_not_even_their_own(kind: Kind, body: Any, bob: User, carol: User) -> None:
    for person in (bob, carol):
        with pytest.raises(PermissionDenied):
            kind.change(body, person, "manager", by=bob)


def test_a_stranger_cannot(kind: Kind, body: Any, bob: User, eve: User) -> None:
    with pytest.raises(PermissionDenied):
        kind.change(body, bob, "manager", by=eve)


def test_the_last_manager_stays_one(kind: Kind, body: Any, alice: User, bob: User) -> None:
    """A manager whose account is suspended does not count."""
    kind.change(body, bob, "manager", by=alice)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    with pytest.raises(ValidationError) as refusal:
        kind.change(body, alice, "member", by=alice)
    assert refusal.value.code == "last_manager"
    assert members(body)["Alice"] == "manager"


def test_bad_input_is_told(kind: Kind, body: Any, alice: User, bob: User, eve: User) -> None:
    for person, role, code in ((bob, "king", "role_unknown"), (eve, "member", "not_a_member")):
        with pytest.raises(ValidationError) as refusal:
            kind.change(body, person, role, by=alice)
        assert refusal.value.code == code


def test_it_is_recorded(kind: Kind, body: Any, alice: User, bob: User) -> None:
    kind.change(body, bob, "manager", by=alice)
    event = Event.objects.get(verb=f"{kind.word}.role_changed")
    assert (event.actor, event.about, event.data["role"]) == (alice, f"user:{bob.pk}", "manager")
