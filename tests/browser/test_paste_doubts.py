"""What a person should look at after a paste: markers that reviewers left, paragraphs that are there twice, cut lines."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import clipboards
from tests.browser.clipboards import LONG, paste, saved, shape, text, told, untold, written
from tests.browser.proposing import TEXT, document_of
from tests.live.server import Server

Open = Callable[..., Page]

CUT = (
    "Les agents publics travaillent avec les habi-\ntants et les associations pour écrire ensemble\n"
    "les textes qui concernent la vie de chacun dans\nla commune et dans le département.\nFin."
)


@pytest.fixture
def alice(page_of: Open, server: Server) -> Page:
    return written(page_of("alice"), server.document("Collages"))


# What reviewers left


def test_markers_of_word_are_removed_said_and_put_back(alice: Page, server: Server) -> None:
    paste(alice, html=clipboards.REVIEWED)
    expect(text(alice)).to_contain_text("Ils ferment")
    assert shape(alice) == "p(Les guichets ouvrent le samedi.) p(Ils ferment le lundi.)"
    message = told(alice, "2 repères de relecture ont été retirés de ce que vous avez collé : [GA1], [JD2].")
    expect(message).to_contain_text("2 commentaires et 2 passages supprimés en suivi des modifications")
    expect(message).to_contain_text("1 ajout suivi est devenu du texte ordinaire.")
    saved(alice)
    second = written(alice.context.new_page(), alice.url.rstrip("/").rsplit("/", 1)[-1])
    second.keyboard.press("Control+Home")
    second.keyboard.type("Avant. ")
    expect(text(alice)).to_contain_text("Avant. Les guichets")
    message.get_by_role("button", name="Annuler").focus()
    alice.keyboard.press("Enter")
    expect(text(alice)).to_contain_text("ouvrent[GA1] le samedi.")
    expect(text(alice)).to_contain_text("le lundi[JD2].")
    told(alice, "Les repères sont de nouveau dans le texte.")
    expect(text(alice)).to_be_focused()


def test_words_that_look_like_markers_stay_until_one_says_otherwise(alice: Page) -> None:
    paste(alice, plain="Un texte [GA1] lu [f2], et [1], [art. 12], [2015], [RGPD], [n° 3], [CE2].")
    message = told(alice, "3 passages qui ressemblent à des repères de relecture : [GA1], [f2], [CE2]")
    expect(text(alice)).to_have_text("Un texte [GA1] lu [f2], et [1], [art. 12], [2015], [RGPD], [n° 3], [CE2].")
    alice.keyboard.press("Home")
    alice.keyboard.type("Voici. ")
    message.get_by_role("button", name="Tout retirer").click()
    expect(text(alice)).to_have_text("Voici. Un texte lu, et [1], [art. 12], [2015], [RGPD], [n° 3],.")
    told(alice, "3 repères de relecture ont été retirés")


def test_references_and_code_are_no_markers(alice: Page) -> None:
    paste(alice, html="<p>Voir [1], [12], [art. 12] et <code>tab[x1]</code>.</p><pre>liste[i2]</pre>")
    expect(text(alice)).to_contain_text("liste[i2]")
    untold(alice)


def test_paragraphs_that_are_there_twice_are_shown(alice: Page) -> None:
    paste(alice, html=f"<p>{LONG}</p><p>Oui.</p><p>Oui.</p>")
    expect(text(alice).locator("p")).to_have_count(3)
    untold(alice)
    alice.keyboard.press("Enter")
    paste(alice, plain=f"Une phrase nouvelle.\n{LONG}\nEt encore la même :\n{LONG}")
    message = told(alice, "2 paragraphes collés sont en double")
    expect(message).to_contain_text("commence par « Les guichets ouvrent chaque samedi matin… »")
    expect(text(alice).locator("p").filter(has_text=LONG)).to_have_count(3)
    alice.keyboard.press("Control+Home")
    message.get_by_role("button", name="Aller au suivant").click()
    assert alice.evaluate("getSelection().toString()") == LONG
    first = alice.evaluate("document.querySelector('tablee-editor').editor.state.selection.from")
    message.get_by_role("button", name="Aller au suivant").click()
    assert alice.evaluate("document.querySelector('tablee-editor').editor.state.selection.from") > first
    message.get_by_role("button", name="Ranger ce message").press("Enter")
    untold(alice)


# Plain text, and passages of our own


def test_lines_of_a_pdf_are_joined_on_demand(alice: Page) -> None:
    paste(alice, plain=CUT)
    expect(text(alice).locator("p")).to_have_count(5)
    told(alice, "Les lignes de ce texte semblent coupées").get_by_role("button", name="Réunir les lignes").click()
    assert shape(alice) == (
        "p(Les agents publics travaillent avec les habitants et les associations pour écrire ensemble "
        "les textes qui concernent la vie de chacun dans la commune et dans le département.) p(Fin.)"
    )
    told(alice, "3 lignes ont été réunies")


def test_without_formatting_when_shift_is_held(alice: Page) -> None:
    alice.keyboard.down("Shift")
    paste(alice, html="<p><b>Gras</b> et la suite</p>", plain="Gras et la suite")
    alice.keyboard.up("Shift")
    expect(text(alice)).to_contain_text("la suite")
    assert shape(alice) == "p(Gras et la suite)"


def test_from_one_text_to_another_keeps_structure_and_nobodys_marks(page_of: Open, server: Server, alice: Page) -> None:
    source = document_of(server, "Source", TEXT)
    page = written(page_of("bob"), source)
    copied = page.evaluate(
        """() => {
            const {view} = document.querySelector("tablee-editor").editor;
            const {dom, text} = view.serializeForClipboard(view.state.doc.slice(0, view.state.doc.content.size));
            return {html: dom.innerHTML, plain: text};
        }"""
    )
    paste(alice, **copied)
    expect(text(alice)).to_contain_text("Dernier paragraphe.")
    assert shape(alice) == shape(page)
    ids = "[...document.querySelectorAll('.ProseMirror [data-id]')].map((one) => one.dataset.id)"
    assert not set(alice.evaluate(ids)) & set(page.evaluate(ids))
    untold(alice)


def test_what_was_copied_here_is_meant_to_be_there_twice(alice: Page) -> None:
    paste(alice, plain=LONG)
    copied = alice.evaluate(
        """() => {
            const {view} = document.querySelector("tablee-editor").editor;
            const data = new DataTransfer();
            view.dom.focus();
            document.querySelector("tablee-editor").editor.commands.selectAll();
            const event = new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true});
            view.dom.dispatchEvent(event);
            return {html: data.getData("text/html"), plain: data.getData("text/plain")};
        }"""
    )
    assert "data-pm-slice" in copied["html"]
    alice.evaluate("document.querySelector('tablee-editor').editor.commands.focus('end')")
    alice.keyboard.press("Enter")
    paste(alice, **copied)
    expect(text(alice).locator("p").filter(has_text=LONG)).to_have_count(2)
    alice.keyboard.type(" Fin.")
    untold(alice)
