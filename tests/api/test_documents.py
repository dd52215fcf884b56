"""Documents for programs: read, renamed, shared, exported, synchronised, thrown away."""

import io
import secrets
from typing import Any

import pytest
from django.db import OperationalError
from docx import Document as read_docx
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from activity.models import Event
from documents.actions.documents import create_document
from documents.content import plain, read_document
from documents.models import Document
from permissions.actions import share_by_link
from tests.documents.proposing import propose
from tests.documents.reviewed import Reviewed
from tests.threads import thread_on

FIRST = "Les données publiques sont ouvertes par défaut."


def test_each_rung_sees_its_role(caller: Any, document: Document, alice: Any, bob: Any, carol: Any, dan: Any) -> None:
    for person, role in ((alice, "manage"), (bob, "change"), (carol, "comment"), (dan, "view")):
        assert caller(person)("GET", f"/documents/{document.pk}/").json()["role"] == role


def test_strangers_and_visitors_see_nothing(caller: Any, document: Document, eve: Any) -> None:
    for stranger in (eve, None):
        assert caller(stranger)("GET", f"/documents/{document.pk}/").status_code == 404
        assert caller(stranger)("GET", "/documents/").json() == {"items": [], "count": 0}
        assert caller(stranger)("GET", f"/documents/{document.pk}/export?format=docx").status_code == 404
        assert caller(stranger)("GET", f"/documents/{document.pk}/sync").status_code == 404


def test_unknown_and_broken_ids(caller: Any, alice: Any) -> None:
    assert caller(alice)("GET", "/documents/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert caller(alice)("GET", "/documents/nimporte/").status_code == 404


def test_rename(caller: Any, document: Document, bob: Any, carol: Any) -> None:
    assert caller(carol)("PATCH", f"/documents/{document.pk}/", {"title": "Non"}).status_code == 403
    assert caller(bob)("PATCH", f"/documents/{document.pk}/", {"title": "Oui"}).json()["title"] == "Oui"


def test_a_public_link_lets_visitors_read(caller: Any, document: Document, alice: Any, bob: Any, eve: Any) -> None:
    path = f"/documents/{document.pk}/sharing/"
    assert caller(bob)("PUT", path, {"reach": "public", "link_role": "view"}).status_code == 403
    assert caller(alice)("PUT", path, {"reach": "public", "link_role": "suggest"}).status_code == 200
    assert caller(None)("GET", f"/documents/{document.pk}/").json()["role"] == "view"
    assert caller(eve)("GET", f"/documents/{document.pk}/").json()["role"] == "suggest"
    assert caller(alice)("PUT", path, {"reach": "restricted"}).status_code == 200
    assert caller(None)("GET", f"/documents/{document.pk}/").status_code == 404


@pytest.mark.parametrize("reach", ["signed_in", "public"])
def test_what_its_address_opens_is_in_no_list(
    caller: Any, document: Document, alice: Any, bob: Any, eve: Any, reach: str
) -> None:
    """“Anyone who has the address”: whoever asks for a list has not."""
    inside = create_document(document, "Annexe", by=alice)
    share_by_link(document, reach=reach, link_role="view", by=alice)
    for person in (eve, None):
        for where in ("", f"?workspace={document.workspace.slug}"):
            assert caller(person)("GET", f"/documents/{where}").json() == {"items": [], "count": 0}
    assert caller(eve)("GET", f"/documents/{document.pk}/").status_code == 200
    assert caller(eve)("GET", f"/documents/?parent={document.pk}").json()["items"][0]["id"] == str(inside.pk)
    share_by_link(document, reach="restricted", link_role="view", by=alice)
    share_by_link(inside, reach=reach, link_role="view", by=alice)
    told = caller(eve)("GET", f"/documents/{inside.pk}/").json()
    assert caller(eve)("GET", f"/documents/?parent={told['parent']}").json()["count"] == 0
    assert caller(bob)("GET", "/documents/").json()["count"] == 2  # his role comes down to what stands in it


def test_what_stands_in_an_open_workspace_is_listed(caller: Any, document: Document, alice: Any, eve: Any) -> None:
    share_by_link(document.workspace, reach="public", link_role="view", by=alice)
    for person in (eve, None):
        assert caller(person)("GET", "/documents/").json()["count"] == 1


@pytest.mark.parametrize("body", [{"reach": "all"}, {"reach": "public", "link_role": "manage"}, {}])
def test_bad_sharing_gets_a_sentence(caller: Any, document: Document, alice: Any, body: Any) -> None:
    answer = caller(alice)("PUT", f"/documents/{document.pk}/sharing/", body)
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)


