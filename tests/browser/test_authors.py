"""Who wrote what and what is new, in a browser: colours in the live text, passages since a visit, the film."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import editor
from tests.live.server import Server

Open = Callable[..., Page]


def made(server: Server, words: str) -> str:
    """A document of Alice's that Bob may change."""
    body = {"workspace": server.workspace, "title": "À plusieurs", "markdown": words}
    document: str = server.call("alice", "POST", "/documents/", body)["id"]
    server.call("alice", "PUT", f"/documents/{document}/grants/bob@example.org/", {"role": "change"})
    return document


def type_at_the_end(page: Page, words: str) -> None:
    page.locator(".text p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(words)
    page.wait_for_selector("html[data-saved=true]")


def test_the_live_text_in_the_colours_of_its_authors(page_of: Open, server: Server) -> None:
    document = made(server, "Le texte d’Alice.")
    bob = editor(page_of("bob", viewport={"width": 1280, "height": 800}), document)
    type_at_the_end(bob, " Et Bob 😀.")
    bob.get_by_role("tab", name="Détails").click()
    bob.get_by_label("Montrer les auteurs dans le texte").check()
    expect(bob.get_by_text("2 personnes ont écrit ce texte.")).to_be_visible()
    expect(bob.locator(".text .ink[title='Alice Diop']")).to_have_text("Le texte d’Alice.")
    expect(bob.locator(".text .ink[title='Bob Martin']")).to_have_text(" Et Bob 😀.")
    type_at_the_end(bob, " Encore.")
    expect(bob.locator(".text .ink[title='Bob Martin']")).to_have_text(" Et Bob 😀. Encore.")
    bob.get_by_label("Montrer les auteurs dans le texte").uncheck()
    expect(bob.locator(".text .ink")).to_have_count(0)
    expect(bob.locator(".text")).to_have_text("Le texte d’Alice. Et Bob 😀. Encore.")


def test_what_is_new_is_shown_on_opening(page_of: Open, server: Server) -> None:
    document = made(server, "Le texte d’Alice.")
    server.call("alice", "PUT", f"/documents/{document}/visit/", {})
    bob = editor(page_of("bob", viewport={"width": 1280, "height": 800}), document)
    type_at_the_end(bob, " Et Bob.")
    alice = editor(page_of("alice", viewport={"width": 1280, "height": 800}), document)
    expect(alice.locator(".text ins.since")).to_have_text(" Et Bob.")
    alice.get_by_role("button", name="Voir le premier").click()
    expect(alice.locator(".text ins.since.is-current")).to_be_visible()
    expect(alice.get_by_text("Passage 1 sur 1")).to_be_visible()
    expect(bob.locator(".text ins")).to_have_count(0)


def test_the_film_is_played_with_the_keyboard(page_of: Open, server: Server) -> None:
    document = made(server, "Le texte d’Alice.")
    bob = editor(page_of("bob"), document)
    type_at_the_end(bob, " Et Bob.")
    page = page_of("alice")
    page.goto(f"/documents/{document}/auteurs/film/")
    expect(page.locator("article.text")).to_contain_text("Et Bob.")
    slider = page.get_by_role("slider", name="Étape de l’écriture")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("Étape 1 sur 2")).to_be_visible()
    expect(page.locator("article.text")).not_to_contain_text("Et Bob.")
    page.get_by_role("button", name="Lecture").click()
    expect(page.get_by_text("Étape 2 sur 2")).to_be_visible()
    expect(page.get_by_role("button", name="Lecture")).to_be_visible()
