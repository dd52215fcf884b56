"""Versions for programs: listed, read, named, compared, gone back to; the stage, which locks the text."""

import io
import zipfile
from typing import Any
from uuid import uuid4

import pytest

from documents import content
from documents.actions.keeping import store_version
from documents.models import Document
from permissions.actions import share_by_link
from realtime import log, settling
from tests import make, writing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(document: Document, bob: Any) -> Document:
    writing.write(document, bob, "Une suite.")
    settling.settle(document.room, log.standing([document.room])[document.room][0])
    return document


def path(document: Document, more: str = "") -> str:
    return f"/documents/{document.pk}/versions/{more}"


def test_listed_read_and_named(caller: Any, written: Document, bob: Any) -> None:
    call = caller(bob)
    listed = call("GET", path(written)).json()
    assert (listed["count"], [one["number"] for one in listed["items"]]) == (2, [2, 1])
    assert listed["items"][0]["authors"][0]["name"] == "Bob Martin"
    first = listed["items"][1]["id"]
    shown = call("GET", path(written, f"{first}/")).json()
    assert content.plain(shown["content"]) == "Les données publiques sont ouvertes par défaut."
    assert call("PATCH", path(written, f"{first}/"), {"name": "Au début"}).json()["kind"] == "named"
    made = call("POST", path(written), {"name": "Maintenant"})
    assert (made.status_code, made.json()["name"]) == (201, "Maintenant")
    assert call("GET", path(written) + "?limit=1").json()["items"][0]["name"] == "Maintenant"


def test_gone_back_to_and_forth(caller: Any, written: Document, bob: Any) -> None:
    call = caller(bob)
    first = written.versions.last().pk
    done = call("POST", path(written, f"{first}/restoration/"), {}).json()
    assert content.plain(content.read_document(written)) == "Les données publiques sont ouvertes par défaut."
    call("POST", path(written, f"{done['before']}/restoration/"), {})
    assert content.plain(content.read_document(written)).endswith("Une suite.")
    answer = call("POST", path(written, f"{done['before']}/restoration/"), {})
    assert (answer.status_code, answer.json()["code"]) == (422, "version_same")
    answer = call("POST", path(written, f"{first}/restoration/"), {"block": "inconnu"})
    assert answer.json()["code"] == "block_unknown"


def test_compared_on_the_spot_and_in_word(caller: Any, written: Document, dan: Any) -> None:
    call = caller(dan)
    new, old = written.versions.all()
    told = call("GET", path(written, f"{old.pk}/changes/")).json()
    assert told["summary"] == {"added": 2, "removed": 0, "moved": 0, "other": 0}
    assert [one["kind"] for one in told["items"]] == ["same", "added"]
    assert call("GET", path(written, f"{old.pk}/changes/?to={new.pk}")).json() == told
    file = call("GET", path(written, f"{old.pk}/changes/export?to={new.pk}"))
    assert b"w:ins" in zipfile.ZipFile(io.BytesIO(file.content)).read("word/document.xml")


def test_an_adopted_text_takes_no_update(caller: Any, written: Document, alice: Any, bob: Any) -> None:
    stage = f"/documents/{written.pk}/stage/"
    assert caller(bob)("GET", stage).json() == {"stage": "working", "frozen": False, "published": None}
    answer = caller(alice)("PUT", stage, {"stage": "published"}).json()
    assert (answer["frozen"], answer["published"]) == (True, str(written.versions.first().pk))
    refused = caller(bob)("POST", f"/documents/{written.pk}/sync", b"\x00\x00")
    assert (refused.status_code, refused.json()["code"]) == (403, "frozen")
    caller(alice)("PUT", stage, {"stage": "review"})
    assert caller(bob)("POST", f"/documents/{written.pk}/sync", b"\x00\x00").status_code == 200


def test_lower_rungs_are_refused(caller: Any, written: Document, bob: Any, carol: Any, dan: Any) -> None:
    first = written.versions.last().pk
    for person in (carol, dan):
        call = caller(person)
        assert call("GET", path(written)).status_code == 200
        assert call("POST", path(written), {"name": "Non"}).status_code == 403
        assert call("PATCH", path(written, f"{first}/"), {"name": "Non"}).status_code == 403
        assert call("POST", path(written, f"{first}/restoration/"), {}).status_code == 403
    for person in (bob, carol, dan):
        assert caller(person)("PUT", f"/documents/{written.pk}/stage/", {"stage": "review"}).status_code == 403
        assert caller(person)("PUT", f"/documents/{written.pk}/history/", {"public": True}).status_code == 403


def test_strangers_see_nothing(caller: Any, written: Document, eve: Any, alice: Any) -> None:
    first = written.versions.last().pk
    for more in ("", f"{first}/", f"{first}/changes/", f"{first}/changes/export"):
        assert caller(eve)("GET", path(written, more)).status_code == 404
        assert caller(None)("GET", path(written, more)).status_code == 404
    assert caller(eve)("POST", path(written, f"{first}/restoration/"), {}).status_code == 404
    assert caller(eve)("GET", f"/documents/{written.pk}/stage/").status_code == 404
    other = make.document(alice, written.workspace, "Autre", text="Un secret.").versions.get()
    assert caller(alice)("GET", path(written, f"{other.pk}/")).status_code == 404
    assert caller(alice)("GET", path(written, f"{first}/changes/?to={other.pk}")).status_code == 404
    assert caller(alice)("GET", path(written, f"{uuid4()}/")).status_code == 404


def test_a_visitor_reads_what_is_public(caller: Any, written: Document, alice: Any) -> None:
    share_by_link(written, reach="public", link_role="view", by=alice)
    assert caller(None)("GET", path(written)).json() == {"items": [], "count": 0}
    assert caller(alice)("PUT", f"/documents/{written.pk}/history/", {"public": True}).status_code == 204
    assert caller(None)("GET", path(written)).json()["count"] == 2


@pytest.mark.parametrize(
    ("method", "more", "body"),
    [
        ("POST", "versions/", {"name": ""}),
        ("POST", "versions/", {"name": "x" * 121}),
        ("POST", "versions/", {"title": "Non"}),
        ("PUT", "stage/", {"stage": "voted"}),
        ("PUT", "stage/", {"stage": "working"}),
        ("PUT", "history/", {"public": "peut-être"}),
    ],
)
def test_bad_input_is_told(caller: Any, written: Document, alice: Any, method: str, more: str, body: Any) -> None:
    answer = caller(alice)(method, f"/documents/{written.pk}/{more}", body)
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)


def test_the_list_asks_as_much_for_many(
    caller: Any, written: Document, alice: Any, django_assert_max_num_queries: Any
) -> None:
    tree = content.read_document(written)
    for number in range(30):
        store_version(written, tree, 10 + number, name=f"n° {number}").authors.add(alice)
    call = caller(alice)
    with django_assert_max_num_queries(7):
        assert len(call("GET", path(written) + "?limit=30").json()["items"]) == 30
