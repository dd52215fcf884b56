"""Two people write one text through the socket: what is acknowledged is in the log, and readers cannot write."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from documents import content
from realtime import log, protocol
from tests.realtime.client import Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "Les données publiques sont ouvertes par défaut."


@pytest.fixture
def cookies(document: Any, alice: Any, bob: Any, carol: Any, dan: Any, eve: Any) -> dict[str, bytes]:
    people = {"alice": alice, "bob": bob, "carol": carol, "dan": dan, "eve": eve}
    return {name: cookie_of(person) for name, person in people.items()}


async def stored_words(document: Any) -> list[str]:
    tree = await sync_to_async(content.read_document)(document)
    return content.plain(tree).splitlines()


async def test_two_people_write_and_both_see_what_is_stored(document: Any, cookies: dict[str, bytes]) -> None:
    alice, bob = await Typist.open(document, cookies["alice"]), await Typist.open(document, cookies["bob"])
    assert alice.words == bob.words == [FIRST]
    for number in range(20):
        await asyncio.gather(alice.write(f"Alice {number} é"), bob.write(f"Bob {number} 😀"))
    assert await alice.all_saved()
    assert await bob.all_saved()
    await asyncio.gather(
        alice.listen(until=lambda: len(alice.words) == 41), bob.listen(until=lambda: len(bob.words) == 41)
    )
    assert alice.words == bob.words == await stored_words(document)
    await asyncio.gather(alice.close(), bob.close())


async def test_what_is_acknowledged_is_in_the_log(document: Any, cookies: dict[str, bytes]) -> None:
    bob = await Typist.open(document, cookies["bob"])
    await bob.write("Gardé")
    assert await bob.all_saved()
    assert "Gardé" in await stored_words(document)
    assert bob.saved[1] == (await sync_to_async(log.load)(document.room)).last
    await bob.close()


@pytest.mark.parametrize("who", ["carol", "dan"])
async def test_lower_rungs_read_live_and_cannot_write(document: Any, cookies: dict[str, bytes], who: str) -> None:
    reader, bob = await Typist.open(document, cookies[who]), await Typist.open(document, cookies["bob"])
    await bob.write("Vu en direct")
    assert await reader.listen(until=lambda: "Vu en direct" in reader.words)
    await reader.write("Refusé")
    await reader.write("Encore")
    assert await reader.listen(until=lambda: reader.refusals)
    await reader.listen(seconds=0.3)
    assert [refusal["code"] for refusal in reader.refusals] == ["role"]
    assert await stored_words(document) == [FIRST, "Vu en direct"]
    await asyncio.gather(reader.close(), bob.close())


async def test_a_reader_is_never_asked_for_what_they_have(document: Any, cookies: dict[str, bytes]) -> None:
    dan = await Typist.open(document, cookies["dan"])
    await dan.listen(seconds=0.3)
    assert dan.sent == 0
    await dan.close()


@pytest.mark.parametrize(("who", "code"), [("eve", 4404), (None, 4404)])
async def test_a_stranger_is_told_there_is_no_document(
    document: Any, cookies: dict[str, bytes], who: str | None, code: int
) -> None:
    stranger = await Typist.open(document, cookies[who] if who else None)
    assert stranger.closed == code
    assert stranger.words == []


async def test_a_session_needs_our_origin(document: Any, cookies: dict[str, bytes]) -> None:
    for headers in ([], [(b"host", b"testserver"), (b"origin", b"https://mal.example")]):
        stranger = await Typist.open(document, cookies["alice"], headers=headers)
        assert stranger.closed == 4403


async def test_a_document_in_the_trash_is_closed(document: Any, alice: Any, cookies: dict[str, bytes]) -> None:
    from documents.actions.documents import trash_document

    bob = await Typist.open(document, cookies["bob"])
    await sync_to_async(trash_document)(document, by=alice)
    await bob.listen(until=lambda: bob.closed)
    assert bob.closed == 4404


async def test_a_right_taken_away_closes_the_socket(document: Any, alice: Any, bob: Any, cookies: Any) -> None:
    from permissions.actions import revoke

    typist = await Typist.open(document, cookies["bob"])
    await sync_to_async(revoke)(document, of=bob, by=alice)
    assert await typist.listen(until=lambda: typist.closed, seconds=2)
    assert typist.closed == 4404


async def test_a_suspended_person_is_sent_out_and_not_let_in_again(document: Any, bob: Any, cookies: Any) -> None:
    typist = await Typist.open(document, cookies["bob"])
    bob.is_active = False
    await sync_to_async(bob.save)()
    assert await typist.listen(until=lambda: typist.closed, seconds=2)
    assert (await Typist.open(document, cookies["bob"])).closed == 4404


async def test_a_lowered_right_stops_writing(document: Any, alice: Any, bob: Any, cookies: dict[str, bytes]) -> None:
    from permissions.actions import grant

    typist = await Typist.open(document, cookies["bob"])
    await sync_to_async(grant)(document, "comment", to=bob, by=alice)
    assert await typist.listen(until=lambda: typist.roles, seconds=2)
    await typist.write("Trop tard")
    assert await typist.listen(until=lambda: typist.refusals)
    assert typist.roles == ["comment"]
    assert await stored_words(document) == [FIRST]
    await typist.close()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"", 4400),
        (b"\x09", 4400),
        (b"\x00\x05\x00", 4400),
        (b"\x00\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff", 4400),
        (b"\x00\x02\x05\x00", 4400),
        (b"\x01\x03\x01\x01", 4400),
        (b"\x00" * (1024 * 1024 + 1), 4413),
    ],
)
async def test_a_broken_frame_closes_its_own_socket_alone(
    document: Any, cookies: dict[str, bytes], frame: bytes, code: int
) -> None:
    alice, bob = await Typist.open(document, cookies["alice"]), await Typist.open(document, cookies["bob"])
    await bob.send(frame)
    await bob.listen(until=lambda: bob.closed)
    assert bob.closed == code
    await alice.write("Rien de cassé")
    assert await alice.all_saved()
    await alice.close()


async def test_a_poisoned_update_is_refused_once_and_ignored(document: Any, cookies: dict[str, bytes]) -> None:
    bob = await Typist.open(document, cookies["bob"])
    for _ in range(3):
        await bob.send_update(bytes.fromhex("01010101000000"))
    assert await bob.listen(until=lambda: bob.refusals)
    await bob.listen(seconds=0.3)
    assert [refusal["code"] for refusal in bob.refusals] == ["gate"]
    assert await stored_words(document) == [FIRST]
    await bob.close()


async def test_a_client_id_of_someone_else_is_refused(document: Any, cookies: dict[str, bytes]) -> None:
    alice, bob = await Typist.open(document, cookies["alice"]), await Typist.open(document, cookies["bob"])
    await alice.write("Moi")
    assert await alice.all_saved()
    bob.doc = type(bob.doc)(client_id=alice.doc.client_id)
    bob.text = bob.doc.get("default", type=type(bob.text))
    bob.doc.apply_update(alice.doc.get_update())
    await bob.write("Sous son nom")
    assert await bob.listen(until=lambda: bob.refusals)
    assert await stored_words(document) == [FIRST, "Moi"]
    await asyncio.gather(alice.close(), bob.close())


async def test_a_gap_is_filled_before_anything_counts_as_saved(document: Any, cookies: dict[str, bytes]) -> None:
    bob = await Typist.open(document, cookies["bob"])
    await bob.listen(seconds=0.2)
    skipped = bob.doc.get_state()
    bob.text.children.append(type(bob.text.children[0])("paragraph"))
    assert skipped != bob.doc.get_state()
    await bob.write("Après le trou")
    assert await bob.all_saved()
    assert "Après le trou" in await stored_words(document)
    await bob.close()


async def test_wrong_epoch_or_schema_is_told_before_any_sync(document: Any, cookies: dict[str, bytes]) -> None:
    for query in ("v=1&epoch=ancien", "v=1&schema=0"):
        bob = await Typist.open(document, cookies["bob"], query)
        assert (bob.closed, bob.synced) == (4409, False)


async def test_presence_carries_the_identity_of_the_server(document: Any, cookies: dict[str, bytes]) -> None:
    alice, bob = await Typist.open(document, cookies["alice"]), await Typist.open(document, cookies["bob"])
    state = b'{"user": {"name": "Alice Diop", "color": "javascript:"}, "cursor": null}'
    await bob.send(protocol.awareness([(bob.doc.client_id, 1, state), (alice.doc.client_id, 9, b"null")]))
    assert await alice.listen(until=lambda: bob.doc.client_id in alice.people)
    assert alice.people[bob.doc.client_id]["user"]["name"] == "Bob Martin"
    assert alice.doc.client_id not in alice.people
    await bob.close()
    assert await alice.listen(until=lambda: alice.people[bob.doc.client_id] is None)
    await alice.close()


async def test_an_act_on_the_server_reaches_open_rooms(document: Any, alice: Any, cookies: dict[str, bytes]) -> None:
    bob = await Typist.open(document, cookies["bob"])
    update = content.write({"content": [{"type": "paragraph", "content": [{"type": "text", "text": "Importé"}]}]})
    await sync_to_async(log.submit)(document.room, str(alice.pk), update)
    assert await bob.listen(until=lambda: "Importé" in bob.words)
    await bob.write("Et la suite")
    assert await bob.all_saved()
    assert await stored_words(document) == bob.words
    await bob.close()


async def test_one_event_a_sitting_and_the_words_are_counted(document: Any, cookies: dict[str, bytes]) -> None:
    from activity.models import Event

    bob = await Typist.open(document, cookies["bob"])
    await bob.write("Deux mots")
    assert await bob.all_saved()
    await bob.close()
    for _ in range(50):
        await sync_to_async(document.refresh_from_db)()
        if "Deux mots" in document.text:
            break
        await asyncio.sleep(0.1)
    assert document.words == 9
    assert await Event.objects.filter(verb="document.edited", actor__name="Bob Martin").acount() == 1


async def test_a_right_on_the_workspace_reaches_its_open_documents(
    document: Any, workspace: Any, alice: Any, eve: Any, cookies: dict[str, bytes]
) -> None:
    from permissions.actions import grant, revoke

    await sync_to_async(grant)(workspace, "change", to=eve, by=alice)
    typist = await Typist.open(document, cookies["eve"])
    await typist.write("Dedans")
    assert await typist.all_saved()
    await sync_to_async(revoke)(workspace, of=eve, by=alice)
    assert await typist.listen(until=lambda: typist.closed, seconds=2)
    assert typist.closed == 4404
