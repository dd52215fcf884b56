"""Leaving an organisation or a group, by oneself or not: what it opened closes."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import members as shared
from accounts.models import User
from activity.models import Event
from documents.models import Document
from permissions.actions import grant
from tests import make
from tests.accounts.bodies import Kind, members


def test_a_manager_removes_someone_and_anyone_leaves(
    kind: Kind, body: Any, alice: User, bob: User, carol: User
) -> None:
    kind.remove(body, bob, by=alice)
    kind.remove(body, carol, by=carol)
    assert members(body) == {"Alice": "manager"}


def test_what_it_opened_closes(kind: Kind, body: Any, document: Document, alice: User, eve: User) -> None:
    kind.add(body, eve, by=alice)
    grant(document, "change", to=body.group, by=alice)
    assert eve.has_perm("documents.change_document", Document.objects.get())
    kind.remove(body, eve, by=alice)
    assert not eve.has_perm("documents.view_document", Document.objects.get())


def test_a_member_removes_nobody_else(kind: Kind, body: Any, bob: User, carol: User) -> None:
    with pytest.raises(PermissionDenied):
        kind.remove(body, carol, by=bob)


def test_a_stranger_cannot_and_has_nothing_to_leave(kind: Kind, body: Any, bob: User, eve: User) -> None:
    with pytest.raises(PermissionDenied):
        kind.remove(body, bob, by=eve)
    with pytest.raises(ValidationError):
        kind.remove(body, eve, by=eve)


def test_the_last_manager_stays(kind: Kind, body: Any, alice: User) -> None:
    with pytest.raises(ValidationError, match="dernière personne responsable"):
        kind.remove(body, alice, by=alice)
    assert members(body)["Alice"] == "manager"


def test_it_is_recorded(kind: Kind, body: Any, alice: User, bob: User) -> None:
    kind.remove(body, bob, by=alice)
    event = Event.objects.get(verb=f"{kind.word}.member_removed")
    assert (event.actor, event.about) == (alice, f"user:{bob.pk}")


def test_a_closing_account_leaves_everything_even_what_it_alone_manages(alice: User, bob: User) -> None:
    group, town = make.group(alice), make.organisation(alice, bob="manager")
    assert shared.leave_everything(alice) == [group]
    assert (members(group), members(town)) == ({}, {"Bob": "manager"})
    assert not alice.groups.exists()


def test_the_name_of_an_auth_group_is_that_of_its_people(alice: User) -> None:
    group, town = make.group(alice, "Comité"), make.organisation(alice, "Ville de Lyon")
    assert shared.name_of_group(group.group) == "Comité"
    assert shared.name_of_group(town.group) == "Ville de Lyon"
    assert shared.name_of_group(Group.objects.create(name="Mairie")) == "Mairie"


def test_names_of_groups_come_with_them(alice: User, django_assert_num_queries: Any) -> None:
    for number in range(3):
        make.group(alice, f"Comité {number}")
        make.organisation(alice, f"Ville {number}")
    with django_assert_num_queries(1):
        found = [shared.name_of_group(one) for one in shared.with_owners(alice.groups.all())]
    assert sorted(found)[:3] == ["Comité 0", "Comité 1", "Comité 2"]
