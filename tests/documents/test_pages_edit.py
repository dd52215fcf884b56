"""The editor's page: what it gives to the script, and to whom."""

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import share_by_link


def config(answer: Any) -> dict[str, Any]:
    found = re.search(r'<script id="document-config" type="application/json">(.*?)</script>', answer.content.decode())
    assert found is not None
    return dict(json.loads(found[1]))


@pytest.mark.parametrize(
    ("name", "role", "may_write"),
    [("alice", "manage", True), ("bob", "change", True), ("carol", "comment", False), ("dan", "view", False)],
)
def test_each_gets_their_rung(
    client_of: Any, request: Any, document: Document, name: str, role: str, may_write: bool
) -> None:
    given = config(client_of(request.getfixturevalue(name)).get(f"/documents/{document.pk}/"))
    assert (given["role"], given["mayWrite"]) == (role, may_write)
    assert given["urls"]["socket"] == "/ws/documents"


def test_only_managers_are_offered_sharing_and_the_trash(
    client_of: Any, alice: User, bob: User, document: Document
) -> None:
    for person, offered in ((alice, True), (bob, False)):
        text = client_of(person).get(f"/documents/{document.pk}/").content.decode()
        assert (f"/documents/{document.pk}/partager/" in text) is offered
        assert (f"/documents/{document.pk}/corbeille/" in text) is offered


def test_a_stranger_sees_nothing(client_of: Any, eve: User, document: Document) -> None:
    assert client_of(eve).get(f"/documents/{document.pk}/").status_code == 404
    assert Client().get(f"/documents/{document.pk}/").status_code == 404


def test_a_visitor_by_a_public_link_reads(alice: User, document: Document) -> None:
    share_by_link(document, reach="public", link_role="change", by=alice)
    given = config(Client().get(f"/documents/{document.pk}/"))
    assert (given["role"], given["mayWrite"], given["me"]) == ("view", False, None)


def test_a_trashed_document_is_not_opened(client_of: Any, alice: User, document: Document) -> None:
    trash_document(document, by=alice)
    assert client_of(alice).get(f"/documents/{document.pk}/").status_code == 404


def test_an_unknown_or_broken_key(client_of: Any, alice: User) -> None:
    assert client_of(alice).get(f"/documents/{uuid.uuid4()}/").status_code == 404
    assert client_of(alice).get("/documents/abc/").status_code == 404


def test_a_title_cannot_close_the_script_that_carries_it(client_of: Any, alice: User, document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(title="</script><script>alert(1)</script>")
    answer = client_of(alice).get(f"/documents/{document.pk}/")
    assert "<script>alert" not in answer.content.decode()
    assert config(answer)["title"].startswith("</script>")


def test_the_content_policy_allows_nothing_inline(client_of: Any, alice: User, document: Document) -> None:
    answer = client_of(alice).get(f"/documents/{document.pk}/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<style|\son\w+=", answer.content.decode())


def test_few_queries(client_of: Any, alice: User, document: Document, django_assert_max_num_queries: Any) -> None:
    browser = client_of(alice)
    with django_assert_max_num_queries(8):
        browser.get(f"/documents/{document.pk}/")
