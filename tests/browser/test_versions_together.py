"""Versions among three people and a guest: each sees what is theirs to see, and all see at once what is done to the text."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import as_guest, editor, type_at_end
from tests.browser.test_every_page import walk_to
from tests.live.server import Server

Open = Callable[..., Page]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TEXT = "Le marché se tient le samedi.\n\nSur la place."


@pytest.fixture
def document(server: Server) -> str:
    return server.document("Règlement du marché", markdown=TEXT)


def history(page: Page, document: str) -> Page:
    page.goto(f"/documents/{document}/historique/")
    return page


def version(page: Page, name: str) -> Locator:
    return page.locator(".versions > li", has_text=name)


def keep(server: Server, who: str, document: str, name: str) -> str:
    """The address of the text of now, kept under a name."""
    kept: dict[str, Any] = server.call(who, "POST", f"/documents/{document}/versions/", {"name": name})
    return str(kept["url"])


def open_link(server: Server, document: str, role: str) -> None:
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": role})


def guest(page: Page, document: str) -> Page:
    """Zoé, who came by the link."""
    return as_guest(page, f"/documents/{document}/", "Zoé Blanc")


def write(page: Page, words: str) -> None:
    type_at_end(page, words)
    page.wait_for_selector("html[data-saved=true]")


def refused(page: Page, address: str) -> None:
    """What a page answers to a form that somebody makes themselves."""
    token = next(one["value"] for one in page.context.cookies() if one.get("name") == "csrftoken")
    answer = page.request.post(address, form={"csrfmiddlewaretoken": token, "name": "Non"})
    assert answer.status == 403, answer.status


def test_a_moment_is_named_by_keyboard_and_read_by_all(page_of: Open, server: Server, document: str) -> None:
    open_link(server, document, "comment")
    zoe, bob = guest(page_of(None, **PHONE), document), history(page_of("bob", **DESK), document)
    walk_to(bob, "Garder ce moment sous un nom")
    bob.keyboard.press("Enter")
    walk_to(bob, "Nom de la version")
    bob.keyboard.type("Avant la réunion")
    bob.keyboard.press("Enter")
    expect(bob.get_by_text("Cette version est gardée sous le nom « Avant la réunion ».")).to_be_visible()
    for page in (history(page_of("carol"), document), history(zoe, document)):
        expect(version(page, "Avant la réunion")).to_contain_text("gardée par Bob Martin (avec un compte)")
        expect(page.get_by_role("button", name="Y revenir")).to_have_count(0)
        expect(page.get_by_text("Garder ce moment sous un nom")).to_have_count(0)
        version(page, "Avant la réunion").get_by_role("link").first.click()
        expect(page.locator("article.text")).to_contain_text("Le marché se tient le samedi.")
        expect(page.get_by_role("button", name="Revenir à cette version")).to_have_count(0)
        for act in ("nom", "revenir"):
            refused(page, f"{page.url}{act}/")


def test_a_guest_sees_the_history_from_the_day_they_came(page_of: Open, server: Server, document: str) -> None:
    bob = editor(page_of("bob"), document)
    before = keep(server, "bob", document, "Brouillon")
    write(bob, " Un mot malheureux.")
    keep(server, "bob", document, "Quand elle arrive")
    open_link(server, document, "comment")
    zoe = guest(page_of(None, **DESK), document)
    write(bob, " Et la suite.")
    keep(server, "bob", document, "Depuis")
    history(zoe, document)
    expect(zoe.locator(".versions > li")).to_contain_text(["Depuis", "Quand elle arrive"])
    expect(version(zoe, "Brouillon")).to_have_count(0)
    version(zoe, "Quand elle arrive").get_by_role("link").first.click()
    zoe.get_by_role("link", name="Comparer avec aujourd’hui").click()
    expect(zoe.locator(".comparison ins")).to_contain_text("Et la suite.")
    zoe.goto(before)
    expect(zoe.get_by_role("heading", name="Il n’y a rien ici pour vous")).to_be_visible()
    visitor = history(page_of(None), document)
    expect(
        visitor.get_by_text("Sans compte, on ne voit que les versions publiées, et aucune ne l’a été.")
    ).to_be_visible()
    history(page_of("alice"), document).get_by_role("button", name="Ouvrir tout l’historique aux lecteurs").click()
    for page in (history(zoe, document), history(visitor, document)):
        expect(version(page, "Brouillon")).to_be_visible()


def test_a_guest_who_writes_brings_one_passage_back_before_everybody(
    page_of: Open, server: Server, document: str
) -> None:
    open_link(server, document, "change")
    bob, carol = editor(page_of("bob"), document), editor(page_of("carol"), document)
    zoe = guest(page_of(None, **DESK), document)
    first = keep(server, "bob", document, "Première").split("/")[-2]
    bob.locator(".ProseMirror p").first.click()
    bob.keyboard.press("Home")
    bob.keyboard.type("Chaque mois, ")
    write(bob, " Toute l’année.")
    zoe.goto(f"/documents/{document}/historique/comparer/?de={first}")
    expect(zoe.locator(".change")).to_have_count(2)
    walk_to(zoe, "Revenir à l’ancien passage")
    zoe.keyboard.press("Enter")
    expect(zoe.get_by_text("Ce passage est redevenu comme avant.")).to_be_visible()
    for page in (bob, carol):
        expect(page.locator(".ProseMirror")).to_have_text("Le marché se tient le samedi.Sur la place. Toute l’année.")
    walk_to(zoe, "Annuler")
    zoe.keyboard.press("Enter")
    for page in (bob, carol):
        expect(page.locator(".ProseMirror p").first).to_have_text("Chaque mois, Le marché se tient le samedi.")


def test_a_version_is_gone_back_to_by_keyboard_from_its_page(page_of: Open, server: Server, document: str) -> None:
    bob, dan = editor(page_of("bob"), document), editor(page_of("dan"), document)
    kept = keep(server, "bob", document, "Première")
    write(bob, " Toute l’année.")
    expect(dan.locator(".ProseMirror")).to_contain_text("Toute l’année.")
    page = page_of("bob", **DESK)
    page.goto(kept)
    walk_to(page, "Revenir à cette version")
    page.keyboard.press("Enter")
    expect(dan.locator(".ProseMirror")).to_have_text("Le marché se tient le samedi.Sur la place.")
    expect(page.get_by_text("Le texte est redevenu comme avant.")).to_be_visible()
    expect(page.get_by_role("button", name="Annuler", exact=True)).to_be_visible()


def test_everybody_in_the_text_sees_it_adopted_the_guest_too(page_of: Open, server: Server, document: str) -> None:
    open_link(server, document, "change")
    zoe = guest(page_of(None, **PHONE), document)
    zoe.wait_for_selector("html[data-sync=true]")
    write(zoe, " Zoé écrit.")
    bob = editor(page_of("bob"), document)
    alice = page_of("alice", **DESK)
    alice.goto(f"/documents/{document}/etape/")
    walk_to(alice, "En cours")
    for _ in range(2):
        alice.keyboard.press("ArrowDown")
    expect(alice.get_by_label("Adopté")).to_be_focused()
    walk_to(alice, "Changer d’étape")
    alice.keyboard.press("Enter")
    expect(alice.get_by_text("Adopté, verrouillé")).to_be_visible()
    for page in (zoe, bob):
        expect(page.get_by_text("vient d’être adopté et verrouillé")).to_be_visible()
        expect(page.locator(".ProseMirror")).to_have_attribute("contenteditable", "false")
    history(zoe, document)
    expect(version(zoe, "Adopté")).to_contain_text("gardée par Alice Diop")
    expect(zoe.get_by_role("button", name="Y revenir")).to_have_count(0)
    zoe.goto(f"/documents/{document}/etape/")
    expect(zoe.get_by_role("heading", name="Cette porte vous est fermée")).to_be_visible()
    server.call("alice", "PUT", f"/documents/{document}/stage/", {"stage": "working"})
    expect(bob.get_by_text("a été déverrouillé")).to_be_visible()
    write(editor(zoe, document), " Et reprend.")
    assert "Zoé écrit. Et reprend." in server.stored_text(document)


def test_a_published_version_keeps_its_page_whatever_becomes_of_the_text(
    page_of: Open, server: Server, document: str
) -> None:
    open_link(server, document, "change")
    bob = editor(page_of("bob"), document)
    write(bob, " Toute l’année.")
    server.call("alice", "PUT", f"/documents/{document}/stage/", {"stage": "published"})
    alice = history(page_of("alice"), document)
    expect(version(alice, "Publié")).to_contain_text("lien permanent")
    version(alice, "Publié").get_by_role("link").first.click()
    address = alice.url
    server.call("alice", "PUT", f"/documents/{document}/stage/", {"stage": "working"})
    write(editor(bob, document), " Sauf en août.")
    for page in (page_of(None, java_script_enabled=False, **PHONE), guest(page_of(None), document), page_of("dan")):
        page.goto(address)
        expect(page.get_by_text("Son adresse ne change pas : vous pouvez la citer.")).to_be_visible()
        expect(page.locator("article.text")).to_contain_text("Toute l’année.")
        expect(page.locator("article.text")).not_to_contain_text("août")
        for name in ("Alice Diop", "Bob Martin"):
            expect(page.locator(".byline")).to_contain_text(name)
        page.get_by_role("link", name="Comparer avec aujourd’hui").click()
        expect(page.locator(".comparison ins")).to_contain_text("Sauf en août.")
