"""Proposals for programs: made, listed, accepted into the text under their author's name."""

import json
from typing import Any

import pytest

from documents.models import Document
from permissions.actions import grant, share_by_link
from realtime import log
from realtime.models import Update
from tests import make
from tests.documents.proposing import blocks, paragraph, propose, texts


@pytest.fixture
def paula(document: Document, alice: Any, carol: Any) -> Any:
    """Carol may propose."""
    grant(document, "suggest", to=carol, by=alice)
    return carol


def test_from_a_proposal_to_the_text(caller: Any, document: Document, bob: Any, paula: Any) -> None:
    path = f"/documents/{document.pk}/suggestions/"
    key, before = blocks(document)[0]
    wanted = [paragraph("Les données publiques sont ouvertes et gratuites par défaut.")]
    made = caller(paula)("POST", path, {"block": key, "before": before, "proposed": wanted, "reason": "La loi le dit."})
    assert made.status_code == 201, made.content
    assert made.json()["merged"][0]["content"] == wanted[0]["content"]
    assert texts(document) == ["Les données publiques sont ouvertes par défaut."]
    listed = caller(bob)("GET", path).json()
    assert listed["count"] == 1 and listed["items"][0]["may"]["answer"] is True
    accepted = caller(bob)("POST", f"{path}{made.json()['id']}/acceptance/", {})
    assert accepted.status_code == 200, accepted.content
    assert accepted.json()["state"] == "accepted" and accepted.json()["answered_by"]["name"] == "Bob Martin"
    assert texts(document) == ["Les données publiques sont ouvertes et gratuites par défaut."]
    last = Update.objects.filter(room=document.room).order_by("number").last()
    assert last is not None and last.author == str(paula.pk)
    assert accepted.json()["applied"] and log.standing([document.room])[document.room][0] == last.number


@pytest.fixture
def path(document: Document) -> str:
    return f"/documents/{document.pk}/suggestions/"


def body(document: Document, words: str, **more: Any) -> dict[str, Any]:
    key, before = blocks(document)[0]
    return {"block": key, "before": before, "proposed": [paragraph(words)], **more}


def test_each_rung_is_told_what_it_may(
    caller: Any, document: Document, path: str, alice: Any, bob: Any, paula: Any, dan: Any
) -> None:
    key = caller(paula)("POST", path, body(document, "Autre.")).json()["id"]
    told = {person: caller(person)("GET", f"{path}{key}/").json()["may"] for person in (alice, bob, paula, dan)}
    writer = {"answer": True, "withdraw": False, "vote": True, "discuss": True}
    assert told[alice] == told[bob] == writer
    assert told[paula] == {"answer": False, "withdraw": True, "vote": False, "discuss": True}
    assert told[dan] == {"answer": False, "withdraw": False, "vote": False, "discuss": False}
    for act, sent in (("acceptance", {}), ("refusal", {"reason": "Non."})):
        assert caller(dan)("POST", f"{path}{key}/{act}/", sent).status_code == 403
    assert caller(dan)("POST", path, body(document, "Encore autre.")).status_code == 403
    assert caller(bob)("POST", f"{path}{key}/withdrawal/").status_code == 403
    assert caller(dan)("PUT", f"{path}{key}/vote/", {"value": 1}).status_code == 403


def test_strangers_see_nothing_and_visitors_what_is_public(
    caller: Any, document: Document, path: str, alice: Any, eve: Any, paula: Any
) -> None:
    key = caller(paula)("POST", path, body(document, "Autre.")).json()["id"]
    sent = body(document, "Encore autre.")
    for stranger, status in ((eve, 404), (None, 401)):
        assert caller(stranger)("GET", path).status_code == 404
        assert caller(stranger)("GET", f"{path}{key}/").status_code == 404
        assert caller(stranger)("POST", path, sent).status_code == status
        assert caller(stranger)("POST", f"{path}{key}/acceptance/", {}).status_code == status
    share_by_link(document, reach="public", link_role="view", by=alice)
    assert caller(None)("GET", path).json()["count"] == 1


def test_a_proposal_of_another_document_is_none(caller: Any, document: Document, alice: Any, workspace: Any) -> None:
    other = make.document(alice, workspace, "Autre", text="Autre.")
    key = propose(other, alice, "Encore autre.").pk
    path = f"/documents/{document.pk}/suggestions/{key}/"
    assert caller(alice)("GET", path).status_code == 404
    assert caller(alice)("POST", f"{path}acceptance/", {}).status_code == 404
    answers = {"answer": "accept", "ids": [str(key)]}
    assert caller(alice)("POST", f"/documents/{document.pk}/suggestions/answers/", answers).json()["answered"] == []


def test_what_is_refused_says_why(caller: Any, document: Document, path: str, bob: Any, paula: Any) -> None:
    mine = caller(paula)
    sent = body(document, "Autre.")
    assert mine("POST", path, {**sent, "before": paragraph("Rien de tel.")}).status_code == 409
    assert mine("POST", path, {**sent, "block": "nulle-part"}).json()["code"] == "block_gone"
    refused = mine("POST", path, {**sent, "proposed": [{"type": "gadget"}]})
    assert (refused.status_code, refused.json()["code"]) == (422, "nodes")
    assert mine("POST", path, {**sent, "proposed": "mots"}).status_code == 422
    key = mine("POST", path, sent).json()["id"]
    refused = caller(bob)("POST", f"{path}{key}/refusal/", {"reason": " "})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["reason"])
    assert caller(bob)("PUT", f"{path}{key}/vote/", {"value": 3}).status_code == 422
    assert caller(bob)("POST", f"{path}{key}/refusal/", {"reason": "Non."}).json()["state"] == "refused"
    assert caller(bob)("POST", f"{path}{key}/refusal/", {"reason": "Non."}).json()["code"] == "answered"


