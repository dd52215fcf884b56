"""Who wrote what among three people and a guest: named as who they are, filmed from their first day, taken back by Alice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, guest_editor
from tests.browser.test_every_page import walk_to
from tests.live.server import Server

Open = Callable[..., Page]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}


@pytest.fixture
def document(server: Server) -> str:
    made = server.document("Règlement du marché", markdown="Le marché se tient le samedi.\n\nSur la place.")
    server.call("alice", "PUT", f"/documents/{made}/sharing/", {"reach": "public", "link_role": "change"})
    return made


def guest(page: Page, document: str) -> Page:
    """Zoé, who came by the link, in the editor."""
    return guest_editor(page, document, "Zoé Blanc")


def add(page: Page, paragraph: int, words: str) -> None:
    page.locator(".ProseMirror p").nth(paragraph).click()
    page.keyboard.press("End")
    page.keyboard.type(words)
    page.wait_for_selector("html[data-saved=true]")


def authors(page: Page, document: str, more: str = "") -> Page:
    page.goto(f"/documents/{document}/auteurs/{more}")
    return page


def test_a_guest_is_named_as_one_in_the_text_and_in_the_shares(page_of: Open, server: Server, document: str) -> None:
    zoe, carol = guest(page_of(None, **DESK), document), editor(page_of("carol", **DESK), document)
    add(zoe, 0, " Zoé y sera.")
    carol.get_by_role("tab", name="Détails").click()
    carol.get_by_label("Montrer les auteurs dans le texte").check()
    expect(carol.locator(".text .ink[title='Zoé Blanc']")).to_have_text(" Zoé y sera.")
    authors(zoe, document)
    line = zoe.locator(".hands > li", has_text="Zoé Blanc")
    expect(line).to_contain_text("par un lien, sans compte")
    expect(zoe.get_by_role("link", name="Annuler ses changements")).to_have_count(0)
    walk_to(zoe, "Seulement ces passages Zoé Blanc")
    zoe.keyboard.press("Enter")
    expect(zoe.locator("article .ink")).to_contain_text("Zoé y sera.")
    zoe.get_by_role("link", name="Par type de participation").click()
    expect(zoe.locator(".hands > li").last).to_contain_text("Invités")


def test_a_guest_sees_the_writing_from_the_day_they_came(page_of: Open, server: Server, document: str) -> None:
    bob = editor(page_of("bob"), document)
    add(bob, 0, " Un mot malheureux.")
    add(editor(page_of("alice"), document), 0, " Relu.")
    zoe = guest(page_of(None, **DESK), document)
    add(zoe, 1, " Zoé y sera.")
    authors(zoe, document, "film/")
    expect(zoe.get_by_text("2 étapes : vous voyez l’écriture à partir du")).to_be_visible()
    walk_to(zoe, "Étape précédente")
    zoe.keyboard.press("Enter")
    expect(zoe.get_by_text("Étape 1 sur 2")).to_be_visible()
    expect(zoe.locator("article.text")).not_to_contain_text("Zoé y sera.")
    expect(authors(page_of("alice"), document, "film/").get_by_text("4 étapes, des premiers mots")).to_be_visible()
    visitor = authors(page_of(None), document, "film/")
    expect(visitor.get_by_text("Sans compte, on ne voit que la dernière étape.")).to_be_visible()
    expect(visitor.get_by_role("link", name="Étape précédente")).to_have_count(0)


def test_what_one_person_wrote_is_taken_back_before_everybody(page_of: Open, server: Server, document: str) -> None:
    zoe, bob = guest(page_of(None, **DESK), document), editor(page_of("bob"), document)
    add(zoe, 0, " N’importe quoi.")
    expect(bob.locator(".ProseMirror")).to_contain_text("N’importe quoi.")
    add(bob, 0, " Bob relit.")
    alice = authors(page_of("alice", **DESK), document)
    walk_to(alice, "Annuler ses changements… Zoé Blanc")
    alice.keyboard.press("Enter")
    expect(alice.get_by_text("2 mots disparaissent")).to_be_visible()
    expect(alice.get_by_text("0 mot")).to_have_count(0)
    for page, said in ((page_of("bob"), "Cette porte vous est fermée"), (zoe, "Il faut un compte pour cela")):
        page.goto(alice.url)
        expect(page.get_by_role("heading", name=said)).to_be_visible()
    editor(zoe, document)
    walk_to(alice, "Annuler ces changements")
    alice.keyboard.press("Enter")
    expect(alice.get_by_text("Les changements de Zoé Blanc sont annulés.")).to_be_visible()
    for page in (zoe, bob):
        expect(page.locator(".ProseMirror p").first).to_have_text("Le marché se tient le samedi. Bob relit.")
    alice.goto(f"/documents/{document}/historique/")
    alice.locator(".versions > li", has_text="avant un retour").get_by_role("button", name="Y revenir").click()
    expect(bob.locator(".ProseMirror p").first).to_contain_text("N’importe quoi. Bob relit.")
