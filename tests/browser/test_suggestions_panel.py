"""The tab of the proposals, votes and discussion, the keyboard alone, a link that leads to one, and what axe finds."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor
from tests.browser.proposing import TEXT, block, card, document_of, in_tab, opened, propose, proposer
from tests.browser.test_every_page import troubles
from tests.live.server import Server

Open = Callable[..., Page]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


def filled(page_of: Open, server: Server, title: str) -> tuple[str, Page]:
    """Three proposals: two of Carol's, one of Alice's, and Bob who looks at them."""
    document = document_of(server, title, TEXT)
    bob = editor(page_of("bob", **DESK), document)
    propose(server, "carol", document, block(bob, "paragraph", "Elles"), change=("peuvent publier", "publient"))
    propose(server, "carol", document, block(bob, "listItem", "Une liste"), change=("ouverte", "publique"))
    propose(server, "alice", document, block(bob, "paragraph", "Dernier"), change=None, reason="Inutile")
    expect(bob.get_by_role("tab", name="Propositions, 3 propositions attendent une réponse")).to_be_visible()
    bob.get_by_role("tab", name="Propositions").click()
    return document, bob


def test_a_filter_is_accepted_or_refused_at_once(page_of: Open, server: Server) -> None:
    document, bob = filled(page_of, server, "D’un coup")
    bob.get_by_label("De", exact=True).select_option(label="Carol Petit")
    expect(bob.locator(".proposal-list article")).to_have_count(2)
    bob.get_by_role("button", name="Tout accepter (2)").click()
    expect(bob.get_by_text("2 propositions entreront dans le texte.")).to_be_visible()
    bob.get_by_role("button", name="Tout accepter", exact=True).click()
    expect(bob.get_by_text("2 propositions acceptées.").first).to_be_visible()
    expect(bob.locator(".ProseMirror").first).to_contain_text("Elles publient aussi")
    expect(bob.locator(".ProseMirror").first).to_contain_text("Une liste publique")
    expect(bob.locator(".ProseMirror > p del.proposed")).to_have_text("Dernier paragraphe.")
    assert "Dernier paragraphe." in server.stored_text(document)


def test_refusing_all_asks_for_a_reason(page_of: Open, server: Server) -> None:
    document, bob = filled(page_of, server, "Tout refuser")
    bob.get_by_role("button", name="Tout refuser (3)").click()
    bob.get_by_role("button", name="Tout refuser", exact=True).click()
    expect(bob.get_by_text("Dites en quelques mots pourquoi.")).to_be_visible()
    bob.get_by_label("Pourquoi la refuser").fill("Hors sujet.")
    bob.get_by_role("button", name="Tout refuser", exact=True).click()
    expect(bob.locator(".proposals")).to_have_count(0)
    bob.locator(".proposal-tab").get_by_label("Montrer").select_option("refused")
    expect(bob.locator(".proposal-list article")).to_have_count(3)
    expect(bob.locator(".proposal-list")).to_contain_text("Hors sujet.")
    assert "peuvent publier" in server.stored_text(document)


def test_a_voice_for_it_is_counted_once_and_taken_back(page_of: Open, server: Server) -> None:
    document = document_of(server, "Voix")
    bob, carol = editor(page_of("bob", **DESK), document), proposer(page_of("carol", **DESK), document)
    propose(server, "alice", document, block(bob, "paragraph", "Elles"), change=("peuvent publier", "publient"))
    carols = opened(carol, "Alice Diop")
    carols.get_by_role("button", name="Pour, 0 voix pour").click()
    opened(bob, "Alice Diop").get_by_role("button", name="Pour, 1 voix pour").click()
    expect(carols.get_by_role("button", name="Pour, 2 voix pour")).to_have_attribute("aria-pressed", "true")
    carols.get_by_role("button", name="Pour, 2 voix pour").click()
    expect(card(bob, "Alice Diop").get_by_role("button", name="Pour, 1 voix pour")).to_be_visible()


def test_a_proposal_is_discussed(page_of: Open, server: Server) -> None:
    """Carol wants to begin as well: what Bob says first takes the place of her empty field."""
    document = document_of(server, "Débat")
    bob, carol = editor(page_of("bob", **DESK), document), proposer(page_of("carol", **DESK), document)
    propose(server, "carol", document, block(bob, "paragraph", "Elles"), change=("peuvent publier", "publient"))
    carols = opened(carol, "Carol Petit")
    carols.get_by_role("button", name="Discuter").click()
    expect(carols.get_by_label("Votre avis sur cette proposition")).to_be_focused()
    bobs = opened(bob, "Carol Petit")
    bobs.get_by_role("button", name="Discuter").click()
    bobs.get_by_label("Votre avis sur cette proposition").fill("Est-ce une obligation ?")
    bobs.get_by_role("button", name="Envoyer").click()
    expect(bobs.get_by_text("Est-ce une obligation ?")).to_be_visible()
    expect(carols.get_by_text("Est-ce une obligation ?")).to_be_visible()
    carols.get_by_role("textbox").fill("Oui, dès 2027.")
    carols.get_by_role("button", name="Répondre").click()
    expect(bobs.get_by_text("Oui, dès 2027.")).to_be_visible()


def test_by_keyboard_alone(page_of: Open, server: Server) -> None:
    document = document_of(server, "Au clavier")
    bob, carol = editor(page_of("bob", **DESK), document), proposer(page_of("carol", **DESK), document)
    carol.locator("[data-part=page]").focus()
    text = carol.locator(".ProseMirror").first
    for _ in range(6):
        carol.keyboard.press("Tab")
        if text.evaluate("one => one === document.activeElement"):
            break
    expect(text).to_be_focused()
    carol.keyboard.press("ArrowDown")
    expect(carol.locator(".is-chosen")).to_contain_text("Elles peuvent")
    expect(carol.get_by_role("status").filter(has_text="Elles peuvent publier")).to_have_count(1)
    carol.keyboard.press("Enter")
    expect(carol.locator(".small-text")).to_be_focused()
    carol.keyboard.type(" Ajout.")
    carol.keyboard.press("Escape")
    expect(carol.get_by_role("button", name="Renoncer")).to_be_focused()
    carol.keyboard.press("Shift+Tab")
    carol.keyboard.press("Enter")
    expect(carol.locator(".proposing")).to_have_count(0)
    expect(carol.locator(".proposal-head")).to_be_focused()
    bob.get_by_role("tab", name="Propositions").focus()
    bob.keyboard.press("Enter")
    accept = bob.locator(".proposal-list").get_by_role("button", name="Accepter", exact=True)
    for _ in range(12):
        bob.keyboard.press("Tab")
        if accept.evaluate("one => one === document.activeElement"):
            break
    expect(accept).to_be_focused()
    bob.keyboard.press("Enter")
    expect(bob.get_by_role("status").filter(has_text="Proposition acceptée.")).to_have_count(1)
    expect(bob.locator(".proposal-tab").get_by_label("Montrer")).to_be_focused()
    expect(bob.locator(".ProseMirror").first).to_contain_text("bases de données. Ajout.")


def test_a_link_leads_to_a_proposal_whatever_became_of_it(page_of: Open, server: Server) -> None:
    document = document_of(server, "Lien")
    bob = editor(page_of("bob", **DESK), document)
    waits = propose(server, "carol", document, block(bob, "paragraph", "Elles"), change=("peuvent", "doivent"))
    done = propose(server, "carol", document, block(bob, "paragraph", "Dernier"), change=("Dernier", "Ultime"))
    server.call("bob", "POST", f"/documents/{document}/suggestions/{done}/refusal/", {"reason": "Non, merci."})
    dan = page_of("dan", **DESK)
    dan.goto(f"/documents/{document}/#proposition-{waits}")
    expect(card(dan, "Carol Petit").locator(".proposal-head")).to_be_focused()
    other = page_of("dan", **DESK)
    other.goto(f"/documents/{document}/#proposition-{done}")
    expect(other.locator(".proposal-list").get_by_text("Non, merci.")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_proposals(page_of: Open, server: Server, scheme: str, width: int) -> None:
    phone = {"has_touch": True, "is_mobile": True} if width < 500 else {}
    options: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 844}, **phone}
    document, _ = filled(page_of, server, f"Axe {scheme} {width}")
    bob, carol = editor(page_of("bob", **options), document), proposer(page_of("carol", **options), document)
    opened(bob, "Alice Diop").get_by_role("button", name="Refuser").click()
    found = [*troubles(bob)]
    if width < 500:
        bob.get_by_role("button", name="Panneau").click()
    expect(in_tab(bob, "Alice Diop")).to_be_visible()
    found += troubles(bob)
    carol.locator(".ProseMirror > h1").click()
    expect(carol.locator(".small-text")).to_be_focused()
    found += troubles(carol)
    assert not found, "\n".join(found)
    assert not carol.evaluate("document.documentElement.scrollWidth > innerWidth")
