"""Adding to the text over plain HTTP: what a socket refuses is refused here, with the same codes."""

from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from api import sync
from documents import schema
from documents.content import plain, read_document
from documents.models import Document
from permissions.actions import grant, revoke
from realtime import http, limits, log, quarantine
from realtime.models import Head, Update

FIRST = "Les données publiques sont ouvertes par défaut."


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "paces", http.Paces())


@pytest.fixture
def path(document: Document) -> str:
    return f"/documents/{document.pk}/sync"


@pytest.fixture
def epoch(document: Document) -> str:
    return Head.objects.get(room=document.room).epoch


def paragraph(words: str) -> bytes:
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    with doc.transaction():
        root.children.append(XmlElement("paragraph")).children.append(XmlText(words))
    return doc.get_update()


def refusal(answer: Any) -> tuple[int, str]:
    told = answer.json()
    assert told["detail"].endswith("."), "a sentence"
    return answer.status_code, told["code"]


def test_what_is_sent_is_stored_when_this_answers(caller: Any, path: str, document: Document, bob: Any) -> None:
    number = caller(bob)("POST", path, paragraph("Par HTTP")).json()["number"]
    assert log.standing([document.room])[document.room][0] == number
    assert "Par HTTP" in plain(read_document(document))
    assert Update.objects.get(room=document.room, number=number).author == str(bob.pk)


def test_sending_again_is_harmless(caller: Any, path: str, document: Document, bob: Any, alice: Any) -> None:
    update = paragraph("Une fois")
    first = caller(bob)("POST", path, update).json()
    caller(alice)("POST", path, paragraph("Entre deux"))
    again = caller(bob)("POST", path, update).json()
    assert again["number"] == first["number"] + 1, "nothing was added: this is where the log stands"
    assert plain(read_document(document)).count("Une fois") == 1


def test_the_answer_says_what_it_belongs_to(caller: Any, path: str, epoch: str, dan: Any) -> None:
    answer = caller(dan)("GET", path)
    assert (answer["X-Epoch"], answer["X-Schema"], answer["X-Role"]) == (epoch, str(schema.VERSION), "view")


