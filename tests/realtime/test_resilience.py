"""What an honest or a hostile editor can send never ends the writer, spoils a document or outlives a right."""

import asyncio
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import InterfaceError
from pycrdt import XmlElement, XmlText

from documents import content
from documents.models import Document
from permissions.actions import grant, revoke
from realtime import compaction, engine, log, protocol
from realtime.gate import Gate, Refused
from tests import make
from tests.realtime.client import Typist, cookie_of
from tests.realtime.test_gate import ROOT, struct, update_of
from tests.realtime.test_log import Author, words_of

pytestmark = pytest.mark.django_db(transaction=True)


def formatted(value: bytes) -> bytes:
    return update_of(struct(6, ROOT, protocol.write_bytes(b"bold"), protocol.write_bytes(value)))


UNSOUND_TO_THE_ENGINE = {
    "NaN": formatted(b"NaN"),
    "-Infinity": formatted(b"-Infinity"),
    "1e999": formatted(b"1e999"),
    "400 digits": formatted(b"9" * 400),
    "200 lists": formatted(b"[" * 200 + b"]" * 200),
    "half a character": formatted(b'"\\ud800"'),
    "a byte order mark": formatted(b'\xef\xbb\xbf"x"'),
    "JSON contents": update_of(struct(2, ROOT, protocol.write_uint(1), protocol.write_bytes(b'"x"'))),
    "an XmlHook": update_of(struct(7, ROOT, protocol.write_uint(5), protocol.write_bytes(b"x"))),
    "a subdocument": update_of(struct(9, ROOT, protocol.write_bytes(b"id"), b"\x7e")),
    "a parent that holds nothing": update_of(
        struct(4, ROOT, protocol.write_bytes(b"abc")),
        struct(4, protocol.write_uint(0), protocol.write_uint(7), protocol.write_uint(0), protocol.write_bytes(b"x")),
    ),
    "one key of one map 1,000 times": update_of(
        *(struct(0x28, ROOT, protocol.write_bytes(b"k"), protocol.write_uint(1), b"\x7e") for _ in range(1000))
    ),
}


@pytest.mark.parametrize("name", UNSOUND_TO_THE_ENGINE)
async def test_what_the_engine_cannot_take_harms_nobody(document: Document, alice: Any, bob: Any, name: str) -> None:
    other = await sync_to_async(make.document)(alice, document.workspace, "Autre", "Voisin")
    cookies = [await sync_to_async(cookie_of)(person) for person in (alice, bob)]
    neighbour, bad = await Typist.open(other, cookies[0]), await Typist.open(document, cookies[1])
    await bad.send_update(UNSOUND_TO_THE_ENGINE[name])
    await bad.listen(until=lambda: bad.refusals or bad.saved[0], seconds=2)
    await neighbour.write("Toujours là")
    assert await neighbour.all_saved()
    reader = await Typist.open(document, cookies[0])
    assert reader.synced
    loaded = await sync_to_async(log.load)(document.room)
    assert engine.open_doc(loaded.parts()).get_update()
    await asyncio.gather(neighbour.close(), reader.close())


def test_a_frame_sent_again_after_a_lost_acknowledgement_loads(db: Any) -> None:
    log.create("salle")
    author = Author()
    with author.doc.transaction():
        before = author.doc.get_state()
        author.root.children.append(XmlElement("paragraph")).children.append(XmlText("un"))
        author.root.children.append(XmlElement("paragraph"))
        del author.root.children[1]
    frame = author.doc.get_update(before)
    log.append([log.Entry("salle", "1", frame)])
    for number in range(engine.MERGED_AT_ONCE + 5):
        log.append([author.entry("salle", str(number))])
    log.append([log.Entry("salle", "1", frame)])
    assert Gate(log.load("salle").parts()).clocks
    assert log.submit("salle", "1", author.write("fin")) > 0
    assert words_of("salle")[-1] == "fin"
    assert compaction.compact("salle")


async def test_a_reconnection_that_says_nothing_new_stores_nothing(document: Document, bob: Any) -> None:
    cookie = await sync_to_async(cookie_of)(bob)
    first = await Typist.open(document, cookie)
    await first.write("un")
    await first.write("deux")
    before = first.doc.get_state()
    del first.text.children[1]
    await first.send_update(first.doc.get_update(before))
    assert await first.all_saved()
    number = first.saved[1]
    await first.close()
    for _ in range(4):
        again = Typist(str(document.pk), cookie)
        again.doc, again.text = first.doc, first.text
        await again.socket.connect()
        await again.send(protocol.step1(again.doc.get_state()))
        assert await again.listen(until=lambda: again.saved[0] == 1)  # noqa: B023  its step 2
        assert again.saved[1] == number
        await again.close()


