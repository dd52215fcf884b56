"""Closing an account, in two ways: nobody comes in by it, nothing tells who it was, and others keep what is theirs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from accounts import closing, members, personal_data
from accounts.acting import act_for, stop_acting
from accounts.closing import close_account, finish_closings
from accounts.groups import create_group
from accounts.models import ActFor, Organisation, PeopleGroup, Profile, Role, Token, User, new_group
from accounts.organisations import create_organisation
from accounts.personal_data import ANONYMISE, BLANK, model_of, rows_about
from accounts.personal_fields import PURPOSES
from accounts.personal_rows import DELETE
from accounts.signals import access_ended
from accounts.suspension import reinstate_account, suspend_account
from activity.models import Event
from activity.verifying import verify_all
from documents import content
from documents.actions.exchange import attach_image
from documents.actions.exporting import export
from documents.models import Attachment, Document, DocumentAccessRequest, DocumentInvitation
from permissions.actions import grant
from realtime.opened import shelf
from tests import make, second_factors
from tests.accounts.leaver import everything_stored, with_everything
from tests.documents.test_attach_image import picture
from tests.writing import write
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_kept_open() -> Iterator[None]:
    shelf.clear()
    yield
    shelf.clear()


@pytest.fixture
def leaver(bob: User, document: Document) -> User:
    write(document, bob, "Une phrase à moi.")
    return with_everything(bob)


def text(document: Document) -> str:
    return content.plain(content.read_document(document))


def gone(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("how", [ANONYMISE, BLANK])
def test_nothing_tells_who_it_was(leaver: User, client_of: Any, how: str) -> None:
    client_of(leaver)
    close_account(leaver, how, by=leaver)
    closed = gone(leaver)
    assert closed.is_closed
    assert not closed.is_guest
    assert not closed.is_active
    assert not closed.has_usable_password()
    assert str(closed) == "Personne partie"
    for model in (Profile, Token, EmailAddress):
        assert not model.objects.filter(user=closed).exists()
    stored = everything_stored()
    for word in ("Bob", "Martin", "bob@example.org", "mon script"):
        assert word not in stored


@pytest.mark.parametrize("how", [ANONYMISE, BLANK])
def test_why_an_administrator_acted_is_told_no_more(leaver: User, how: str) -> None:
    """A reason is about the person, in words of somebody else's; that it was done, by whom and when stays provable."""
    root = second_factors.administrator()
    stop_acting(act_for(leaver, by=root, reason="Divorce, ne retrouve plus ses textes"))
    suspend_account(leaver, by=root, reason="Divorce, a demandé une pause")
    reinstate_account(gone(leaver), by=root, reason="Divorce prononcé")
    close_account(gone(leaver), how, by=None)
    assert "Divorce" not in everything_stored()
    row = ActFor.objects.get(person=leaver)
    assert (row.administrator, row.reason) == (root, "")
    assert all(report.whole for report in verify_all())


def test_an_administrator_who_leaves_takes_no_reason_along(leaver: User) -> None:
    """The person it is about is shown it for as long as they have an account."""
    root = second_factors.administrator()
    stop_acting(act_for(leaver, by=root, reason="Demande du 12 novembre"))
    close_account(root, ANONYMISE, by=root)
    assert ActFor.objects.get(person=leaver).reason == "Demande du 12 novembre"


def test_the_words_stay_without_the_name(leaver: User, document: Document, alice: User) -> None:
    close_account(leaver, ANONYMISE, by=leaver)
    assert "Une phrase à moi." in text(document)
    assert "Personne partie" in str([str(one) for one in document.authors()])
    assert b"Bob Martin" not in export(document, "docx", by=alice).content


def test_the_words_go_when_asked_and_the_derived_text_with_them(leaver: User, document: Document) -> None:
    close_account(leaver, BLANK, by=leaver)
    assert "Une phrase" not in text(document)
    assert "données publiques" in text(document)
    document.refresh_from_db()
    assert "Une phrase" not in document.text
    assert document.words == 7


def test_images_become_cards_of_the_same_shape_when_asked(
    leaver: User, document: Document, client_of: Any, alice: User
) -> None:
    image = attach_image(document, picture(size=(400, 100)), by=leaver)
    before = image.file.path
    close_account(leaver, BLANK, by=leaver)
    image = Attachment.objects.get(pk=image.pk)
    assert image.added_by is None
    assert image.width == 4 * image.height
    assert image.file.path != before
    assert not image.file.storage.exists(before)
    assert client_of(alice).get(image.get_absolute_url()).status_code == 200


def test_images_stay_otherwise(leaver: User, document: Document) -> None:
    image = attach_image(document, picture(), by=leaver)
    before = image.file.path
    close_account(leaver, ANONYMISE, by=leaver)
    assert Attachment.objects.get(pk=image.pk).file.path == before


