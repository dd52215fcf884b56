"""Every message of the socket, said by every role: what is answered, what is stored, who is sent away."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from config.asgi import document_socket
from documents import content
from realtime import protocol
from tests.matrix import table
from tests.matrix.world import CANARY, World
from tests.realtime.client import Typist

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix-sockets")]

DOCUMENTS = [name for name, thing in table.THINGS.items() if thing["kind"] == "document"]
NOT_THERE = table.SOURCE["socket"]["not_there"]
NEVER = [row for row in table.MESSAGES if row["closes"]]


@pytest.fixture
def _django_db_helper(world: World) -> None:
    """In place of pytest-django's: no transaction around a test, since sockets look from their own threads."""


@pytest.fixture(autouse=True)
async def rooms_end(world: World) -> Any:
    yield
    await document_socket.stop()


def session(world: World, role: str) -> bytes | None:
    key = world.sessions.get(role)
    return f"{settings.SESSION_COOKIE_NAME}={key}".encode() if key else None


def visiting(role: str) -> str:
    return "anonymous" if role in table.VISITORS else role


async def enter(world: World, role: str, thing: str) -> Typist:
    return await Typist.open(world.things[thing], session(world, role))


@pytest.mark.parametrize("role", table.ROLES)
async def test_whoever_holds_nothing_hears_nothing(world: World, role: str, record_property: Any) -> None:
    """Every document of the table: let in with the rung that the table says, or sent away without a word of the text."""
    wrong = []
    for thing in DOCUMENTS:
        typist = await enter(world, role, thing)
        expected = table.sees(visiting(role), thing)
        if typist.synced is not expected or (typist.closed == NOT_THERE) is expected:
            wrong.append(f"{role} · enter · {thing}: {typist.closed}")
        if not expected and (CANARY in "".join([*typist.words, *typist.denied])):
            wrong.append(f"{role} · enter · {thing}: hears of it")
        await typist.close()
    record_property("cells", len(DOCUMENTS))
    assert not wrong


@pytest.mark.parametrize("role", table.ROLES)
async def test_each_message_is_taken_as_the_table_says(world: World, role: str, record_property: Any) -> None:
    """On the plainest document that the role sees, and on the one that its turn brings; into the others nobody speaks."""
    seen = [thing for thing in DOCUMENTS if table.sees(visiting(role), thing)]
    tried = dict.fromkeys([seen[0], seen[table.ROLES.index(role) % len(seen)]])
    record_property("cells", len(tried) * len(table.MESSAGES) - len(NEVER) * (len(tried) - 1))
    for thing in tried:
        await _says_what_it_may(world, role, thing)
    for row in NEVER:
        typist = await enter(world, role, seen[0])
        await typist.send(forged(row["constants"]))
        assert await typist.listen(until=lambda: typist.closed), row  # noqa: B023
        assert typist.closed == int(row["closes"]), row
        await typist.close()


def forged(constant: str) -> bytes:
    """What the server alone says, said by a client."""
    return {
        "AUTH": protocol.permission_denied("non"),
        "SAVED": protocol.saved(1, 1),
        "REFUSED": protocol.refused("role", "non"),
        "UNSAVED": protocol.unsaved(),
        "ROLE": protocol.role("manage"),
        "NOTICE": protocol.notice("large", "non"),
        "BESIDE": protocol.beside("threads"),
    }[constant]


async def _says_what_it_may(world: World, role: str, thing: str) -> None:
    may_write = visiting(role) != "anonymous" and table.reaches(visiting(role), thing, "change")
    typist = await enter(world, role, thing)
    assert typist.synced, (role, thing)  # step 1 was answered
    before = await stored(world, thing)
    await typist.send(bytes([protocol.QUERY_AWARENESS]))
    state = b'{"user": {"name": "Le Maire"}, "cursor": null}'
    await typist.send(protocol.awareness([(typist.doc.client_id, 1, state)]))
    assert await typist.listen(until=lambda: typist.people), (role, thing)
    assert "Le Maire" not in str(typist.people)
    await typist.write(f"Par {role} dans {thing}")
    if may_write:
        assert await typist.all_saved(), (role, thing)
        assert f"Par {role} dans {thing}" in await stored(world, thing)
        await typist.send(protocol.step2(typist.doc.get_update()))
        await typist.listen(seconds=0.05)
        assert (typist.refusals, typist.closed) == ([], None), (role, thing)
    else:
        assert await typist.listen(until=lambda: typist.refusals), (role, thing)
        again = await enter(world, role, thing)
        again.doc.apply_update(typist.doc.get_update())
        await again.send(protocol.step2(again.doc.get_update()))
        assert await again.listen(until=lambda: again.refusals), (role, thing)
        assert {one["code"] for one in [*typist.refusals, *again.refusals]} == {"role"}
        assert await stored(world, thing) == before
        await again.close()
    await typist.close()


async def stored(world: World, thing: str) -> str:
    return content.plain(await sync_to_async(content.read_document)(world.things[thing]))
