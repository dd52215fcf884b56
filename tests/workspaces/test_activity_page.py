"""What happened in a workspace, for its members: day by day, by person, by kind, and only what each may see."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from activity.models import Event
from activity.record import record
from documents.actions.documents import rename_document
from documents.actions.exporting import export
from documents.models import Document
from permissions.actions import grant, restrict, share_by_link
from tests import make
from workspaces.activity_pages import A_PAGE
from workspaces.models import Workspace


def page(browser: Client, workspace: Workspace, query: str = "") -> Any:
    return browser.get(f"/espaces/{workspace.slug}/activite/{query}")


def test_it_tells_what_happened_day_by_day(client_of: Any, alice: User, bob: User, document: Document) -> None:
    rename_document(document, "Autre titre", by=bob)
    Event.objects.filter(verb="document.created").update(at=timezone.now() - timedelta(days=40))
    answer = page(client_of(alice), document.workspace)
    text = answer.content.decode()
    assert "a renommé «" in text
    assert "Données Ouvertes SARL" in text
    assert f'href="/documents/{document.pk}/"' in text
    assert len({line.day for line in answer.context["lines"]}) == 2


def test_names_are_those_of_today(client_of: Any, alice: User, bob: User, document: Document) -> None:
    User.objects.filter(pk=bob.pk).update(name="Robert Martin")
    text = page(client_of(alice), document.workspace).content.decode()
    assert "Robert Martin" in text
    assert "Bob Martin" not in text


def test_for_whom_one_acted_is_told(client_of: Any, alice: User, bob: User, workspace: Workspace) -> None:
    record("workspace.changed", by=alice, on=workspace, workspace=workspace.pk, on_behalf_of=f"user:{bob.pk}")
    assert "pour Bob Martin" in page(client_of(alice), workspace).content.decode()


def test_by_person_and_by_kind(client_of: Any, alice: User, bob: User, document: Document) -> None:
    rename_document(document, "Autre titre", by=bob)
    browser = client_of(alice)
    lines = page(browser, document.workspace, f"?personne={bob.pk}").context["lines"]
    assert [line.event.verb for line in lines] == ["document.renamed"]
    kinds = {line.event.verb for line in page(browser, document.workspace, "?type=access").context["lines"]}
    assert kinds == {"access.granted"}


def test_who_is_not_a_member_is_refused(client_of: Any, alice: User, eve: User, workspace: Workspace) -> None:
    share_by_link(workspace, reach="signed_in", link_role="view", by=alice)
    answer = page(client_of(eve), workspace)
    assert answer.status_code == 403
    assert "membres de l’espace" in answer.content.decode()


def test_a_stranger_sees_nothing(client_of: Any, eve: User, workspace: Workspace) -> None:
    assert page(client_of(eve), workspace).status_code == 404
    assert page(Client(), workspace).status_code == 302


def test_it_tells_nothing_about_what_one_may_not_see(
    client_of: Any, alice: User, dan: User, document: Document
) -> None:
    secret = make.document(alice, document.workspace, "Note confidentielle")
    restrict(secret, True, by=alice)
    grant(document.workspace, "view", to=dan, by=alice)
    assert "confidentielle" not in page(client_of(dan), document.workspace).content.decode()
    assert "confidentielle" in page(client_of(alice), document.workspace).content.decode()


def test_what_is_for_managers_is_not_told(client_of: Any, alice: User, dan: User, document: Document) -> None:
    grant(document.workspace, "view", to=dan, by=alice)
    export(document, "docx", by=alice)
    for person in (alice, dan):
        lines = page(client_of(person), document.workspace).context["lines"]
        assert "document.exported" not in {line.event.verb for line in lines}


@pytest.mark.parametrize("query", ["?personne=abc", "?personne=²", f"?personne={'9' * 400}", "?type=lune", "?type=%25"])
def test_what_is_none_finds_nothing(client_of: Any, alice: User, workspace: Workspace, query: str) -> None:
    answer = page(client_of(alice), workspace, query)
    assert (answer.status_code, answer.context["lines"]) == (200, [])


@pytest.mark.parametrize("query", ["?avant=abc", "?avant=-1", "?avant="])
def test_a_place_that_is_none_is_the_first_page(client_of: Any, alice: User, workspace: Workspace, query: str) -> None:
    assert len(page(client_of(alice), workspace, query).context["lines"]) == 1


def test_older_ones_are_a_page_away(client_of: Any, alice: User, workspace: Workspace) -> None:
    for _number in range(A_PAGE + 5):
        record("workspace.changed", by=alice, on=workspace, workspace=workspace.pk)
    browser = client_of(alice)
    first = page(browser, workspace, f"?personne={alice.pk}")
    second = page(browser, workspace, f"?{first.context['older']}")
    shown = [line.event.pk for answer in (first, second) for line in answer.context["lines"]]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == A_PAGE + 6
    assert second.context["older"] == ""
    assert second.context["newest"] == f"personne={alice.pk}&type="


def test_managers_are_led_to_the_audit_trail(client_of: Any, alice: User, dan: User, workspace: Workspace) -> None:
    grant(workspace, "view", to=dan, by=alice)
    assert "/audit/" in page(client_of(alice), workspace).content.decode()
    assert "/audit/" not in page(client_of(dan), workspace).content.decode()


def test_reading_records_nothing(client_of: Any, alice: User, workspace: Workspace) -> None:
    before = Event.objects.count()
    page(client_of(alice), workspace)
    assert Event.objects.count() == before
