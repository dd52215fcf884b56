"""Accepting a request with a role one chooses, or refusing it; the person is told."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import grant
from permissions.backend import rung
from permissions.models_asked import AccessRequest
from permissions.requests import accept_request, refuse_request, request_access

pytestmark = pytest.mark.usefixtures("mails_leave")


@pytest.fixture
def asked(document: Document, eve: User) -> AccessRequest:
    User.objects.filter(pk=eve.pk).update(language="en")
    eve.language = "en"
    made = request_access(document, "change", by=eve)
    assert made is not None
    mail.outbox.clear()
    return made


def test_accepting_gives_the_role_that_was_chosen(asked: AccessRequest, alice: User, eve: User) -> None:
    accept_request(asked, "comment", by=alice)
    assert rung(eve, Document.objects.get()) == "comment"
    [message] = mail.outbox
    assert (message.to, message.subject) == (["eve@example.org"], "You can open “Ouvrir les données” now")


def test_refusing_tells_the_person_but_not_what_it_was(asked: AccessRequest, alice: User, eve: User) -> None:
    refuse_request(asked, by=alice)
    assert rung(eve, Document.objects.get()) is None
    [message] = mail.outbox
    assert message.subject == "Your request for access was not accepted"
    assert "Ouvrir les données" not in message.body
    assert "Alice" not in message.body


def test_whoever_sees_it_already_is_told_what_it_was(document: Document, alice: User, dan: User) -> None:
    made = request_access(document, "change", by=dan)
    assert made is not None
    refuse_request(made, by=alice)
    assert "Ouvrir les données" in mail.outbox[-1].body


def test_lower_rungs_cannot_answer(asked: AccessRequest, bob: User, eve: User) -> None:
    for person in (bob, eve):
        with pytest.raises(PermissionDenied):
            accept_request(asked, "view", by=person)
        with pytest.raises(PermissionDenied):
            refuse_request(asked, by=person)


def test_not_twice(asked: AccessRequest, alice: User, eve: User) -> None:
    refuse_request(asked, by=alice)
    with pytest.raises(ValidationError) as refusal:
        accept_request(asked, "view", by=alice)
    assert refusal.value.code == "answered"
    assert rung(eve, Document.objects.get()) is None


def test_not_from_the_trash(asked: AccessRequest, document: Document, alice: User) -> None:
    trash_document(document, by=alice)
    with pytest.raises(ValidationError):
        accept_request(asked, "view", by=alice)


@pytest.mark.parametrize("role", ["", "owner", "contribute"])
def test_unknown_roles_are_told(asked: AccessRequest, alice: User, eve: User, role: str) -> None:
    with pytest.raises(ValidationError):
        accept_request(asked, role, by=alice)
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_a_higher_role_given_meanwhile_stays(asked: AccessRequest, document: Document, alice: User, eve: User) -> None:
    grant(document, "manage", to=eve, by=alice)
    accept_request(asked, "view", by=alice)
    assert rung(eve, Document.objects.get()) == "manage"


def test_both_are_recorded(asked: AccessRequest, document: Document, alice: User, dan: User) -> None:
    accept_request(asked, "view", by=alice)
    assert Event.objects.filter(verb="access.granted", actor=alice, data__role="view").exists()
    other = request_access(document, "change", by=dan)
    assert other is not None
    refuse_request(other, by=alice)
    event = Event.objects.get(verb="access.request_refused")
    assert (event.actor, event.workspace, event.about) == (alice, document.workspace_id, f"user:{dan.pk}")
