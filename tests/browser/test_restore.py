"""A page that was open while a backup was restored: it is told, offers what only it holds, and merges nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, type_at_end
from tests.live.server import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """One of its own: it is stopped and set back."""
    if not (Path(__file__).parents[2] / "frontend" / "dist" / "manifest.json").exists():
        pytest.skip("the front end is not built: bin/test builds it")
    (tmp_path / "data").mkdir()
    made = Server(tmp_path / "data", server="uvicorn")
    made.start(60)
    yield made
    made.kill()


def saved(page: Page) -> None:
    page.wait_for_selector("html[data-saved=true][data-sync=true]", timeout=20_000)


def kept_text(page: Page) -> str:
    """The last line of the file that the dialog offers: it says first what it is."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("n’est peut-être plus sur le serveur", timeout=60_000)
    with page.expect_download() as kept:
        dialog.get_by_role("link", name="Garder le texte").click()
    return Path(kept.value.path()).read_text().splitlines()[-1]


def test_what_the_server_lost_or_never_had_is_offered_and_nothing_flows_back(
    page_of: Callable[..., Page], server: Server, tmp_path: Path
) -> None:
    document = server.document("Ouvrir les données", markdown="Départ.")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    type_at_end(bob, " Avant.")
    saved(bob)
    server.run("manage.py", "backup", str(tmp_path / "backups"))
    type_at_end(bob, " Après.")
    saved(bob)
    expect(alice.locator(".ProseMirror")).to_contain_text("Après.")
    server.kill()
    bob.wait_for_selector("html[data-sync=false]", timeout=40_000)
    type_at_end(bob, " Jamais parti.")
    server.run("manage.py", "restore", str(tmp_path / "backups"))
    server.start(60)
    assert kept_text(bob) == "Départ. Avant. Après. Jamais parti."
    assert kept_text(alice) == "Départ. Avant. Après."
    assert server.stored_text(document) == "Départ. Avant."
    for page in (alice, bob):
        page.get_by_role("button", name="Continuer avec la version enregistrée").click()
        page.wait_for_selector("html[data-sync=true]")
        expect(page.locator(".ProseMirror")).to_have_text("Départ. Avant.")
    type_at_end(bob, " Et la suite.")
    saved(bob)
    assert server.stored_text(document) == "Départ. Avant. Et la suite."