async def test_the_writer_survives_a_database_that_goes_away(document: Document, bob: Any, monkeypatch: Any) -> None:
    typist = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    real, failures = log.append, iter([InterfaceError("away"), RuntimeError("odd")])

    def append(entries: Any, **how: Any) -> Any:
        if (failure := next(failures, None)) is not None:
            raise failure
        return real(entries, **how)

    monkeypatch.setattr(log, "append", append)
    await typist.write("Gardé")
    assert await typist.all_saved()
    assert "Gardé" in content.plain(await sync_to_async(content.read_document)(document))
    await typist.close()


async def test_a_purged_room_does_not_stop_the_others(document: Document, alice: Any) -> None:
    cookie = await sync_to_async(cookie_of)(alice)
    other = await sync_to_async(make.document)(alice, document.workspace, "Autre", "Voisin")
    lost, neighbour = await Typist.open(document, cookie), await Typist.open(other, cookie)
    await sync_to_async(log.purge)(document.room)
    await lost.write("Trop tard")
    await lost.listen(until=lambda: lost.closed or lost.refusals, seconds=2)
    await neighbour.write("Toujours là")
    assert await neighbour.all_saved()
    await neighbour.close()


async def test_a_revoked_writer_stops_even_when_the_news_is_lost(
    document: Document, alice: Any, bob: Any, monkeypatch: Any
) -> None:
    """While another types, the answer about the revoked person must not pass for fresh."""
    from realtime import relay

    cookies = [await sync_to_async(cookie_of)(person) for person in (alice, bob)]
    typing, revoked = await Typist.open(document, cookies[0]), await Typist.open(document, cookies[1])
    await revoked.write("Avant")
    assert await revoked.all_saved()
    monkeypatch.setattr(relay, "_tell", lambda news: None)
    await sync_to_async(revoke)(document, of=bob, by=alice)
    end = time.monotonic() + 1.7
    while time.monotonic() < end:
        await typing.write("Alice")
        await typing.all_saved()
    await revoked.write("Après")
    assert await revoked.listen(until=lambda: revoked.refusals or revoked.closed)
    assert "Après" not in content.plain(await sync_to_async(content.read_document)(document))
    await typing.close()


async def test_an_older_answer_that_comes_late_changes_nothing(document: Document, bob: Any) -> None:
    from realtime.connection import Connection
    from realtime.gatekeeper import Admission

    async def send(message: Any) -> None: ...

    connection = Connection(send, Admission("1", may_read=True, may_write=True, role="change"), speaks_ours=True)
    reader = Admission("1", may_read=True, may_write=False, role="comment")
    writer = Admission("1", may_read=True, may_write=True, role="change")
    connection.readmit(reader, 2)
    assert not connection.readmit(writer, 1)
    assert connection.admission == reader


async def test_a_client_that_itself_misses_something_is_told(document: Document, bob: Any) -> None:
    typist = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    orphan = update_of(struct(0x84, protocol.write_uint(99), protocol.write_uint(5), protocol.write_bytes(b"a")))
    await typist.send_update(orphan)
    typist.doc.apply_update(orphan)
    for _ in range(3):
        await typist.send(protocol.step2(orphan))
    assert await typist.listen(until=lambda: typist.refusals)
    await typist.close()


async def test_a_large_document_opens(document: Document, alice: Any) -> None:
    big = content.write(make.tree(*("é" * 50_000 for _ in range(50))))
    await sync_to_async(log.submit)(document.room, str(alice.pk), big)
    typist = await Typist.open(document, await sync_to_async(cookie_of)(alice))
    assert (typist.synced, typist.closed) == (True, None)
    await typist.close()


async def test_presence_that_is_not_json_closes_its_own_socket(document: Document, alice: Any, dan: Any) -> None:
    cookies = [await sync_to_async(cookie_of)(person) for person in (alice, dan)]
    other = await Typist.open(document, cookies[0])
    for state in (b'{"cursor": NaN}', b'{"cursor": 1e999}', b"[" * 5000):
        odd = await Typist.open(document, cookies[1])
        await odd.send(protocol.awareness([(odd.doc.client_id, 1, state)]))
        await odd.listen(until=lambda: odd.closed)  # noqa: B023
        assert odd.closed == 4400
    await other.write("Rien de cassé")
    assert await other.all_saved()
    await other.close()


