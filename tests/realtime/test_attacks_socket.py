"""Every door of the socket tried with the wrong key, from the wrong page; frames that no honest client sends."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from accounts.tokens import issue_token
from documents import content
from documents.models import Document
from realtime import protocol
from realtime.connection import MOST_UNSENT, Connection
from realtime.gatekeeper import Admission
from realtime.protocol import write_bytes
from tests.realtime.client import ORIGIN, Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)

HOST = (b"host", b"testserver")
FROM_US = (b"origin", b"http://testserver")


def bearer(key: str) -> tuple[bytes, bytes]:
    return (b"authorization", f"Bearer {key}".encode())


@pytest.mark.parametrize(
    "origin",
    [b"null", b"http://testserver.mal.example", b"http://testserver@mal.example", b"ws://testserver", b"//testserver"],
)
async def test_a_session_from_a_page_that_only_looks_like_ours(document: Document, alice: User, origin: bytes) -> None:
    cookie = await sync_to_async(cookie_of)(alice)
    stranger = await Typist.open(document, cookie, headers=[HOST, (b"origin", origin)])
    assert (stranger.closed, stranger.words) == (4403, [])


async def test_a_wrong_key_is_not_replaced_by_a_good_session(document: Document, alice: User) -> None:
    cookie = await sync_to_async(cookie_of)(alice)
    stranger = await Typist.open(document, cookie, headers=[*ORIGIN, bearer("tablee_faux")])
    assert (stranger.closed, stranger.words) == (4401, [])


async def test_a_key_in_the_address_opens_nothing(document: Document, alice: User) -> None:
    key = await sync_to_async(issue_token)(alice, "essai")
    for name in ("token", "key", "access_token", "bearer"):
        assert (await Typist.open(document, None, f"v=1&{name}={key}")).closed == 4404


async def test_a_key_of_someone_outside_says_no_more_than_no_document(document: Document, eve: User) -> None:
    key = await sync_to_async(issue_token)(eve, "essai")
    stranger = await Typist.open(document, None, headers=[HOST, bearer(key)])
    nobody = await Typist.open(document, None)
    assert (stranger.closed, stranger.denied) == (nobody.closed, nobody.denied)


async def test_after_a_refusal_even_sound_changes_are_ignored(document: Document, bob: User) -> None:
    typist = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    assert await typist.all_saved()
    saved = typist.saved
    await typist.send_update(bytes.fromhex("01010101000000"))
    await typist.write("Écrit sur ce qui fut refusé")
    assert await typist.listen(until=lambda: typist.refusals)
    await typist.listen(seconds=0.4)
    tree = await sync_to_async(content.read_document)(document)
    assert "refusé" not in content.plain(tree)
    assert typist.saved == saved
    await typist.close()


def states(*raw: bytes) -> bytes:
    return protocol.awareness([(number, 1, state) for number, state in enumerate(raw, 1)])


@pytest.mark.parametrize(
    "frame",
    [
        states(b'{"cursor": NaN}'),
        states(b"[]"),
        states(b'{"cursor": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"),
        states(b'{"cursor": ' + b"9" * 5000 + b"}"),
        states(*[b"{}"] * 1001),
        bytes([protocol.SYNC, protocol.STEP1]) + write_bytes(b"\x05\xff"),
        bytes([protocol.SAVED, 1, 1]),
    ],
    ids=["NaN", "list", "deep", "long number", "1001 states", "vector that lies", "our own message"],
)
async def test_it_closes_the_socket_that_sent_it(document: Document, bob: User, frame: bytes) -> None:
    typist = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    await typist.send(frame)
    assert await typist.listen(until=lambda: typist.closed)
    assert typist.closed == 4400


async def test_a_large_cursor_is_not_passed_on(document: Document, alice: User, bob: User) -> None:
    reader, typist = [await Typist.open(document, await sync_to_async(cookie_of)(one)) for one in (alice, bob)]
    await typist.send(states(b'{"cursor": "' + b"x" * 10_000 + b'", "more": "' + b"y" * 10_000 + b'"}'))
    seen: Any = reader.people
    assert await reader.listen(until=lambda: seen.get(1))
    assert seen[1] == {"cursor": None, "user": seen[1]["user"]}
    await reader.close()
    await typist.close()


async def test_one_socket_has_one_presence(document: Document, alice: User, bob: User) -> None:
    reader, typist = [await Typist.open(document, await sync_to_async(cookie_of)(one)) for one in (alice, bob)]
    await typist.send(protocol.awareness([(71, 1, b"{}")]))
    await typist.send(protocol.awareness([(number, 1, b"{}") for number in range(72, 172)]))
    await typist.send(protocol.awareness([(71, 2, b'{"cursor": 2}')]))
    assert await reader.listen(until=lambda: (reader.people.get(71) or {}).get("cursor") == 2)
    assert set(reader.people) == {71}
    await reader.close()
    await typist.close()


async def test_who_reads_nothing_is_closed_once_too_much_waits() -> None:
    async def never(message: dict[str, Any]) -> None:
        raise AssertionError(message)

    connection = Connection(never, Admission(user_key="1", may_read=True), speaks_ours=True)
    for _ in range(5):
        connection.push(b"x" * (MOST_UNSENT // 4))
    assert connection.closing == 4503
