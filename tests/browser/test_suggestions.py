"""Proposals: Carol proposes without writing, Bob answers, Dan reads, a guest comes by a link; nobody's words are lost."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, type_at_end
from tests.browser.proposing import block, card, document_of, in_tab, opened, propose, proposer, rewrite
from tests.live.server import Server

Open = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
FIRST = "Elles peuvent publier aussi les bases de données."
SECOND = "Les administrations publient en ligne les documents."


def test_a_proposal_is_seen_by_all_and_accepted(page_of: Open, server: Server) -> None:
    document = document_of(server, "Proposée")
    bob, dan = editor(page_of("bob", **DESK), document), editor(page_of("dan", **DESK), document)
    carol = proposer(page_of("carol", **DESK), document)
    expect(carol.locator(".ProseMirror").first).to_have_attribute("contenteditable", "false")
    rewrite(carol, FIRST, "Elles publient aussi les bases de données.", "Sinon l’article n’oblige à rien.")
    for page in (bob, dan, carol):
        expect(page.locator(".ProseMirror del.proposed")).to_have_text("peuvent publier")
        expect(page.locator(".ProseMirror ins.proposed")).to_contain_text("publient")
    assert "peuvent publier" in server.stored_text(document)
    shown = opened(dan, "Carol Petit")
    expect(shown).to_contain_text("Sinon l’article n’oblige à rien.")
    expect(shown).to_contain_text("avec un compte")
    expect(shown.get_by_role("button", name="Accepter")).to_have_count(0)
    opened(bob, "Carol Petit").get_by_role("button", name="Accepter", exact=True).click()
    for page in (bob, dan, carol):
        expect(page.locator(".proposals")).to_have_count(0)
        expect(page.locator(".ProseMirror").first).to_contain_text("Elles publient aussi les bases de données.")
    assert "Elles publient aussi" in server.stored_text(document)
    carol.get_by_role("tab", name="Propositions").click()
    carol.locator(".proposal-tab").get_by_label("Montrer").select_option("accepted")
    expect(in_tab(carol, "Carol Petit")).to_contain_text("Acceptée par Bob Martin")


def test_a_refusal_gives_its_reason(page_of: Open, server: Server) -> None:
    document = document_of(server, "Refusée")
    bob, carol = editor(page_of("bob", **DESK), document), proposer(page_of("carol", **DESK), document)
    propose(server, "carol", document, block(bob, "paragraph", "Elles"), change=("peuvent publier", "publient"))
    shown = opened(bob, "Carol Petit")
    shown.get_by_role("button", name="Refuser").click()
    expect(shown.get_by_label("Pourquoi la refuser")).to_be_focused()
    shown.get_by_role("button", name="Refuser").last.click()
    expect(shown.get_by_text("Dites en quelques mots pourquoi.")).to_be_visible()
    shown.get_by_label("Pourquoi la refuser").fill("Le décret dit « peuvent ».")
    shown.get_by_role("button", name="Refuser").last.click()
    expect(bob.locator(".proposals")).to_have_count(0)
    expect(carol.locator(".proposals")).to_have_count(0)
    carol.get_by_role("tab", name="Propositions").click()
    carol.locator(".proposal-tab").get_by_label("Montrer").select_option("refused")
    expect(in_tab(carol, "Carol Petit")).to_contain_text("Le décret dit « peuvent ».")
    assert "peuvent publier" in server.stored_text(document)


def test_accepted_with_changes(page_of: Open, server: Server) -> None:
    document = document_of(server, "Modifiée")
    bob = editor(page_of("bob", **DESK), document)
    propose(server, "carol", document, block(bob, "paragraph", "Elles"), change=("peuvent publier", "publient"))
    opened(bob, "Carol Petit").get_by_role("button", name="Modifier puis accepter").click()
    expect(bob.locator(".small-text")).to_be_focused()
    expect(bob.locator(".small-text")).to_have_text("Elles publient aussi les bases de données.")
    bob.keyboard.press("Control+End")
    bob.keyboard.type(" Chaque mois.")
    bob.get_by_role("button", name="Accepter ainsi").click()
    expect(bob.locator(".ProseMirror").first).to_contain_text("Elles publient aussi les bases de données. Chaque mois.")
    expect(bob.locator(".proposing")).to_have_count(0)


def test_several_stand_side_by_side_and_both_may_be_accepted(page_of: Open, server: Server) -> None:
    document = document_of(server, "Plusieurs")
    bob = editor(page_of("bob", **DESK), document)
    second = block(bob, "paragraph", "Les administrations")
    propose(server, "carol", document, second, change=("en ligne ", ""))
    propose(server, "alice", document, second, change=("administrations", "administrations et les communes"))
    expect(bob.get_by_role("group", name="2 propositions sur ce passage")).to_be_visible()
    left, right = (card(bob, name).bounding_box() for name in ("Carol Petit", "Alice Diop"))
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"], "not side by side"
    expect(card(bob, "Alice Diop").locator(".diff ins")).to_contain_text("et les communes")
    card(bob, "Carol Petit").get_by_role("button", name="Accepter", exact=True).click()
    expect(bob.get_by_role("group", name="1 proposition sur ce passage")).to_be_visible()
    expect(bob.locator(".ProseMirror ins.proposed").first).to_contain_text("et les communes")
    card(bob, "Alice Diop").get_by_role("button", name="Accepter", exact=True).click()
    text = "Les administrations et les communes publient les documents."
    expect(bob.locator(".ProseMirror").first).to_contain_text(text)
    assert text in server.stored_text(document)


def test_a_guest_proposes_on_a_phone(page_of: Open, server: Server) -> None:
    document = document_of(server, "Invitée")
    link = {"reach": "public", "link_role": "suggest", "password": "tilleul 1789"}
    server.call("alice", "PUT", f"/documents/{document}/sharing/", link)
    zoe, bob = page_of(None, **PHONE), editor(page_of("bob", **DESK), document)
    zoe.goto(f"/documents/{document}/")
    zoe.get_by_label("Mot de passe").fill("tilleul 1789")
    zoe.get_by_label("Votre nom").fill("Zoé Blanc")
    zoe.get_by_role("button", name="Entrer").click()
    zoe.wait_for_selector(".is-choosing")
    rewrite(zoe, FIRST, "Elles publient toutes les bases de données.")
    shown = opened(bob, "Zoé Blanc")
    expect(shown).to_contain_text("sans compte")
    shown.get_by_role("button", name="Accepter", exact=True).click()
    expect(zoe.locator(".ProseMirror").first).to_contain_text("Elles publient toutes les bases de données.")


def test_a_visitor_reads_the_proposals_and_answers_none(page_of: Open, server: Server) -> None:
    document = document_of(server, "Publique")
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": None})
    bob = editor(page_of("bob"), document)
    propose(server, "carol", document, block(bob, "paragraph", "Elles"), change=("peuvent publier", "publient"))
    visitor = editor(page_of(None), document)
    expect(visitor.locator(".ProseMirror del.proposed")).to_have_text("peuvent publier")
    shown = opened(visitor, "Carol Petit")
    expect(shown.get_by_role("button", name="Accepter")).to_have_count(0)
    expect(shown.locator("button.vote")).to_have_count(0)


def test_what_others_type_meanwhile_is_kept(page_of: Open, server: Server) -> None:
    document = document_of(server, "Meanwhile", FIRST)
    bob, alice = editor(page_of("bob", **DESK), document), editor(page_of("alice", **DESK), document)
    propose(server, "carol", document, block(bob, "paragraph", "Elles"), change=("peuvent publier", "publient"))
    shown = opened(bob, "Carol Petit")
    alice.locator(".ProseMirror > p").click()
    alice.keyboard.press("End")
    alice.keyboard.type(" Et ensuite, chaque année, un bilan.", delay=15)
    shown.get_by_role("button", name="Accepter", exact=True).click()
    alice.keyboard.type(" Puis un autre.", delay=15)
    wanted = "Elles publient aussi les bases de données. Et ensuite, chaque année, un bilan. Puis un autre."
    for page in (alice, bob):
        expect(page.locator(".ProseMirror > p").first).to_have_text(wanted)


def test_a_passage_changed_under_ones_pen_is_shown_again(page_of: Open, server: Server) -> None:
    document = document_of(server, "Bougée", FIRST)
    bob, carol = editor(page_of("bob", **DESK), document), proposer(page_of("carol", **DESK), document)
    carol.locator(".ProseMirror > p").click()
    carol.locator(".small-text").click()
    carol.keyboard.press("Control+a")
    carol.keyboard.type("Tout est public.")
    bob.locator(".ProseMirror > p").click()
    bob.keyboard.press("Home")
    bob.keyboard.type("Désormais, ")
    bob.keyboard.press("End")
    bob.keyboard.type(" Sauf exception.")
    bob.wait_for_selector("html[data-saved=true]")
    carol.get_by_role("button", name="Proposer", exact=True).click()
    expect(carol.get_by_text("Le passage a changé pendant que vous écriviez")).to_be_visible()
    expect(carol.locator(".small-text")).to_have_text("Tout est public.")
    expect(carol.locator(".ProseMirror > p").first).to_be_visible()
    carol.get_by_role("button", name="Proposer", exact=True).click()
    expect(card(bob, "Carol Petit")).to_be_visible()


def test_writers_switch_to_proposing_and_back(page_of: Open, server: Server) -> None:
    document = document_of(server, "Bascule")
    bob = editor(page_of("bob", **DESK), document)
    bob.get_by_role("button", name="Proposer", exact=True).click()
    expect(bob.get_by_role("button", name="Proposer", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(bob.locator(".ProseMirror").first).to_have_attribute("contenteditable", "false")
    expect(bob.get_by_role("button", name="Gras")).to_have_count(0)
    rewrite(bob, SECOND, "Les administrations publient tout.")
    shown = card(bob, "Bob Martin")
    expect(shown.get_by_role("button", name="Retirer ma proposition")).to_be_visible()
    shown.get_by_role("button", name="Retirer ma proposition").click()
    expect(bob.locator(".proposals")).to_have_count(0)
    bob.get_by_role("button", name="Écrire", exact=True).click()
    expect(bob.get_by_role("button", name="Gras")).to_be_visible()
    type_at_end(bob, " Écrit.")
    expect(bob.locator(".ProseMirror").first).to_contain_text("Écrit.")
    assert "publient tout" not in server.stored_text(document)


def test_lists_tables_and_deletions_are_proposed_too(page_of: Open, server: Server) -> None:
    document = document_of(server, "Structure")
    carol, bob = proposer(page_of("carol", **DESK), document), editor(page_of("bob", **DESK), document)
    carol.get_by_text("Une liste ouverte").click()
    expect(carol.locator(".small-text li")).to_have_count(1)
    carol.locator(".small-text").click()
    carol.keyboard.press("Control+End")
    carol.keyboard.press("Enter")
    carol.keyboard.type("Un point de plus")
    carol.locator(".proposing").get_by_role("button", name="Proposer").click()
    expect(card(bob, "Carol Petit").locator(".diff li ins")).to_contain_text("Un point de plus")
    card(bob, "Carol Petit").get_by_role("button", name="Accepter", exact=True).click()
    expect(bob.locator(".ProseMirror li")).to_have_count(3)
    carol.get_by_text("Communes").click()
    carol.get_by_role("button", name="Prendre tout le bloc").click()
    expect(carol.locator(".small-text table")).to_be_visible()
    carol.locator(".small-text").get_by_text("Communes").click()
    carol.keyboard.press("End")
    carol.keyboard.type(" et métropoles")
    carol.locator(".proposing").get_by_role("button", name="Proposer").click()
    expect(card(bob, "Carol Petit").locator(".diff td ins")).to_contain_text("et métropoles")
    card(bob, "Carol Petit").get_by_role("button", name="Accepter", exact=True).click()
    expect(bob.locator(".ProseMirror td").last).to_have_text("Communes et métropoles")
    rewrite(carol, "Dernier paragraphe.", "")
    expect(bob.locator(".ProseMirror > p del.proposed")).to_have_text("Dernier paragraphe.")
    opened(bob, "Carol Petit").get_by_role("button", name="Accepter", exact=True).click()
    expect(bob.get_by_text("Dernier paragraphe.")).to_have_count(0)
