"""Inviting by e-mail: an account holds the role at once, another address receives a link."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from accounts.models import User
from accounts.tokens import digest_of
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document
from documents.models.asked import DocumentInvitation
from permissions import invitations
from permissions.actions import grant, revoke
from permissions.backend import rung
from permissions.invitations import invite
from permissions.models_asked import Invitation
from tests.invitations import confirmed, last_token, plain
from workspaces.models import Workspace

pytestmark = pytest.mark.usefixtures("mails_leave")


def test_an_unknown_address_receives_a_link_good_once(document: Document, alice: User, settings: Any) -> None:
    made = invite(document, " Fanny@Example.org ", "change", by=alice, language="fr")
    assert isinstance(made, DocumentInvitation)
    [message] = mail.outbox
    assert message.to == ["fanny@example.org"]
    assert plain(message.subject) == "Alice Diop vous invite : « Ouvrir les données »"
    assert "rédacteur" in message.body
    html, kind = message.alternatives[0]  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert html.count(last_token()) == 2  # the button, and the address to copy where buttons do nothing
    assert (made.expires_at - made.invited_at).days == settings.INVITATION_DAYS
    made.refresh_from_db()
    assert made.sent_at is not None


def test_only_the_digest_of_a_long_token_is_stored(document: Document, alice: User) -> None:
    made = invite(document, "fanny@example.org", "view", by=alice)
    token = last_token()
    assert len(token) >= 43  # 256 bits
    assert isinstance(made, Invitation)
    assert made.digest == digest_of(token)
    rows = [row for model in invitations.invitation_models() for row in model.objects.values()]
    stored = [str(value) for row in rows for value in row.values()]
    assert not [value for value in stored if token in value]


def test_someone_with_an_account_is_let_in_at_once_and_told_in_their_language(
    workspace: Workspace, alice: User, bob: User
) -> None:
    User.objects.filter(pk=bob.pk).update(language="en")
    assert invite(workspace, "BOB@example.org", "change", by=alice, language="fr") == bob
    assert rung(bob, Workspace.objects.get()) == "change"
    [message] = mail.outbox
    assert (message.to, message.subject) == (["bob@example.org"], "Alice Diop shares “République numérique” with you")
    assert "/espaces/republique-numerique/" in message.body
    invite(workspace, bob.email or "", "view", by=alice)
    assert len(mail.outbox) == 1  # another role is no news to write about


def test_whoever_invites_their_own_address_is_told_nothing(document: Document, alice: User, bob: User) -> None:
    """By another's grant alone a manager holds nothing of their own yet: it is written, without a letter to oneself."""
    grant(document.workspace, "manage", to=confirmed(bob), by=alice)
    revoke(document, of=bob, by=alice)
    mail.outbox.clear()
    assert invite(document, str(bob.email), "manage", by=bob) == bob
    assert (rung(bob, Document.objects.get()), mail.outbox) == ("manage", [])


def test_the_mail_is_in_the_language_that_was_chosen(document: Document, alice: User) -> None:
    invite(document, "fanny@example.org", "view", by=alice, language="en")
    assert "invites you" in mail.outbox[0].subject


def test_inviting_again_renews_what_waits(document: Document, alice: User) -> None:
    invite(document, "fanny@example.org", "view", by=alice)
    first = last_token()
    invite(document, "fanny@example.org", "change", by=alice)
    [waiting] = DocumentInvitation.objects.waiting()
    assert (waiting.role, waiting.digest) == ("change", digest_of(last_token()))
    assert invitations.find_invitation(digest_of(first)) is None


def test_an_account_whose_address_nobody_confirmed_holds_nothing(document: Document, alice: User, eve: User) -> None:
    """Somebody may have opened an account with the address of another."""
    EmailAddress.objects.create(user=eve, email=eve.email or "", verified=False)
    assert isinstance(invite(document, eve.email or "", "view", by=alice), Invitation)
    assert rung(eve, Document.objects.get()) is None


def test_a_suspended_account_is_not_let_in(document: Document, alice: User, eve: User) -> None:
    User.objects.filter(pk=eve.pk).update(is_active=False)
    assert isinstance(invite(document, eve.email or "", "view", by=alice), Invitation)


