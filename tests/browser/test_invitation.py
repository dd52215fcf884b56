"""Alice invites someone new by e-mail, who opens an account with a code and lands in the document."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import text_of, type_at_end
from tests.live.server import Server

Open = Callable[..., Page]
ADDRESS = "fanny.roy@example.org"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that keeps the mails it sends."""
    made = Server(tmp_path_factory.mktemp("server"), EMAIL_BACKEND="tests.live.mailbox.Folder")
    made.start()
    yield made
    made.kill()


def mail_to(folder: Path, address: str) -> str:
    found = [text for path in (folder / "mails").glob("*.txt") if (text := path.read_text()).startswith(f"{address}\n")]
    assert len(found) == 1, found
    return found[0]


def test_a_new_person_is_invited_and_lands_in_the_document(page_of: Open, server: Server) -> None:
    alice = page_of("alice")
    alice.goto(f"/documents/{server.bill}/partager/")
    alice.get_by_label("Adresse électronique").fill(ADDRESS)
    alice.get_by_role("radio", name=re.compile("^Rédacteur")).check()
    alice.get_by_role("button", name="Ajouter", exact=True).click()
    expect(alice.get_by_role("listitem").filter(has_text=ADDRESS)).to_be_visible()

    link = re.search(r"http\S+/invitation/\S+/", mail_to(server.folder, ADDRESS))
    assert link is not None
    fanny = page_of(None)
    fanny.goto(link[0])
    assert "/invitation/" in fanny.url
    assert link[0] != fanny.url
    expect(fanny.get_by_text("Alice Diop")).to_be_visible()
    fanny.get_by_role("link", name="Créer un compte").click()
    expect(fanny.get_by_label("Adresse électronique")).to_have_value(ADDRESS)
    fanny.get_by_label("Votre nom").fill("Fanny Roy")
    fanny.get_by_role("radio", name=re.compile("^Citoyenneté")).check()
    fanny.get_by_role("button", name="Créer mon compte").click()
    fanny.get_by_label("Code reçu par courriel").fill(fanny.locator("code.code").inner_text())
    fanny.get_by_role("button", name="Continuer").click()
    fanny.get_by_role("button", name="Accepter l’invitation").click()
    fanny.wait_for_url(f"**/documents/{server.bill}/")
    fanny.wait_for_selector("html[data-sync=true]")
    type_at_end(fanny, " Merci Alice.")
    assert "Merci Alice." in text_of(fanny)
    expect(alice.get_by_role("listitem").filter(has_text=ADDRESS)).to_be_visible()
    alice.reload()
    expect(alice.get_by_role("listitem").filter(has_text=ADDRESS)).to_have_count(0)
    expect(alice.get_by_text("Fanny Roy").first).to_be_visible()
