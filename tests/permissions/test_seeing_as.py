"""“See as…”: what a manager may do is lowered, for one document and one session, and never raised."""

from typing import Any

import pytest
from django.test import Client

from documents.models import Document
from permissions.actions import share_by_link
from permissions.backend import rung
from permissions.seeing_as import look
from tests import make


@pytest.fixture
def address(document: Document) -> str:
    return f"/documents/{document.pk}/voir-comme/"


def looking(user: Any, document: Document, role: str) -> Any:
    look(user, {"seeing_as": {"kind": "document", "key": str(document.pk), "role": role, "title": ""}})
    return user


@pytest.mark.parametrize("role", ["view", "comment", "suggest", "change"])
def test_a_manager_holds_what_the_role_holds(alice: Any, document: Document, role: str) -> None:
    assert rung(looking(alice, document, role), document) == role
    assert not alice.has_perm("documents.manage_document", document)


def test_as_a_visitor_one_sees_what_visitors_see(alice: Any, document: Document) -> None:
    assert rung(looking(alice, document, "visitor"), document) is None
    share_by_link(document, reach="public", link_role="change", by=make_plain(alice))
    assert rung(alice, Document.objects.get()) == "view"


def make_plain(user: Any) -> Any:
    return type(user).objects.get(pk=user.pk)


def test_nothing_is_ever_raised(dan: Any, eve: Any, document: Document) -> None:
    assert rung(looking(dan, document, "change"), document) == "view"
    assert rung(looking(eve, document, "change"), document) is None


def test_other_documents_are_as_before(alice: Any, document: Document) -> None:
    other = make.document(alice, document.workspace, "Autre")
    assert rung(looking(alice, document, "view"), other) == "manage"


def test_the_pages_are_those_of_the_role_until_one_ends_it(
    client_of: Any, alice: Any, document: Document, address: str
) -> None:
    browser: Client = client_of(alice)
    assert browser.post(address, {"role": "comment"})["Location"] == document.get_absolute_url()
    page = browser.get(document.get_absolute_url())
    assert (page.context["config"]["role"], page.context["config"]["mayWrite"]) == ("comment", False)
    assert "Vous voyez « Ouvrir les données »" in page.content.decode().replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    ).replace("\N{NO-BREAK SPACE}", " ")
    assert browser.get(f"{document.get_absolute_url()}partager/").status_code == 403
    assert browser.post(f"{document.get_absolute_url()}titre/", {"title": "Non"}).status_code == 403
    share_by_link(document, reach="public", link_role="change", password="tilleul 1789", by=make_plain(alice))
    for act in ("entrer/", "quitter/", "corbeille/"):
        assert browser.post(document.get_absolute_url() + act, {"password": "tilleul 1789"}).status_code == 403
    assert browser.post(address, {})["Location"] == f"{document.get_absolute_url()}partager/"
    assert browser.get(f"{document.get_absolute_url()}partager/").status_code == 200


def test_an_editors_page_cannot_be_written_in(client_of: Any, alice: Any, document: Document, address: str) -> None:
    browser = client_of(alice)
    browser.post(address, {"role": "change"})
    page = browser.get(document.get_absolute_url())
    assert (page.context["config"]["role"], page.context["config"]["mayWrite"]) == ("change", False)


@pytest.mark.parametrize("role", ["view", "change", "visitor"])
def test_nothing_is_asked_for_meanwhile(
    client_of: Any, alice: Any, document: Document, address: str, role: str
) -> None:
    """The role of somebody else is not one that the manager could want a higher one than."""
    browser = client_of(alice)
    browser.post(address, {"role": role})
    for page in ("", "lire/"):
        assert "/demander/" not in browser.get(f"{document.get_absolute_url()}{page}").content.decode()


def test_nor_changed_by_another_address(client_of: Any, alice: Any, document: Document, address: str) -> None:
    """The document is named in what is sent, not in the address that it is sent to."""
    other, browser = make.document(alice, document.workspace, "Autre"), client_of(alice)
    browser.post(address, {"role": "change"})
    inside = {"workspace": document.workspace.slug, "parent": str(document.pk)}
    said: dict[str, Any] = {"content_type": "application/json", "HTTP_X_CSRFTOKEN": "x"}
    answers = [
        browser.post("/api/v1/documents/", inside | {"title": "Dedans"}, **said),
        browser.put(f"/api/v1/documents/{other.pk}/place/", inside, **said),
        browser.post(f"/documents/{other.pk}/deplacer/", {"place": str(document.pk), "confirmed": "1"}),
        browser.put(f"/api/v1/documents/{document.pk}/sharing/", {"reach": "public"}, **said),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert not Document.objects.filter(parent=document).exists()


def test_where_a_visitor_sees_nothing_one_can_still_end_it(
    client_of: Any, alice: Any, document: Document, address: str
) -> None:
    browser = client_of(alice)
    browser.post(address, {"role": "visitor"})
    page = browser.get(document.get_absolute_url())
    assert page.status_code == 404
    assert address in page.content.decode()
    browser.post(address, {})
    assert browser.get(document.get_absolute_url()).status_code == 200


def test_a_lower_rung_is_refused(client_of: Any, bob: Any, address: str) -> None:
    assert client_of(bob).post(address, {"role": "view"}).status_code == 403


def test_a_stranger_sees_nothing(client_of: Any, eve: Any, address: str) -> None:
    assert client_of(eve).post(address, {"role": "view"}).status_code == 404
    assert Client().post(address, {"role": "view"}).status_code == 302


@pytest.mark.parametrize("role", ["manage", "king", "contribute"])
def test_bad_input_is_told(client_of: Any, alice: Any, document: Document, address: str, role: str) -> None:
    browser = client_of(alice)
    browser.post(address, {"role": role})
    assert browser.get(document.get_absolute_url()).context["config"]["role"] == "manage"
