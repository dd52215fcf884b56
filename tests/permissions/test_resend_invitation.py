"""Sending an invitation again: a new token and a new term, the old token dies."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.tokens import digest_of
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document
from documents.models.asked import DocumentInvitation
from permissions.actions import grant
from permissions.invitations import find_invitation, invite, resend_invitation, revoke_invitation
from tests.invitations import last_token

pytestmark = pytest.mark.usefixtures("mails_leave")


@pytest.fixture
def invitation(document: Document, alice: User) -> DocumentInvitation:
    made = invite(document, "fanny@example.org", "change", by=alice, language="en")
    assert isinstance(made, DocumentInvitation)
    return made


def test_the_old_token_dies(invitation: DocumentInvitation, alice: User) -> None:
    old = last_token()
    resend_invitation(invitation, by=alice)
    assert find_invitation(digest_of(old)) is None
    assert find_invitation(digest_of(last_token())) == invitation
    assert [message.to for message in mail.outbox] == [["fanny@example.org"]] * 2
    assert "invites you" in mail.outbox[1].subject


def test_what_was_too_old_lives_again(invitation: DocumentInvitation, alice: User) -> None:
    DocumentInvitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    invitation.refresh_from_db()
    assert invitation.expired
    resend_invitation(invitation, by=alice)
    invitation.refresh_from_db()
    assert not invitation.expired


def test_another_manager_answers_for_it_from_then_on(
    invitation: DocumentInvitation, document: Document, alice: User, bob: User
) -> None:
    grant(document, "manage", to=bob, by=alice)
    resend_invitation(invitation, by=bob)
    invitation.refresh_from_db()
    assert invitation.invited_by == bob


def test_lower_rungs_cannot(invitation: DocumentInvitation, bob: User, eve: User) -> None:
    for person in (bob, eve):
        with pytest.raises(PermissionDenied):
            resend_invitation(invitation, by=person)
    assert len(mail.outbox) == 1


def test_not_once_it_is_over(invitation: DocumentInvitation, alice: User) -> None:
    revoke_invitation(invitation, by=alice)
    with pytest.raises(ValidationError) as refusal:
        resend_invitation(invitation, by=alice)
    assert refusal.value.code == "ended"
    assert len(mail.outbox) == 1


def test_not_from_the_trash(invitation: DocumentInvitation, document: Document, alice: User) -> None:
    trash_document(document, by=alice)
    with pytest.raises(ValidationError):
        resend_invitation(invitation, by=alice)


def test_it_is_recorded(invitation: DocumentInvitation, alice: User) -> None:
    resend_invitation(invitation, by=alice)
    assert Event.objects.filter(verb="access.invited", data__invitation=invitation.pk).count() == 2
