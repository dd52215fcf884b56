"""The page of an invitation: shown to whoever holds the token, accepted by the account of the invited address."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tokens import digest_of
from documents.actions.documents import trash_document
from documents.models import Document
from documents.models.asked import DocumentInvitation
from permissions.actions import grant
from permissions.invitations import invite, resend_invitation, revoke_invitation
from tests.accounts.test_sign_up import code_in
from tests.invitations import confirmed, last_token, newcomer

pytestmark = pytest.mark.usefixtures("mails_leave")


@pytest.fixture(autouse=True)
def no_rate_limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def invitation(document: Document, alice: User) -> DocumentInvitation:
    made = invite(document, "fanny@example.org", "change", by=alice)
    assert isinstance(made, DocumentInvitation)
    return made


def opened(browser: Client, token: str) -> Any:
    return browser.get(f"/invitation/{token}/", follow=True)


def test_it_tells_the_holder_of_the_token_what_waits(invitation: DocumentInvitation, client: Client) -> None:
    page = opened(client, last_token())
    said = page.content.decode()
    assert page.status_code == 200
    for word in ("Ouvrir les données", "Alice Diop", "Rédacteur", "fanny@example.org"):
        assert word in said


def test_the_token_leaves_the_address_and_is_not_kept(invitation: DocumentInvitation, client: Client) -> None:
    token = last_token()
    assert client.get(f"/invitation/{token}/")["Location"] == "/invitation/"
    assert client.session["invitation"] == digest_of(token)
    assert not [row for row in Session.objects.all() if token in str(row.get_decoded())]


def test_it_is_accepted_by_a_button(invitation: DocumentInvitation, document: Document, client_of: Any) -> None:
    fanny = newcomer()
    browser = client_of(fanny)
    assert "Accepter" in opened(browser, last_token()).content.decode()
    assert not fanny.has_perm("documents.view_document", document)
    assert browser.post("/invitation/")["Location"] == f"/documents/{document.pk}/"
    assert fanny.has_perm("documents.change_document", document)
    assert browser.get(f"/documents/{document.pk}/").status_code == 200


@pytest.mark.django_db
def test_it_survives_opening_an_account(invitation: DocumentInvitation, document: Document, client: Client) -> None:
    opened(client, last_token())
    sign_up = client.get("/compte/signup/?next=/invitation/")
    assert sign_up.context["form"]["email"].value() == "fanny@example.org"
    form = {"name": "Fanny Roy", "email": "fanny@example.org", "kind": "citizen", "next": "/invitation/"}
    asked = client.post("/compte/signup/", form)
    entered = client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    assert entered["Location"] == "/invitation/"
    assert client.post("/invitation/")["Location"] == f"/documents/{document.pk}/"
    fanny = User.objects.get(email="fanny@example.org")
    assert fanny.has_perm("documents.change_document", document)


def test_and_signing_in(invitation: DocumentInvitation, document: Document, client: Client) -> None:
    newcomer()
    opened(client, last_token())
    asked = client.post("/compte/login/", {"login": "fanny@example.org", "next": "/invitation/"})
    entered = client.post(asked["Location"], {"code": code_in(mail.outbox[-1]), "next": "/invitation/"})
    assert entered["Location"] == "/invitation/"
    assert client.post("/invitation/")["Location"] == f"/documents/{document.pk}/"


def test_another_account_is_told_so_and_sees_nothing(invitation: DocumentInvitation, client_of: Any, eve: User) -> None:
    browser = client_of(confirmed(eve))
    for page in (opened(browser, last_token()), browser.post("/invitation/")):
        assert page.status_code == 403
        assert "une autre adresse" in page.content.decode()
        assert "Ouvrir les données" not in page.content.decode()
    assert not eve.has_perm("documents.view_document", Document.objects.get())


def test_a_visitor_does_not_accept(invitation: DocumentInvitation, client: Client) -> None:
    opened(client, last_token())
    assert client.post("/invitation/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


@pytest.mark.django_db
def test_without_a_token_there_is_nothing(client: Client, invitation: DocumentInvitation) -> None:
    assert client.get("/invitation/").status_code == 404
    for guess in ("x", "0" * 43, invitation.digest, "é"):
        page = opened(client, guess)
        assert page.status_code == 404
        assert "Ouvrir les données" not in page.content.decode()


def test_one_that_is_over_says_so_and_no_more(
    invitation: DocumentInvitation, document: Document, alice: User, client_of: Any
) -> None:
    token, browser = last_token(), client_of(newcomer())
    endings = {
        "est trop ancienne": lambda: DocumentInvitation.objects.update(expires_at=timezone.now() - timedelta(days=1)),
        "a été retirée": lambda: revoke_invitation(DocumentInvitation.objects.get(), by=alice),
        "a déjà servi": lambda: DocumentInvitation.objects.update(accepted_at=timezone.now()),
    }
    for sentence, end in endings.items():
        end()
        page = opened(browser, token)
        assert page.status_code == 410
        assert sentence in page.content.decode()
        assert document.title not in page.content.decode()
        assert browser.post("/invitation/").status_code == 410


def test_what_lies_in_the_trash_is_not_told(
    invitation: DocumentInvitation, document: Document, alice: User, client_of: Any
) -> None:
    trash_document(document, by=alice)
    page = opened(client_of(newcomer()), last_token())
    assert page.status_code == 410
    assert document.title not in page.content.decode()


def test_one_that_was_sent_again_opens_by_the_new_link_alone(
    invitation: DocumentInvitation, alice: User, client: Client
) -> None:
    old = last_token()
    resend_invitation(invitation, by=alice)
    assert opened(client, old).status_code == 404
    assert opened(client, last_token()).status_code == 200


def test_the_one_who_accepted_is_led_to_what_it_opened(
    invitation: DocumentInvitation, document: Document, client_of: Any
) -> None:
    token, browser = last_token(), client_of(newcomer())
    opened(browser, token)
    browser.post("/invitation/")
    browser.get(f"/invitation/{token}/")
    assert browser.get("/invitation/")["Location"] == f"/documents/{document.pk}/"


def test_an_invitation_of_one_object_opens_no_other(
    invitation: DocumentInvitation, document: Document, alice: User, client_of: Any
) -> None:
    """V14: the kind of object is not taken from the request, and each kind has its own table."""
    invite(document.workspace, "fanny@example.org", "manage", by=alice)
    fanny = newcomer()
    browser = client_of(fanny)
    opened(browser, last_token())
    browser.post("/invitation/")
    assert fanny.has_perm("workspaces.manage_workspace", document.workspace)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_guesses_are_counted(invitation: DocumentInvitation, client: Client, settings: Any) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"open_invitation": "3/m/ip"}
    answers = [client.get(f"/invitation/{number}/", REMOTE_ADDR="192.0.2.77").status_code for number in range(5)]
    assert answers == [302, 302, 302, 429, 429]


def test_no_log_holds_the_token(
    invitation: DocumentInvitation, client_of: Any, eve: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = last_token()
    opened(client_of(confirmed(eve)), token)
    opened(Client(), "wrong" + token)
    assert token not in caplog.text


def test_few_queries(
    invitation: DocumentInvitation, document: Document, alice: User, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    browser = client_of(newcomer())
    grant(document, "view", to=newcomer("Gaël Petit"), by=alice)
    opened(browser, last_token())
    with django_assert_max_num_queries(14):
        browser.get("/invitation/")
