"""The home page of a workspace: its documents, its people, what happened there."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import grant, share_by_link
from tests import make
from workspaces.models import Workspace


def page(browser: Client, workspace: Workspace) -> Any:
    return browser.get(f"/espaces/{workspace.slug}/")


def test_it_shows_documents_people_and_activity(client_of: Any, alice: User, document: Document) -> None:
    text = page(client_of(alice), document.workspace).content.decode()
    assert document.title in text
    assert "Service public · Ministère du Numérique" in text
    assert "a donné à Bob Martin le rôle de rédacteur sur «" in text


def test_only_those_who_may_write_are_offered_a_new_document(
    client_of: Any, alice: User, dan: User, workspace: Workspace
) -> None:
    grant(workspace, "view", to=dan, by=alice)
    assert "/documents/nouveau/" in page(client_of(alice), workspace).content.decode()
    assert "/documents/nouveau/" not in page(client_of(dan), workspace).content.decode()


def test_a_stranger_sees_nothing(client_of: Any, eve: User, workspace: Workspace) -> None:
    assert page(client_of(eve), workspace).status_code == 404
    assert page(Client(), workspace).status_code == 404


def test_a_visitor_sees_a_public_one(alice: User, workspace: Workspace) -> None:
    share_by_link(workspace, reach="public", link_role=None, by=alice)
    assert page(Client(), workspace).status_code == 200


def test_the_feed_tells_nothing_about_what_one_cannot_see(
    client_of: Any, alice: User, dan: User, document: Document
) -> None:
    secret = make.document(alice, document.workspace, "Note confidentielle")
    Document.objects.filter(pk=secret.pk).update(restricted=True)
    grant(document.workspace, "view", to=dan, by=alice)
    assert "confidentielle" not in page(client_of(dan), document.workspace).content.decode()


@pytest.mark.parametrize("reach", ["signed_in", "public"])
def test_who_only_comes_by_the_address_is_not_told_what_people_do(
    client_of: Any, alice: User, bob: User, eve: User, workspace: Workspace, reach: str
) -> None:
    share_by_link(workspace, reach=reach, link_role="view", by=alice)
    grant(make.document(alice, workspace), "change", to=bob, by=alice)
    for browser in [client_of(eve)] + [Client()] * (reach == "public"):
        answer = page(browser, workspace)
        assert answer.status_code == 200
        assert "Bob Martin" not in answer.content.decode()
        assert "workspaces/panels/activity.html" not in {panel["template"] for panel in answer.context["panels"]}


def test_the_trash_is_not_shown(client_of: Any, alice: User, document: Document) -> None:
    trash_document(document, by=alice)
    answer = page(client_of(alice), document.workspace)
    [panel] = [panel for panel in answer.context["panels"] if "documents/" in panel["template"]]
    assert panel["content"]["documents"] == []


def test_a_title_is_never_read_as_html(client_of: Any, alice: User, workspace: Workspace) -> None:
    make.document(alice, workspace, "<script>alert(1)</script>")
    text = page(client_of(alice), workspace).content.decode()
    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;alert(1)") == 2  # the card, and the feed
