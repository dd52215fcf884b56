"""Versions as people use them: a disaster undone in two clicks, two versions compared, a text adopted before one's eyes."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, type_at_end
from tests.live.server import Server

Open = Callable[..., Page]


def settled(page: Page, versions: int) -> None:
    """The list of versions, once the room has been quiet for a moment."""
    for _ in range(20):
        page.reload()
        if page.locator(".versions > li").count() >= versions:
            return
        page.wait_for_timeout(1000)
    raise AssertionError("no version was kept")


def test_an_emptied_text_comes_back_in_two_clicks_before_everybody(page_of: Open, server: Server) -> None:
    document = server.document("Vidé", markdown="Le marché se tient le samedi.\n\nSur la place.")
    bob, dan = editor(page_of("bob"), document), editor(page_of("dan"), document)
    bob.locator(".ProseMirror").click()
    bob.keyboard.press("Control+A")
    bob.keyboard.press("Delete")
    expect(dan.locator(".ProseMirror")).not_to_contain_text("marché")
    alice = editor(page_of("alice"), document)
    list_of = page_of("dan")
    list_of.goto(f"/documents/{document}/historique/")
    settled(list_of, 2)
    alice.get_by_role("link", name="Historique", exact=True).click()
    alice.get_by_role("button", name="Y revenir").last.click()
    expect(alice.get_by_text("Le texte est redevenu comme avant.")).to_be_visible()
    expect(dan.locator(".ProseMirror")).to_contain_text("Le marché se tient le samedi.Sur la place.")
    expect(bob.locator(".ProseMirror")).to_contain_text("Sur la place.")
    alice.get_by_role("button", name="Annuler").click()
    expect(dan.locator(".ProseMirror")).not_to_contain_text("marché")


def test_one_passage_is_brought_back_by_keyboard_while_another_is_written(page_of: Open, server: Server) -> None:
    document = server.document("Comparé", markdown="Le marché se tient le samedi.\n\nSur la place.")
    bob = editor(page_of("bob"), document)
    bob.locator(".ProseMirror p").first.click(position={"x": 3, "y": 8})
    bob.keyboard.press("Home")
    bob.keyboard.type("Chaque mois, ")
    bob.wait_for_selector("html[data-saved=true]")
    alice = page_of("alice", viewport={"width": 390, "height": 844})
    alice.goto(f"/documents/{document}/historique/")
    settled(alice, 2)
    alice.get_by_text("Comparer deux versions").click()
    alice.get_by_role("button", name="Comparer", exact=True).press("Enter")
    expect(alice.locator(".comparison ins").last).to_contain_text("Chaque mois, ")
    type_at_end(bob, " Toujours.")
    bob.wait_for_selector("html[data-saved=true]")
    alice.reload()
    alice.get_by_role("button", name="Revenir à l’ancien passage").first.press("Enter")
    expect(bob.locator(".ProseMirror")).to_have_text("Le marché se tient le samedi.Sur la place. Toujours.")


def test_an_adopted_text_is_locked_before_ones_eyes_and_unlocked(page_of: Open, server: Server) -> None:
    document = server.document("Adopté", markdown="Article premier.")
    bob = editor(page_of("bob"), document)
    expect(bob.locator(".ProseMirror")).to_have_attribute("contenteditable", "true")
    alice = page_of("alice")
    alice.goto(f"/documents/{document}/etape/")
    alice.get_by_label("Adopté").check()
    alice.get_by_role("button", name="Changer d’étape").click()
    expect(alice.get_by_text("Adopté, verrouillé")).to_be_visible()
    expect(bob.get_by_text("vient d’être adopté et verrouillé")).to_be_visible()
    expect(bob.locator(".ProseMirror")).to_have_attribute("contenteditable", "false")
    bob.reload()
    expect(bob.locator(".reader-note")).to_contain_text("Adopté, verrouillé.")
    server.call("alice", "PUT", f"/documents/{document}/stage/", {"stage": "working"})
    expect(bob.get_by_text("a été déverrouillé")).to_be_visible()
    bob.get_by_role("button", name="Recharger").click()
    expect(bob.locator(".ProseMirror")).to_have_attribute("contenteditable", "true")
    type_at_end(bob, " Et suivants.")
    bob.wait_for_selector("html[data-saved=true]")
