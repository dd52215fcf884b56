"""Presence: one small state for each connection, told at a bounded pace, under the name the server knows (A23, A25, A26)."""

import json
import re
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from documents.models import Document
from documents.socket import LONGEST_NAME, identity
from realtime import awareness, protocol
from realtime.awareness import LARGEST_STATE, MOST_ENTRIES, SILENT_FOR, TOO_FAST, Awareness
from realtime.connection import Connection
from realtime.gatekeeper import Admission
from realtime.pace import Pace
from realtime.protocol import BadFrame
from tests import make
from tests.realtime.client import Typist, cookie_of


def connection_of(key: str, **identity: str) -> Connection:
    async def send(message: Any) -> None: ...

    return Connection(send, Admission(key, may_read=True, identity=identity or {"name": key}), speaks_ours=True)


def says(*entries: tuple[int, int, bytes]) -> bytes:
    """The payload of a presence message."""
    return protocol.read_frame(protocol.awareness(list(entries))).payload


def told(frame: bytes | None) -> dict[int, Any]:
    """What a frame tells: client -> state."""
    if frame is None:
        return {}
    entries = protocol.read_awareness(protocol.read_frame(frame).payload, at_most=10_000)
    return {client: json.loads(state) for client, _clock, state in entries}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`clock.now` is what time it is, in seconds."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(awareness.time, "monotonic", lambda: Clock.now)
    return Clock


def test_only_the_cursor_is_the_persons_own() -> None:
    room = Awareness()
    bob = connection_of("Bob", name="Bob Martin", color="#123456")
    forged = b'{"user": {"name": "Le Maire", "id": "1"}, "cursor": {"at": 3}, "other": [1]}'
    assert room.hear(bob, says((7, 1, forged)))
    assert told(room.news()) == {7: {"cursor": {"at": 3}, "user": {"name": "Bob Martin", "color": "#123456"}}}
    assert room.news() is None


def test_a_new_name_is_told_with_the_next_state() -> None:
    room, bob = Awareness(), connection_of("Bob")
    room.hear(bob, says((7, 1, b"{}")))
    bob.admission = Admission("Bob", may_read=True, identity={"name": "Robert"})
    room.hear(bob, says((7, 2, b"{}")))
    assert told(room.news())[7]["user"] == {"name": "Robert"}


@pytest.mark.parametrize("size", [10, LARGEST_STATE - 100, LARGEST_STATE, 10_000, 900_000])
def test_a_state_is_never_larger_than_two_kilobytes(size: int) -> None:
    room, bob = Awareness(), connection_of("Bob")
    room.hear(bob, says((7, 1, b'{"cursor": "' + b"x" * size + b'", "more": "' + b"y" * size + b'"}')))
    frame = room.news()
    assert frame is not None
    state = protocol.read_awareness(protocol.read_frame(frame).payload, at_most=1)[0][2]
    assert len(state) <= LARGEST_STATE
    assert (told(frame)[7]["cursor"] is None) == (size > LARGEST_STATE - 100)


def test_one_connection_has_one_state_however_many_it_sends() -> None:
    room, bob = Awareness(), connection_of("Bob")
    room.hear(bob, says((71, 1, b"{}")))
    for start in range(72, 5000, 500):
        assert not room.hear(bob, says(*[(client, 1, b"{}") for client in range(start, start + 500)]))
    room.hear(bob, says((9, 1, b"{}"), (71, 2, b'{"cursor": 2}'), (10, 1, b"{}")))
    assert {client: state["cursor"] for client, state in told(room.everyone()).items()} == {71: 2}


def test_forty_thousand_states_in_one_message_close_the_connection() -> None:
    """A25."""
    room, bob = Awareness(), connection_of("Bob")
    assert not room.hear(bob, says(*[(client, 1, b"{}") for client in range(40_000)]))
    assert (bob.closing, room.everyone()) == (TOO_FAST, None)


def test_five_thousand_messages_in_ten_seconds_close_the_connection(clock: Any) -> None:
    """A25: in less than two seconds of it."""
    room, bob = Awareness(), connection_of("Bob")
    heard = 0
    while bob.closing is None and heard < 5000:
        heard += 1
        clock.now += 10 / 5000
        room.hear(bob, says((7, heard, b"{}")))
    assert (bob.closing, heard < 1000) == (TOO_FAST, True)
    assert len(told(room.news())) == 1


