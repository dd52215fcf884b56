"""Second steps in a real browser: an application's code, and a passkey on a device that Chromium plays."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from config.demo.people import PASSWORD
from tests.live.server import Server
from tests.second_factors import code_of

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of their own: whoever set up a second step here is asked for it at every sign-in that follows."""
    made = Server(tmp_path_factory.mktemp("second_steps"))
    made.start()
    yield made
    made.kill()


@pytest.fixture
def fresh(browser: Browser, server: Server) -> Iterator[Callable[[], Page]]:
    """A browser nobody is signed in with, at a name: no device gives a passkey to a bare number."""
    opened = []

    def page() -> Page:
        context = browser.new_context(base_url=f"http://localhost:{server.port}", locale="fr-FR")
        opened.append(context)
        return context.new_page()

    yield page
    for context in opened:
        context.close()


def sign_in(page: Page, who: str) -> None:
    """By the code that a server in development shows on the page."""
    page.goto("/compte/login/")
    page.get_by_label("Adresse électronique").fill(f"{who}@example.org")
    page.get_by_role("button", name="Recevoir un code").click()
    code = page.locator(".development code").inner_text()
    page.get_by_label("Code reçu").fill(code)
    page.get_by_role("button", name="Continuer").click()


def be_oneself(page: Page) -> None:
    """Before what is sensitive, who has a password types it again."""
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()


def sign_out(page: Page) -> None:
    page.goto("/compte/logout/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(re.compile("localhost:[0-9]+/$"))


def device_of(page: Page) -> Any:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def test_an_application_is_set_up_and_asked_for(fresh: Callable[[], Page]) -> None:
    page = fresh()
    sign_in(page, "carol")
    page.goto("/profil/securite/")
    page.get_by_role("link", name="Utiliser une application").click()
    be_oneself(page)
    expect(page.locator(".square-to-scan svg")).to_be_visible()
    page.get_by_text("Je ne peux pas le scanner").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("Code que l’application affiche").fill(code_of(secret))
    page.get_by_role("button", name="Demander un code désormais").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    spare = page.locator(".codes code").first.inner_text()

    other = fresh()
    sign_in(other, "carol")
    expect(other.get_by_role("heading", name="Deuxième étape")).to_be_visible()
    other.get_by_label("Code de votre application").fill(spare)
    other.get_by_role("button", name="Se connecter", exact=True).click()
    other.goto("/profil/securite/")
    expect(other.get_by_role("heading", name="Sécurité", exact=True)).to_be_visible()


def test_a_passkey_is_added_and_lets_in_alone(fresh: Callable[[], Page]) -> None:
    page = fresh()
    device_of(page)
    sign_in(page, "bob")
    page.goto("/compte/2fa/webauthn/add/")
    be_oneself(page)
    page.get_by_label("Nom de cette clé").fill("Mon ordinateur")
    page.get_by_role("button", name="Ajouter cette clé d’accès").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    page.goto("/profil/securite/")
    expect(page.get_by_text("Mon ordinateur").first).to_be_visible()

    sign_out(page)
    page.goto("/compte/login/?next=/profil/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page).to_have_url(re.compile("/profil/$"))
    assert page.get_by_label("Votre nom").input_value() == "Bob Martin"

    # and as a second step, for whoever begins with a code by e-mail
    sign_out(page)
    sign_in(page, "bob")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(re.compile("localhost:[0-9]+/$"))


def test_without_the_passkey_the_page_says_so_and_another_way_is_beside(fresh: Callable[[], Page]) -> None:
    page = fresh()
    device_of(page)
    page.goto("/compte/login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.get_by_text("La clé d’accès n’a pas servi")).to_be_visible()
    expect(page.get_by_label("Adresse électronique")).to_be_visible()


def test_without_script_no_button_promises_a_passkey(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=f"http://localhost:{server.port}", java_script_enabled=False)
    page = context.new_page()
    page.goto("/compte/login/")
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    context.close()
