"""A PDF is asked for, watched while it is made, and opened; a stranger finds nothing at its address."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from documents.formats import libreoffice
from tests.browser.test_every_page import troubles
from tests.live.server import Server

Open = Callable[..., Page]


@pytest.mark.slow
@pytest.mark.skipif(not libreoffice.is_here(), reason="LibreOffice is not installed")
def test_a_pdf_is_asked_for_watched_and_opened(page_of: Open, server: Server, worker: Callable[[], None]) -> None:
    document = server.document("Plan de la place", markdown="# Une place\n\nDes arbres.\n\n## La suite\n\nDes bancs.")
    alice = page_of("alice")
    alice.goto(f"/documents/{document}/exporter/")
    alice.get_by_label("Fichier", exact=True).select_option("pdf")
    alice.get_by_role("button", name="Télécharger le fichier").click()
    alice.get_by_role("button", name="Le faire préparer").click()
    alice.wait_for_url("**/exports/*/")
    expect(alice.get_by_role("progressbar")).to_be_visible()
    assert list(troubles(alice)) == []
    _look(alice, "underway")
    worker()
    address = urlsplit(alice.url).path
    link = alice.get_by_role("link", name="Télécharger")
    expect(link).to_be_visible(timeout=120_000)
    expect(alice.get_by_role("status").filter(has_text="est prêt")).to_be_visible()
    assert list(troubles(alice)) == []
    _look(alice, "done")
    with alice.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename == "plan-de-la-place.pdf"
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")

    notice = alice.get_by_role("link", name="Votre fichier PDF").first
    until = time.monotonic() + 60
    while alice.goto("/avis/") and not notice.is_visible():
        assert time.monotonic() < until, "no notice came"
    notice.click()
    expect(alice.get_by_role("link", name="Télécharger")).to_be_visible()
    eve = page_of("eve")
    for one in (address, f"{address}fichier/"):
        answer = eve.goto(one)
        assert answer is not None and answer.status == 404


def test_without_script_the_page_looks_again_and_one_can_cancel(page_of: Open, server: Server) -> None:
    document = server.document("Sans script", markdown="Des mots.")
    told = server.call("alice", "POST", f"/documents/{document}/exports/", {"format": "odt"})
    page = page_of("alice", java_script_enabled=False)
    page.goto(told["url"])
    assert page.locator("meta[http-equiv=refresh]").count() == 1
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Annulé.")).to_be_visible()
    assert page.request.get(told["url"]).status == 404


def _look(page: Page, name: str) -> None:
    """Pictures for a person to look at, where one asks for them."""
    folder = os.environ.get("SHOTS")
    for width, scheme in ((390, "dark"), (1280, "light")) if folder else ():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png")