def test_an_honest_client_is_never_too_fast(clock: Any) -> None:
    """It repeats all the room says of others, ten times a second, and moves its own caret thirty times a second."""
    room, bob = Awareness(), connection_of("Bob")
    others = [(client, 1, b'{"cursor": 1}') for client in range(100, 150)]
    for number in range(1, 4 * 600):
        clock.now += 1 / 40
        room.hear(bob, says((7, number, b"{}")) if number % 4 else says(*others))
    assert bob.closing is None
    assert set(told(room.everyone())) == {7}


def test_the_latest_of_many_moves_is_told() -> None:
    room, bob = Awareness(), connection_of("Bob")
    for number in range(50):
        room.hear(bob, says((7, number, json.dumps({"cursor": number}).encode())))
    assert told(room.news())[7]["cursor"] == 49
    assert not room.hear(bob, says((7, 3, b"{}")))
    assert room.news() is None


def test_the_news_is_about_those_who_moved() -> None:
    room = Awareness()
    people = [connection_of(str(number)) for number in range(80)]
    for number, one in enumerate(people, 1):
        room.hear(one, says((number, 1, b"{}")))
    assert len(told(room.news())) == 80
    room.hear(people[3], says((4, 2, b"{}")))
    assert set(told(room.news())) == {4}
    assert len(told(room.everyone())) == 80


def test_a_client_id_stays_with_whoever_used_it_first() -> None:
    room, bob, eve = Awareness(), connection_of("Bob"), connection_of("Eve")
    room.hear(bob, says((7, 1, b"{}")))
    assert not room.hear(eve, says((7, 2**50, b"{}")))
    assert not room.hear(eve, says((7, 2**50, b"null")))
    assert told(room.everyone())[7]["user"]["name"] == "Bob"


def test_a_reconnection_of_the_same_person_takes_over_and_the_dead_link_takes_nothing_away() -> None:
    room, dead, again = Awareness(), connection_of("Bob"), connection_of("Bob")
    room.hear(dead, says((7, 1, b"{}")))
    assert room.hear(again, says((7, 2, b"{}")))
    assert not room.leave(dead)
    assert set(told(room.everyone())) == {7}
    assert room.leave(again)
    assert told(room.news()) == {7: None}
    assert not room.leave(again)


def test_who_is_silent_is_forgotten_and_may_come_back(clock: Any) -> None:
    room, bob, alice = Awareness(), connection_of("Bob"), connection_of("Alice")
    room.hear(bob, says((7, 5, b"{}")))
    room.hear(alice, says((8, 1, b"{}")))
    room.news()
    clock.now += SILENT_FOR - 1
    room.hear(alice, says((8, 2, b"{}")))
    assert not room.expire(clock.now)
    clock.now += 2
    assert room.expire(clock.now)
    assert {client: state is None for client, state in told(room.news()).items()} == {7: True, 8: False}
    assert not room.expire(clock.now)
    assert room.hear(
        bob, says((7, 7, b"{}"))
    )  # y-protocols answers the news of its own absence with the clock after it
    assert set(told(room.everyone())) == {7, 8}


def test_one_who_only_repeats_others_is_not_silent(clock: Any) -> None:
    room, bob = Awareness(), connection_of("Bob")
    room.hear(bob, says((2**30, 1, b"{}")))
    clock.now += SILENT_FOR - 1
    room.hear(bob, says((5, 1, b"{}")))
    clock.now += SILENT_FOR - 1
    assert not room.expire(clock.now)


def test_the_pauses_fit_a_stock_client_and_thirty_seconds() -> None:
    """y-protocols says a state again after 15 s, and looks for that every 3 s; the room looks every few seconds."""
    from realtime import rooms

    assert 15 + 3 < SILENT_FOR < 30 - rooms.LOOK


