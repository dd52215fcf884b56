"""Withdrawing an invitation: its link opens nothing any more."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from activity.models import Event
from documents.models import Document
from documents.models.asked import DocumentInvitation
from permissions.invitations import accept_invitation, invite, revoke_invitation
from tests.invitations import newcomer

pytestmark = pytest.mark.usefixtures("mails_leave")


@pytest.fixture
def invitation(document: Document, alice: User) -> DocumentInvitation:
    made = invite(document, "fanny@example.org", "change", by=alice)
    assert isinstance(made, DocumentInvitation)
    return made


def test_it_cannot_be_accepted_any_more(invitation: DocumentInvitation, alice: User) -> None:
    revoke_invitation(invitation, by=alice)
    with pytest.raises(ValidationError):
        accept_invitation(invitation, by=newcomer())


def test_the_address_can_be_invited_anew(invitation: DocumentInvitation, document: Document, alice: User) -> None:
    revoke_invitation(invitation, by=alice)
    again = invite(document, "fanny@example.org", "view", by=alice)
    assert again.pk != invitation.pk


def test_lower_rungs_cannot(invitation: DocumentInvitation, bob: User, eve: User) -> None:
    for person in (bob, eve):
        with pytest.raises(PermissionDenied):
            revoke_invitation(invitation, by=person)


def test_not_twice_and_not_after_it_was_accepted(invitation: DocumentInvitation, alice: User) -> None:
    accept_invitation(invitation, by=newcomer())
    with pytest.raises(ValidationError) as refusal:
        revoke_invitation(invitation, by=alice)
    assert refusal.value.code == "ended"


def test_it_is_recorded(invitation: DocumentInvitation, document: Document, alice: User) -> None:
    revoke_invitation(invitation, by=alice)
    event = Event.objects.get(verb="access.invitation_revoked")
    assert (event.actor, event.workspace, event.data["invitation"]) == (alice, document.workspace_id, invitation.pk)
