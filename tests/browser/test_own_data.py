"""One's own data as people meet it: nothing is left in a visitor's browser, and an account closes in a few steps."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import TAGS
from tests.live.server import Server

Open = Callable[..., Page]
KEPT = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(one => one.name), ...(await caches.keys())]"""


def test_a_visitor_leaves_with_nothing_stored(page_of: Open, server: Server) -> None:
    page = page_of(None)
    for path in ("/", "/aide/", "/aide/donnees/", "/espaces/", "/compte/login/", "/compte/signup/"):
        page.goto(path)
        assert page.evaluate(KEPT) == [], path
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken", "sessionid"}


def opened(page: Page, name: str, address: str) -> None:
    """A new account, signed in."""
    page.goto("/compte/signup/")
    page.get_by_label("Votre nom").fill(name)
    page.get_by_label("Adresse électronique").fill(address)
    page.get_by_text("Citoyenneté").first.click()
    page.locator("main form button[type=submit]").first.click()
    page.get_by_label("Code reçu par courriel").fill(page.locator("code.code").inner_text())
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_taking_ones_data_and_closing(page_of: Open, server: Server, scheme: Any, width: int, tmp_path: Any) -> None:
    page = page_of(None, color_scheme=scheme, viewport={"width": width, "height": 844})
    address = f"{scheme}{width}@example.org"
    opened(page, "Gaston Petit", address)
    page.goto("/profil/")
    page.get_by_role("link", name="Télécharger mes données").click()
    sound(page)  # is it really you?
    page.get_by_label("Code reçu par courriel").fill(page.locator("code.code").inner_text())
    page.get_by_role("button", name="Continuer").click()
    sound(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger mes données").click()
    assert download.value.suggested_filename.endswith(".zip")
    page.get_by_role("link", name="Fermer mon compte").click()
    sound(page)
    page.get_by_text("Cela reste, sans mon nom").click()
    page.get_by_label("Tapez votre adresse pour confirmer").fill("autre@example.org")
    page.get_by_role("button", name="Fermer mon compte définitivement").click()
    expect(page.get_by_text("rien n’a été fermé")).to_be_visible()
    sound(page)
    page.get_by_text("Cela reste, sans mon nom").click()
    page.get_by_label("Tapez votre adresse pour confirmer").fill(address)
    page.get_by_role("button", name="Fermer mon compte définitivement").click()
    expect(page.get_by_text("Votre compte est fermé")).to_be_visible()
    page.goto("/profil/")
    expect(page).to_have_url(f"{server.address}/compte/login/?next=/profil/")


def sound(page: Page) -> None:
    """axe finds nothing, and nothing scrolls sideways."""
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert not found, [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
