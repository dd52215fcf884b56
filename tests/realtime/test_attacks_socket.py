"""Every door of the socket tried with the wrong key, from the wrong page; frames that no honest client sends."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from accounts.tokens import issue_token
from documents import content
from documents.models import Document
from realtime import limits, protocol
from realtime.connection import Connection
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


async def test_a_session_from_another_address_of_the_site(document: Document, alice: User, settings: Any) -> None:
    """As where a proxy in front says another host than people see."""
    settings.CSRF_TRUSTED_ORIGINS = ["https://tablee.example"]
    cookie = await sync_to_async(cookie_of)(alice)
    known = await Typist.open(document, cookie, headers=[HOST, (b"origin", b"https://tablee.example")])
    assert known.synced
    await known.close()


async def test_a_wrong_key_is_not_replaced_by_a_good_session(document: Document, alice: User) -> None:
    cookie = await sync_to_async(cookie_of)(alice)
    stranger = await Typist.open(document, cookie, headers=[*ORIGIN, bearer("tablee_faux")])
    assert (stranger.closed, stranger.words) == (4401, [])


async def test_a_password_of_a_proxy_in_front_is_no_key(document: Document, alice: User) -> None:
    cookie = await sync_to_async(cookie_of)(alice)
    known = await Typist.open(document, cookie, headers=[*ORIGIN, (b"authorization", b"Basic YWxpY2U6dGlsbGV1bA==")])
    assert known.synced
    await known.close()


async def test_a_key_in_the_address_opens_nothing(document: Document, alice: User) -> None:
    key = await sync_to_async(issue_token)(alice, "essai")
    for name in ("token", "key", "access_token", "bearer"):
        assert (await Typist.open(document, None, f"v=1&{name}={key}")).closed == 4404
    elsewhere = (b"x-forwarded-authorization", f"Bearer {key}".encode())
    assert (await Typist.open(document, None, headers=[HOST, elsewhere])).closed == 4404


async def test_a_key_of_someone_outside_says_no_more_than_no_document(document: Document, eve: User) -> None:
    key = await sync_to_async(issue_token)(eve, "essai")
    stranger = await Typist.open(document, None, headers=[HOST, bearer(key)])
    nobody = await Typist.open(document, None)
    assert (stranger.closed, stranger.denied) == (nobody.closed, nobody.denied)


async def test_a_key_is_taken_from_the_subprotocol_made_for_it_and_from_no_other(document: Document, bob: User) -> None:
    key = await sync_to_async(issue_token)(bob, "essai")
    known = await Typist.open(document, None, headers=[HOST], offered=["graphql-ws", f"tablee.bearer.{key}"])
    assert (known.synced, known.subprotocol) == (True, f"tablee.bearer.{key}")
    await known.close()
    nobody = await Typist.open(document, None, headers=[HOST], offered=[key])
    assert (nobody.closed, nobody.subprotocol) == (4404, None)  # a visitor, not somebody with a wrong key


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
        bytes([protocol.SYNC, protocol.STEP1]) + write_bytes(b"\x05\xff"),
        bytes([protocol.SAVED, 1, 1]),
    ],
    ids=["NaN", "list", "deep", "long number", "vector that lies", "our own message"],
)
async def test_it_closes_the_socket_that_sent_it(document: Document, bob: User, frame: bytes) -> None:
    typist = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    await typist.send(frame)
    assert await typist.listen(until=lambda: typist.closed)
    assert typist.closed == 4400


async def test_who_reads_nothing_is_closed_once_too_much_waits() -> None:
    async def never(message: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    connection = Connection(never, Admission(user_key="1", may_read=True), speaks_ours=True)
    for _ in range(6):
        connection.push(b"x" * (limits.MOST_UNSENT // 4))
    assert connection.closing == 4503
