"""Attacks on rooms and roles: another's room by another spelling, a reader or a commenter who writes, a trashed text.

`BOUND` says which test stands for which case of the plan of attacks, so that none is forgotten when tests move.
"""

import ast
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from accounts.models import User
from config.asgi import application, document_socket
from documents import content
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import share_by_link
from realtime import engine, protocol
from tests import make
from tests.realtime.client import ORIGIN, Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)

TESTS = Path(__file__).resolve().parents[1]
CANARY = "Canari 7f3a"

# What is invisible is told apart from what does not exist by nobody: 4404 where a plan might say 4401 or 4403.
BOUND = {
    "A01": "realtime/test_attacks_roles.py::test_a_stranger_receives_not_one_byte_of_the_text",
    "A02": "realtime/test_attacks_roles.py::test_a_stranger_receives_not_one_byte_of_the_text",
    "A03": "realtime/test_attacks_socket.py::test_a_session_from_a_page_that_only_looks_like_ours",
    "A05": "realtime/test_attacks_roles.py::test_another_spelling_never_opens_a_second_room",
    "A06": "realtime/test_rights.py::test_what_no_signal_tells_is_found_by_looking",
    "A07": "realtime/test_rights.py::test_who_is_lowered_while_typing_loses_nothing_of_others",
    "A09": "realtime/test_rights.py::test_it_reaches_the_open_socket",
    "A11": "live/test_rights_on_sockets.py::test_without_a_relay_it_stops_writing_at_once_and_reading_within_thirty_seconds",
    "A12": "realtime/test_attacks_roles.py::test_a_reader_who_writes_by_step_2_is_told",
    "A13": "realtime/test_attacks_roles.py::test_a_reader_who_insists_is_closed",
    "A15": "realtime/test_attacks_roles.py::test_a_commenter_does_not_change_the_text",
    "A17": "realtime/test_socket.py::test_a_broken_frame_closes_its_own_socket_alone",
    "A20": "faults/test_one_worker.py::test_a20_updates_that_depend_on_nothing_are_not_kept",
    "A23": "realtime/test_presence.py::test_peers_see_the_name_the_server_knows",
    "A25": "realtime/test_presence.py::test_a_flood_of_presence_ends_its_own_socket",
    "A26": "realtime/test_presence.py::test_a_name_beside_a_caret_is_short_and_turns_nothing_round",
    "A32": "realtime/test_attacks_roles.py::test_an_editor_does_not_open_what_is_in_the_trash",
    "A40": "realtime/test_rights.py::test_a_visitor_leaves_with_the_link",
}


