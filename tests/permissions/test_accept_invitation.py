"""Accepting: once, by the account that confirmed the invited address, as long as its sender may invite."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.tokens import digest_of
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document
from documents.models.asked import DocumentInvitation
from permissions.actions import grant, revoke
from permissions.backend import rung
from permissions.invitations import accept_invitation, find_invitation, invite, why_closed
from permissions.signals import access_changed
from tests import make
from tests.invitations import confirmed, last_token, newcomer
from workspaces.models import Workspace

pytestmark = pytest.mark.usefixtures("mails_leave")


@pytest.fixture
def invitation(document: Document, alice: User) -> DocumentInvitation:
    made = invite(document, "fanny@example.org", "change", by=alice)
    assert isinstance(made, DocumentInvitation)
    return made


def test_it_gives_the_role(invitation: DocumentInvitation, document: Document) -> None:
    fanny = newcomer()
    assert accept_invitation(invitation, by=fanny) == document
    assert rung(fanny, Document.objects.get()) == "change"


def test_it_opens_nothing_else(invitation: DocumentInvitation, document: Document, alice: User) -> None:
    other = make.document(alice, document.workspace, "Autre")
    fanny = newcomer()
    accept_invitation(invitation, by=fanny)
    assert rung(fanny, other) is None
    assert rung(fanny, document.workspace) is None


def test_another_account_is_refused(invitation: DocumentInvitation, document: Document, eve: User) -> None:
    with pytest.raises(PermissionDenied):
        accept_invitation(invitation, by=confirmed(eve))
    assert rung(eve, Document.objects.get()) is None


def test_another_account_is_refused_though_the_invited_one_is_here(invitation: DocumentInvitation, eve: User) -> None:
    newcomer()
    with pytest.raises(PermissionDenied):
        accept_invitation(invitation, by=confirmed(eve))


def test_an_address_that_is_not_confirmed_is_not_the_address(invitation: DocumentInvitation) -> None:
    with pytest.raises(PermissionDenied):
        accept_invitation(invitation, by=make.person("Fanny Roy"))


def test_an_address_that_waits_for_its_confirmation_is_not_the_address(invitation: DocumentInvitation) -> None:
    fanny = make.person("Fanny Roy")
    EmailAddress.objects.create(user=fanny, email="fanny@example.org", verified=False, primary=True)
    with pytest.raises(PermissionDenied):
        accept_invitation(invitation, by=fanny)


def test_an_address_that_only_folds_to_it_is_another(document: Document, alice: User, eve: User) -> None:
    made = invite(document, "mike@example.org", "change", by=alice)
    assert isinstance(made, DocumentInvitation)
    with pytest.raises(PermissionDenied):
        accept_invitation(made, by=confirmed(eve, "m\u0131ke@example.org"))


def test_a_suspended_account_is_refused(invitation: DocumentInvitation) -> None:
    fanny = newcomer()
    fanny.is_active = False
    fanny.save()
    with pytest.raises(PermissionDenied):
        accept_invitation(invitation, by=fanny)


def test_not_twice(invitation: DocumentInvitation, document: Document, alice: User) -> None:
    fanny = newcomer()
    accept_invitation(invitation, by=fanny)
    revoke(document, of=fanny, by=alice)
    with pytest.raises(ValidationError):
        accept_invitation(invitation, by=fanny)
    assert rung(fanny, Document.objects.get()) is None


def test_of_two_who_come_at_once_one_is_let_in(invitation: DocumentInvitation) -> None:
    """Both have read the row before either writes."""
    fanny, same = newcomer(), DocumentInvitation.objects.select_related("content_object", "invited_by").get()
    accept_invitation(invitation, by=fanny)
    with pytest.raises(ValidationError) as refused:
        accept_invitation(same, by=fanny)
    assert refused.value.messages == [gettext("This invitation was used already.")]
    assert Event.objects.filter(verb="access.invitation_accepted").count() == 1


def test_not_when_it_is_too_old(invitation: DocumentInvitation) -> None:
    DocumentInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    invitation.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        accept_invitation(invitation, by=newcomer())
    assert refused.value.messages == [why_closed(invitation)]


def test_not_when_its_sender_manages_no_more(
    invitation: DocumentInvitation, document: Document, workspace: Workspace, alice: User, bob: User
) -> None:
    grant(workspace, "manage", to=bob, by=alice)
    grant(document, "manage", to=bob, by=alice)
    revoke(document, of=alice, by=bob)
    revoke(workspace, of=alice, by=bob)
    fanny = newcomer()
    with pytest.raises(ValidationError):
        accept_invitation(_fresh(), by=fanny)
    assert rung(fanny, Document.objects.get()) is None


def test_not_when_its_sender_reads_it_still_but_manages_no_more(
    invitation: DocumentInvitation, document: Document, workspace: Workspace, alice: User, bob: User
) -> None:
    grant(workspace, "manage", to=bob, by=alice)
    grant(document, "manage", to=bob, by=alice)
    grant(document, "change", to=alice, by=bob)
    grant(workspace, "view", to=alice, by=bob)
    assert why_closed(_fresh())
    with pytest.raises(ValidationError):
        accept_invitation(_fresh(), by=newcomer())


def test_not_when_its_sender_is_nobody_any_more(invitation: DocumentInvitation) -> None:
    DocumentInvitation.objects.update(invited_by=None)
    assert why_closed(_fresh())
    with pytest.raises(ValidationError):
        accept_invitation(_fresh(), by=newcomer())


def test_not_when_its_sender_is_suspended(invitation: DocumentInvitation, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(ValidationError):
        accept_invitation(_fresh(), by=newcomer())


def test_not_into_the_trash(invitation: DocumentInvitation, document: Document, alice: User) -> None:
    trash_document(document, by=alice)
    with pytest.raises(ValidationError):
        accept_invitation(_fresh(), by=newcomer())


def test_it_dies_with_its_object(invitation: DocumentInvitation, document: Document) -> None:
    document.delete()
    assert find_invitation(digest_of(last_token())) is None


def test_a_higher_role_that_one_holds_already_stays(
    invitation: DocumentInvitation, document: Document, alice: User
) -> None:
    fanny = newcomer()
    grant(document, "manage", to=fanny, by=alice)
    accept_invitation(invitation, by=fanny)
    assert rung(fanny, Document.objects.get()) == "manage"


def test_it_is_recorded_and_announced(
    invitation: DocumentInvitation, document: Document, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Any] = []

    def hear(subject: Any, user: Any, **_: Any) -> None:
        heard.append((subject, user))

    fanny = newcomer()
    access_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            accept_invitation(invitation, by=fanny)
    finally:
        access_changed.disconnect(hear)
    assert heard == [(document, fanny)]
    event = Event.objects.get(verb="access.invitation_accepted")
    assert (event.actor, event.workspace, event.data["role"]) == (fanny, document.workspace_id, "change")


def _fresh() -> DocumentInvitation:
    """As a request finds it."""
    found = find_invitation(digest_of(last_token()))
    assert isinstance(found, DocumentInvitation)
    return found