def test_asking_after_the_last_number_reads_no_text(
    caller: Any, path: str, dan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = caller(dan)("GET", path)["X-Log-Number"]
    monkeypatch.setattr(log, "load", None)
    monkeypatch.setattr(log, "read", None)
    assert caller(dan)("GET", f"{path}?after={last}").content == b"\x00\x00"


def test_readers_are_refused_like_on_the_socket(
    caller: Any, path: str, document: Document, carol: Any, dan: Any
) -> None:
    for reader in (carol, dan):
        assert refusal(caller(reader)("POST", path, paragraph("Non"))) == (403, "role")
    assert plain(read_document(document)) == FIRST


@pytest.mark.parametrize(("left", "told"), [("view", (403, "role")), (None, (404, "not_found"))])
def test_whoever_waits_for_other_writers_is_asked_about_again(
    caller: Any, path: str, document: Document, alice: Any, bob: Any, left: str | None, told: Any, monkeypatch: Any
) -> None:
    """A right that went while one waited for the lock, which may take seconds, stops the writing."""
    lock, ask = log.lock, caller(bob)

    def slow(*args: Any) -> Any:
        if left is None:
            revoke(document, of=bob, by=alice)
        else:
            grant(document, left, to=bob, by=alice)
        return lock(*args)

    monkeypatch.setattr(log, "lock", slow)
    monkeypatch.setattr(sync, "TRUSTED_FOR", 0.0)
    assert refusal(ask("POST", path, paragraph("Trop tard"))) == told
    assert plain(read_document(document)) == FIRST


def test_strangers_see_nothing(caller: Any, path: str, eve: Any) -> None:
    assert refusal(caller(eve)("POST", path, paragraph("Non"))) == (404, "not_found")
    assert refusal(caller(None)("POST", path, paragraph("Non"))) == (401, "unauthenticated")


def test_another_epoch_or_content_model_is_told(
    caller: Any, path: str, epoch: str, document: Document, bob: Any
) -> None:
    for query in ("epoch=une-autre", "schema=0", f"epoch={epoch}&schema=0"):
        assert refusal(caller(bob)("POST", f"{path}?{query}", paragraph("Non"))) == (409, "epoch")
        assert refusal(caller(bob)("GET", f"{path}?{query}")) == (409, "epoch")
    assert plain(read_document(document)) == FIRST
    right = f"{path}?epoch={epoch}&schema={schema.VERSION}"
    assert caller(bob)("POST", right, paragraph("Oui")).status_code == 200


def test_a_backup_restored_between_the_question_and_the_lock_is_noticed(
    caller: Any, path: str, epoch: str, document: Document, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing = http.standing

    def restored_behind_it(room: str) -> Any:
        found = standing(room)
        Head.objects.filter(room=room).update(epoch="restauré")
        return found

    monkeypatch.setattr(http, "standing", restored_behind_it)
    assert refusal(caller(bob)("POST", f"{path}?epoch={epoch}", paragraph("Non"))) == (409, "epoch")
    assert plain(read_document(document)) == FIRST


def test_a_text_in_quarantine_is_read_not_written(caller: Any, path: str, document: Document, bob: Any) -> None:
    caller(bob)("POST", path, paragraph("Suspect"))
    good = caller(bob)("GET", path).content
    caller(bob)("POST", path, paragraph("Plus suspect encore"))
    assert quarantine.begin(document.room, "test", quarantine.Verdict(good=good, suspects=[]))
    assert refusal(caller(bob)("POST", path, paragraph("Non"))) == (409, "quarantine")
    answer = caller(bob)("GET", f"{path}?after=1")
    assert b"Suspect" in answer.content
    assert b"Plus suspect encore" not in answer.content, "the last good text, and no more"


def test_a_full_text_does_not_grow_and_can_be_said_again(
    caller: Any, path: str, document: Document, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = paragraph("Avant")
    caller(bob)("POST", path, update)
    monkeypatch.setattr(limits, "LARGEST_STATE", 100)
    assert refusal(caller(bob)("POST", path, paragraph("Trop"))) == (413, "full")
    assert caller(bob)("POST", path, update).status_code == 200, "what is stored already asks for no room"
    assert "Trop" not in plain(read_document(document))


def test_an_honest_paste_of_many_short_lines_arrives(caller: Any, path: str, document: Document, bob: Any) -> None:
    """Two megabytes of them are more items than a frame may hold."""
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    with doc.transaction():
        for number in range(18_000):
            line = root.children.append(XmlElement("paragraph"))
            line.attributes["id"] = f"ligne-{number}"
            line.children.append(
                XmlText(f"{number} Une ligne courte, comme dans un tableau ou un compte rendu recopié ailleurs.")
            )
    update = doc.get_update()
    assert len(update) > 2_000_000
    assert caller(bob)("POST", path, update).status_code == 200
    assert "17999 Une ligne" in plain(read_document(document))


def test_what_is_too_large_is_told_what_to_do(caller: Any, path: str, bob: Any) -> None:
    answer = caller(bob)("POST", path, bytes(http.LARGEST_UPDATE + 1))
    assert refusal(answer) == (413, "too_large")
    assert "8 Mo" in answer.json()["detail"]


def test_a_flood_is_slowed_down_person_by_person(
    caller: Any, path: str, alice: Any, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "paces", http.Paces())  # accounts of other tests have the same numbers
    monkeypatch.setattr(http, "UPDATES_AT_ONCE", 3.5)  # each counts a little more than one, for its size
    monkeypatch.setattr(http, "UPDATES_PER_SECOND", 0.1)
    update, bobs = paragraph("Encore"), caller(bob)
    answers = [bobs("POST", path, update) for _ in range(6)]
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert refusal(answers[-1]) == (429, "flood")
    assert caller(alice)("POST", path, paragraph("Autre")).status_code == 200


def test_a_foreign_client_id_is_refused(caller: Any, path: str, document: Document, alice: Any, bob: Any) -> None:
    doc: Doc[Any] = Doc(client_id=4242)
    root = doc.get("default", type=XmlFragment)
    root.children.append(XmlText("à Alice"))
    caller(alice)("POST", path, doc.get_update())
    before = doc.get_state()
    root.children.append(XmlText("faux"))
    assert refusal(caller(bob)("POST", path, doc.get_update(before))) == (422, "gate")
    assert "faux" not in plain(read_document(document))
