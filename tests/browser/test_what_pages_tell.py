"""What pages tell people: where their words are, why they may not write, what a device still holds when they leave."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, text_of, type_at_end
from tests.live.server import Server

Open = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
COPIES = "async () => (await indexedDB.databases()).map(one => one.name).filter(name => name.startsWith('tablee:'))"


def size(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)"))


def saved(page: Page) -> None:
    page.wait_for_selector("html[data-saved=true][data-sync=true]", timeout=20_000)


def cut_off(page: Page) -> None:
    page.context.set_offline(True)
    page.wait_for_selector("html[data-sync=false]", timeout=40_000)


def leave(page: Page) -> None:
    page.locator(".me > summary").click()
    page.get_by_role("button", name="Se déconnecter").click()


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
def test_the_title_is_clearly_the_largest(page_of: Open, server: Server, view: dict[str, Any]) -> None:
    document = server.document("Grand titre", markdown="# Partie\n\nTexte.\n\n## Sous-partie")
    page = editor(page_of("alice", **view), document)
    assert size(page, ".doc-title") >= 1.18 * size(page, ".ProseMirror h1")
    assert size(page, ".ProseMirror h1") > 1.1 * size(page, ".ProseMirror h2")
    page.goto(f"/documents/{document}/lire/")
    assert size(page, "article > h1") >= 1.18 * size(page, "article > h2")


@pytest.mark.parametrize(
    ("who", "words"),
    [("dan", "Vous êtes lecteur"), ("carol", "Vous êtes commentateur"), (None, "Vous lisez sans compte")],
)
def test_one_is_told_why_one_cannot_write(page_of: Open, server: Server, who: str | None, words: str) -> None:
    document = server.document("À lire", markdown="Départ.")
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": "view"})
    page = editor(page_of(who, **PHONE), document)
    expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("button", name="Lecture seule").click()
    expect(page.get_by_text("Vous lisez ce document et le voyez changer")).to_be_visible()
    writer = editor(page_of("bob"), document)
    expect(writer.locator(".reader-note")).to_have_count(0)


def test_the_panel_follows_a_change_of_role(page_of: Open, server: Server) -> None:
    document = server.document("Rôle au panneau", markdown="Départ.")
    server.call("alice", "PUT", f"/documents/{document}/grants/carol@example.org/", {"role": "change"})
    carol = editor(page_of("carol", **DESK), document)
    carol.get_by_role("tab", name="Détails").click()
    expect(carol.get_by_text("Rédacteur : vous écrivez")).to_be_visible()
    server.call("alice", "PUT", f"/documents/{document}/grants/carol@example.org/", {"role": "view"})
    expect(carol.get_by_text("Lecteur : vous lisez ce document.")).to_be_visible()
    expect(carol.get_by_text("Rédacteur : vous écrivez")).to_have_count(0)


def test_on_a_phone_the_state_is_told_to_who_presses_it(page_of: Open, server: Server) -> None:
    bob = editor(page_of("bob", **PHONE), server.document("État", markdown="Départ."))
    type_at_end(bob, " Suite.")
    saved(bob)
    state = bob.get_by_role("button", name="Enregistré à")
    state.click()
    expect(state).to_have_attribute("aria-expanded", "true")
    expect(bob.get_by_text("Chaque frappe est gardée au fur et à mesure")).to_be_visible()
    bob.keyboard.press("Escape")
    expect(bob.get_by_text("Chaque frappe est gardée au fur et à mesure")).to_be_hidden()
    expect(state).to_be_focused()


def test_a_title_changed_offline_is_sent_at_the_return(page_of: Open, server: Server) -> None:
    document = server.document("Avant", markdown="Départ.")
    alice = editor(page_of("alice"), document)
    cut_off(alice)
    title = alice.get_by_role("textbox", name="Titre du document")
    title.fill("Après")
    title.press("Enter")
    expect(alice.get_by_text("il le sera dès que la connexion reviendra")).to_be_visible()
    alice.context.set_offline(False)
    expect(alice).to_have_title("Après · Tablée", timeout=30_000)
    expect(alice.get_by_text("il le sera dès que la connexion reviendra")).to_be_hidden()
    assert server.call("alice", "GET", f"/documents/{document}/")["title"] == "Après"


def test_messages_are_drawn_above_the_editor(page_of: Open, server: Server) -> None:
    document = server.document("Messages", markdown="Départ.")
    alice = page_of("alice")
    alice.goto(f"/documents/{document}/partager/")
    token = alice.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    alice.request.post(
        f"/documents/{document}/partager/",
        form={"csrfmiddlewaretoken": token, "part": "person", "email": "eve@example.org", "role": "view"},
        headers={"Referer": alice.url},
        max_redirects=0,
    )
    editor(alice, document)
    message = alice.get_by_text("Eve Marchand a maintenant accès et reçoit un courriel.")
    expect(message).to_be_visible()
    alice.get_by_role("button", name="Ranger ce message").click()
    expect(message).to_have_count(0)


def test_both_pages_count_the_same_words(page_of: Open, server: Server) -> None:
    page = editor(page_of("alice"), server.bill)
    told = page.locator(".doc-meta")
    expect(told).not_to_be_empty()
    words = told.inner_text().split(" mots")[0]
    page.goto(f"/documents/{server.bill}/lire/")
    expect(page.locator(".byline")).to_contain_text(f"{words} mots")


def test_a_callout_begins_after_what_was_just_written(page_of: Open, server: Server) -> None:
    alice = editor(page_of("alice"), server.document("Encadré", markdown="Départ."))
    type_at_end(alice, " Fini.")
    alice.get_by_role("button", name="Insérer", exact=True).click()
    alice.get_by_role("menuitemcheckbox", name="Encadré : attention").click()
    alice.keyboard.type("Gare.")
    expect(alice.locator(".ProseMirror > p").first).to_have_text("Départ. Fini.")
    expect(alice.locator(".ProseMirror .callout")).to_have_text("Gare.")


def test_undo_takes_back_only_ones_own_after_a_reconnection(page_of: Open, server: Server) -> None:
    document = server.document("Annuler au retour", markdown="Départ.")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    type_at_end(bob, " Avant.")
    saved(bob)
    cut_off(bob)
    bob.wait_for_timeout(700)  # a pause begins another step of the history
    type_at_end(bob, " Pendant.")
    type_at_end(alice, " Alice.")
    saved(alice)
    bob.context.set_offline(False)
    expect(bob.locator(".ProseMirror")).to_contain_text("Alice.", timeout=30_000)
    saved(bob)
    for gone in ("Pendant.", "Avant."):
        bob.get_by_role("button", name="Annuler").click()
        expect(bob.locator(".ProseMirror")).not_to_contain_text(gone)
        expect(bob.locator(".ProseMirror")).to_contain_text("Alice.")
    expect(alice.locator(".ProseMirror")).not_to_contain_text("Avant.")
    assert "Départ." in text_of(alice) and "Alice." in text_of(alice)


def test_signing_out_takes_the_copies_off_the_device(page_of: Open, server: Server) -> None:
    page = page_of(None)
    sign_in(page, "bob")
    editor(page, server.document("Copie à effacer", markdown="Départ."))
    type_at_end(page, " Suite.")
    saved(page)
    assert page.evaluate(COPIES)
    leave(page)
    expect(page.get_by_role("heading", name="Venez à la table")).to_be_visible()
    assert page.evaluate(COPIES) == []


def test_a_page_whose_copy_another_page_deleted_loses_nothing(page_of: Open, server: Server) -> None:
    document = server.document("Sans copie", markdown="Départ.")
    bob = editor(page_of("bob"), document)
    type_at_end(bob, " Avec.")
    saved(bob)
    other = bob.context.new_page()
    other.goto("/aide/")
    other.evaluate(
        """async () => {
            for (const {name} of await indexedDB.databases())
                await new Promise(done => { indexedDB.deleteDatabase(name).onsuccess = done; });
        }"""
    )
    assert other.evaluate(COPIES) == []
    bob.bring_to_front()
    type_at_end(bob, " Sans.")
    bob.wait_for_timeout(300)
    saved(bob)
    assert server.stored_text(document) == "Départ. Avec. Sans."


def test_what_is_unsent_is_named_before_signing_out(page_of: Open, server: Server) -> None:
    document = server.document("Jardin hors ligne", markdown="Départ.")
    page = page_of(None)
    sign_in(page, "bob")
    editor(page, document)
    cut_off(page)
    type_at_end(page, " Pas encore parti.")
    page.wait_for_timeout(400)  # the browser writes its copy
    page.goto("about:blank")
    page.route_web_socket("**/ws/documents/**", lambda socket: socket.close())
    page.context.set_offline(False)
    page.goto("/")
    leave(page)
    dialog = page.get_by_role("dialog", name="Certains de vos changements ne sont que sur cet appareil")
    expect(dialog.get_by_role("link", name="Jardin hors ligne")).to_have_attribute("href", f"/documents/{document}/")
    expect(dialog.get_by_role("button", name="Rester connecté")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate(COPIES)
    leave(page)
    dialog.get_by_role("button", name="Me déconnecter et les garder ici").click()
    expect(page.get_by_role("heading", name="Venez à la table")).to_be_visible()
    assert len(page.evaluate(COPIES)) == 1
    sign_in(page, "bob")
    leave(page)
    dialog.get_by_role("button", name="Me déconnecter et les effacer").click()
    expect(page.get_by_role("heading", name="Venez à la table")).to_be_visible()
    assert page.evaluate(COPIES) == []


def sign_in(page: Page, who: str) -> None:
    """By the form: the session of a test that signs out must be its own."""
    page.goto("/compte/login/password/")
    page.get_by_label("Adresse électronique").fill(f"{who}@example.org")
    page.get_by_label("Mot de passe").fill("table-ouverte-2026")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
