"""A file with the choice of what it holds: by pointer, by keyboard, for guests too, without script."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, guest_editor
from tests.browser.proposing import block, document_of, propose, proposer
from tests.browser.test_every_page import troubles
from tests.documents.reviewed import Reviewed
from tests.live.server import Server

Open = Callable[..., Page]
TEXT = "Le marché se tient le samedi.\n\nSur la place."


def discussed(page_of: Open, server: Server, title: str) -> str:
    """Carol says something of the whole, and proposes another day."""
    document = document_of(server, title, TEXT)
    server.call("carol", "POST", f"/documents/{document}/threads/", {"body": "Beau travail."})
    carol = proposer(page_of("carol"), document)
    propose(server, "carol", document, block(carol, "paragraph", "samedi"), change=("samedi", "dimanche"))
    carol.close()
    return document


def taken(page: Page, press: Callable[[], Any]) -> Reviewed:
    with page.expect_download() as download:
        press()
    return Reviewed(Path(str(download.value.path())).read_bytes())


def test_alice_chooses_and_takes(page_of: Open, server: Server) -> None:
    document = discussed(page_of, server, "À exporter")
    page = editor(page_of("alice"), document)
    page.locator(".doc-more summary").click()
    page.get_by_role("link", name="Choisir ce que contient le fichier").click()
    expect(page.get_by_role("heading", name="Exporter le document")).to_be_visible()
    found = taken(page, page.get_by_role("button", name="Télécharger le fichier").click)
    assert [(one.author, one.on) for one in found.comments] == [("Carol Petit", "À exporter")]
    assert [one[3] for one in found.changes] == ["samedi", "dimanche"]
    page.get_by_label("Comme si elles étaient acceptées").check()
    page.get_by_label("Noms des personnes").uncheck()
    found = taken(page, page.get_by_role("button", name="Télécharger le fichier").click)
    assert (found.changes, found.comments[0].author) == ([], "Contributeur\xa02")
    assert "dimanche" in found.text
    page.reload()  # nothing is remembered
    expect(page.get_by_role("radio", name="Selon le type de fichier")).to_be_checked()
    expect(page.get_by_label("Noms des personnes")).to_be_checked()


def test_by_keyboard_alone(page_of: Open, server: Server) -> None:
    document = discussed(page_of, server, "Au clavier")
    page = page_of("alice")
    page.goto(f"/documents/{document}/exporter/")
    page.get_by_role("radio", name="Selon le type de fichier").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^Laissées de côté"))).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Noms des personnes")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Commentaires")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Tab")  # Enter opens a list of choices, and sends the form from anywhere else
    found = taken(page, lambda: page.keyboard.press("Enter"))
    assert (found.comments, found.changes) == ([], [])


def test_a_guest_takes_what_they_see_without_script(page_of: Open, server: Server) -> None:
    document = discussed(page_of, server, "Ouvert à tous")
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": "comment"})
    guest = guest_editor(page_of(None), document, "Zoé Blanc")
    cookies: Any = guest.context.cookies()
    plain = page_of(None, java_script_enabled=False)
    plain.context.add_cookies(cookies)
    plain.goto(f"/documents/{document}/lire/")
    plain.get_by_role("link", name="Autres fichiers").click()
    plain.get_by_role("button", name="Que manquerait-il").click()
    expect(plain.get_by_text("Tout ce que vous avez choisi entre dans ce fichier.")).to_be_visible()
    found = taken(plain, plain.get_by_role("button", name="Télécharger le fichier").click)
    assert [one.text for one in found.comments] == ["Sur l’ensemble du document\nBeau travail."]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page_of: Open, server: Server, scheme: str, width: int) -> None:
    page = page_of("dan", color_scheme=scheme, viewport={"width": width, "height": 844})
    document = discussed(page_of, server, "Regardé")
    for asked in ("", "?format=docx&suggestions=tracked&check=1", "?format=pdf&suggestions=tracked", "?format=exe"):
        page.goto(f"/documents/{document}/exporter/{asked}")
        assert list(troubles(page)) == []
