"""What closing an account does to invitations and requests: its own go, those it sent open nothing any more."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.closing import close_account
from accounts.models import User
from accounts.personal_data import ANONYMISE
from documents.models import Document
from documents.models.asked import DocumentAccessRequest, DocumentInvitation
from permissions.actions import grant
from permissions.invitations import accept_invitation, invite
from permissions.requests import request_access
from tests.invitations import newcomer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mails_leave")]


def test_requests_and_what_was_sent_to_the_address_are_erased(document: Document, alice: User, eve: User) -> None:
    User.objects.filter(pk=eve.pk).update(email="Eve@example.org")
    EmailAddress.objects.create(user=eve, email="Eve@example.org", verified=False)
    invite(document, "eve@example.org", "view", by=alice)
    request_access(document, "comment", by=eve, message="C’est Eve.")
    close_account(User.objects.get(pk=eve.pk), ANONYMISE, by=eve)
    assert not DocumentInvitation.objects.exists()
    assert not DocumentAccessRequest.objects.exists()


def test_what_the_person_sent_cannot_be_accepted(document: Document, alice: User, bob: User) -> None:
    grant(document, "manage", to=bob, by=alice)
    made = invite(document, "fanny@example.org", "view", by=bob)
    close_account(bob, ANONYMISE, by=bob)
    assert isinstance(made, DocumentInvitation)
    with pytest.raises(ValidationError):
        accept_invitation(DocumentInvitation.objects.get(), by=newcomer())
