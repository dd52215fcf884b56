"""Bob brings a Word file in by the button, reads what became of it, opens the document; Carol, who may only read, cannot."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.documents.files import comment, commented, deleted, inserted, paragraph, run, word
from tests.live.server import Server

PLAN = word(
    paragraph("Le plan de la place", "Titre")
    + paragraph("", inside=run("Les arbres", "<w:b/>"))
    + paragraph(
        "Le maire ", inside=commented(1, "propose") + run(" trois ") + deleted("places") + inserted(run("parcs"))
    )
    + paragraph("Des bancs. ", inside=inserted(run("Et une fontaine."), who="Ada Lovelace"))
    + paragraph("", inside="<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"),
    comments=comment(1, "Qui l’a décidé ?"),
)


def test_a_word_file_becomes_a_document(page_of: Callable[..., Page], server: Server, tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(PLAN)
    page = page_of("bob")
    page.goto(f"/espaces/{server.workspace}/")
    page.get_by_role("link", name="Importer un fichier").click()
    expect(page.get_by_text("Ou déposez-le ici.")).to_be_visible()
    page.get_by_label("Le fichier").set_input_files(tmp_path / "plan.docx")
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que le fichier est devenu")
    expect(page.get_by_text("1 équation est devenue du texte")).to_be_visible()
    page.get_by_role("button", name="En faire de vrais titres").click()
    expect(page.get_by_text("C’est fait")).to_be_visible()
    page.get_by_role("link", name="Ouvrir le document").click()
    text = page.locator(".ProseMirror")
    expect(text).to_contain_text("Le maire propose trois", timeout=30_000)
    expect(text.get_by_role("heading", name="Les arbres")).to_be_visible()
    page.goto(page.url + "lire/")
    expect(page.get_by_text("Paul Éluard")).to_be_visible()
    expect(page.get_by_text("Qui l’a décidé ?")).to_be_visible()


def test_those_who_discussed_and_proposed_there_are_named(
    page_of: Callable[..., Page], server: Server, tmp_path: Path
) -> None:
    (tmp_path / "plan.docx").write_bytes(PLAN)
    page = page_of("bob", viewport={"width": 1280, "height": 900})
    page.goto(f"/espaces/{server.workspace}/importer/")
    page.get_by_label("Le fichier").set_input_files(tmp_path / "plan.docx")
    page.get_by_role("button", name="Importer").click()
    page.get_by_role("link", name="Ouvrir le document").click()
    page.get_by_role("tab", name=re.compile("^Propositions")).click()
    whose = page.get_by_label("De", exact=True)
    expect(whose.get_by_role("option")).to_have_text(["tout le monde", "Ada Lovelace", "Marie Curie"])
    whose.select_option(label="Ada Lovelace")
    expect(page.locator(".proposal-list article")).to_have_count(1)
    expect(page.locator(".proposal-list article")).to_contain_text("Ada Lovelace")
    page.get_by_role("tab", name=re.compile("^Commentaires")).click()
    expect(page.get_by_role("article", name=re.compile("par Paul Éluard"))).to_be_visible()
    expect(page.get_by_text("Ancien membre")).to_have_count(0)


def test_who_may_only_read_is_refused(page_of: Callable[..., Page], server: Server) -> None:
    page = page_of("carol")
    page.goto(f"/espaces/{server.workspace}/")
    expect(page.get_by_role("link", name="Importer un fichier")).to_have_count(0)
    refusal = page.goto(f"/espaces/{server.workspace}/importer/")
    assert refusal is not None
    assert refusal.status in (403, 404)