@pytest.mark.parametrize(
    "state",
    [
        *(b"[]", b"3", b"", b"{", b"\xff{}", b'{"cursor": NaN}', b'{"cursor": 1e999}'),
        b'{"cursor": ' + b"9" * 5000 + b"}",
        b'{"cursor": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
    ids=lambda state: state[:20],
)
def test_what_is_no_state_is_a_bad_frame_and_leaves_nothing(state: bytes) -> None:
    room = Awareness()
    with pytest.raises(BadFrame):
        room.hear(connection_of("Bob"), says((7, 1, state)))
    assert room.everyone() is room.news() is None


def test_a_clock_at_the_end_of_numbers_is_a_bad_frame() -> None:
    """The server adds one to it when the person leaves, and a browser fails on a number beyond 2^53."""
    with pytest.raises(BadFrame):
        Awareness().hear(connection_of("Bob"), says((7, 2**53 - 1, b"{}")))


def test_nothing_is_kept_of_those_who_left() -> None:
    room = Awareness()
    for number in range(1, 100):
        one = connection_of(str(number))
        room.hear(one, says((number, 1, b"{}")))
        room.leave(one)
        room.news()
    assert not any(room.__dict__.values())


def test_a_pace_allows_so_many_at_once_and_so_many_a_second() -> None:
    pace = Pace(10, 30)
    assert sum(pace.allows(100.0) for _ in range(100)) == 30
    assert sum(pace.allows(101.0) for _ in range(100)) == 10
    assert sum(pace.allows(101.0 + number / 5) for number in range(1, 100)) == 99
    assert sum(pace.allows(1000.0, 7) for _ in range(100)) == 30 // 7


@pytest.mark.django_db
def test_a_name_beside_a_caret_is_short_and_turns_nothing_round() -> None:
    """A26; that it is text in the page and no markup is shown by the browser tests of the caret."""
    person = make.person("<img src=x onerror=alert(1)>\u202eesrever" + "é" * 60, organisation="O\u2066" + "x" * 190)
    shown = identity(person)
    assert shown["name"].startswith("<img src=x onerror=alert(1)>esrever")
    assert max(len(shown["name"]), len(shown["organisation"])) == LONGEST_NAME == 64
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", json.dumps(shown, ensure_ascii=False))
    assert re.fullmatch("#[0-9a-f]{6}", shown["color"])
    assert len(json.dumps(shown, ensure_ascii=False).encode()) < LARGEST_STATE / 2


def test_as_much_is_told_of_a_visitor_as_of_a_person(bob: User) -> None:
    assert identity(AnonymousUser()).keys() == identity(bob).keys()


@pytest.mark.django_db(transaction=True)
async def test_peers_see_the_name_the_server_knows(document: Document, alice: User, bob: User) -> None:
    """A23."""
    reader, typist = [await Typist.open(document, await sync_to_async(cookie_of)(one)) for one in (alice, bob)]
    forged = {"user": {"id": str(alice.pk), "name": "Le Maire", "color": "red;background:url(//x)"}}
    await typist.send(protocol.awareness([(typist.doc.client_id, 1, json.dumps(forged).encode())]))
    assert await reader.listen(until=lambda: typist.doc.client_id in reader.people)
    seen: Any = reader.people[typist.doc.client_id]
    assert (seen["user"]["name"], seen["user"]["id"], seen["user"]["color"]) == ("Bob Martin", str(bob.pk), bob.colour)
    await reader.close()
    await typist.close()


@pytest.mark.django_db(transaction=True)
async def test_a_flood_of_presence_ends_its_own_socket(document: Document, alice: User, dan: User) -> None:
    """A25: what others receive meanwhile is throttled."""
    reader, flooding = [await Typist.open(document, await sync_to_async(cookie_of)(one)) for one in (alice, dan)]
    for number in range(1500):
        await flooding.send(protocol.awareness([(5, number, b"{}")]))
    assert await flooding.listen(until=lambda: flooding.closed)
    assert flooding.closed == TOO_FAST
    frames = 0
    while not reader.socket.output_queue.empty():
        frames += (await reader.socket.output_queue.get())["bytes"][0] == protocol.AWARENESS
    assert frames < 30
    await reader.close()


@pytest.mark.django_db(transaction=True)
async def test_too_many_states_at_once_end_the_socket(document: Document, dan: User) -> None:
    flooding = await Typist.open(document, await sync_to_async(cookie_of)(dan))
    await flooding.send(protocol.awareness([(number, 1, b"{}") for number in range(MOST_ENTRIES + 1)]))
    assert await flooding.listen(until=lambda: flooding.closed)
    assert flooding.closed == TOO_FAST


@pytest.mark.django_db(transaction=True)
async def test_a_link_that_died_without_a_word_is_soon_gone(
    document: Document, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half-open: nothing closes it, nothing comes any more. Here with shorter pauses."""
    from realtime import rooms

    monkeypatch.setattr(awareness, "SILENT_FOR", 0.5)
    monkeypatch.setattr(rooms, "LOOK", 0.1)
    reader, dead = [await Typist.open(document, await sync_to_async(cookie_of)(one)) for one in (alice, bob)]
    await dead.send(protocol.awareness([(71, 1, b'{"cursor": 1}')]))
    assert await reader.listen(until=lambda: reader.people.get(71))
    assert await reader.listen(until=lambda: reader.people[71] is None)
    await dead.send(protocol.awareness([(71, 3, b'{"cursor": 1}')]))  # it lived after all
    assert await reader.listen(until=lambda: reader.people[71])
    await reader.close()
    await dead.close()
