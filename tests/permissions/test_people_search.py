"""Finding people by name: those of one's workspaces, never strangers, never guests."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from permissions.people_search import MOST, is_known_to, known_to
from tests import make
from workspaces.models import Workspace


def test_people_of_ones_workspaces_are_found_by_a_part_of_their_name(
    alice: Any, bob: Any, workspace: Workspace
) -> None:
    grant(workspace, "view", to=bob, by=alice)
    assert known_to(alice, "mart") == [bob]
    assert known_to(alice, "bob mar") == [bob]
    assert known_to(bob, "alice") == [alice]
    assert is_known_to(alice, str(bob.pk)) == bob


def test_through_groups_on_either_side(alice: Any, bob: Any, eve: Any, workspace: Workspace) -> None:
    jury, town = Group.objects.create(name="Jury"), Group.objects.create(name="Ville")
    jury.user_set.add(bob)
    town.user_set.add(eve)
    for group in (jury, town):
        grant(workspace, "view", to=group, by=alice)
    assert known_to(alice, "martin") == [bob]
    assert known_to(bob, "noir") == [eve]


def test_strangers_are_never_found(alice: Any, bob: Any, eve: Any, document: Any) -> None:
    assert known_to(eve, "alice") == []
    assert known_to(alice, "bob") == []  # a role on one document does not make a workspace
    assert is_known_to(alice, str(eve.pk)) is None


def test_nor_guests_nor_who_is_suspended_nor_oneself(alice: Any, bob: Any, workspace: Workspace) -> None:
    share_by_link(workspace, reach="public", link_role="contribute", by=alice)
    grant(workspace, "view", to=enter_as_guest(Workspace.objects.get(), "Zoé Martin"), by=alice)
    grant(workspace, "view", to=bob, by=alice)
    bob.is_active = False
    bob.save()
    assert known_to(alice, "martin") == []
    assert known_to(alice, "alice") == []


@pytest.mark.parametrize("words", ["", "b", " b ", "@example.org", "bob@example.org", "%", "__"])
def test_a_letter_or_an_address_finds_nobody(alice: Any, bob: Any, workspace: Workspace, words: str) -> None:
    grant(workspace, "view", to=bob, by=alice)
    assert known_to(alice, words) == []


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40, "²"])
def test_an_odd_number_is_nobody(alice: Any, key: str) -> None:
    assert is_known_to(alice, key) is None


def test_ten_at_most_in_one_question(alice: Any, workspace: Workspace, django_assert_num_queries: Any) -> None:
    for number in range(MOST + 2):
        grant(workspace, "view", to=make.person(f"P{number} Personne"), by=alice)
    with django_assert_num_queries(1):
        assert len(known_to(alice, "personne")) == MOST