async def test_deleting_a_key_closes_its_sockets(document: Document, bob: Any) -> None:
    from accounts.models import Token
    from accounts.tokens import issue_token

    key = await sync_to_async(issue_token)(bob, "essai")
    headers = [(b"host", b"testserver"), (b"authorization", f"Bearer {key}".encode())]
    typist = await Typist.open(document, None, headers=headers)
    assert typist.synced
    await Token.objects.all().adelete()
    assert await typist.listen(until=lambda: typist.closed)
    assert (await Typist.open(document, None, headers=headers)).closed == 4401


async def test_the_name_of_a_room_has_no_case(document: Document, alice: Any) -> None:
    cookie = await sync_to_async(cookie_of)(alice)
    typist = Typist(str(document.pk).upper(), cookie)
    await typist.socket.connect()
    await typist.send(protocol.step1(typist.doc.get_state()))
    assert await typist.listen(until=lambda: typist.synced)
    await typist.close()


async def test_a_room_that_fails_is_loaded_afresh(document: Document, bob: Any, monkeypatch: Any) -> None:
    from realtime.room import Room

    cookie = await sync_to_async(cookie_of)(bob)
    typist = await Typist.open(document, cookie)
    monkeypatch.setattr(Room, "_absorb", lambda *_: 1 / 0)
    await typist.write("Gardé")
    assert await typist.listen(until=lambda: typist.closed)
    monkeypatch.undo()
    again = await Typist.open(document, cookie)
    assert again.words[-1] == "Gardé"
    await again.write("Et la suite")
    assert await again.all_saved()
    await again.close()


async def test_who_may_write_again_is_asked_what_they_have(document: Document, alice: Any, carol: Any) -> None:
    typist = await Typist.open(document, await sync_to_async(cookie_of)(carol))
    await typist.write("Trop tôt")
    assert await typist.listen(until=lambda: typist.refusals)
    await sync_to_async(grant)(document, "change", to=carol, by=alice)
    assert await typist.listen(until=lambda: typist.roles == ["change"])
    await typist.all_saved()
    await typist.write("À temps")
    assert await typist.all_saved()
    assert "À temps" in content.plain(await sync_to_async(content.read_document)(document))
    await typist.close()


def test_a_trial_is_a_fence() -> None:
    trial = engine.Trial([])
    with pytest.raises(Refused):
        trial.apply(b"\x01\x01\x01")
    update = Author().write("un")
    fresh = engine.Trial([])
    assert [fresh.apply(update), fresh.apply(update)] == [True, False]
    assert Gate().learn(update)


def test_a_client_id_beyond_what_javascript_counts_is_refused() -> None:
    with pytest.raises(Refused):
        Gate().check(update_of(struct(4, ROOT, protocol.write_bytes(b"a")), client=2**53 + 7))


def test_nothing_stands_in_a_letter_that_was_deleted(db: Any) -> None:
    log.create("salle")
    log.submit("salle", "1", update_of(struct(4, ROOT, protocol.write_bytes(b"a")), deletes=bytes([1, 7, 1, 0, 1])))
    inside = struct(
        4, protocol.write_uint(0), protocol.write_uint(7), protocol.write_uint(0), protocol.write_bytes(b"x")
    )
    with pytest.raises(Refused):
        log.submit("salle", "1", update_of(inside, clock=1))
    assert engine.open_doc(log.load("salle").parts()).get_update()


def test_what_others_wrote_cannot_be_said_again_in_other_words(db: Any) -> None:
    log.create("salle")
    alice = Author()
    honest = alice.write("OUI")
    log.append([log.Entry("salle", "1", honest, [alice.doc.client_id])])
    high = 2**52
    extra = write_block(high, struct(4, ROOT, protocol.write_bytes(b"z")))
    forged = b"\x02" + extra + honest.replace(b"OUI", b"NON")[1:]
    log.submit("salle", "2", forged)
    for _ in range(3):
        assert words_of("salle")[0] == "OUI"
        assert engine.merge(log.load("salle").parts()).count(b"NON") == 0


def write_block(client: int, *structs: bytes) -> bytes:
    return protocol.write_uint(len(structs)) + protocol.write_uint(client) + protocol.write_uint(0) + b"".join(structs)
