"""The reading page: rendered here from the tree, without the editor."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.actions.documents import create_document, trash_document
from documents.models import Document
from permissions.actions import share_by_link
from tests import make
from workspaces.models import Workspace


def read(browser: Client, document: Document) -> Any:
    return browser.get(f"/documents/{document.pk}/lire/")


def test_a_reader_reads(client_of: Any, dan: User, document: Document) -> None:
    text = read(client_of(dan), document).content.decode()
    assert ">Les données publiques sont ouvertes par défaut.</p>" in text
    assert "Par <b>Alice Diop</b> (Service public · Ministère du Numérique · avec un compte)" in text


def test_it_loads_no_editor(client_of: Any, dan: User, document: Document) -> None:
    text = read(client_of(dan), document).content.decode()
    assert text.count("<script") == 1
    assert "assets/document-" not in text and "document-config" not in text


def test_only_those_who_may_write_are_led_to_the_editor(
    client_of: Any, bob: User, dan: User, document: Document
) -> None:
    link = f'href="/documents/{document.pk}/"'
    assert link in read(client_of(bob), document).content.decode()
    assert link not in read(client_of(dan), document).content.decode()


def test_a_stranger_sees_nothing(client_of: Any, eve: User, document: Document) -> None:
    assert read(client_of(eve), document).status_code == 404


def test_a_visitor_by_a_public_link(alice: User, document: Document) -> None:
    share_by_link(document, reach="public", link_role=None, by=alice)
    assert read(Client(), document).status_code == 200


def test_a_trashed_document_is_not_read(client_of: Any, alice: User, document: Document) -> None:
    trash_document(document, by=alice)
    assert read(client_of(alice), document).status_code == 404


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", '"><b id="x">'])
def test_a_hostile_image_leads_nowhere(client_of: Any, alice: User, workspace: Workspace, wrong: str) -> None:
    tree = {"type": "doc", "content": [{"type": "figure", "attrs": {"image": wrong, "alt": "x"}}]}
    made = create_document(workspace, "Image", by=alice, tree=tree)
    answer = read(client_of(alice), made)
    assert answer.status_code == 200
    assert wrong not in answer.content.decode()


@pytest.mark.parametrize("paragraphs", [1, 200])
def test_few_queries(
    client_of: Any, alice: User, workspace: Workspace, paragraphs: int, django_assert_max_num_queries: Any
) -> None:
    made = create_document(workspace, "Long", by=alice, tree=make.tree(*["Un paragraphe."] * paragraphs))
    browser = client_of(alice)
    read(browser, made)  # the first time, what is seen is written down
    # frame 3, document and rights 3, the visit 1, text 5, authors 3, quarantine 1, threads 1, inside 1
    with django_assert_max_num_queries(17):
        read(browser, made)


def test_those_who_see_the_document_alone_get_no_dead_link(
    client_of: Any, alice: User, dan: User, document: Document
) -> None:
    link = f'href="/espaces/{document.workspace.slug}/"'
    for page in ("", "lire/"):
        address = f"/documents/{document.pk}/{page}"
        assert link in client_of(alice).get(address).content.decode()
        assert link not in client_of(dan).get(address).content.decode()


def test_words_of_the_text_are_in_its_language_words_around_it_in_the_readers(
    client_of: Any, dan: User, alice: User, workspace: Workspace
) -> None:
    tree = {
        "type": "doc",
        "content": [{"type": "callout", "attrs": {"kind": "decision"}, "content": make.tree("X")["content"]}],
    }
    made = create_document(workspace, "Deux langues", by=alice, tree=tree)
    browser = client_of(alice)
    browser.post("/langue/", {"language": "en"})
    text = read(browser, made).content.decode()
    assert "Décision" in text and "Last edited on" in text
