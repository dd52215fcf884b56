"""A volume, as people make it: documents ticked in their tree, a title, a file with all that one sees and no more."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import troubles
from tests.documents.reviewed import Reviewed
from tests.live.server import Server

Open = Callable[..., Page]
TEXTS = {
    "La place": "# Pourquoi\n\nOn veut de l’ombre.",
    "La fontaine": "# Pourquoi\n\nElle est à sec.",
    "Le marché": "Le samedi.",
}


@pytest.fixture
def workspace(server: Server) -> str:
    """Of Alice, which Dan reads: three documents, and one in the first that is closed to him."""
    slug = str(server.call("alice", "POST", "/workspaces/", {"name": "Recueil"})["slug"])
    server.call("alice", "PUT", f"/workspaces/{slug}/grants/dan@example.org/", {"role": "view"})
    made = {
        title: server.call("alice", "POST", "/documents/", {"workspace": slug, "title": title, "markdown": text})["id"]
        for title, text in TEXTS.items()
    }
    hidden = {"workspace": slug, "title": "La réserve", "markdown": "Le chiffre secret.", "parent": made["La place"]}
    key = server.call("alice", "POST", "/documents/", hidden)["id"]
    server.call("alice", "PUT", f"/documents/{key}/restricted/", {"restricted": True})
    return slug


def box(page: Page, title: str) -> Any:
    return page.get_by_role("checkbox", name=title)


def taken(page: Page) -> Reviewed:
    link = page.get_by_role("link", name="Télécharger")
    expect(link).to_be_visible(timeout=180_000)
    with page.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename == "les-fiches.docx"
    return Reviewed(Path(str(coming.value.path())).read_bytes())


def asked(page: Page, slug: str) -> None:
    page.goto(f"/espaces/{slug}/documents/")
    page.get_by_role("link", name="Exporter un volume").click()
    page.get_by_label("Titre du volume").fill("Les fiches")


def test_each_takes_away_what_they_see(
    page_of: Open, server: Server, worker: Callable[[], None], workspace: str
) -> None:
    alice, dan = page_of("alice"), page_of("dan")
    asked(alice, workspace)
    asked(dan, workspace)
    for title in TEXTS:
        expect(box(alice, title)).to_be_checked()
        expect(box(dan, title)).to_be_checked()
    expect(box(alice, "La réserve")).to_be_checked()
    expect(box(dan, "La réserve")).to_have_count(0)
    assert list(troubles(alice)) == []
    _look(alice, "volume")
    for page in (alice, dan):
        page.get_by_role("button", name="Le faire préparer").click()
        page.wait_for_url("**/exports/*/")
        expect(page.get_by_role("progressbar")).to_be_visible()
    worker()
    whole, seen = taken(alice), taken(dan)
    _look(alice, "volume-made")
    words = ("de l’ombre", "à sec", "Le samedi")
    assert all(word in found.text for word in words for found in (whole, seen))
    assert [seen.text.index(word) for word in words] == sorted(seen.text.index(word) for word in words)
    assert "chiffre secret" in whole.text and "secret" not in seen.text and "réserve" not in seen.text
    eve = page_of("eve")
    for address in (dan.url, f"{dan.url}fichier/", f"/espaces/{workspace}/volume/"):
        answer = eve.goto(address)
        assert answer is not None and answer.status == 404


def test_a_document_takes_those_inside_it_along_by_keyboard(page_of: Open, workspace: str) -> None:
    page = page_of("alice")
    page.goto(f"/espaces/{workspace}/volume/")
    box(page, "La place").focus()
    page.keyboard.press("Space")
    expect(box(page, "La place")).not_to_be_checked()
    expect(box(page, "La réserve")).not_to_be_checked()
    expect(box(page, "La fontaine")).to_be_checked()
    page.keyboard.press("Space")
    expect(box(page, "La réserve")).to_be_checked()


def test_without_script_what_was_ticked_stays_after_a_refusal(page_of: Open, workspace: str) -> None:
    page = page_of("dan", java_script_enabled=False)
    page.goto(f"/espaces/{workspace}/volume/")
    for title in TEXTS:
        box(page, title).uncheck()
    page.get_by_role("button", name="Le faire préparer").click()
    expect(page.get_by_text("Choisissez au moins un document.")).to_be_visible()
    box(page, "Le marché").check()
    page.get_by_label("Titre du volume").fill("a" * 251)
    page.get_by_role("button", name="Le faire préparer").click()
    expect(page.get_by_text("Le titre est trop long")).to_be_visible()
    expect(box(page, "Le marché")).to_be_checked()
    expect(box(page, "La place")).not_to_be_checked()


def _look(page: Page, name: str) -> None:
    """Pictures for a person to look at, where one asks for them."""
    folder = os.environ.get("SHOTS")
    for width, scheme in ((390, "dark"), (1280, "light")) if folder else ():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
