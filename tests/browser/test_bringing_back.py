"""Carol takes a text away as Word, works on it elsewhere, brings it back: her changes are proposals, and Bob accepts one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, type_at_end
from tests.browser.proposing import document_of
from tests.browser.test_every_page import troubles
from tests.documents.returned import changed, retype
from tests.live.server import Server

Open = Callable[..., Page]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


def carried(page: Page, document: str, folder: Path) -> Path:
    """The file as Carol's Word would save it."""
    file = folder / "revenu.docx"
    data = page.request.get(f"/documents/{document}/word/").body()
    data = changed(data, retype("peuvent publier", "publient"))
    file.write_bytes(changed(data, lambda opened: opened.add_paragraph("Une fin de plus.")))
    return file


def test_a_file_comes_back_as_proposals(page_of: Open, server: Server, tmp_path: Path) -> None:
    document = document_of(server, "Aller et retour")
    carol = page_of("carol", **DESK)
    file = carried(carol, document, tmp_path)
    bob = editor(page_of("bob", **DESK), document)
    type_at_end(bob, " Écrit entre-temps.")
    bob.wait_for_selector("html[data-saved=true]")

    carol.goto(f"/documents/{document}/rapporter/")
    carol.get_by_label("Le fichier").set_input_files(file)
    carol.get_by_role("button", name="Voir ce qui a changé").click()
    expect(carol.get_by_role("heading", level=1)).to_have_text("Ce qui a changé dans le fichier")
    expect(carol.locator("ins").filter(has_text="publient")).to_be_visible()
    expect(carol.get_by_text("Une fin de plus.").first).to_be_visible()
    assert not list(troubles(carol))
    carol.get_by_role("button", name="Faire 2 propositions").click()
    expect(carol.get_by_text("2 propositions ont été faites.")).to_be_visible()
    assert "Elles peuvent publier" in server.stored_text(document)

    change = bob.locator(".proposals").get_by_role("article").filter(has_text="publient")
    change.locator(".proposal-head").click()
    change.get_by_role("button", name="Accepter", exact=True).click()
    expect(bob.locator(".ProseMirror").first).to_contain_text("Elles publient aussi")
    expect(bob.locator(".ProseMirror").first).to_contain_text("Écrit entre-temps.")


def test_it_is_found_in_the_menu_by_who_may_propose(page_of: Open, server: Server) -> None:
    document = document_of(server, "Au menu")
    carol = editor(page_of("carol", **DESK), document)
    carol.locator(".doc-more summary").click()
    carol.get_by_role("link", name="Rapporter un fichier Word").click()
    expect(carol.get_by_role("heading", level=1)).to_have_text("Rapporter un fichier Word")
    dan = page_of("dan", **DESK)
    assert dan.goto(f"/documents/{document}/rapporter/").status == 403  # type: ignore[union-attr]
    eve = page_of("eve", **DESK)
    assert eve.goto(f"/documents/{document}/rapporter/").status == 404  # type: ignore[union-attr]
