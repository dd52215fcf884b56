"""The members of a workspace: added by address, given another role, removed, leaving."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Event
from permissions.actions import grant
from workspaces.models import Workspace


@pytest.fixture
def address(workspace: Workspace) -> str:
    return f"/espaces/{workspace.slug}/membres/"


def test_a_manager_adds_someone_by_address(
    client_of: Any, alice: User, bob: User, workspace: Workspace, address: str
) -> None:
    answer = client_of(alice).post(address, {"email": "BOB@example.org", "role": "change"})
    assert answer["Location"] == address
    assert bob.has_perm("workspaces.change_workspace", workspace)


def test_and_changes_their_role_and_removes_them(
    client_of: Any, alice: User, bob: User, workspace: Workspace, address: str
) -> None:
    grant(workspace, "change", to=bob, by=alice)
    client_of(alice).post(f"{address}{bob.pk}/", {"role": "view", "action": "change"})
    assert not bob.has_perm("workspaces.change_workspace", workspace)
    client_of(alice).post(f"{address}{bob.pk}/", {"action": "remove"})
    assert not bob.has_perm("workspaces.view_workspace", workspace)


def test_anyone_may_leave(client_of: Any, alice: User, bob: User, workspace: Workspace, address: str) -> None:
    grant(workspace, "view", to=bob, by=alice)
    answer = client_of(bob).post(f"{address}{bob.pk}/", {"action": "remove"})
    assert answer["Location"] == "/"


def test_a_lower_rung_is_refused(
    client_of: Any, alice: User, bob: User, dan: User, workspace: Workspace, address: str
) -> None:
    grant(workspace, "change", to=bob, by=alice)
    browser = client_of(bob)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"email": dan.email, "role": "view"}).status_code == 403
    assert browser.post(f"{address}{alice.pk}/", {"action": "remove"}).status_code == 403
    assert browser.post(f"{address}{bob.pk}/", {"role": "manage", "action": "change"}).status_code == 403


def test_a_stranger_sees_nothing(client_of: Any, eve: User, alice: User, address: str) -> None:
    assert client_of(eve).get(address).status_code == 404
    assert client_of(eve).post(f"{address}{alice.pk}/", {"action": "remove"}).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_last_manager_stays(client_of: Any, alice: User, workspace: Workspace, address: str) -> None:
    for sent in ({"action": "remove"}, {"role": "view", "action": "change"}):
        page = client_of(alice).post(f"{address}{alice.pk}/", sent, follow=True)
        assert "dernière personne responsable" in page.content.decode()
    assert alice.has_perm("workspaces.manage_workspace", workspace)


def test_bad_input_is_told(client_of: Any, alice: User, bob: User, workspace: Workspace, address: str) -> None:
    browser = client_of(alice)
    assert browser.post(address, {"email": "no address", "role": "view"}).status_code == 422
    assert browser.post(address, {"email": bob.email, "role": "king"}).status_code == 422
    assert browser.post(f"{address}{bob.pk}/", {"role": "view"}).status_code == 404  # not a member


def test_it_is_recorded(client_of: Any, alice: User, bob: User, address: str) -> None:
    client_of(alice).post(address, {"email": bob.email, "role": "change"})
    event = Event.objects.get(verb="access.granted", actor=alice)
    assert event.about == f"user:{bob.pk}"


def test_the_last_manager_cannot_step_down_by_adding_themselves(
    client_of: Any, alice: User, workspace: Workspace, address: str
) -> None:
    answer = client_of(alice).post(address, {"email": alice.email, "role": "view"})
    assert answer.status_code == 422
    assert "dernière personne responsable" in answer.content.decode()
    assert alice.has_perm("workspaces.manage_workspace", workspace)
