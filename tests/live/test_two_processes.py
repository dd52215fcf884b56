"""Two server processes on one database: each shows what the other stored, with or without a relay between them."""

import contextlib
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.live.server import Server
from tests.live.stock import Stock

POSTGRES = "postgres://postgres@127.0.0.1:5432/{name}"


@pytest.fixture
def database() -> Iterator[str]:
    """A PostgreSQL database of its own, dropped afterwards."""
    name = f"tablee_{secrets.token_hex(4)}"
    try:
        admin = psycopg.connect(POSTGRES.format(name="postgres"), autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432")
    admin.execute(f"CREATE DATABASE {name}")
    yield POSTGRES.format(name=name)
    admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    admin.close()


@pytest.fixture
def redis() -> str:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", 6379), timeout=2):
        return "redis://127.0.0.1:6379/9"
    pytest.skip("no Redis answers at 127.0.0.1:6379")


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
    both_write_and_see(node, Server(tmp_path))


def test_on_postgresql_with_redis(node: str, tmp_path: Path, database: str, redis: str) -> None:
    both_write_and_see(node, Server(tmp_path, DATABASE_URL=database, REDIS_URL=redis))


def test_on_postgresql_with_a_relay_that_is_away(node: str, tmp_path: Path, database: str) -> None:
    both_write_and_see(node, Server(tmp_path, DATABASE_URL=database, REDIS_URL="redis://127.0.0.1:1/0"))
