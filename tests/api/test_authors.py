"""Who wrote what, for programs: shares, the signed text, its writing, taking back, what is new since a visit."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from documents import content
from documents.models import Document, Visit
from permissions.actions import share_by_link
from realtime import log
from tests import make
from tests.writing import write, write_into

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at(document: Document) -> str:
    return f"/documents/{document.pk}"


def test_shares(caller: Any, document: Document, bob: User, dan: User, at: str) -> None:
    write_into(document, bob, 0, 4, "vieilles ")
    told = caller(dan)("GET", f"{at}/authors/").json()
    assert (told["count"], told["letters"]) == (2, 56)
    assert [(one["person"]["name"], one["letters"]) for one in told["items"]] == [("Alice Diop", 47), ("Bob Martin", 9)]
    assert [(one["kind"], one["letters"]) for one in told["kinds"]] == [("public_servant", 47), ("entrepreneur", 9)]
    owners = log.owners(document.room)
    assert {owners[client] for client in told["items"][1]["clients"]} == {str(bob.pk)}
    page = caller(dan)("GET", f"{at}/authors/?offset=1&limit=1").json()
    assert ([one["letters"] for one in page["items"]], page["count"]) == ([9], 2)


def test_the_signed_text(caller: Any, document: Document, alice: User, bob: User, at: str) -> None:
    write_into(document, bob, 0, 4, "vieilles ")
    nodes = caller(bob)("GET", f"{at}/authors/text/").json()["tree"]["content"][0]["content"]
    assert [node["author"] for node in nodes] == [str(alice.pk), str(bob.pk), str(alice.pk)]


def test_as_many_questions_for_many(caller: Any, document: Document, bob: User, dan: User, at: str) -> None:
    asking, counts = caller(dan), []
    asking("GET", f"{at}/authors/")  # notes once that the key is used
    for wanted in (1, 5):
        for number in range(wanted):
            write(document, make.guest(f"Invité {wanted} {number}"), "mot")
        with CaptureQueriesContext(connection) as asked:
            assert asking("GET", f"{at}/authors/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_writing(caller: Any, document: Document, alice: User, bob: User, at: str) -> None:
    write(document, bob, "Bob")
    told = caller(alice)("GET", f"{at}/writing/").json()
    assert [[one["name"] for one in step["people"]] for step in told["items"]] == [["Alice Diop"], ["Bob Martin"]]
    first = caller(alice)("GET", f"{at}/writing/1/").json()
    assert "Bob" not in content.plain(first["tree"])
    assert caller(alice)("GET", f"{at}/writing/3/").status_code == 404


def test_taking_back(caller: Any, document: Document, alice: User, bob: User, dan: User, at: str) -> None:
    write(document, bob, "Un mot de Bob")
    path = f"{at}/authors/{bob.pk}/roll-back/"
    assert caller(bob)("POST", path, {}).status_code == 403
    told = caller(alice)("POST", path, {}).json()
    assert (told["removed"], told["returned"], told["kept"]) == (4, 0, 0)
    again = caller(alice)("POST", path, {})
    assert (again.status_code, again.json()["code"]) == (422, "nothing_left")
    assert caller(alice)("POST", f"{at}/authors/{dan.pk}/roll-back/", {}).status_code == 404


def test_taking_out_ones_own_name(caller: Any, document: Document, bob: User, dan: User, at: str) -> None:
    write(document, bob, "Un mot de Bob")
    nobody = caller(bob)("POST", f"{at}/authors/withdrawal/").json()["person"]
    assert (nobody["name"], nobody["id"] == bob.pk, nobody["grade"]) == (
        "Une personne qui a retiré son nom",
        False,
        "anonymous",
    )
    people = [one["person"]["id"] for one in caller(dan)("GET", f"{at}/authors/").json()["items"]]
    assert (nobody["id"] in people, bob.pk in people) == (True, False)
    assert str(bob.pk) not in json.dumps(caller(dan)("GET", f"{at}/authors/text/").json()["tree"])
    again = caller(dan)("POST", f"{at}/authors/withdrawal/")
    assert (again.status_code, again.json()["code"]) == (422, "not_named")


def test_taking_out_somebodys_name(caller: Any, document: Document, alice: User, bob: User, dan: User, at: str) -> None:
    write(document, bob, "Un mot de Bob")
    path = f"{at}/authors/{bob.pk}/erasure/"
    assert caller(dan)("POST", path, {"asked_on": "2026-01-05"}).status_code == 403
    assert caller(alice)("POST", path, {}).status_code == 422
    late = caller(alice)("POST", path, {"asked_on": "2999-01-05"})
    assert (late.status_code, list(late.json()["fields"])) == (422, ["asked_on"])
    told = caller(alice)("POST", path, {"asked_on": "2026-01-05"}).json()
    assert told["person"]["name"] == "Une personne qui a retiré son nom"
    assert caller(alice)("POST", path, {"asked_on": "2026-01-05"}).status_code == 404


def test_what_is_new(caller: Any, document: Document, bob: User, dan: User, at: str) -> None:
    asking = caller(dan)
    first = asking("GET", f"{at}/changes/").json()
    assert (first["count"], first["number"]) == (0, 1)
    write_into(document, bob, 0, 4, "vieilles ")
    told = asking("GET", f"{at}/changes/").json()
    assert [(one["start"], one["end"], one["kind"]) for one in told["items"]] == [(4, 13, "added")]
    assert (told["added"], told["number"]) == (1, 2)
    assert asking("PUT", f"{at}/visit/", {"number": told["number"]}).json()["number"] == 2
    assert asking("GET", f"{at}/changes/").json()["count"] == 0


def test_what_is_new_in_a_workspace(caller: Any, document: Document, alice: User, bob: User) -> None:
    write(document, bob, "Bob")
    told = caller(alice)("GET", f"/workspaces/{document.workspace.slug}/changed/").json()
    assert [(one["title"], [who["name"] for who in one["people"]]) for one in told["items"]] == [
        ("Ouvrir les données", ["Bob Martin"])
    ]


@pytest.mark.parametrize("path", ["authors/", "authors/text/", "writing/", "writing/1/", "changes/"])
def test_strangers_see_nothing(caller: Any, document: Document, eve: User, at: str, path: str) -> None:
    assert caller(eve)("GET", f"{at}/{path}").status_code == 404
    assert caller(None)("GET", f"{at}/{path}").status_code in (401, 404)


def test_a_visitor_reads_a_public_text_and_leaves_no_visit(
    caller: Any, document: Document, alice: User, at: str
) -> None:
    share_by_link(document, reach="public", link_role=None, by=alice)
    assert caller(None)("GET", f"{at}/authors/").status_code == 200
    assert caller(None)("GET", f"{at}/changes/").status_code == 401
    assert not Visit.objects.exists()