@pytest.mark.parametrize("case", BOUND)
def test_the_test_bound_to_it_exists(case: str) -> None:
    path, name = BOUND[case].split("::")
    found = ast.walk(ast.parse((TESTS / path).read_text()))
    assert name in {node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


async def text_of(document: Document) -> str:
    return content.plain(await sync_to_async(content.read_document)(document))


@pytest.fixture
def private(alice: User) -> Document:
    return make.document(alice, make.workspace(alice, "Fermé"), title=CANARY, text=CANARY)


@pytest.mark.parametrize("who", ["eve", None])
async def test_a_stranger_receives_not_one_byte_of_the_text(private: Document, eve: User, who: str | None) -> None:
    """A01, A02."""
    cookie = [(b"cookie", await sync_to_async(cookie_of)(eve))] if who else []
    socket = WebsocketCommunicator(application, f"/ws/documents/{private.pk}?v=1", headers=[*ORIGIN, *cookie])
    await socket.connect()
    for frame in (protocol.step1(b"\x00"), bytes([protocol.QUERY_AWARENESS])):
        await socket.send_input({"type": "websocket.receive", "bytes": frame})
    received = [await socket.receive_output()]
    while received[-1]["type"] != "websocket.close":
        received.append(await socket.receive_output())
    assert received[-1]["code"] == 4404
    assert CANARY.encode() not in b"".join(message.get("bytes") or b"" for message in received)


async def test_another_spelling_never_opens_a_second_room(
    document: Document, private: Document, alice: User, eve: User
) -> None:
    """A05."""
    await sync_to_async(share_by_link)(document, reach="public", link_role="view", by=alice)
    cookie = await sync_to_async(cookie_of)(eve)
    served = []
    for spelling in (str(document.pk), str(document.pk).upper(), f"{document.pk}/"):
        typist = Typist(spelling, cookie, query=f"v=1&room={private.pk}&document={private.pk}")
        await typist.socket.connect()
        await typist.send(protocol.step1(typist.doc.get_state()))
        assert await typist.listen(until=lambda: typist.synced)  # noqa: B023
        served.append(typist)
    assert len({tuple(typist.words) for typist in served}) == 1
    here = next(iter(document_socket._rooms.values()))
    assert list(here._rooms) == [str(document.pk)]
    for typist in served:  # the header of other servers' protocols: a document named inside the message
        name = protocol.write_bytes(str(private.pk).encode())
        await typist.send(name + protocol.step1(b"\x00"))
        assert await typist.listen(until=lambda: typist.closed)  # noqa: B023
        assert typist.closed == 4400
        assert CANARY not in "".join(typist.words)
    for spelling in (
        f"{{{private.pk}}}",
        quote(f"..%2f{private.pk}"),
        f"{document.pk}/../{private.pk}",
        private.pk.hex,
    ):
        assert (await Typist.open(FakeDocument(spelling), cookie)).closed == 4404
    assert list(here._rooms) == [str(document.pk)]


class FakeDocument:
    def __init__(self, key: str) -> None:
        self.pk = key


async def test_a_reader_who_writes_by_step_2_is_told(document: Document, alice: User, dan: User) -> None:
    """A12; the empty step 2 of a stock client says nothing, and nothing is said about it."""
    watching, reader = [await Typist.open(document, await sync_to_async(cookie_of)(one)) for one in (alice, dan)]
    before = await text_of(document)
    await reader.send(protocol.step2(engine.EMPTY))
    await reader.listen(seconds=0.2)
    assert reader.refusals == []
    forged = content.write(make.tree("Glissé par un lecteur"))
    await reader.send(protocol.step2(forged))
    assert await reader.listen(until=lambda: reader.refusals)
    await watching.listen(seconds=0.4)
    assert reader.refusals[0]["code"] == "role"
    assert "Glissé par un lecteur" not in watching.words
    assert await text_of(document) == before
    await watching.close()
    await reader.close()


async def test_a_reader_who_insists_is_closed(document: Document, alice: User, dan: User) -> None:
    """A13: after ten updates at most, told once."""
    watching, reader = [await Typist.open(document, await sync_to_async(cookie_of)(one)) for one in (alice, dan)]
    before = await text_of(document)
    for number in range(10):
        await reader.write(f"Encore {number}")
    assert await reader.listen(until=lambda: reader.closed)
    await watching.listen(seconds=0.3)
    assert (reader.closed, len(reader.refusals)) == (4403, 1)
    assert not [words for words in watching.words if "Encore" in words]
    assert await text_of(document) == before
    await watching.close()


async def test_a_commenter_does_not_change_the_text(document: Document, carol: User) -> None:
    """A15."""
    commenter = await Typist.open(document, await sync_to_async(cookie_of)(carol))
    before = await text_of(document)
    del commenter.text.children[0]
    await commenter.write("Corrigé par une commentatrice")
    assert await commenter.listen(until=lambda: commenter.refusals)
    assert (commenter.refusals[0]["code"], await text_of(document)) == ("role", before)
    await commenter.close()


async def test_an_editor_does_not_open_what_is_in_the_trash(
    document: Document, alice: User, bob: User, client_of: Any
) -> None:
    """A32: neither its socket, nor a way back."""
    await sync_to_async(trash_document)(document, by=alice)
    assert (await Typist.open(document, await sync_to_async(cookie_of)(bob))).closed == 4404
    browser = await sync_to_async(client_of)(bob)
    for address in (f"/documents/{document.pk}/", f"/api/v1/documents/{document.pk}/sync"):
        assert (await sync_to_async(browser.get)(address)).status_code in {401, 404}
    restored = await sync_to_async(browser.post)(f"/documents/{document.pk}/restaurer/")
    assert restored.status_code in {403, 404}
    await sync_to_async(document.refresh_from_db)()
    assert document.trashed_at is not None
