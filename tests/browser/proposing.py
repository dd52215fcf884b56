"""Steps that the tests of proposals share: who may do what, a proposal made by hand or through the API."""

import copy
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.conftest import editor
from tests.live.server import Server

Node = dict[str, Any]
TEXT = """# Ce que nous proposons

Elles peuvent publier aussi les bases de données.

Les administrations publient en ligne les documents.

- Une liste ouverte
- Un second point

| Données | Qui publie |
| --- | --- |
| Adresses | Communes |

Dernier paragraphe."""


def document_of(server: Server, title: str, text: str = TEXT) -> str:
    """Alice manages it, Bob writes, Carol proposes, Dan reads."""
    made = server.document(title, markdown=text)
    server.call("alice", "PUT", f"/documents/{made}/grants/carol@example.org/", {"role": "suggest"})
    return made


def proposer(page: Page, document: str) -> Page:
    """A page on which one chooses a passage to propose."""
    editor(page, document)
    page.wait_for_selector(".is-choosing")
    return page


def block(page: Page, kind: str, words: str) -> Node:
    """A block of the open text, as the page would send it."""
    tree: Node = page.evaluate("document.querySelector('tablee-editor').editor.getJSON()")
    found = next(node for node in _walk(tree) if node["type"] == kind and words in words_of(node))
    return copy.deepcopy(found)


def _walk(node: Node) -> list[Node]:
    return [node, *(below for child in node.get("content", []) for below in _walk(child))]


def words_of(node: Node) -> str:
    return "".join(below.get("text", "") for below in _walk(node))


def propose(
    server: Server, who: str, document: str, before: Node, *, change: tuple[str, str] | None, reason: str = ""
) -> str:
    """By the API: `change` replaces words of the block, None deletes it; the proposal's id."""
    proposed = copy.deepcopy(before)
    for node in _walk(proposed):
        if change and "text" in node:
            node["text"] = node["text"].replace(*change)
    body = {
        "block": before["attrs"]["id"],
        "before": before,
        "proposed": [proposed] if change else [],
        "reason": reason,
    }
    made: Node = server.call(who, "POST", f"/documents/{document}/suggestions/", body)
    return str(made["id"])


def rewrite(page: Page, words: str, instead: str, reason: str = "") -> None:
    """Press a passage, write something else in its place, send it."""
    page.locator(".ProseMirror").get_by_text(words).first.click()
    small = page.locator(".small-text")
    small.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(instead)
    if reason:
        page.get_by_label("Pourquoi (facultatif)").fill(reason)
    page.locator(".proposing").get_by_role("button", name="Proposer").click()


def card(page: Page, name: str) -> Locator:
    """What stands under the passage."""
    return page.locator(".proposals").get_by_role("article", name=f"Proposition de {name}")


def opened(page: Page, name: str) -> Locator:
    shown = card(page, name)
    head = shown.locator(".proposal-head")
    if head.get_attribute("aria-expanded") == "false":
        head.click()
    return shown


def in_tab(page: Page, name: str) -> Locator:
    page.get_by_role("tab", name="Propositions").click()
    return page.locator(".proposal-list").get_by_role("article", name=f"Proposition de {name}")
