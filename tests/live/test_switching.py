"""The page's own provider, run by Node, while websockets and the server come and go: nothing is lost, nothing comes twice."""

import json
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.proxy import Mode, Proxy
from tests.live.server import Server

SCRIPT = Path(__file__).with_name("switching.mjs")


class Page:
    """One person's provider behind a proxy of their own; calling it acts, and answers with what the page knows."""

    def __init__(self, node: str, server: Server, document: str, who: str, mode: Mode = "open") -> None:
        self.proxy = Proxy(server.port, mode)
        code = (
            "import json; from documents import schema; from realtime.models import Head;"
            f"print(json.dumps([Head.objects.get(room='{document}').epoch, str(schema.VERSION)]))"
        )
        belongs = json.loads(server.run("manage.py", "shell", "-v", "0", "-c", code))
        command = [node, str(SCRIPT), self.proxy.address, document, server.sessions[who], *belongs]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, act: str, **order: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"act": act, **order}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def until(self, condition: Callable[[Any], bool], seconds: float = 40) -> Any:
        end = time.monotonic() + seconds
        while not condition(seen := self("look")):
            assert time.monotonic() < end, {key: seen[key] for key in ("via", "state", "stops", "unsent", "settled")}
            time.sleep(0.1)
        return seen

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.proxy.close()


@pytest.fixture
def pages() -> Iterator[list[Page]]:
    opened: list[Page] = []
    yield opened
    for page in opened:
        page.close()


def rows_of(server: Server, document: str) -> int:
    code = f"from realtime.models import Head; print(Head.objects.get(room='{document}').last)"
    return int(server.run("manage.py", "shell", "-v", "0", "-c", code))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_or_doubled_while_the_way_changes(
    node: str, server: Server, pages: list[Page], seed: int
) -> None:
    dice = random.Random(seed)
    document = server.document(f"Chemins {seed}", markdown="Départ.")
    pages += [Page(node, server, document, who) for who in ("alice", "bob")]
    for page in pages:
        page.until(lambda seen: seen["settled"])
    written: list[list[str]] = [[], []]
    expected = {"Départ."}
    modes: tuple[Mode, ...] = ("refuse", "open", "down", "refuse", "open")
    for block, mode in enumerate(modes):
        pages[block % 2].proxy.set(mode)
        if block == 3:
            server.kill()
        end = time.monotonic() + dice.uniform(3.5, 5.5)
        while time.monotonic() < end:
            who = dice.randrange(2)
            if written[who] and dice.random() < 0.15:
                gone = written[who].pop(dice.randrange(len(written[who])))
                pages[who]("erase", text=gone)
                expected.discard(gone)
            else:
                word = f"{'AB'[who]}{seed}-{block}-{len(expected)}-{dice.randrange(10**6)}"
                pages[who]("write", text=word)
                written[who].append(word)
                expected.add(word)
            time.sleep(dice.uniform(0.02, 0.15))
        if block == 3:
            server.start()
    pages[0].proxy.set("open")
    pages[1].proxy.set("refuse")
    pages[0]("hurry")
    seen = [page.until(lambda seen: seen["settled"] and set(seen["words"]) == expected) for page in pages]
    assert [one["stops"] for one in seen] == [[], []]
    assert seen[0]["words"] == seen[1]["words"] == server.stored_text(document).splitlines()
    assert len(seen[0]["words"]) == len(expected), "nothing stands twice"
    assert {"http", "socket"} <= set(seen[0]["ways"] + seen[1]["ways"])
    assert seen[1]["via"] == "http"


def test_what_went_by_the_socket_does_not_go_again_by_post(node: str, server: Server, pages: list[Page]) -> None:
    """At the switch and back, each change becomes one row of the log at most."""
    document = server.document("Une fois", markdown="Départ.")
    before = rows_of(server, document)
    page = Page(node, server, document, "alice")
    pages.append(page)
    page.until(lambda seen: seen["settled"])
    for number in range(10):
        page("write", text=f"prise {number}")
    page.until(lambda seen: seen["settled"])
    page.proxy.set("refuse")
    blocked = page.until(lambda seen: seen["via"] == "http" and seen["settled"])
    assert blocked["postedBytes"] == 0, "all was acknowledged: there is nothing to say again"
    for number in range(10):
        page("write", text=f"http {number}")
    posted = page.until(lambda seen: seen["settled"])
    assert 0 < posted["postedBytes"] < 2000
    page.proxy.set("open")
    page("write", text="au retour")
    page("hurry")
    back = page.until(lambda seen: seen["via"] == "socket" and seen["settled"])
    page("write", text="après")
    page.until(lambda seen: seen["settled"])
    assert len(back["words"]) == 22
    assert rows_of(server, document) - before <= 10 + 10 + 2
