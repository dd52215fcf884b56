"""What changed since one last came: in the editor, on the reading page and for a workspace; the guest's own too."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import as_guest, editor, type_at_end
from tests.browser.test_every_page import walk_to
from tests.live.server import Server

Open = Callable[..., Page]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TEXT = "Le marché se tient le samedi.\n\nSur la place."
LONG_ENOUGH = 11_000  # milliseconds before one's eyes, after which what is new was seen


@pytest.fixture
def document(server: Server) -> str:
    return server.document("Règlement du marché", markdown=TEXT)


def write(page: Page, words: str) -> None:
    type_at_end(page, words)
    page.wait_for_selector("html[data-saved=true]")


def read(page: Page, document: str) -> Page:
    page.goto(f"/documents/{document}/lire/")
    return page


def test_the_reading_page_says_it_and_is_done_with_by_keyboard(page_of: Open, server: Server, document: str) -> None:
    carol, bob = read(page_of("carol", **DESK), document), editor(page_of("bob"), document)
    expect(carol.locator("article.text")).to_contain_text("Sur la place.")
    expect(carol.locator(".since-note")).to_have_count(0)
    write(bob, " Toute l’année.")
    read(carol, document)
    expect(carol.get_by_text("1 passage a changé depuis votre dernière visite")).to_be_visible()
    expect(carol.locator("ins.since")).to_have_text(" Toute l’année.")
    walk_to(carol, "Voir le premier")
    carol.keyboard.press("Enter")
    expect(carol.locator("ins.since:target")).to_be_in_viewport()
    walk_to(carol, "J’ai tout vu", "Shift+Tab")
    carol.keyboard.press("Enter")
    expect(carol.locator("ins.since")).to_have_count(0)
    expect(read(page_of("dan"), document).locator("ins.since")).to_have_count(0)  # who comes first finds nothing new


def test_a_guest_who_comes_again_sees_what_the_others_wrote(page_of: Open, server: Server, document: str) -> None:
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": "change"})
    zoe, bob = page_of(None, **DESK), editor(page_of("bob"), document)
    with zoe.expect_response("**/changes/**"):
        as_guest(zoe, f"/documents/{document}/", "Zoé Blanc")
    zoe.wait_for_selector("html[data-sync=true]")
    write(zoe, " Zoé y sera.")
    expect(bob.locator(".ProseMirror")).to_contain_text("Zoé y sera.")
    read(zoe, document)
    bob.locator(".ProseMirror p").first.click()
    bob.keyboard.press("Home")
    bob.keyboard.type("Chaque mois, ")
    bob.wait_for_selector("html[data-saved=true]")
    editor(zoe, document)
    expect(zoe.locator(".ProseMirror ins.since")).to_have_text("Chaque mois, ")
    walk_to(zoe, "Voir le premier", "Shift+Tab")
    zoe.keyboard.press("Enter")
    expect(zoe.locator("ins.since.is-current")).to_be_in_viewport()
    expect(read(zoe, document).locator("ins.since")).to_have_text("Chaque mois, ")
    visitor = read(page_of(None), document)
    expect(visitor.locator("article.text")).to_contain_text("Chaque mois,")
    expect(visitor.locator("ins.since")).to_have_count(0)


@pytest.mark.parametrize("part", ["", "lire/"], ids=["editor", "reading page"])
def test_what_was_long_enough_before_ones_eyes_is_no_more_new(
    page_of: Open, server: Server, document: str, part: str
) -> None:
    address = f"/documents/{document}/{part}"
    carol, bob = page_of("carol", **DESK), editor(page_of("bob"), document)
    read(carol, document)
    write(bob, " Toute l’année.")
    carol.clock.install()
    carol.goto(address)
    expect(carol.locator("ins.since")).to_have_text(" Toute l’année.")
    carol.clock.run_for(LONG_ENOUGH)
    carol.goto("/aide/")
    until_seen(server, "carol", document)
    expect(read(carol, document).locator("article.text")).to_contain_text("Toute l’année.")
    expect(carol.locator("ins.since")).to_have_count(0)


def until_seen(server: Server, who: str, document: str) -> None:
    """What a page says while it is left is on its way when the next one is there."""
    end = time.monotonic() + 20
    while server.call(who, "GET", f"/documents/{document}/changes/")["count"]:
        assert time.monotonic() < end, "still new"
        time.sleep(0.1)


def test_a_workspace_tells_its_people_and_its_guests_which_documents_changed(page_of: Open, server: Server) -> None:
    slug = server.call("alice", "POST", "/workspaces/", {"name": "Halles et marchés"})["slug"]
    place = f"/espaces/{slug}/"
    for who, role in (("bob", "change"), ("carol", "contribute")):
        server.call("alice", "PUT", f"/workspaces/{slug}/grants/{who}@example.org/", {"role": role})
    server.call("alice", "PUT", f"/workspaces/{slug}/sharing/", {"reach": "public", "link_role": "contribute"})
    body = {"workspace": slug, "title": "Règlement", "markdown": TEXT}
    document = server.call("alice", "POST", "/documents/", body)["id"]
    carol, zoe = page_of("carol", **DESK), as_guest(page_of(None, **PHONE), place, "Zoé Blanc")
    for page in (carol, zoe):
        page.goto(f"{place}depuis/")
        expect(page.get_by_text("nouveau pour vous")).to_be_visible()
        read(page, document)
        page.goto(f"{place}depuis/")
        expect(page.get_by_text("Vous avez tout vu ici.")).to_be_visible()
    write(editor(page_of("bob"), document), " Toute l’année.")
    for page in (carol, zoe):
        page.goto(place)
        page.get_by_role("link", name="Ce qui a changé depuis vos dernières visites").click()
        expect(page.locator(".roles > li")).to_contain_text("Bob Martin (Entreprise · Données Ouvertes SARL")
    walk_to(carol, "Voir Règlement")
    carol.keyboard.press("Enter")
    expect(carol.locator("ins.since")).to_have_text(" Toute l’année.")
    visitor = page_of(None)
    visitor.goto(f"{place}depuis/")
    expect(visitor).to_have_url(re.compile("/compte/login/"))


def test_a_guest_of_one_document_learns_nothing_of_its_workspace(page_of: Open, server: Server, document: str) -> None:
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": "comment"})
    zoe = as_guest(page_of(None), f"/documents/{document}/", "Zoé Blanc")
    zoe.goto(f"/espaces/{server.workspace}/depuis/")
    expect(zoe.get_by_role("heading", name="Il n’y a rien ici pour vous")).to_be_visible()