def test_lower_rungs_and_strangers_cannot(document: Document, bob: User, carol: User, eve: User) -> None:
    for person in (bob, carol, eve):
        with pytest.raises(PermissionDenied):
            invite(document, "fanny@example.org", "view", by=person)
    assert mail.outbox == []


def test_not_into_the_trash(document: Document, alice: User) -> None:
    trash_document(document, by=alice)
    with pytest.raises(ValidationError) as refusal:
        invite(document, "fanny@example.org", "view", by=alice)
    assert refusal.value.code == "trashed"


def test_where_no_language_is_spoken_it_is_the_language_of_the_site(document: Document, alice: User) -> None:
    with translation.override(None):
        made = invite(document, "fanny@example.org", "view", by=alice)
    assert isinstance(made, DocumentInvitation)
    assert made.language == settings.LANGUAGE_CODE


@pytest.mark.parametrize(
    ("email", "role", "language", "code"),
    [
        ("no address", "view", "fr", "email_wrong"),
        ("fanny@example.org\nBcc: x@example.org", "view", "fr", "email_wrong"),
        ("a" * 300 + "@example.org", "view", "fr", "email_wrong"),
        ("fanny@example.org", "owner", "fr", "role_unknown"),
        ("fanny@example.org", "contribute", "fr", "role_unknown"),
        ("fanny@example.org", "view", "tlh", "language_unknown"),
    ],
)
def test_bad_input_is_told(document: Document, alice: User, email: str, role: str, language: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        invite(document, email, role, by=alice, language=language)
    assert refusal.value.code == code
    assert mail.outbox == []


def test_not_more_than_so_many_in_a_day(
    document: Document, alice: User, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "A_DAY", {"access.invited": 2, "access.granted": 9})
    for number in range(2):
        invite(document, f"p{number}@example.org", "view", by=alice)
    for address in ("p3@example.org", "eve@example.org"):  # the refusal tells nothing of the address
        with pytest.raises(ValidationError) as refusal:
            invite(document, address, "view", by=alice)
        assert refusal.value.code == "too_many"


def test_a_refusal_for_another_reason_tells_nothing_of_the_address(document: Document, alice: User, eve: User) -> None:
    for address in (eve.email or "", "fanny@example.org"):
        with pytest.raises(ValidationError) as refusal:
            invite(document, address, "view", by=alice, language="tlh")
        assert refusal.value.code == "language_unknown"


def test_nor_are_accounts_looked_for_without_end(
    document: Document, workspace: Workspace, alice: User, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Adding someone tells that an address has an account, and whose."""
    monkeypatch.setattr(invitations, "A_DAY", {"access.invited": 9, "access.granted": 4})
    invite(workspace, eve.email or "", "view", by=alice)  # the fourth: three were granted with the document
    for address in ("bob@example.org", "nobody@example.org"):
        with pytest.raises(ValidationError) as refusal:
            invite(workspace, address, "view", by=alice)
        assert refusal.value.code == "too_many"


def test_a_mail_server_that_is_away_undoes_nothing(
    document: Document, alice: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    made = invite(document, "fanny@example.org", "view", by=alice)
    made.refresh_from_db()
    assert isinstance(made, Invitation)
    assert made.sent_at is None
    assert "fanny" not in caplog.text
    assert "/invitation/" not in caplog.text


def test_names_and_titles_are_words_in_the_mail(workspace: Workspace, alice: User) -> None:
    Workspace.objects.update(name="<img src=x onerror=alert(1)>")
    invite(Workspace.objects.get(), "fanny@example.org", "view", by=alice)
    html = mail.outbox[0].alternatives[0][0]  # type: ignore[attr-defined]
    assert "<img" not in html


def test_it_is_recorded_without_the_address(document: Document, alice: User) -> None:
    made = invite(document, "fanny@example.org", "view", by=alice)
    event = Event.objects.get(verb="access.invited")
    assert (event.actor, event.workspace, event.data["invitation"]) == (alice, document.workspace_id, made.pk)
    assert "fanny" not in str(event.data)


def test_the_mail_leaves_after_the_commit(
    document: Document, alice: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        invite(document, "fanny@example.org", "view", by=alice)
    assert mail.outbox == []
    assert [act for act in waiting if getattr(getattr(act, "func", None), "__module__", "") == "permissions.letters"]
