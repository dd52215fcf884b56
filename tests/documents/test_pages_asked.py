"""Asking for access to a document, and what its managers see of requests and invitations on its page of sharing."""

from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from documents.actions.documents import trash_document
from documents.models import Document
from documents.models.asked import DocumentAccessRequest, DocumentInvitation
from permissions.actions import grant
from permissions.invitations import invite
from permissions.requests import request_access
from tests import make
from tests.invitations import without_its_secret

pytestmark = pytest.mark.usefixtures("mails_leave")


@pytest.fixture(autouse=True)
def no_rate_limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def address(document: Document) -> str:
    return f"/documents/{document.pk}/partager/"


def test_a_manager_invites_sends_again_and_withdraws(
    client_of: Any, alice: User, document: Document, address: str
) -> None:
    browser = client_of(alice)
    sent = {"part": "person", "email": "fanny@example.org", "role": "comment", "language": "en"}
    page = browser.post(address, sent, follow=True).content.decode()
    assert "Une invitation part pour fanny@example.org" in page
    waiting = DocumentInvitation.objects.get()
    assert (waiting.role, waiting.language) == ("comment", "en")
    again = reverse("document_invitation", args=[document.pk, waiting.pk])
    assert again in page
    browser.post(again, {"action": "resend"})
    assert len(mail.outbox) == 2
    browser.post(f"{address}invitations/{waiting.pk}/", {"action": "revoke"}, follow=True)
    assert "fanny@example.org" not in browser.get(address).content.decode()


def test_a_manager_accepts_or_refuses_a_request(
    client_of: Any, alice: User, eve: User, dan: User, document: Document, address: str
) -> None:
    asked = request_access(document, "change", by=eve, message="Pour relire.")
    other = request_access(document, "change", by=dan)
    assert asked and other
    browser = client_of(alice)
    page = browser.get(address).content.decode()
    assert "Eve Noir" in page
    assert "Pour relire." in page
    assert reverse("document_request", args=[document.pk, asked.pk]) in page
    browser.post(f"{address}demandes/{asked.pk}/", {"action": "accept", "role": "comment"})
    browser.post(f"{address}demandes/{other.pk}/", {"action": "refuse"})
    assert eve.has_perm("documents.comment_document", document)
    assert not dan.has_perm("documents.comment_document", document)
    assert not DocumentAccessRequest.objects.waiting().exists()


def test_lower_rungs_neither_see_nor_answer(
    client_of: Any, alice: User, bob: User, eve: User, document: Document, address: str
) -> None:
    made, asked = invite(document, "fanny@example.org", "view", by=alice), request_access(document, "view", by=eve)
    assert asked
    for person, status in ((bob, 403), (eve, 404)):
        browser = client_of(person)
        assert browser.get(address).status_code == status
        assert browser.post(f"{address}invitations/{made.pk}/", {"action": "revoke"}).status_code == status
        assert (
            browser.post(f"{address}demandes/{asked.pk}/", {"action": "accept", "role": "view"}).status_code == status
        )
    assert DocumentInvitation.objects.waiting().exists()
    assert DocumentAccessRequest.objects.waiting().exists()


def test_the_rows_of_another_document_are_not_found(
    client_of: Any, alice: User, eve: User, document: Document, address: str
) -> None:
    """Alice manages both; Eve manages one, and names the other's rows there."""
    other = make.document(alice, document.workspace, "Autre")
    grant(other, "manage", to=eve, by=alice)
    made, asked = invite(document, "fanny@example.org", "view", by=alice), request_access(document, "view", by=eve)
    assert asked
    browser, there = client_of(eve), f"/documents/{other.pk}/partager/"
    assert browser.post(f"{there}invitations/{made.pk}/", {"action": "revoke"}).status_code == 404
    assert browser.post(f"{there}demandes/{asked.pk}/", {"action": "accept", "role": "manage"}).status_code == 404
    assert not eve.has_perm("documents.view_document", document)


def test_what_is_over_already_is_told(client_of: Any, alice: User, document: Document, address: str) -> None:
    made = invite(document, "fanny@example.org", "view", by=alice)
    browser = client_of(alice)
    browser.post(f"{address}invitations/{made.pk}/", {"action": "revoke"})
    page = browser.post(f"{address}invitations/{made.pk}/", {"action": "resend"}, follow=True)
    assert "déjà terminée" in page.content.decode()
    assert browser.post(f"{address}invitations/{made.pk}/", {"action": "fly"})["Location"] == address


def test_the_page_that_shows_nothing_offers_to_ask(client_of: Any, eve: User, document: Document) -> None:
    nowhere = uuid4()
    pages = [client_of(eve).get(f"/documents/{key}/{end}") for key in (document.pk, nowhere) for end in ("", "lire/")]
    for page in pages:
        assert page.status_code == 404
        assert "demander/" in page.content.decode()
    assert "demander/" not in Client().get(f"/documents/{document.pk}/").content.decode()


def test_asking_answers_alike_whatever_is_there(client_of: Any, alice: User, eve: User, document: Document) -> None:
    trashed = make.document(alice, document.workspace, "Jeté")
    trash_document(trashed, by=alice)
    answers = []
    for key in (document.pk, trashed.pk, uuid4()):
        page = client_of(eve).post(f"/documents/{key}/demander/", {"role": "view", "message": "Bonjour"})
        answers.append((page.status_code, without_its_secret(page, key)))
    assert len(set(answers)) == 1
    assert answers[0][0] == 200
    assert [(one.asked_by, one.content_object) for one in DocumentAccessRequest.objects.all()] == [(eve, document)]
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def test_nothing_is_looked_up_before_the_answer_has_left(
    client_of: Any, eve: User, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[int] = []
    monkeypatch.setattr("documents.views.asked.find", lambda pk: answered.append(pk))
    with monkeypatch.context() as held:
        held.setattr("permissions.later.AnsweredFirst.close", lambda self: None)
        client_of(eve).post(f"/documents/{document.pk}/demander/", {"role": "view"})
    assert answered == []
    client_of(eve).post(f"/documents/{document.pk}/demander/", {"role": "view"})
    assert answered == [document.pk]


def test_bad_input_is_told_before_anything_is_looked_up(client_of: Any, eve: User, document: Document) -> None:
    for sent in ({"role": "manage"}, {"role": "king"}, {}, {"role": "view", "message": "x" * 501}):
        pages = [client_of(eve).post(f"/documents/{key}/demander/", sent).status_code for key in (document.pk, uuid4())]
        assert pages == [422, 422]
    assert not DocumentAccessRequest.objects.exists()
    assert Client().post(f"/documents/{document.pk}/demander/", {"role": "view"}).status_code == 302


def test_asking_is_counted(client_of: Any, eve: User, document: Document, settings: Any) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"ask_for_access": "2/h/user"}
    browser = client_of(eve)
    answers = [browser.post(f"/documents/{uuid4()}/demander/", {"role": "view"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_a_reader_asks_to_write(client_of: Any, dan: User, bob: User, document: Document) -> None:
    page = client_of(dan).get(f"/documents/{document.pk}/").content.decode()
    form = page.split("demander/", 1)[1].split("</form>", 1)[0]
    assert 'value="change"' in form
    assert 'value="view"' not in form
    assert "demander/" not in client_of(bob).get(f"/documents/{document.pk}/").content.decode()
    client_of(dan).post(f"/documents/{document.pk}/demander/", {"role": "change"})
    assert DocumentAccessRequest.objects.get().asked_by == dan
