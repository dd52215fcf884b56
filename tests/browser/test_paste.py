"""Pasting from programs for writing: structure kept, rubbish dropped, and whatever was left out is said."""

import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import clipboards
from tests.browser.clipboards import LONG, paste, saved, shape, text, told, untold, written
from tests.browser.conftest import editor
from tests.browser.proposing import document_of
from tests.live.server import Server

Open = Callable[..., Page]


@pytest.fixture
def alice(page_of: Open, server: Server) -> Page:
    return written(page_of("alice"), server.document("Collages"))


# What each program brings


def test_word(alice: Page, server: Server) -> None:
    paste(alice, html=clipboards.WORD)
    expect(text(alice)).to_contain_text("Après la page.")
    assert shape(alice) == (
        "heading1(Rapport du groupe) heading1(Le contexte) heading2(Les guichets) heading2(Une partie à nous) "
        "p(Un mot <BOLD:gras>, un <ITALIC:penché>, un <ITALIC:insistant>, un <UNDERLINE:souligné>, un <STRIKE:barré>, "
        "H<SUBSCRIPT:2>O, <HIGHLIGHT:surligné>\u00a0: Lyon. Suite.) "
        "ul(li(p(Une puce) ul(li(p(Sous la puce))) p(Un second paragraphe du point)) li(p(Autre puce))) p(Entre les listes.) "
        "ol@3(li(p(Troisième) ol(li(p(Sous le troisième)))) li(p(Quatrième))) "
        "ol(li(p(Liste nouvelle))) quote(p(Une parole citée.)) "
        "table(tr(th(p(<BOLD:Lieu>)) th/2x1(p(<BOLD:Heures>))) "
        "tr(td/1x2(p(Mairie)) td(p(9 h)) td(p(17 h))) tr(td(p(10 h)) td(p()))) "
        "p(La loinote(Loi de 1978, article 2.) et <LINK:son texte>, un piège, un renvoi, Le plan du hall) "
        "pageBreak() p(Après la page.)"
    )
    expect(text(alice).locator("a")).to_have_attribute("href", "https://exemple.fr/loi")
    message = told(alice, "Une partie de ce que vous avez copié n’a pas été collée.")
    expect(message).to_contain_text("1 passage masqué et le sommaire")
    expect(message).to_contain_text("1 image n’a pas pu être collée")
    saved(alice)
    assert "Rapport du groupe" in server.stored_text(alice.url.rstrip("/").rsplit("/", 1)[-1])


def test_word_online(alice: Page) -> None:
    paste(alice, html=clipboards.WORD_ONLINE)
    expect(text(alice)).to_contain_text("Relire")
    assert shape(alice) == (
        "heading2(Les étapes) ul(li(p(Ouvrir) ul(li(p(<BOLD:Avec qui>))))) ol@2(li(p(Relire à deux)))"
    )
    told(alice, "Laissé de côté : 1 passage supprimé en suivi des modifications.")


def test_libreoffice(alice: Page) -> None:
    paste(alice, html=clipboards.LIBREOFFICE)
    expect(text(alice)).to_contain_text("Nouvelle page.")
    assert shape(alice) == (
        "heading2(Le calendrier) p(<BOLD:Deux> réunions par <ITALIC:mois>, "
        "dont une <HIGHLIGHT:publique>note(Sur inscription.).) "
        "ol@3(li(p(Préparer) ol(li(p(inviter)))) li(p(Tenir))) "
        "table(tr(th(p(Mois)) th(p(Lieu))) tr(td/2x1(p(Juin, partout)))) pageBreak() p(Nouvelle page.)"
    )
    told(alice, "Laissé de côté : 1 commentaire.")


def test_google_docs(alice: Page) -> None:
    paste(alice, html=clipboards.GOOGLE)
    expect(text(alice)).to_contain_text("Compter")
    assert shape(alice) == (
        "heading1(Ce que nous avons vu) p(Des files <BOLD:ITALIC:très longues>, et <LINK:un relevé> "
        "fait <HIGHLIGHT:à la main>) "
        "ul(li(p(Le matin) ul(li(p(avant dix heures)))) li(p(Le soir))) tasks(task+(p(Compter)))"
    )
    untold(alice)
    expect(alice.locator("dialog[open]")).to_have_count(0)  # the drawn box is no picture


def test_outlook_and_the_web(alice: Page) -> None:
    paste(alice, html=clipboards.OUTLOOK)
    expect(text(alice)).to_contain_text("Merci")
    assert shape(alice) == "p(Bonjour,) p(Merci de relire «\u00a0l’essentiel\u00a0»\u00a0!)"
    alice.keyboard.press("Enter")
    paste(alice, html="<div><del>ôté</del><br><br>ligne<br>suivante</div><pre class='language-js'>a\n  b</pre>")
    expect(text(alice)).to_contain_text("suivante")
    assert shape(alice).endswith("p(<STRIKE:ôté>) p(lignehardBreak()suivante) codeBlock(a\n  b)")
    untold(alice)


