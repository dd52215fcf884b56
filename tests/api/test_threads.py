"""Threads for programs: who sees and may do what, what is answered, and in how many questions."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.actions.comments import react
from documents.actions.discussion import answer_thread, open_thread, resolve_thread
from documents.models import Document, Thread
from permissions.actions import share_by_link
from permissions.guests import enter_as_guest
from tests.threads import passage, said_yesterday, settle, thread_on


def place_of(document: Document, words: str) -> dict[str, Any]:
    return passage(document, words)._asdict()


def test_the_life_of_a_thread(caller: Any, document: Document, bob: Any, carol: Any) -> None:
    path = f"/documents/{document.pk}/threads/"
    body = {"body": "Toutes, @Bob Martin ?", "mentioned": [bob.pk]} | place_of(document, "publiques")
    made = caller(carol)("POST", path, body)
    assert made.status_code == 201
    thread = made.json()
    assert (thread["state"], thread["anchored"], thread["words"]) == ("open", True, "publiques")
    assert thread["opened_by"]["name"] == "Carol Petit"
    assert thread["may"] == {"answer": True, "resolve": True, "assign": True}
    said = thread["comments"][0]
    assert (said["body"], said["mentioned"], said["grade"]) == ("Toutes, @Bob Martin ?", [bob.pk], "registered")
    assert said["html"] == '<p>Toutes, <span class="mention">@Bob Martin</span> ?</p>'
    here = f"{path}{thread['id']}/"
    answered = caller(bob)("POST", f"{here}comments/", {"body": "Presque."})
    assert answered.status_code == 201
    its = f"{here}comments/{answered.json()['id']}/"
    assert caller(bob)("PATCH", its, {"body": "Toutes."}).json()["edited_at"]
    assert caller(carol)("PATCH", its, {"body": "Non."}).status_code == 403
    liked = caller(carol)("PUT", f"{its}reactions/👍/").json()["reactions"]
    assert liked == [{"sign": "👍", "count": 1, "mine": True, "people": ["Carol Petit"]}]
    assert caller(carol)("DELETE", f"{its}reactions/👍/").json()["reactions"] == []
    given = caller(carol)("PUT", f"{here}assignee/", {"person": bob.pk}).json()
    assert given["assigned_to"]["name"] == "Bob Martin"
    assert caller(carol)("PUT", f"{here}resolved/").json()["state"] == "resolved"
    assert caller(bob)("POST", f"{here}comments/", {"body": "Trop tard"}).json()["code"] == "resolved"
    assert caller(bob)("DELETE", f"{here}resolved/").json()["state"] == "open"
    assert caller(bob)("DELETE", its).status_code == 204
    assert caller(bob)("GET", here).json()["comments"][1]["state"] == "deleted"


def test_a_passage_that_changed(caller: Any, document: Document, carol: Any) -> None:
    body = {"body": "Ici"} | place_of(document, "publiques") | {"quote": "privées"}
    refused = caller(carol)("POST", f"/documents/{document.pk}/threads/", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "passage_changed")


def test_who_does_not_see_the_document_sees_no_thread(caller: Any, document: Document, carol: Any, eve: Any) -> None:
    thread = thread_on(document, "publiques", by=carol)
    path = f"/documents/{document.pk}/threads/"
    for person in (eve, None):
        assert caller(person)("GET", path).status_code == 404
        assert caller(person)("GET", f"{path}{thread.pk}/").status_code == 404
    assert caller(eve)("POST", path, {"body": "Moi"}).status_code == 404


def test_a_reader_reads_and_says_nothing(caller: Any, document: Document, carol: Any, dan: Any) -> None:
    thread = thread_on(document, "publiques", by=carol)
    path = f"/documents/{document.pk}/threads/"
    found = caller(dan)("GET", path).json()
    assert found["count"] == 1
    assert found["items"][0]["may"] == {"answer": False, "resolve": False, "assign": False}
    its = f"{path}{thread.pk}/comments/"
    assert caller(dan)("POST", path, {"body": "Moi"}).status_code == 403
    assert caller(dan)("POST", its, {"body": "Moi"}).status_code == 403
    assert caller(dan)("PUT", f"{path}{thread.pk}/resolved/").status_code == 403
    assert caller(dan)("PUT", f"{path}{thread.pk}/assignee/", {"person": None}).status_code == 403
    assert caller(dan)("PUT", f"{its}{thread.comments.get().pk}/reactions/👍/").status_code == 403
    assert caller(dan)("GET", f"/documents/{document.pk}/people/").status_code == 403


def test_a_thread_of_another_document_is_not_here(
    caller: Any, document: Document, alice: Any, workspace: Any, carol: Any
) -> None:
    from tests import make

    other = make.document(alice, workspace, "Autre")
    thread = open_thread(other, "Secret", by=alice)
    mine = open_thread(document, "Ouvert", by=carol)
    path = f"/documents/{document.pk}/threads/"
    assert caller(carol)("GET", f"{path}{thread.pk}/").status_code == 404
    assert caller(carol)("POST", f"{path}{thread.pk}/comments/", {"body": "Moi"}).status_code == 404
    its = f"{path}{mine.pk}/comments/{thread.comments.get().pk}/"
    assert caller(carol)("DELETE", its).status_code == 404
    assert caller(carol)("GET", f"{path}{uuid4()}/").status_code == 404


def test_what_waits_is_seen_by_its_author_and_managers(
    caller: Any, document: Document, alice: Any, bob: Any, client_of: Any
) -> None:
    share_by_link(document, reach="public", link_role="comment", by=alice)
    Document.objects.update(guests_wait=True)
    document.refresh_from_db()
    guest = enter_as_guest(document, "Gaston")
    thread = thread_on(document, "publiques", by=guest, body="Bonjour")
    path = f"/documents/{document.pk}/threads/"
    assert [caller(one)("GET", path).json()["count"] for one in (alice, bob, None)] == [1, 0, 0]
    assert client_of(guest).get(f"/api/v1{path}").json()["items"][0]["comments"][0]["state"] == "waiting"
    assert caller(bob)("GET", f"{path}{thread.pk}/").status_code == 404
    answer = caller(bob)("POST", f"{path}{thread.pk}/comments/", {"body": "Moi"})
    assert answer.status_code == 404


def test_an_answer_that_waits_is_not_in_the_thread_for_others(
    caller: Any, document: Document, alice: Any, bob: Any
) -> None:
    share_by_link(document, reach="public", link_role="comment", by=alice)
    Document.objects.update(guests_wait=True)
    document.refresh_from_db()
    thread = open_thread(document, "Bonjour", by=bob)
    waiting = answer_thread(thread, "Attendez", by=enter_as_guest(document, "Gaston"))
    path = f"/documents/{document.pk}/threads/{thread.pk}/"
    seen = {name: caller(one)("GET", path).json()["comments"] for name, one in (("alice", alice), ("bob", bob))}
    assert {name: len(comments) for name, comments in seen.items()} == {"alice": 2, "bob": 1}
    assert caller(bob)("PUT", f"{path}comments/{waiting.pk}/reactions/👍/").status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("?state=resolved", 1),
        ("?state=all", 4),
        ("?about=passages", 2),
        ("?about=whole", 1),
        ("?about=suggestions", 0),
        ("?mine=1", 1),
        ("?assigned=1", 1),
        ("?orphans=1", 1),
        ("?unanswered=1", 2),
        ("?state=all&limit=2", 4),
        ("?state=all&offset=3", 4),
        ("?state=all&offset=9", 4),
    ],
)
def test_filters(caller: Any, document: Document, bob: Any, carol: Any, query: str, count: int) -> None:
    answered = thread_on(document, "publiques", by=carol)
    answer_thread(answered, "Oui", by=bob)
    thread_on(document, "ouvertes", by=carol)
    open_thread(document, "Tout", by=carol)
    closed = open_thread(document, "Fini", by=carol)
    resolve_thread(closed, by=carol)
    Thread.objects.filter(quote="ouvertes").update(orphaned_at="2026-01-01T00:00Z", assigned_to=bob)
    found = caller(bob)("GET", f"/documents/{document.pk}/threads/{query}")
    assert (found.status_code, found.json()["count"]) == (200, count)


@pytest.mark.parametrize("count", [2, 15])
def test_few_queries_whatever_the_length(caller: Any, document: Document, bob: Any, carol: Any, count: int) -> None:
    for number in range(count):
        thread = open_thread(document, f"N° {number}, @Bob Martin", by=carol, mentioned=[bob])
        react(answer_thread(thread, "Oui", by=bob), "👍", by=carol)
        said_yesterday()
    ask = caller(carol)
    ask("GET", "/documents/")  # notes the use of the key
    with CaptureQueriesContext(connection) as asked:
        found = ask("GET", f"/documents/{document.pk}/threads/?limit=100").json()
    assert found["count"] == len(found["items"]) == count
    assert len(asked) == 6, [one["sql"][:90] for one in asked]


def test_the_words_of_today_are_told_beside_the_quote(caller: Any, document: Document, carol: Any) -> None:
    thread = thread_on(document, "publiques", by=carol)
    settle(document)
    found = caller(carol)("GET", f"/documents/{document.pk}/threads/{thread.pk}/").json()
    assert (found["quote"], found["words"], found["start"], found["end"]) == ("publiques", "publiques", 12, 21)


def test_people_one_may_mention(caller: Any, document: Document, alice: Any, carol: Any, eve: Any) -> None:
    path = f"/documents/{document.pk}/people/"
    found = caller(carol)("GET", path).json()
    assert [one["name"] for one in found["items"]] == ["Alice Diop", "Bob Martin", "Dan Leroy"]
    assert found["items"][0]["organisation"] == "Ministère du Numérique"
    assert caller(carol)("GET", f"{path}?q=mart").json()["count"] == 1
    share_by_link(document, reach="signed_in", link_role="comment", by=alice)
    assert [one["name"] for one in caller(eve)("GET", path).json()["items"]] == ["Alice Diop"]  # she wrote
