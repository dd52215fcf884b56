"""The audit trail of a workspace, for those who manage it: its records, its state, and what even they may not read."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.chain import chain_of
from activity.models import Event
from documents.actions.documents import trash_document
from documents.actions.exporting import export
from documents.actions.trash import purge_document
from documents.models import Document, DocumentInvitation
from permissions.actions import grant, restrict, share_by_link
from permissions.invitations import invite
from permissions.requests import request_access
from tests import make
from tests.activity.tampering import change
from tests.activity.test_verify import COLUMNS
from workspaces.models import Workspace


def page(browser: Client, workspace: Workspace, query: str = "") -> Any:
    return browser.get(f"/espaces/{workspace.slug}/audit/{query}")


def test_it_tells_what_was_done_and_that_it_is_whole(
    client_of: Any, alice: User, bob: User, document: Document
) -> None:
    export(document, "docx", by=bob)
    answer = page(client_of(alice), document.workspace)
    text = answer.content.decode()
    assert "a exporté «" in text
    assert "a donné à Bob Martin le rôle de rédacteur" in text
    assert "Le journal est intact" in text
    numbers = [line.event.number for line in answer.context["lines"]]
    assert numbers == sorted(numbers, reverse=True)


def test_a_broken_chain_is_told(client_of: Any, alice: User, document: Document) -> None:
    change(2, "verb", "access.shared", chain_of(document.workspace_id))
    text = page(client_of(alice), document.workspace).content.decode()
    assert "Le journal est rompu" in text
    assert "2" in "".join(page(client_of(alice), document.workspace).context["state"]["faults"])


@pytest.mark.parametrize(("column", "value"), [one for one in COLUMNS if one[0] != "chain"])
def test_a_row_that_was_changed_is_shown_as_it_stands(
    client_of: Any, alice: User, document: Document, column: str, value: Any
) -> None:
    change(1, column, value, chain_of(document.workspace_id))
    browser = client_of(alice)
    assert not page(browser, document.workspace).context["state"]["whole"]
    assert browser.post(f"/espaces/{document.workspace.slug}/audit/fichier/").status_code == 200


def test_by_person_and_by_kind(client_of: Any, alice: User, bob: User, document: Document) -> None:
    export(document, "docx", by=bob)
    browser = client_of(alice)
    assert len(page(browser, document.workspace, f"?personne={bob.pk}").context["lines"]) == 1
    assert len(page(browser, document.workspace, "?type=access").context["lines"]) == 3
    assert page(browser, document.workspace, "?avant=2").context["lines"][0].event.number == 1


@pytest.mark.parametrize("rung", ["view", "contribute", "change"])
def test_a_lower_rung_is_refused(client_of: Any, alice: User, dan: User, workspace: Workspace, rung: str) -> None:
    grant(workspace, rung, to=dan, by=alice)
    assert page(client_of(dan), workspace).status_code == 403


def test_whoever_is_led_there_by_an_open_door_is_refused(
    client_of: Any, alice: User, eve: User, workspace: Workspace
) -> None:
    share_by_link(workspace, reach="public", link_role="change", by=alice)
    assert page(client_of(eve), workspace).status_code == 403


def test_a_stranger_sees_nothing(client_of: Any, eve: User, workspace: Workspace) -> None:
    assert page(client_of(eve), workspace).status_code == 404
    assert page(Client(), workspace).status_code == 302
    User.objects.filter(pk=eve.pk).update(is_staff=True, is_superuser=True)
    assert page(client_of(User.objects.get(pk=eve.pk)), workspace).status_code == 404


def closed_document(alice: User, bob: User, carol: User, workspace: Workspace) -> Document:
    """Bob's alone: Alice, who manages the workspace, may not see it. Carol comments there."""
    grant(workspace, "change", to=bob, by=alice)
    secret = make.document(bob, workspace, "Note confidentielle")
    restrict(secret, True, by=bob)
    grant(secret, "comment", to=carol, by=bob)
    return Document.objects.get(pk=secret.pk)


def test_a_document_closed_to_managers_is_not_named(
    client_of: Any, alice: User, bob: User, carol: User, workspace: Workspace
) -> None:
    closed_document(alice, bob, carol, workspace)
    text = page(client_of(alice), workspace).content.decode()
    assert "confidentielle" not in text
    assert "Carol" not in text
    assert "un objet qui vous est fermé" in text
    assert "Bob Martin" in text


def test_nor_by_an_invitation_or_a_request(
    client_of: Any, alice: User, bob: User, carol: User, dan: User, workspace: Workspace
) -> None:
    secret = closed_document(alice, bob, carol, workspace)
    invite(secret, "fanny@example.org", "view", by=bob)
    request_access(secret, "comment", by=dan)
    DocumentInvitation.objects.all().delete()
    lines = page(client_of(alice), workspace).context["lines"]
    told = {line.event.verb: line.sentence for line in lines}
    assert {"access.invited", "access.requested"} <= set(told)
    assert "confidentielle" not in str(told)


def test_nor_once_it_is_in_the_trash_or_gone(
    client_of: Any, alice: User, bob: User, carol: User, workspace: Workspace
) -> None:
    secret = closed_document(alice, bob, carol, workspace)
    inside = make.document(bob, secret, "Annexe confidentielle")  # type: ignore[arg-type]
    trash_document(secret, by=bob)
    assert "confidentielle" not in page(client_of(alice), workspace).content.decode()
    purge_document(secret)
    assert not Document.objects.filter(pk=inside.pk).exists()
    assert "confidentielle" not in page(client_of(alice), workspace).content.decode()


def test_what_was_open_to_them_is_named_after_its_end(client_of: Any, alice: User, document: Document) -> None:
    trash_document(document, by=alice)
    assert "Ouvrir les données" in page(client_of(alice), document.workspace).content.decode()
    purge_document(document)
    assert "Ouvrir les données" in page(client_of(alice), document.workspace).content.decode()


def test_reading_records_nothing(client_of: Any, alice: User, workspace: Workspace) -> None:
    before = Event.objects.count()
    page(client_of(alice), workspace)
    assert Event.objects.count() == before
