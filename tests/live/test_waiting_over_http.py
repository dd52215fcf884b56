"""Waiting for news over HTTP on real servers: what one process stores ends the waiting in another, with or without a relay."""

import contextlib
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from tests.live import services
from tests.live.server import Server


def paragraph(words: str) -> bytes:
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    with doc.transaction():
        root.children.append(XmlElement("paragraph")).children.append(XmlText(words))
    return doc.get_update()


def ask(server: Server, who: str, document: str, query: str = "", body: bytes | None = None) -> tuple[bytes, Any]:
    request = urllib.request.Request(
        f"{server.address}/api/v1/documents/{document}/sync{query}",
        data=body,
        headers={"Authorization": f"Bearer {server.keys[who]}", "Content-Type": "application/octet-stream"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read(), answer.headers


def waited_for(first: Server, second: Server) -> float:
    """Seconds from an update stored by the first process to the answer of the second."""
    first.start(seconds=60)
    second.start(seconds=60)
    document = first.document("Attendre", markdown="Départ.")
    number = ask(second, "bob", document)[1]["X-Log-Number"]
    answers: list[tuple[bytes, float]] = []

    def wait() -> None:
        content, _ = ask(second, "bob", document, f"?after={number}&wait=25")
        answers.append((content, time.monotonic()))

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(2)
    assert not answers, "it waits"
    ask(first, "alice", document, body=paragraph("Du neuf"))
    stored_at = time.monotonic()
    waiting.join(30)
    [(content, at)] = answers
    assert b"Du neuf" in content
    return at - stored_at


@pytest.fixture
def database() -> Iterator[str]:
    with services.database() as address:
        yield address


@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
def test_two_processes_without_a_relay(tmp_path: Path, kind: Any) -> None:
    first = Server(tmp_path, server=kind)
    second = first.twin()
    try:
        assert waited_for(first, second) < 10
    finally:
        first.kill()
        second.kill()


def test_two_processes_with_a_relay(tmp_path: Path, database: str) -> None:
    first = Server(tmp_path, server="uvicorn", DATABASE_URL=database, REDIS_URL=services.redis_url())
    second = first.twin()
    try:
        assert waited_for(first, second) < 10
    finally:
        first.kill()
        second.kill()


def test_a_polite_stop_does_not_wait_for_those_who_wait(tmp_path: Path) -> None:
    server = Server(tmp_path, server="uvicorn")
    server.start(seconds=60)
    document = server.document("Arrêt", markdown="Départ.")
    number = ask(server, "bob", document)[1]["X-Log-Number"]

    def wait() -> None:
        with contextlib.suppress(OSError):
            ask(server, "bob", document, f"?after={number}&wait=25")

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    time.sleep(2)
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 10
