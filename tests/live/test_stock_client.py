"""The unmodified y-websocket client of npm works with our server, and pycrdt reads what it wrote (and the reverse)."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.live.server import Server
from tests.live.stock import Stock


@pytest.fixture
def stock(node: str, server: Server) -> Iterator[Callable[[str, str], Stock]]:
    made: list[Stock] = []

    def make(document: str, who: str) -> Stock:
        made.append(Stock(node, server, document, who))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_what_it_writes_is_stored_and_read_by_pycrdt(stock: Any, server: Server) -> None:
    document = server.document("Stock", markdown="Départ.")
    bob = stock(document, "bob")
    assert bob("read")["words"] == ["Départ."]
    bob("write", text="Écrit par le client de npm 😀")
    end = time.monotonic() + 10
    while "npm 😀" not in (stored := server.stored_text(document)):
        assert time.monotonic() < end
    assert stored.splitlines() == ["Départ.", "Écrit par le client de npm 😀"]


def test_what_others_write_reaches_it(stock: Any, server: Server) -> None:
    document = server.document("Stock", markdown="Départ.")
    alice, bob = stock(document, "alice"), stock(document, "bob")
    for number in range(5):
        alice("write", text=f"A{number}")
        bob("write", text=f"B{number}")
    expected = {"Départ.", *(f"{name}{n}" for name in "AB" for n in range(5))}
    seen = alice.until(lambda seen: set(seen["words"]) == expected)
    assert bob.until(lambda other: other["words"] == seen["words"])


def test_one_refused_update_and_ten_reconnections_bring_no_repeat(stock: Any, server: Server) -> None:
    document = server.document("Stock", markdown="Départ.")
    dan = stock(document, "dan")
    dan("write", text="Refusé")
    seen = dan.until(lambda seen: seen["denied"])
    assert len(seen["denied"]) == 1
    after = dan("reconnect", times=10)
    assert (after["updates"], len(after["denied"])) == (1, 1)
    assert server.stored_text(document) == "Départ."


@pytest.mark.slow
def test_alone_in_a_room_for_90_seconds_it_is_never_disconnected(stock: Any, server: Server) -> None:
    bob = stock(server.document("Stock", markdown="Départ."), "bob")
    bob("read")
    assert bob("wait", ms=90_000) | {"words": []} == bob("read") | {"words": []}
    assert bob("read")["disconnections"] == 0
    assert bob("read")["connected"]
