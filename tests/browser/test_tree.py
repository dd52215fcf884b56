"""The tree of a workspace, by hand: dragged among neighbours, dropped into another after a word, and by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.live.server import Server

Open = Callable[..., Page]


@pytest.fixture
def tree(page_of: Open, server: Server) -> Page:
    """Alice's list of a workspace with A, B and C."""
    slug = server.call("alice", "POST", "/workspaces/", {"name": "Arbre"})["slug"]
    for title in "ABC":
        server.call("alice", "POST", "/documents/", {"workspace": slug, "title": title})
    page = page_of("alice")
    page.goto(f"/espaces/{slug}/documents/")
    return page


def row(page: Page, title: str) -> Any:
    return page.locator("[data-branch] > .branch").filter(has=page.locator("b").get_by_text(title, exact=True))


def titles(page: Page) -> Any:
    return page.locator(".branch-words b")


def test_dragged_among_neighbours(tree: Page) -> None:
    row(tree, "C").drag_to(row(tree, "A"), target_position={"x": 60, "y": 3})
    expect(titles(tree)).to_have_text(["C", "A", "B"])


def test_dropped_into_another_after_a_word(tree: Page) -> None:
    row(tree, "B").drag_to(row(tree, "A"))
    expect(tree.get_by_role("heading", name="Dans «\u202fA\u202f»")).to_be_focused()
    tree.get_by_role("button", name="Déplacer ici").click()
    expect(tree.locator(".tree .tree")).to_contain_text("B")


def test_by_keyboard(tree: Page) -> None:
    menu = tree.get_by_label("Place de «\u202fA\u202f»")
    menu.focus()
    tree.keyboard.press("Enter")
    tree.get_by_role("button", name="Descendre").focus()
    tree.keyboard.press("Enter")
    expect(titles(tree)).to_have_text(["B", "A", "C"])