def test_grants(caller: Any, document: Document, alice: Any, bob: Any, eve: Any) -> None:
    assert caller(alice)("PUT", f"/documents/{document.pk}/grants/{eve.pk}/", {"role": "view"}).status_code == 404
    path = f"/documents/{document.pk}/grants/eve@example.org/"
    assert caller(bob)("PUT", path, {"role": "view"}).status_code == 403
    assert caller(alice)("PUT", path, {"role": "emperor"}).status_code == 422
    assert caller(alice)("PUT", path, {"role": "suggest"}).status_code == 200
    assert caller(eve)("GET", f"/documents/{document.pk}/").json()["role"] == "suggest"
    assert caller(alice)("PUT", f"/documents/{document.pk}/grants/{eve.pk}/", {"role": "view"}).status_code == 200
    assert caller(eve)("DELETE", path).status_code == 204
    assert caller(eve)("GET", f"/documents/{document.pk}/").status_code == 404
    assert (
        caller(alice)("PUT", f"/documents/{document.pk}/grants/personne@example.org/", {"role": "view"}).status_code
        == 404
    )


def test_export_is_a_word_file(caller: Any, document: Document, dan: Any) -> None:
    answer = caller(dan)("GET", f"/documents/{document.pk}/export?format=docx")
    assert answer.status_code == 200
    assert 'filename="ouvrir-les-donnees.docx"' in answer["Content-Disposition"]
    assert FIRST in [p.text for p in read_docx(io.BytesIO(answer.content)).paragraphs]
    assert caller(dan)("GET", f"/documents/{document.pk}/export?format=exe").status_code == 422


def test_an_export_holds_what_one_asks_for(caller: Any, document: Document, bob: Any, carol: Any, dan: Any) -> None:
    thread_on(document, "publiques", by=carol, body="Toutes ?")
    propose(document, bob, "Les données publiques sont ouvertes.")
    path = f"/documents/{document.pk}/export"
    full = Reviewed(caller(dan)("GET", path).content)
    assert [one.author for one in full.comments] == ["Carol Petit"]
    assert [one[3] for one in full.changes] == [" par défaut"]
    bare = Reviewed(caller(dan)("GET", f"{path}?suggestions=accepted&comments=false&names=false&cover=true").content)
    assert (bare.comments, bare.changes, "par défaut" in bare.text) == ([], [], False)
    assert b"Alice" not in bare.files["docProps/core.xml"]


@pytest.mark.parametrize("asked", ["suggestions=some", "names=perhaps", "contents=", "comment=false", "cover=2"])
def test_a_choice_that_does_not_exist_is_refused_with_a_sentence(
    caller: Any, document: Document, dan: Any, asked: str
) -> None:
    answer = caller(dan)("GET", f"/documents/{document.pk}/export?{asked}")
    told = answer.json()
    assert (answer.status_code, told["code"], list(told["fields"])) == (
        422,
        "option_unknown",
        [asked.partition("=")[0]],
    )
    assert "«" in told["detail"]


def paragraph_update(words: str) -> bytes:
    doc: Doc[Any] = Doc(client_id=secrets.randbits(31))
    root = doc.get("default", type=XmlFragment)
    with doc.transaction():
        root.children.append(XmlElement("paragraph")).children.append(XmlText(words))
    return doc.get_update()


def test_sync_over_http(caller: Any, document: Document, bob: Any, dan: Any) -> None:
    path = f"/documents/{document.pk}/sync"
    before = int(caller(dan)("GET", path)["X-Log-Number"])
    sent = caller(bob)("POST", path, paragraph_update("Par HTTP"))
    assert sent.json() == {"number": before + 1}
    assert sorted(plain(read_document(document)).splitlines()) == [FIRST, "Par HTTP"]
    doc: Doc[Any] = Doc()
    doc.apply_update(caller(dan)("GET", f"{path}?after=0").content)
    assert "Par HTTP" in str(doc.get("default", type=XmlFragment))
    assert caller(dan)("GET", f"{path}?after={before + 1}").content == b"\x00\x00"


def test_saying_it_again_stores_nothing(caller: Any, document: Document, bob: Any) -> None:
    path, update = f"/documents/{document.pk}/sync", paragraph_update("Une fois")
    first = caller(bob)("POST", path, update).json()
    assert caller(bob)("POST", path, update).json() == first


