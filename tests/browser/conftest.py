"""A real Chromium against a real server; one server and one browser for each test process."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.live.server import Server

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
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


def _note(problems: list[str], message: Any) -> None:
    """A page may lose its network in a test; it may not break our content policy or throw."""
    if message.type == "error" and "Content Security Policy" in message.text:
        problems.append(message.text)


def editor(page: Page, document: str) -> Page:
    """The editor of a document, in step with the server."""
    page.goto(f"/documents/{document}/")
    page.wait_for_selector("html[data-sync=true]")
    return page


def type_at_end(page: Page, text: str, delay: float = 0) -> None:
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text, delay=delay)


def text_of(page: Page) -> str:
    return page.locator(".ProseMirror").inner_text()
