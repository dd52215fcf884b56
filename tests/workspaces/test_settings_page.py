"""The settings of a workspace: its description, and who can open it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Event
from permissions.actions import grant
from workspaces.models import Workspace


@pytest.fixture
def address(workspace: Workspace) -> str:
    return f"/espaces/{workspace.slug}/parametres/"


def test_a_manager_describes_it(client_of: Any, alice: User, workspace: Workspace, address: str) -> None:
    said = {"part": "about", "name": "Autre nom", "description": "Autre chose."}
    assert client_of(alice).post(address, said)["Location"] == address
    workspace.refresh_from_db()
    assert (workspace.name, workspace.slug) == ("Autre nom", "republique-numerique")


def test_a_manager_says_who_can_open_it(client_of: Any, alice: User, workspace: Workspace, address: str) -> None:
    client_of(alice).post(address, {"part": "reach", "reach": "public"})
    assert Client().get(workspace.get_absolute_url()).status_code == 200


def test_a_lower_rung_is_refused_in_a_sentence(
    client_of: Any, alice: User, bob: User, workspace: Workspace, address: str
) -> None:
    grant(workspace, "change", to=bob, by=alice)
    refused = client_of(bob).post(address, {"part": "reach", "reach": "public"})
    assert refused.status_code == 403
    assert "Demandez à une personne responsable" in refused.content.decode()
    workspace.refresh_from_db()
    assert workspace.reach == "restricted"


def test_a_stranger_sees_nothing(client_of: Any, eve: User, address: str) -> None:
    assert client_of(eve).get(address).status_code == 404


@pytest.mark.parametrize("sent", [{"part": "about", "name": ""}, {"part": "reach", "reach": "moon"}, {}])
def test_bad_input_is_told(client_of: Any, alice: User, address: str, sent: dict[str, str]) -> None:
    assert client_of(alice).post(address, sent).status_code == 422


def test_it_is_recorded(client_of: Any, alice: User, address: str) -> None:
    client_of(alice).post(address, {"part": "reach", "reach": "public"})
    assert Event.objects.get(verb="access.shared").data["reach"] == "public"
