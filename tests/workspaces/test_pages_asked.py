"""Asking for access to a workspace, and what its managers see of requests and invitations among its members."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from permissions.actions import grant
from permissions.invitations import invite
from permissions.requests import request_access
from tests.invitations import plain, without_its_secret
from workspaces.models import Workspace, WorkspaceAccessRequest, WorkspaceInvitation

pytestmark = pytest.mark.usefixtures("mails_leave")


@pytest.fixture(autouse=True)
def no_rate_limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def address(workspace: Workspace) -> str:
    return f"/espaces/{workspace.slug}/membres/"


def test_a_manager_invites_sends_again_and_withdraws(
    client_of: Any, alice: User, workspace: Workspace, address: str
) -> None:
    browser = client_of(alice)
    page = browser.post(address, {"email": "fanny@example.org", "role": "contribute"}, follow=True).content.decode()
    waiting = WorkspaceInvitation.objects.get()
    again = reverse("workspace_invitation", args=[workspace.slug, waiting.pk])
    assert again in page
    assert "l’espace « République numérique »" in plain(mail.outbox[0].body)
    browser.post(again, {"action": "resend"})
    assert len(mail.outbox) == 2
    browser.post(f"{address}invitations/{waiting.pk}/", {"action": "revoke"})
    assert not WorkspaceInvitation.objects.waiting().exists()


def test_a_manager_answers_a_request(
    client_of: Any, alice: User, eve: User, dan: User, workspace: Workspace, address: str
) -> None:
    asked, other = request_access(workspace, "change", by=eve), request_access(workspace, "view", by=dan)
    assert asked and other
    browser = client_of(alice)
    page = browser.get(address).content.decode()
    assert "Eve Noir" in page
    assert reverse("workspace_request", args=[workspace.slug, asked.pk]) in page
    browser.post(f"{address}demandes/{asked.pk}/", {"action": "accept", "role": "contribute"})
    browser.post(f"{address}demandes/{other.pk}/", {"action": "refuse"})
    assert eve.has_perm("workspaces.contribute_workspace", workspace)
    assert not dan.has_perm("workspaces.view_workspace", workspace)


def test_members_see_no_address_and_answer_nothing(
    client_of: Any, alice: User, bob: User, eve: User, workspace: Workspace, address: str
) -> None:
    grant(workspace, "change", to=bob, by=alice)
    made, asked = invite(workspace, "fanny@example.org", "view", by=alice), request_access(workspace, "view", by=eve)
    assert asked
    page = client_of(bob).get(address).content.decode()
    assert "fanny@example.org" not in page
    assert "Eve Noir" not in page
    assert "fanny" not in client_of(bob).get(f"/espaces/{workspace.slug}/").content.decode()
    for person, status in ((bob, 403), (eve, 404)):
        browser = client_of(person)
        assert browser.post(f"{address}invitations/{made.pk}/", {"action": "revoke"}).status_code == status
        assert (
            browser.post(f"{address}demandes/{asked.pk}/", {"action": "accept", "role": "view"}).status_code == status
        )


def test_asking_answers_alike_whatever_is_there(client_of: Any, eve: User, workspace: Workspace) -> None:
    assert "demander/" in client_of(eve).get(f"/espaces/{workspace.slug}/").content.decode()
    answers = []
    for slug in (workspace.slug, "nulle-part"):
        page = client_of(eve).post(f"/espaces/{slug}/demander/", {"role": "view"})
        answers.append((page.status_code, without_its_secret(page, slug)))
    assert answers[0] == answers[1]
    assert WorkspaceAccessRequest.objects.get().asked_by == eve


def test_a_reader_asks_for_more_where_they_see_it(client_of: Any, alice: User, dan: User, workspace: Workspace) -> None:
    grant(workspace, "view", to=dan, by=alice)
    page = client_of(dan).get(f"/espaces/{workspace.slug}/").content.decode()
    assert 'value="contribute"' in page.split("demander/", 1)[1]
    assert "demander/" not in client_of(alice).get(f"/espaces/{workspace.slug}/").content.decode()
