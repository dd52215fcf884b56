"""F21: what ends every process that opens it stands in the store. One document suffers, once; all others go on."""

import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.server import Server
from tests.live.stock import Stock
from tests.realtime.test_crashes import POISON

TOLD = "peut être lu, pas modifié"


@pytest.fixture
def poisoned(tmp_path: Path) -> Iterator[tuple[Server, str, str]]:
    """A server, a document that nobody can open, and its neighbour."""
    server = Server(tmp_path)
    server.start()
    bad, neighbour = server.document("Mauvais", markdown="Bon texte."), server.document("Voisin", markdown="Départ.")
    store = sqlite3.connect(tmp_path / "tablee.sqlite3", isolation_level=None)
    store.execute(
        "INSERT INTO realtime_update (room, number, author, content, at) VALUES (?, 2, '9', ?, datetime())",
        (bad, POISON),
    )
    store.execute("UPDATE realtime_head SET last = 2 WHERE room = ?", (bad,))
    store.close()
    yield server, bad, neighbour
    server.kill()


def page(server: Server, document: str) -> str:
    request = urllib.request.Request(
        f"{server.address}/documents/{document}/lire/", headers={"Cookie": f"sessionid={server.sessions['bob']}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.read().decode()).replace("\xa0", " ")


def test_it_is_seen_before_it_does_harm(poisoned: tuple[Server, str, str], node: str) -> None:
    server, bad, neighbour = poisoned
    carol, bob = Stock(node, server, neighbour, "alice"), Stock(node, server, bad, "bob")
    try:
        bob.until(lambda seen: seen["words"] == ["Bon texte."])
        bob("write", text="Je tape")
        carol("write", text="Voisine")
        assert carol.until(lambda seen: "Voisine" in seen["words"])["disconnections"] == 0
    finally:
        carol.close()
        bob.close()
    assert server.process is not None
    assert server.process.poll() is None
    assert TOLD in page(server, bad)
    assert server.stored_text(bad) == "Bon texte."
    assert "Voisine" in server.stored_text(neighbour)


@pytest.mark.slow
def test_one_death_is_enough_to_set_it_apart(poisoned: tuple[Server, str, str], node: str) -> None:
    """Where nothing looks at the row first, a worker dies of it; the next one tries it in a child and knows."""
    server, bad, neighbour = poisoned
    server.kill()
    server.application = "tests.live.blind:application"
    server.start()
    alice = Stock(node, server, neighbour, "alice")
    try:
        alice("write", text="avant")
        alice.until(lambda seen: "avant" in seen["words"])
        with pytest.raises((urllib.error.URLError, ConnectionError, OSError)):
            page(server, bad)
        assert server.process is not None
        assert server.process.wait(20) < 0
        for _start in range(2):
            server.start()  # as a supervisor does
            alice("write", text=f"après {_start}")
            assert TOLD in page(server, bad)
            assert "Bon texte." in page(server, bad)
            alice.until(lambda seen: seen["connected"], seconds=30)
            assert server.process.poll() is None
            server.kill()
    finally:
        alice.close()
    assert server.stored_text(bad) == "Bon texte."
    assert {"avant", "après 0"} <= set(server.stored_text(neighbour).splitlines())
