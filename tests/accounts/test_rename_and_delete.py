"""Another name for a group or an unverified organisation; the end of a group, or of an organisation."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.groups import delete_group
from accounts.models import Organisation, PeopleGroup, User
from accounts.organisations import rename_organisation
from activity.models import Event
from documents.models import Document
from permissions.actions import grant
from tests import make
from tests.accounts.bodies import Kind


def test_a_manager_renames_it(kind: Kind, body: Any, alice: User) -> None:
    kind.rename(body, " Autre  nom ", by=alice)
    assert type(body).objects.get(pk=body.pk).name == "Autre nom"


def test_a_member_and_a_stranger_cannot(kind: Kind, body: Any, bob: User, eve: User) -> None:
    for person in (bob, eve):
        with pytest.raises(PermissionDenied):
            kind.rename(body, "Autre nom", by=person)


def test_a_verified_organisation_keeps_the_name_it_was_verified_under(alice: User) -> None:
    town = make.organisation(alice)
    with pytest.raises(ValidationError, match="vérifiée sous ce nom"):
        rename_organisation(town, "Ministère", by=alice)
    rename_organisation(town, "Métropole de Lyon", by=make.administrator("Ada Admin"))
    assert Organisation.objects.get(pk=town.pk).name == "Métropole de Lyon"


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_bad_name_is_told(kind: Kind, body: Any, alice: User, name: str) -> None:
    with pytest.raises(ValidationError):
        kind.rename(body, name, by=alice)


def test_an_organisation_does_not_take_the_name_of_another(alice: User, bob: User) -> None:
    town = make.organisation(alice, public=None)
    with pytest.raises(ValidationError, match="pris"):
        rename_organisation(town, "données OUVERTES sarl", by=alice)
    rename_organisation(town, "VILLE DE LYON", by=alice)


def test_it_is_recorded(kind: Kind, body: Any, alice: User) -> None:
    before = body.name
    kind.rename(body, "Autre nom", by=alice)
    assert Event.objects.get(verb=f"{kind.word}.renamed").data == {"title": "Autre nom", "before": before}


def test_a_group_ends_with_all_that_it_opens(document: Document, alice: User, eve: User) -> None:
    group = make.group(alice, eve="member")
    grant(document, "change", to=group.group, by=alice)
    with pytest.raises(PermissionDenied):
        delete_group(group, by=eve)
    delete_group(group, by=alice)
    assert not eve.has_perm("documents.view_document", Document.objects.get())
    assert not PeopleGroup.objects.exists()
    assert Event.objects.get(verb="group.deleted").actor == alice


def test_an_organisation_deleted_by_hand_leaves_no_group_behind(document: Document, alice: User, eve: User) -> None:
    """The administration deletes rows, not acts."""
    town = make.organisation(alice, eve="member")
    grant(document, "change", to=town.group, by=alice)
    town.delete()
    assert not Group.objects.filter(pk=town.group_id).exists()
    assert not eve.has_perm("documents.view_document", Document.objects.get())