@pytest.mark.slow
def test_a_file_that_libreoffice_turned_into_a_page(alice: Page, server: Server, tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is absent")
    document = document_of(server, "À copier")
    source = tmp_path / "source.docx"
    source.write_bytes(server.call("alice", "GET", f"/documents/{document}/export?format=docx", seconds=60))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "html",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=300)
    paste(alice, html=(tmp_path / "source.html").read_text(encoding="utf-8"))
    expect(text(alice)).to_contain_text("Dernier paragraphe.")
    seen = shape(alice)
    for wanted in (
        "heading1(Ce que nous proposons)",
        "p(Elles peuvent publier aussi les bases de données.)",
        "ul(li(p(Une liste ouverte)) li(p(Un second point)))",
        "tr(td(p(Adresses)) td(p(Communes)))",
    ):
        assert wanted in seen, seen
    assert re.search(r"table\(tr\(th\(p\(.*Données.*\)\) th\(p\(.*Qui publie", seen), seen


# Pictures


def test_pictures_whose_bytes_came_are_sent_where_they_stood(alice: Page) -> None:
    hexed = _png().hex()
    rtf = (
        "{\\rtf1 {\\*\\shppict{\\pict{\\*\\picprop{\\sp}}\\picw10\\pngblip\n"
        + hexed
        + "}}{\\nonshppict{\\pict\\wmetafile8 01}}}"
    )
    body = (
        "<p class=MsoNormal>Avant <![if !vml]><img src='file:///C:/Temp/image001.png' alt='Un point'><![endif]></p>"
        "<p class=MsoNormal>Après</p>"
    )
    paste(alice, html=clipboards.word(body), rtf=rtf)
    dialog = alice.get_by_role("dialog", name="Ajouter une image")
    expect(dialog.get_by_label("Description de l’image")).to_have_value("Un point")
    expect(dialog.get_by_role("status")).to_contain_text("est prête")
    dialog.get_by_role("button", name="Insérer l’image").click()
    expect(text(alice).locator("figure img")).to_have_attribute("alt", "Un point")
    assert re.fullmatch(r"p\(Avant ?\) figure\(\) p\(Après\)", shape(alice)), shape(alice)
    untold(alice)


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


# Who may


def test_a_reader_pastes_nothing(page_of: Open, server: Server) -> None:
    document = server.document("À lire", markdown="Seul.")
    dan = editor(page_of("dan"), document)
    paste(dan, html=clipboards.REVIEWED)
    paste(dan, plain=LONG)
    dan.wait_for_timeout(500)
    expect(text(dan)).to_have_text("Seul.")
    untold(dan)
    assert server.stored_text(document) == "Seul."


def test_a_proposal_takes_what_is_pasted_and_leaves_the_text_alone(page_of: Open, server: Server) -> None:
    document = document_of(server, "Proposée par collage")
    carol = editor(page_of("carol"), document)
    carol.wait_for_selector(".is-choosing")
    text(carol).get_by_text("Dernier paragraphe.").first.click()
    small = carol.locator(".small-text")
    small.click()
    carol.keyboard.press("Control+a")
    paste(carol, within=".small-text", html=clipboards.REVIEWED)
    expect(small).to_contain_text("Les guichets ouvrent le samedi.")
    expect(small).not_to_contain_text("GA1")
    told(carol, "2 repères de relecture ont été retirés").get_by_role("button", name="Annuler").click()
    expect(small).to_contain_text("ouvrent[GA1] le samedi.")
    assert "guichets" not in server.stored_text(document)


def test_a_long_page_is_pasted_while_one_waits(alice: Page) -> None:
    """2 MB of Word, some 3,000 paragraphs: how long depends on the machine, that all of it comes does not."""
    lines = "".join(
        clipboards.item("·", f"Point {n} avec assez de mots pour une ligne", 1 + n % 3, f"l0 level{1 + n % 3} lfo1")
        for n in range(1500)
    )
    more = "".join(
        f"<p class=MsoNormal style='margin:0cm;{'x:y;' * 100}'><span lang=FR>Paragraphe numéro {n}<o:p></o:p></span></p>"
        for n in range(1500)
    )
    page: Any = clipboards.word(lines + more)
    assert len(page) > 1_000_000
    paste(alice, html=page)
    expect(text(alice)).to_contain_text("Paragraphe numéro 1499", timeout=120_000)
    expect(text(alice).locator("li li li")).to_have_count(500)
