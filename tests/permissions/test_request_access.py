"""Asking for access, the answers to it, and how long what is over is kept."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from activity.models import Event
from documents.models import Document
from documents.models.asked import DocumentAccessRequest
from permissions.actions import grant
from permissions.invitations import invite
from permissions.pending import forget_ended
from permissions.requests import MANAGERS_TOLD, managers_of, refuse_request, request_access
from tests import make
from workspaces.models import Workspace

pytestmark = pytest.mark.usefixtures("mails_leave")


def test_those_who_manage_are_told_each_in_their_language(
    document: Document, workspace: Workspace, alice: User, bob: User, eve: User
) -> None:
    grant(workspace, "manage", to=bob, by=alice)
    User.objects.filter(pk=bob.pk).update(language="en")
    request_access(document, "comment", by=eve, message="Je travaille sur <b>ce sujet</b>.")
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {"alice@example.org", "bob@example.org"}
    assert "Eve Noir demande" in told["alice@example.org"].subject
    assert "asks for access" in told["bob@example.org"].subject
    assert f"/documents/{document.pk}/partager/" in told["alice@example.org"].body
    assert "&lt;b&gt;" in told["alice@example.org"].alternatives[0][0]  # type: ignore[attr-defined]


def test_those_of_a_workspace_do_not_answer_for_what_is_closed_to_it(
    document: Document, workspace: Workspace, alice: User, bob: User
) -> None:
    grant(workspace, "manage", to=bob, by=alice)
    Document.objects.update(restricted=True)
    assert managers_of(Document.objects.get()) == [alice]


def test_not_everybody_of_a_crowd_is_written_to(workspace: Workspace, alice: User) -> None:
    for number in range(MANAGERS_TOLD + 3):
        grant(workspace, "manage", to=make.person(f"P{number} Personne"), by=alice)
    assert len(managers_of(workspace)) == MANAGERS_TOLD


def test_asking_again_changes_what_waits_and_writes_to_nobody(document: Document, eve: User) -> None:
    request_access(document, "view", by=eve)
    request_access(document, "change", by=eve, message="Plutôt pour écrire.")
    [waiting] = DocumentAccessRequest.objects.all()
    assert (waiting.role, waiting.message) == ("change", "Plutôt pour écrire.")
    assert len(mail.outbox) == 1


def test_not_soon_after_a_refusal(document: Document, alice: User, eve: User) -> None:
    asked = request_access(document, "view", by=eve)
    assert asked is not None
    refuse_request(asked, by=alice)
    mail.outbox.clear()
    assert request_access(document, "view", by=eve) is None
    assert mail.outbox == []
    DocumentAccessRequest.objects.update(answered_at=timezone.now() - timedelta(days=8))
    assert request_access(document, "view", by=eve) is not None


def test_without_an_account_one_cannot(document: Document, eve: User) -> None:
    guest = User.objects.create(name="Passante", email=None)
    eve.is_active = False
    for person in (AnonymousUser(), guest, eve):
        with pytest.raises(PermissionDenied):
            request_access(document, "view", by=person)


@pytest.mark.parametrize("role", ["manage", "owner", "contribute", ""])
def test_to_manage_is_not_asked_for(document: Document, eve: User, role: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        request_access(document, role, by=eve)
    assert refusal.value.code == "role_unknown"


def test_what_one_holds_is_not_asked_for(document: Document, bob: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        request_access(document, "comment", by=bob)
    assert refusal.value.code == "held"


def test_a_message_has_its_length(document: Document, eve: User) -> None:
    with pytest.raises(ValidationError):
        request_access(document, "view", by=eve, message="x" * 501)


def test_it_is_recorded_apart_from_the_feed(document: Document, eve: User) -> None:
    request_access(document, "view", by=eve)
    event = Event.objects.get(verb="access.requested")
    assert (event.actor, event.workspace, event.subject_kind) == (eve, document.workspace_id, "documentaccessrequest")


def test_what_is_over_is_forgotten(document: Document, alice: User, eve: User, dan: User) -> None:
    invite(document, "fanny@example.org", "view", by=alice)
    asked = request_access(document, "view", by=eve)
    assert asked is not None
    refuse_request(asked, by=alice)
    forget_ended()
    assert document.invitations.exists()  # type: ignore[attr-defined]
    long_ago = timezone.now() - timedelta(days=31)
    document.invitations.update(expires_at=long_ago)  # type: ignore[attr-defined]
    document.access_requests.update(answered_at=long_ago)  # type: ignore[attr-defined]
    waiting = request_access(document, "comment", by=dan)
    forget_ended()
    assert not document.invitations.exists()  # type: ignore[attr-defined]
    assert list(document.access_requests.all()) == [waiting]  # type: ignore[attr-defined]