def test_every_session_ends_and_sockets_are_told(leaver: User, client_of: Any) -> None:
    told: list[Any] = []

    def hear(user: User, **_: Any) -> None:
        told.append((user.pk, Session.objects.count()))

    access_ended.connect(hear)
    browsers = [client_of(leaver), client_of(leaver)]
    close_account(leaver, ANONYMISE, by=leaver)
    access_ended.disconnect(hear)
    assert (leaver.pk, 0) in told
    for browser in browsers:
        assert browser.get("/profil/").status_code == 302


def test_the_person_is_written_to_a_last_time(leaver: User) -> None:
    close_account(leaver, ANONYMISE, by=leaver)
    [message] = mail.outbox
    assert message.to == ["bob@example.org"]
    assert "fermé" in message.subject
    assert "oublier ce message" not in message.body


def test_the_journal_of_the_administration_forgets_the_name(leaver: User, alice: User) -> None:
    about = {"user_id": alice.pk, "content_type": ContentType.objects.get_for_model(User), "action_flag": CHANGE}
    LogEntry.objects.create(
        object_id=str(leaver.pk), object_repr="Bob Martin", change_message="bob@example.org", **about
    )
    close_account(leaver, ANONYMISE, by=leaver)
    assert "Bob" not in everything_stored()


def test_the_journal_keeps_what_is_about_others(eve: User, alice: User) -> None:
    """Whoever calls themselves by a letter, then leaves, would empty it."""
    User.objects.filter(pk=eve.pk).update(name="e")
    about = {"user_id": alice.pk, "content_type": ContentType.objects.get_for_model(User), "action_flag": CHANGE}
    LogEntry.objects.create(object_id=str(alice.pk), object_repr="Alice Diop, e", change_message="e", **about)
    LogEntry.objects.create(object_id=str(eve.pk), object_repr="Eve Noir", change_message="", **about)
    close_account(gone(eve), ANONYMISE, by=eve)
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {"Alice Diop, e", ""}


def test_an_organisation_that_they_alone_declared_goes_with_them(leaver: User, dan: User) -> None:
    Organisation.objects.create(name="Déclarée par personne", group=new_group())
    Profile.objects.filter(user=dan).update(organisation=Organisation.objects.create(name="À deux", group=new_group()))
    assert Organisation.objects.filter(name="Données Ouvertes SARL").exists()
    close_account(leaver, ANONYMISE, by=leaver)
    names = set(Organisation.objects.values_list("name", flat=True))
    assert "Données Ouvertes SARL" not in names
    assert {"Déclarée par personne", "À deux", "Ministère du Numérique"} <= names


def test_one_that_was_opened_stays_though_nobody_is_left_in_it(dan: User) -> None:
    """Documents may have been made in its name."""
    opened = create_organisation("Atelier de Dan", by=dan)
    Profile.objects.filter(user=dan).update(organisation=opened)
    close_account(dan, ANONYMISE, by=dan)
    assert Organisation.objects.filter(pk=opened.pk).exists()


def test_what_administrators_wrote_about_them_goes_and_the_chain_is_whole(leaver: User) -> None:
    root = second_factors.administrator()
    why = "Bob Martin a perdu son téléphone"
    suspend_account(leaver, by=root, reason=why)
    reinstate_account(leaver, by=root, reason=why)
    stop_acting(act_for(leaver, by=root, reason=why))
    close_account(leaver, ANONYMISE, by=leaver)
    assert "téléphone" not in everything_stored()
    assert all(report.whole for report in verify_all())


# A rung too low, a stranger: nobody closes another's account, there is no page for it (tests/accounts/test_closing_page.py)


# The wrong state


def test_the_last_manager_of_what_others_use_names_another_first(alice: User, bob: User, document: Document) -> None:
    with pytest.raises(ValidationError) as refusal:
        close_account(alice, ANONYMISE, by=alice)
    assert refusal.value.code == "last_manager"
    assert not gone(alice).is_closed
    grant(document.workspace, "manage", to=bob, by=alice)
    close_account(alice, ANONYMISE, by=alice)
    assert bob.has_perm("documents.manage_document", Document.objects.get(pk=document.pk))


def test_what_nobody_else_can_open_goes_with_the_account(dan: User) -> None:
    alone = make.workspace(dan, "Brouillons")
    draft = make.document(dan, alone, "Brouillon", text="Pour moi seul.")
    close_account(dan, ANONYMISE, by=dan)
    assert not Document.objects.filter(pk=draft.pk).exists()
    assert not Workspace.objects.filter(pk=alone.pk).exists()
    assert "Pour moi seul" not in everything_stored()
    assert Event.objects.get(verb="workspace.erased").subject_id == str(alone.pk)


def test_a_closed_account_is_not_closed_again(leaver: User) -> None:
    close_account(leaver, ANONYMISE, by=leaver)
    with pytest.raises(ValidationError) as refusal:
        close_account(leaver, BLANK, by=leaver)
    assert refusal.value.code == "closed"