def test_deep_bodies_break_nothing(caller: Any, document: Document, path: str, paula: Any) -> None:
    sent = json.dumps(body(document, "Autre."))
    deep = '{"type":"blockquote","content":[' * 2000 + "]}" * 2000
    text = sent.replace('"proposed": [', f'"proposed": [{deep},')
    answer = caller(paula).client.generic("POST", f"/api/v1{path}", text, content_type="application/json")
    assert answer.status_code == 422


def test_votes_filters_and_order(caller: Any, document: Document, path: str, alice: Any, bob: Any, paula: Any) -> None:
    first = caller(paula)("POST", path, body(document, "Un.")).json()["id"]
    second = caller(bob)("POST", path, body(document, "Deux.")).json()["id"]
    caller(alice)("PUT", f"{path}{second}/vote/", {"value": 1})
    voted = caller(paula)("PUT", f"{path}{second}/vote/", {"value": -1}).json()
    assert voted["votes"] == {"for": 1, "against": 1, "mine": -1}
    listed = caller(alice)("GET", path).json()["items"]
    assert [one["id"] for one in listed] == [first, second]
    assert [one["votes"]["mine"] for one in listed] == [0, 1]
    assert caller(alice)("GET", f"{path}?author={bob.pk}").json()["count"] == 1
    assert caller(alice)("GET", f"{path}?block=autre").json()["count"] == 0
    caller(alice)("POST", f"{path}{first}/refusal/", {"reason": "Non."})
    assert [caller(bob)("GET", f"{path}?state={one}").json()["count"] for one in ("open", "refused", "all")] == [
        1,
        1,
        2,
    ]
    page = caller(bob)("GET", f"{path}?state=all&limit=1&offset=1").json()
    assert (len(page["items"]), page["count"], page["items"][0]["id"]) == (1, 2, second)


def test_unclear_is_shown_as_such(caller: Any, document: Document, path: str, bob: Any, paula: Any) -> None:
    """Until the text is quiet and the proposal outdated, nothing is offered that cannot be done."""
    for words in ("Tout autre chose.", "Autre chose encore."):
        caller(paula)("POST", path, body(document, words))
    first, second = caller(bob)("GET", path).json()["items"]
    caller(bob)("POST", f"{path}{first['id']}/acceptance/", {})
    found = caller(bob)("GET", f"{path}{second['id']}/").json()
    assert found["merged"] is None and found["today"]["content"][0]["text"] == "Tout autre chose."
    assert caller(bob)("POST", f"{path}{second['id']}/acceptance/", {}).status_code == 409
    sent = {"applied": [paragraph("Tout autre chose encore.")], "seen": found["today"], "answer": "Les deux."}
    done = caller(bob)("POST", f"{path}{second['id']}/acceptance/", sent)
    assert (done.json()["answer"], texts(document)) == ("Les deux.", ["Tout autre chose encore."])


def test_all_at_once(caller: Any, document: Document, path: str, bob: Any, carol: Any, paula: Any, dan: Any) -> None:
    words = texts(document)[0]
    keys = [
        caller(paula)("POST", path, body(document, words.replace(*change))).json()["id"]
        for change in (("Les", "Toutes les"), ("Les", "Ces"), ("défaut", "principe"))
    ]
    assert caller(dan)("POST", f"{path}answers/", {"answer": "accept"}).status_code == 403
    done = caller(bob)("POST", f"{path}answers/", {"answer": "accept", "author": paula.pk}).json()
    assert done["answered"] == [keys[0], keys[2]] and done["left"][0]["id"] == keys[1] and done["left"][0]["detail"]
    assert texts(document) == ["Toutes les données publiques sont ouvertes par principe."]
    none = caller(bob)("POST", f"{path}answers/", {"answer": "refuse"}).json()  # without a reason
    assert [one["id"] for one in none["left"]] == [keys[1]]
    done = caller(bob)("POST", f"{path}answers/", {"answer": "refuse", "reason": "Déjà dit.", "ids": keys}).json()
    assert done == {"answered": [keys[1]], "left": []}


def test_its_thread(caller: Any, document: Document, path: str, bob: Any, paula: Any) -> None:
    key = caller(paula)("POST", path, body(document, "Autre.")).json()["id"]
    made = caller(bob)("POST", f"/documents/{document.pk}/threads/", {"body": "Pourquoi ?", "suggestion": key})
    assert (made.status_code, made.json()["suggestion"]) == (201, key)
    assert caller(bob)("GET", f"{path}{key}/").json()["thread"] == made.json()["id"]
    missing = {"body": "Pourquoi ?", "suggestion": str(document.pk)}
    assert caller(bob)("POST", f"/documents/{document.pk}/threads/", missing).status_code == 404
