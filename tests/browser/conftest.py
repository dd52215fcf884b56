"""A real Chromium against a real server: one server for each test process, one browser for each file."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.live.server import ROOT, Server

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

expect.set_options(timeout=20_000)  # a machine that does much else is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright's synchronous driver keeps an event loop running in the thread, in which asyncio's tests cannot run:
    it ends with the file, for the tests that the same process takes next."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path or None, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def page_of(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """`page_of("alice")`: a page of a browser of her own, signed in; `page_of(None)` is a visitor's."""
    opened = []
    problems: list[str] = []

    def open_page(who: str | None, **options: Any) -> Page:
        context = browser.new_context(base_url=server.address, locale="fr-FR", **options)
        opened.append(context)
        if who is not None:
            context.add_cookies([{"name": "sessionid", "value": server.sessions[who], "url": server.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: _note(problems, message))
        return page

    yield open_page
    for context in opened:
        context.close()
    assert not problems, problems


@pytest.fixture
def worker(server: Server) -> Iterator[Callable[[], None]]:
    """Starts `manage.py work` beside the site."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        with (server.folder / "worker.log").open("ab") as log:
            command = [sys.executable, "manage.py", "work"]
            started.append(subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=log, stderr=log))

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _note(problems: list[str], message: Any) -> None:
    """A page may lose its network in a test; it may not break our content policy or throw."""
    if message.type == "error" and "Content Security Policy" in message.text:
        problems.append(message.text)


def editor(page: Page, document: str) -> Page:
    """The editor of a document, in step with the server."""
    page.goto(f"/documents/{document}/")
    page.wait_for_selector("html[data-sync=true]")
    return page


def as_guest(page: Page, address: str, name: str) -> Page:
    """Somebody without an account who came by the link of a document or a workspace, under a name."""
    page.goto(f"{address}entrer/")
    page.get_by_label("Votre nom").fill(name)
    page.get_by_role("button", name="Entrer").click()
    expect(page).to_have_url(re.compile(f"{address}$"))
    return page


def guest_editor(page: Page, document: str, name: str) -> Page:
    """The editor of a document, in step with the server, of somebody who came by its link."""
    as_guest(page, f"/documents/{document}/", name).wait_for_selector("html[data-sync=true]")
    return page


def type_at_end(page: Page, text: str, delay: float = 0) -> None:
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text, delay=delay)


def text_of(page: Page) -> str:
    return page.locator(".ProseMirror").inner_text()