def test_what_failed_is_taken_up_again(leaver: User, document: Document, monkeypatch: Any, caplog: Any) -> None:
    def fail(user: User, how: str) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setitem(personal_data.PARTS, "workspaces", personal_data.Part(erase=fail))
        close_account(leaver, BLANK, by=leaver)
        assert gone(leaver).is_closed  # what matters most is done at once
        assert finish_closings() == 0
    assert finish_closings() == 1
    assert "Une phrase" not in text(document)
    assert finish_closings() == 0


def test_what_a_socket_was_still_writing_is_erased_a_while_later(bob: User, document: Document) -> None:
    """In a text where its person had written nothing before, so that nothing of it was erased at once."""
    close_account(bob, BLANK, by=bob)
    write(document, bob, "Trop tard.")
    assert finish_closings() == 0  # not before every process knows
    Event.objects.update(at=F("at") - 2 * closing.LATE)
    assert (finish_closings(), finish_closings()) == (1, 0)
    assert "Trop tard" not in text(document)


# Bad input


@pytest.mark.parametrize("how", ["", "delete", None])
def test_an_unknown_way_is_refused(leaver: User, how: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        close_account(leaver, how, by=leaver)
    assert refusal.value.code == "how_unknown"


def test_a_command_closes_it_too(leaver: User) -> None:
    call_command("close_account", "BOB@example.org", how=BLANK)
    assert gone(leaver).is_closed
    with pytest.raises(CommandError):
        call_command("close_account", "bob@example.org", how=BLANK)


def test_a_command_says_why_it_cannot(alice: User, document: Document) -> None:
    with pytest.raises(CommandError, match="responsable"):
        call_command("close_account", alice.email, how=ANONYMISE)


# What was recorded, and what the register promises


@pytest.mark.parametrize("how", [ANONYMISE, BLANK])
def test_it_is_recorded_by_number(leaver: User, how: str) -> None:
    close_account(leaver, how, by=leaver)
    closed = Event.objects.get(verb="account.closed")
    assert (closed.actor_id, closed.subject_kind, closed.subject_id) == (leaver.pk, "user", str(leaver.pk))
    assert closed.data["how"] == how
    assert Event.objects.get(verb="account.erased").subject_id == str(leaver.pk)


def test_what_the_register_says_is_deleted_is_deleted(leaver: User) -> None:
    promised = [rows for purpose in PURPOSES for rows in purpose.rows if rows.closing == DELETE and rows.of]
    promised = [rows for rows in promised if model_of(rows) is not None]
    held = [rows.model for rows in promised if rows_about(leaver, rows).exists()]
    assert {"accounts.Profile", "accounts.Token", "account.EmailAddress", "documents.DocumentUserGrant"} <= set(held)
    before = {rows.model: list(rows_about(leaver, rows)) for rows in promised}
    close_account(leaver, ANONYMISE, by=leaver)
    for rows in promised:
        keys = [one.pk for one in before[rows.model]]
        assert not apps.get_model(rows.model)._base_manager.filter(pk__in=keys).exists(), rows.model


def test_sessions_are_found_whoever_asks(leaver: User, alice: User, client_of: Any) -> None:
    client_of(leaver)
    client_of(alice)
    assert len(closing.sessions_of(leaver)) == 1


# Organisations and groups


def test_the_last_manager_of_a_group_with_others_names_another_first(dan: User, eve: User) -> None:
    group = create_group("Les voisins", by=dan)
    members.enter(group, eve, Role.MEMBER)
    with pytest.raises(ValidationError) as refusal:
        close_account(dan, ANONYMISE, by=dan)
    assert refusal.value.code == "last_manager"
    members.set_role(group, eve, Role.MANAGER)
    close_account(dan, ANONYMISE, by=dan)
    assert not group.memberships.filter(user=dan).exists()
    assert not group.group.user_set.filter(pk=dan.pk).exists()


def test_a_group_that_is_theirs_alone_goes_and_an_organisation_stays(dan: User) -> None:
    group = create_group("Moi", by=dan)
    organisation = create_organisation("Ville de Lyon", by=dan)
    close_account(dan, ANONYMISE, by=dan)
    assert not PeopleGroup.objects.filter(pk=group.pk).exists()
    assert Organisation.objects.filter(pk=organisation.pk).exists()
    assert Event.objects.get(verb="group.deleted").actor == dan


def test_what_was_sent_to_their_address_and_what_they_asked_goes_too(
    leaver: User, document: Document, alice: User
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    sent = DocumentInvitation.objects.create(
        content_object=document, email="Bob@Example.org", role="view", language="fr", invited_by=alice,
        digest="a" * 64, expires_at=tomorrow,
    )  # fmt: skip
    asked = DocumentAccessRequest.objects.create(content_object=document, asked_by=leaver, role="view", message="Moi ?")
    close_account(leaver, ANONYMISE, by=leaver)
    assert not DocumentInvitation.objects.filter(pk=sent.pk).exists()
    assert not DocumentAccessRequest.objects.filter(pk=asked.pk).exists()
