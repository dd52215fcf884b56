"""POST /documents/: a text from Markdown or HTML becomes a document of a workspace."""

from typing import Any

import pytest

from activity.models import Event
from documents.content import read_document
from documents.models import Document
from permissions.actions import grant
from tests import make
from tests.api.conftest import Caller
from workspaces.models import Workspace

MARKDOWN = "# Titre\n\nUn **mot** gras.\n\n1. un\n2. deux\n"


def test_markdown_becomes_a_document(caller: Any, alice: Any, workspace: Workspace) -> None:
    answer = caller(alice)("POST", "/documents/", {"workspace": workspace.slug, "title": "Note", "markdown": MARKDOWN})
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["title"], made["workspace"], made["role"]) == ("Note", workspace.slug, "manage")
    tree = read_document(Document.objects.get(pk=made["id"]))
    assert [node["type"] for node in tree["content"]] == ["heading", "paragraph", "orderedList"]


def test_html_becomes_a_document(caller: Any, alice: Any, workspace: Workspace) -> None:
    body = {
        "workspace": workspace.slug,
        "title": "Note",
        "html": "<h2>Titre</h2><p>Bonjour <a href='javascript:x'>là</a></p>",
    }
    made = caller(alice)("POST", "/documents/", body).json()
    tree = read_document(Document.objects.get(pk=made["id"]))
    assert "javascript" not in str(tree)
    assert tree["content"][0]["type"] == "heading"


def test_contributors_of_the_workspace_cannot(caller: Any, alice: Any, carol: Any, workspace: Workspace) -> None:
    grant(workspace, "contribute", to=carol, by=alice)
    answer = caller(carol)("POST", "/documents/", {"workspace": workspace.slug, "title": "Note"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "forbidden"


def test_strangers_see_no_workspace(caller: Any, eve: Any, workspace: Workspace) -> None:
    assert caller(eve)("POST", "/documents/", {"workspace": workspace.slug, "title": "Note"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "malformed"),
        ({"workspace": "republique-numerique", "title": "  "}, "title_empty"),
        ({"workspace": "republique-numerique", "title": "x" * 251}, "title_long"),
        ({"workspace": "republique-numerique", "title": "x", "markdown": "a", "html": "b"}, "two_texts"),
        ({"workspace": "republique-numerique", "title": "x", "parent": "?"}, "malformed"),
    ],
)
def test_bad_bodies_get_a_sentence(caller: Any, alice: Any, workspace: Workspace, body: Any, code: str) -> None:
    answer = caller(alice)("POST", "/documents/", body)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert answer.json()["code"] == code
    assert not Document.objects.exists()


def test_a_wrong_key_is_told(caller: Any, workspace: Workspace) -> None:
    for path in ("/documents/", "/workspaces/"):
        assert Caller("tablee_faux")("GET", path).status_code == 401
    assert caller(None)("POST", "/documents/", {"workspace": workspace.slug, "title": "x"}).status_code == 401


def test_it_is_recorded(caller: Any, alice: Any, workspace: Workspace) -> None:
    caller(alice)("POST", "/documents/", {"workspace": workspace.slug, "title": "Note"})
    event = Event.objects.get(verb="document.created")
    assert (event.actor, event.workspace, event.data["title"]) == (alice, workspace.pk, "Note")


def test_in_the_name_of_an_organisation(caller: Any, alice: Any, workspace: Workspace) -> None:
    town = make.organisation(alice)
    body = {"workspace": workspace.slug, "title": "Arrêté", "on_behalf_of": town.pk}
    made = caller(alice)("POST", "/documents/", body).json()
    assert made["on_behalf_of"] == {"id": town.pk, "name": "Ville de Lyon", "verified": True}
    assert made["signature"] == "Ville de Lyon, par Alice Diop"
    assert made["created_by"] == {
        "id": alice.pk,
        "name": "Alice Diop",
        "kind": "public_servant",
        "organisation": "Ministère du Numérique",
        "grade": "registered",
    }
    for path in (f"/documents/{made['id']}/", "/documents/"):
        told = caller(alice)("GET", path).json()
        assert (told["items"][0] if "items" in told else told)["signature"] == made["signature"]


def test_members_are_refused_and_strangers_see_no_organisation(
    caller: Any, alice: Any, bob: Any, eve: Any, workspace: Workspace
) -> None:
    town = make.organisation(alice, bob="member")
    for person, status in ((bob, 403), (eve, 404)):
        grant(workspace, "change", to=person, by=alice)
        body = {"workspace": workspace.slug, "title": "Arrêté", "on_behalf_of": town.pk}
        assert caller(person)("POST", "/documents/", body).status_code == status
    assert not Document.objects.exists()


@pytest.mark.parametrize("key", [-1, "Ville de Lyon", 2**70, True])
def test_an_organisation_is_a_number(caller: Any, alice: Any, workspace: Workspace, key: Any) -> None:
    body = {"workspace": workspace.slug, "title": "Arrêté", "on_behalf_of": key}
    assert caller(alice)("POST", "/documents/", body).status_code in {404, 422}


def test_lists_of_documents_ask_no_more_for_whose_they_are(
    caller: Any, alice: Any, workspace: Workspace, django_assert_max_num_queries: Any
) -> None:
    town, call = make.organisation(alice), caller(alice)
    for number in range(4):
        body = {"workspace": workspace.slug, "title": f"Arrêté {number}", "on_behalf_of": town.pk}
        call("POST", "/documents/", body)
    with django_assert_max_num_queries(7):
        assert call("GET", "/documents/").json()["count"] == 4
