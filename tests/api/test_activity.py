"""What happened in a workspace, for programs."""

from typing import Any

import pytest

from activity.chain import chain_of
from documents.actions.exporting import export
from documents.models import Document
from permissions.actions import grant, restrict, share_by_link
from tests import make
from tests.activity.tampering import change


def path(document: Document, what: str) -> str:
    return f"/workspaces/{document.workspace.slug}/{what}/"


def test_members_read_what_happened(caller: Any, alice: Any, bob: Any, document: Document) -> None:
    told = caller(alice)("GET", path(document, "activity")).json()
    assert told["count"] == 5
    first = told["items"][0]
    assert (first["verb"], first["by"], first["name"]) == ("access.granted", alice.pk, "Alice Diop")
    assert first["grade"] == "registered"
    [edits] = [one for one in told["items"] if one["about"] == f"user:{bob.pk}"]
    assert edits["sentence"].startswith("a donné à Bob Martin le rôle de rédacteur")
    by_kind = caller(alice)("GET", path(document, "activity") + f"?kind=document&person={alice.pk}").json()
    assert [one["verb"] for one in by_kind["items"]] == ["document.created"]


def test_managers_read_the_trail_and_its_state(caller: Any, alice: Any, bob: Any, document: Document) -> None:
    export(document, "docx", by=bob)
    told = caller(alice)("GET", path(document, "audit")).json()
    assert (told["count"], told["whole"], told["faults"]) == (5, True, [])
    assert [one["number"] for one in told["items"]] == [5, 4, 3, 2, 1]
    assert len(told["items"][0]["hash"]) == 64
    change(3, "verb", "access.shared", chain_of(document.workspace_id))
    told = caller(alice)("GET", path(document, "audit")).json()
    assert not told["whole"]
    assert told["faults"]


def test_a_lower_rung_is_refused(caller: Any, alice: Any, dan: Any, eve: Any, document: Document) -> None:
    grant(document.workspace, "change", to=dan, by=alice)
    assert caller(dan)("GET", path(document, "activity")).status_code == 200
    assert caller(dan)("GET", path(document, "audit")).status_code == 403
    share_by_link(document.workspace, reach="signed_in", link_role="view", by=alice)
    assert caller(eve)("GET", path(document, "activity")).status_code == 403


def test_a_stranger_sees_nothing(caller: Any, eve: Any, bob: Any, document: Document) -> None:
    for what in ("activity", "audit"):
        assert [caller(who)("GET", path(document, what)).status_code for who in (eve, bob)] == [404, 404]
        assert caller(None)("GET", path(document, what)).status_code == 401


def test_nothing_is_told_about_what_is_closed(
    caller: Any, alice: Any, bob: Any, dan: Any, eve: Any, document: Document
) -> None:
    grant(document.workspace, "change", to=bob, by=alice)
    grant(document.workspace, "view", to=dan, by=alice)
    closed = make.document(bob, document.workspace, "Note confidentielle")
    restrict(closed, True, by=bob)
    grant(closed, "view", to=eve, by=bob)
    for person, what in ((dan, "activity"), (alice, "activity"), (alice, "audit")):
        told = caller(person)("GET", path(document, what)).content.decode()
        assert "confidentielle" not in told
        assert str(closed.pk) not in told and f"user:{eve.pk}" not in told  # nor whom it was shared with


@pytest.mark.parametrize("query", ["?limit=0", "?limit=101", "?offset=-1", "?person=x", "?person=-1", "?kind=A%25"])
def test_bad_questions_get_a_sentence(caller: Any, alice: Any, document: Document, query: str) -> None:
    answer = caller(alice)("GET", path(document, "activity") + query)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
