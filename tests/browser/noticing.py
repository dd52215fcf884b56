"""Steps that the tests of notices and of discussions share: a server that keeps its mails, a round of the worker, a text."""

import email
import re
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.live.server import ROOT, Server

TEXT = "Les données publiques sont ouvertes par défaut.\n\nLe service reste gratuit."
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Telling(Server):
    """A server that keeps its mails, and a worker beside it that works when it is told to."""

    worker: subprocess.Popen[str] | None = None

    def start(self, seconds: float = 60) -> None:
        super().start(seconds)
        command = [sys.executable, "-m", "tests.live.round"]
        environment = self.environment | {"SITE_URL": self.address}  # without an address of its own it mails nothing
        pipe = subprocess.PIPE
        self.worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)

    def kill(self) -> None:
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
        super().kill()

    def tell(self) -> None:
        """People are told of what happened, and what would leave later leaves now."""
        assert self.worker is not None and self.worker.stdin is not None and self.worker.stdout is not None
        self.worker.stdin.write("\n")
        self.worker.stdin.flush()
        assert self.worker.stdout.readline() == "done\n"


def telling(folder: Path) -> Iterator[Telling]:
    made = Telling(folder, EMAIL_BACKEND="tests.live.mailbox.Folder")
    made.start()
    yield made
    made.kill()


def mails(server: Server, who: str, words: str) -> list[EmailMessage]:
    """Those to one of the cast that hold these words."""
    found: list[EmailMessage] = []
    for path in (server.folder / "mails").glob("*.eml"):
        message: Any = email.message_from_bytes(path.read_bytes(), policy=default)
        if message["To"] == f"{who}@example.org" and words in text_of(message):
            found.append(message)
    return found


def text_of(message: EmailMessage) -> str:
    part: Any = message.get_body(("plain",))
    return str(part.get_content())


def way_of(message: EmailMessage, words: str) -> str:
    """The link of what one said, in a mail that may tell of many things."""
    found = re.search(rf"> {re.escape(words)}\n(?:> .*\n)*\n[^\n]*(http\S+/avis/\d+/\S*)", text_of(message))
    assert found is not None, text_of(message)
    return found[1]


def unread(page: Page) -> Locator:
    """The link of the bell beside the page, with its number."""
    return page.get_by_role("navigation", name="Menu principal").get_by_role("link", name=re.compile("^Notifications"))


def sees(page: Page, count: int) -> None:
    words = {0: "Notifications", 1: "Notifications 1 (1 non lue)"}.get(
        count, f"Notifications {count} ({count} non lues)"
    )
    shown = re.compile(rf"^\s*{re.escape(words)}\s*$".replace(r"\ ", r"\s*"))
    expect(unread(page).first).to_have_text(shown)


def open_to_guests(server: Server, document: str, *, wait: bool = True) -> None:
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": "comment"})
    rules = {"readers_comment": False, "guests_wait": wait}
    server.call("alice", "PUT", f"/documents/{document}/discussion/", rules)
