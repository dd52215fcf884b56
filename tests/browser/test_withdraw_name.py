"""A name taken out of a document that others have open: Bob by himself, Carol at her written request, a guest too."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, guest_editor, type_at_end
from tests.live.server import Server

Open = Callable[..., Page]
LABEL = "Une personne qui a retiré son nom"
WIDE = {"width": 1280, "height": 800}


def take_out(page: Page, document: str) -> None:
    page.goto(f"/documents/{document}/auteurs/")
    page.get_by_role("link", name="Retirer mon nom de ce document…").click()
    page.get_by_label("J’ai compris que cela ne peut pas être annulé.").check()
    page.get_by_role("button", name="Retirer mon nom").click()
    expect(page.get_by_text("Votre nom est retiré de ce document.")).to_be_visible()


def test_three_people_and_a_guest(page_of: Open, server: Server) -> None:
    document = server.document("Sans noms", markdown="Départ.")
    for who, role in (("bob", "change"), ("carol", "comment")):
        server.call("alice", "PUT", f"/documents/{document}/grants/{who}@example.org/", {"role": role})
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": "change"})
    server.call("carol", "POST", f"/documents/{document}/threads/", {"body": "Un avis de Carol."})
    bob, alice = editor(page_of("bob"), document), editor(page_of("alice", viewport=WIDE), document)
    type_at_end(bob, " Et Bob.")
    bob.wait_for_selector("html[data-saved=true]")
    alice.get_by_role("tab", name="Détails").click()
    alice.get_by_label("Montrer les auteurs dans le texte").check()
    expect(alice.locator(".text .ink[title='Bob Martin']")).to_have_text(" Et Bob.")
    take_out(bob, document)
    expect(bob.get_by_text(LABEL).first).to_be_visible()
    expect(bob.locator(".hands").get_by_text("Bob Martin")).to_have_count(0)

    # Alice's page comes back by itself, with the words and without the name, and people write on.
    expect(alice.locator(".ProseMirror")).to_contain_text("Et Bob.", timeout=30_000)
    again = editor(page_of("alice", viewport=WIDE), document)
    again.get_by_role("tab", name="Détails").click()
    again.get_by_label("Montrer les auteurs dans le texte").check()
    expect(again.locator(f".text .ink[title='{LABEL}']")).to_have_text(" Et Bob.")
    bob.goto(f"/documents/{document}/")  # what this device kept of the text with the name in it is offered, then gone
    older = bob.get_by_role("dialog")
    expect(older).to_contain_text("qu’un nom ou les mots d’une personne en soient retirés")
    older.get_by_role("button", name="Continuer avec la version enregistrée").click()
    bob.wait_for_selector("html[data-sync=true]")
    type_at_end(bob, " Plus tard.")
    bob.wait_for_selector("html[data-saved=true]")
    bob.goto(f"/documents/{document}/auteurs/")
    expect(bob.locator(".hands b", has_text="Bob Martin")).to_be_visible()
    expect(bob.locator(".hands b", has_text=LABEL)).to_be_visible()

    # A guest does it too.
    zoe = guest_editor(page_of(None), document, "Zoé Blanc")
    type_at_end(zoe, " Zoé aussi.")
    zoe.wait_for_selector("html[data-saved=true]")
    take_out(zoe, document)
    expect(zoe.locator(".hands").get_by_text("Zoé Blanc")).to_have_count(0)

    # Carol asked Alice in writing.
    again.goto(f"/documents/{document}/auteurs/")
    again.get_by_role("link", name="Retirer le nom… Carol Petit").click()
    again.get_by_label("Jour où la demande a été écrite").fill(date(2026, 1, 5).isoformat())
    again.get_by_label("J’ai reçu sa demande écrite").check()
    again.get_by_role("button", name="Retirer le nom").click()
    expect(again.get_by_text("Ce nom est retiré du document.")).to_be_visible()
    again.goto(f"/documents/{document}/discussion/")
    expect(again.get_by_text(LABEL).first).to_be_visible()
    expect(again.get_by_text("Carol Petit")).to_have_count(0)
    assert "Départ. Et Bob. Plus tard. Zoé aussi." in server.stored_text(document)