def test_readers_and_broken_updates_are_refused(caller: Any, document: Document, bob: Any, carol: Any) -> None:
    path = f"/documents/{document.pk}/sync"
    assert caller(carol)("POST", path, paragraph_update("Non")).status_code == 403
    for broken in (b"", b"\xff" * 20, bytes.fromhex("01010101000000")):
        answer = caller(bob)("POST", path, broken)
        assert (answer.status_code, answer.json()["code"]) == (422, "gate")
    assert plain(read_document(document)) == FIRST


def test_too_much_and_too_early_are_told(caller: Any, document: Document, bob: Any) -> None:
    path = f"/documents/{document.pk}/sync"
    large = caller(bob)("POST", path, bytes(8 * 1024 * 1024 + 1))
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    doc: Doc[Any] = Doc()
    words = doc.get("default", type=XmlFragment)
    words.children.append(XmlText("avant"))
    before = doc.get_state()
    words.children.append(XmlText("après"))
    early = caller(bob)("POST", path, doc.get_update(before))
    assert (early.status_code, early.json()["code"]) == (409, "gap")
    assert plain(read_document(document)) == FIRST


def test_a_database_that_is_too_busy_is_told(caller: Any, document: Document, alice: Any, monkeypatch: Any) -> None:
    def locked(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("documents.actions.documents.rename_document", locked)
    answer = caller(alice)("PATCH", f"/documents/{document.pk}/", {"title": "Oui"})
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")


def test_thrown_away_and_taken_back(caller: Any, document: Document, alice: Any, bob: Any) -> None:
    path = f"/documents/{document.pk}/"
    assert caller(bob)("DELETE", path).status_code == 403
    assert caller(alice)("POST", f"{path}restore/").status_code == 404
    assert caller(alice)("DELETE", path).status_code == 204
    assert caller(alice)("GET", path).status_code == 404
    assert caller(bob)("POST", f"{path}restore/").status_code == 404
    assert caller(alice)("POST", f"{path}restore/").json()["title"] == document.title
    assert caller(bob)("GET", path).status_code == 200


def test_odd_requests_get_a_sentence_never_a_500(caller: Any, document: Document, alice: Any) -> None:
    call = caller(alice)
    for method, path, body in (
        ("GET", "/documents/?offset=99999999999999999999", None),
        ("GET", "/documents/?limit=-1", None),
        ("GET", "/documents/?workspace=%00", None),
        ("GET", "/workspaces/%00/", None),
        ("PUT", f"/documents/{document.pk}/grants/%C2%B2/", {"role": "view"}),
        ("PUT", f"/documents/{document.pk}/grants/{'9' * 40}/", {"role": "view"}),
        ("PATCH", f"/documents/{document.pk}/", {"title": "a\0b"}),
        ("PATCH", f"/documents/{document.pk}/", {"title": "\ud800"}),
        ("GET", f"/documents/{document.pk}/sync?after=-5", None),
        ("GET", f"/documents/{document.pk}/sync?after=99999999999999999999", None),
    ):
        answer = call(method, path, body)
        assert answer.status_code in {200, 404, 422}, (path, answer.status_code)
        assert answer.status_code == 200 or answer["Content-Type"].startswith(("application/json", "text/html"))


def test_a_body_that_is_not_json_is_told(caller: Any, document: Document, alice: Any) -> None:
    answer = caller(alice).client.patch(f"/api/v1/documents/{document.pk}/", b"{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_stranger_cannot_take_away_what_they_do_not_hold(
    caller: Any, document: Document, alice: Any, eve: Any
) -> None:
    caller(alice)("PUT", f"/documents/{document.pk}/sharing/", {"reach": "public"})
    answer = caller(eve)("DELETE", f"/documents/{document.pk}/grants/{eve.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_granted")
    for address in ("bob@example.org", "personne@example.org"):  # the answer does not tell who has an account
        assert caller(eve)("DELETE", f"/documents/{document.pk}/grants/{address}/").status_code == 403
    assert not Event.objects.filter(verb="access.revoked").exists()


def test_answers_are_nobody_elses(caller: Any, document: Document, alice: Any) -> None:
    for path in (
        "/documents/",
        f"/documents/{document.pk}/",
        f"/documents/{document.pk}/export",
        f"/documents/{document.pk}/sync",
    ):
        answer = caller(alice)("GET", path)
        assert "private" in answer["Cache-Control"]
        assert "no-store" in answer["Cache-Control"]


def test_refusals_speak_the_language_of_the_account(caller: Any, document: Document, eve: Any, carol: Any) -> None:
    type(carol).objects.filter(pk=carol.pk).update(language="en")
    answer = caller(carol)("PATCH", f"/documents/{document.pk}/", {"title": "x"})
    assert answer.json()["detail"].startswith("You are not allowed")
