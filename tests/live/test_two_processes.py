"""Two server processes on one database: each shows what the other stored, with or without a relay between them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import services
from tests.live.server import Server
from tests.live.stock import Stock


@pytest.fixture
def database() -> Iterator[str]:
    with services.database() as address:
        yield address


@pytest.fixture
def redis() -> str:
    return services.redis_url()


def both_write_and_see(node: str, first: Server) -> None:
    second = first.twin()
    clients: list[Stock] = []
    try:
        first.start()
        second.start()
        document = first.document("Deux processus", markdown="Départ.")
        clients = [Stock(node, first, document, "alice"), Stock(node, second, document, "bob")]
        for number in range(10):
            for client, name in zip(clients, "AB", strict=True):
                client("write", text=f"{name}{number}")
        expected = {"Départ.", *(f"{name}{n}" for name in "AB" for n in range(10))}
        seen = [client.until(lambda seen: set(seen["words"]) == expected, seconds=15) for client in clients]
        assert seen[0]["words"] == seen[1]["words"]
        assert first.stored_text(document).splitlines() == seen[0]["words"]
        assert [one["disconnections"] for one in seen] == [0, 0]
    finally:
        for client in clients:
            client.close()
        second.kill()
        first.kill()


def test_on_sqlite_without_a_relay(node: str, tmp_path: Path) -> None:
    both_write_and_see(node, Server(tmp_path, server="uvicorn"))


def test_on_postgresql_with_redis(node: str, tmp_path: Path, database: str, redis: str) -> None:
    both_write_and_see(node, Server(tmp_path, server="uvicorn", DATABASE_URL=database, REDIS_URL=redis))


def test_on_postgresql_with_a_relay_that_is_away(node: str, tmp_path: Path, database: str) -> None:
    both_write_and_see(node, Server(tmp_path, DATABASE_URL=database, REDIS_URL="redis://127.0.0.1:1/0"))
