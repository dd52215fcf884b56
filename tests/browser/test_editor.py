"""The editor page itself: what each tool does, and what happens when the server takes no more."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, text_of, type_at_end
from tests.live.server import Server

Open = Callable[..., Page]

FROM_WORD = """<html><head><style>p{color:red}</style></head><body>
<h1 style='mso-margin-top-alt:0'>Titre</h1><p>Un mot <span style='font-weight:bold'>gras</span>.</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>Puce</p>
<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o&nbsp;</span>Sous-puce</p>
<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.&nbsp;</span>Premier</p>
<table style='width:3cm'><tr><td>A</td><td>B</td></tr></table>
<p><img src="file:///image001.png" alt="Le schéma"> <a href="javascript:alert(1)">piège</a></p></body></html>"""


def saved(page: Page) -> None:
    page.wait_for_selector("html[data-saved=true][data-sync=true]", timeout=20_000)


def paste(page: Page, kind: str, content: str) -> None:
    page.locator(".ProseMirror").click()
    page.evaluate(
        """([kind, content]) => {
            const data = new DataTransfer();
            data.setData(kind, content);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector(".ProseMirror").dispatchEvent(event);
        }""",
        [kind, content],
    )


def insert(page: Page, name: str) -> None:
    page.get_by_role("button", name="Insérer", exact=True).click()
    page.get_by_role("menu").get_by_text(name, exact=True).click()


@pytest.fixture
def alice(page_of: Open, server: Server) -> Page:
    return editor(page_of("alice"), server.document("Outils", markdown="Départ."))


def test_markdown_shortcuts_make_blocks(alice: Page) -> None:
    type_at_end(alice, "")
    keys = alice.keyboard
    for text in ("## Un titre", "- une puce", "", "1. un numéro", "", "[ ] une tâche", "", "> une citation"):
        keys.press("Enter")
        keys.type(text)
    text = alice.locator(".ProseMirror")
    expect(text.locator("h2")).to_have_text("Un titre")
    expect(text.locator("ul:not([data-type]) li")).to_have_text("une puce")
    expect(text.locator("ol li")).to_have_text("un numéro")
    expect(text.get_by_role("checkbox", name="Tâche : une tâche")).to_be_visible()
    expect(text.locator("blockquote")).to_have_text("une citation")
    outline = alice.get_by_role("navigation", name="Plan")
    expect(outline.get_by_role("button")).to_have_text(["Un titre"])


def test_a_page_of_word_keeps_its_structure_and_brings_no_trap(alice: Page, server: Server) -> None:
    alice.locator(".ProseMirror").click()
    alice.keyboard.press("Control+a")
    alice.keyboard.press("Delete")
    paste(alice, "text/html", FROM_WORD)
    text = alice.locator(".ProseMirror")
    expect(text.locator("h1")).to_have_text("Titre")
    expect(text.locator("strong")).to_have_text("gras")
    expect(text.locator("ul ul li")).to_have_text("Sous-puce")
    expect(text.locator("ol > li")).to_have_text("Premier")
    expect(text.locator("td")).to_have_text(["A", "B"])
    expect(text).to_contain_text("Le schéma")
    expect(text.locator("a")).to_have_count(0)
    expect(text.locator("img[src]")).to_have_count(0)
    saved(alice)


def test_a_footnote_is_written_by_keyboard(alice: Page, server: Server) -> None:
    type_at_end(alice, "")
    insert(alice, "Note de bas de page")
    expect(alice.get_by_role("dialog", name="Note de bas de page")).to_be_visible()
    alice.keyboard.type("Loi de 1978")
    alice.keyboard.press("Escape")
    alice.keyboard.type(" Suite")
    expect(alice.get_by_role("button", name="Note de bas de page : Loi de 1978")).to_be_visible()
    saved(alice)
    alice.reload()
    expect(alice.get_by_role("button", name="Note de bas de page : Loi de 1978")).to_be_visible()
    expect(alice.locator(".ProseMirror p").first).to_contain_text("Suite")


def test_a_link_takes_only_safe_addresses(alice: Page) -> None:
    alice.locator(".ProseMirror").click()
    alice.keyboard.press("Control+a")
    alice.keyboard.press("Control+k")
    address = alice.get_by_role("textbox", name="Adresse")
    address.fill("javascript:alert(1)")
    address.press("Enter")
    expect(alice.get_by_role("alert").filter(has_text="Cette adresse ne convient pas")).to_be_visible()
    address.fill("exemple.fr")
    address.press("Enter")
    expect(alice.locator(".ProseMirror a")).to_have_attribute("href", "https://exemple.fr")


def test_the_bar_is_one_stop_with_arrows_inside(alice: Page) -> None:
    alice.locator(".ProseMirror").click()
    alice.keyboard.press("Control+a")
    alice.keyboard.press("Alt+F10")
    alice.keyboard.press("ArrowRight")
    bold = alice.get_by_role("button", name="Gras")
    expect(bold).to_be_focused()
    alice.keyboard.press("Enter")
    expect(bold).to_have_attribute("aria-pressed", "true")
    expect(alice.locator(".ProseMirror strong")).to_have_text("Départ.")
    menu = alice.get_by_role("button", name="Type de paragraphe")
    menu.focus()
    menu.press("ArrowDown")
    expect(alice.get_by_role("menuitemcheckbox", name="Texte")).to_be_focused()
    alice.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(alice.get_by_role("menu")).to_have_count(0)


def test_the_first_half_keeps_the_id_and_a_copy_gets_its_own(alice: Page) -> None:
    blocks = alice.locator(".ProseMirror > p")
    type_at_end(alice, " Fin")
    first = blocks.first.get_attribute("data-id")
    for _ in range(3):
        alice.keyboard.press("ArrowLeft", delay=40)
    alice.wait_for_timeout(100)
    alice.keyboard.press("Enter")
    expect(blocks).to_have_text(["Départ. ", "Fin"])
    assert blocks.nth(0).get_attribute("data-id") == first
    alice.keyboard.press("Control+a")
    alice.keyboard.press("Control+c")
    for key in ("ArrowRight", "Enter"):  # the editor hears of a moved caret a moment later
        alice.wait_for_timeout(150)
        alice.keyboard.press(key)
    alice.keyboard.press("Control+v")
    ids = blocks.evaluate_all("all => all.map(block => block.dataset.id)")
    assert len(ids) >= 3
    assert None not in ids
    assert len(set(ids)) == len(ids)


def test_a_caret_shows_its_person_outside_the_text(page_of: Open, server: Server) -> None:
    document = server.document("Curseurs", markdown="Départ.")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    type_at_end(bob, " Bob écrit.")
    caret = alice.locator(".ProseMirror .caret")
    expect(caret).to_have_attribute("data-name", "Bob Martin")
    expect(caret).to_have_attribute("aria-hidden", "true")
    expect(alice.locator(".ProseMirror")).to_have_text("Départ. Bob écrit.")
    faces = alice.get_by_role("list", name="Personnes présentes").get_by_role("listitem")
    expect(faces).to_have_count(1)
    again = editor(page_of("bob"), document)
    expect(alice.get_by_role("list", name="Personnes présentes").get_by_role("listitem")).to_have_count(1)
    again.close()
    bob.keyboard.press("Control+z")
    alice.keyboard.press("Control+z")
    expect(alice.locator(".ProseMirror")).to_have_text("Départ.")


def test_undo_takes_back_only_what_one_wrote(page_of: Open, server: Server) -> None:
    document = server.document("Annuler", markdown="Départ.")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    type_at_end(alice, " Alice.")
    expect(bob.locator(".ProseMirror")).to_contain_text("Alice.")
    type_at_end(bob, " Bob.")
    expect(alice.locator(".ProseMirror")).to_contain_text("Bob.")
    alice.get_by_role("button", name="Annuler").click()
    expect(alice.locator(".ProseMirror")).to_have_text("Départ. Bob.")
    expect(bob.locator(".ProseMirror")).to_have_text("Départ. Bob.")


def test_a_large_change_goes_by_post_and_reaches_the_others(page_of: Open, server: Server) -> None:
    document = server.document("Grand", markdown="Départ.")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    posted: list[int] = []

    def is_post(answer: Any) -> bool:
        return "/sync" in answer.url and answer.request.method == "POST"

    alice.on("response", lambda answer: posted.append(answer.status) if is_post(answer) else None)
    with alice.expect_response(is_post):
        paste(alice, "text/plain", "mot " * 150_000)
    type_at_end(alice, " Après.")
    saved(alice)
    expect(bob.locator(".ProseMirror")).to_contain_text("Après.", timeout=20_000)
    assert posted == [200]
    assert text_of(bob).split() == text_of(alice).split()


def test_what_was_left_offline_is_sent_at_the_next_opening(page_of: Open, server: Server) -> None:
    document = server.document("Plus tard", markdown="Départ.")
    bob = editor(page_of("bob"), document)
    bob.context.set_offline(True)
    bob.wait_for_selector("html[data-sync=false]", timeout=40_000)
    type_at_end(bob, " Gardé ici.")
    bob.wait_for_timeout(400)  # the browser writes its copy
    bob.close(run_before_unload=False)
    assert "Gardé ici." not in server.stored_text(document)
    bob.context.set_offline(False)
    again = bob.context.new_page()
    editor(again, document)
    saved(again)
    expect(again.locator(".ProseMirror")).to_contain_text("Gardé ici.")
    assert "Gardé ici." in server.stored_text(document)


def test_a_refusal_offers_what_was_not_stored_then_starts_afresh(page_of: Open, server: Server) -> None:
    document = server.document("Refus", markdown="Départ.")
    bob = page_of("bob")
    sockets: list[Any] = []
    deaf: list[bool] = []

    def between(socket: Any) -> None:
        upstream = socket.connect_to_server()
        socket.on_message(lambda frame: None if deaf else upstream.send(frame))
        sockets.append(socket)

    bob.route_web_socket("**/ws/documents/**", between)
    editor(bob, document)
    saved(bob)
    deaf.append(True)
    type_at_end(bob, " Refusé.")
    refusal = json.dumps({"code": "gate", "detail": "Illisible."}).encode()
    sockets[-1].send(bytes([101, len(refusal)]) + refusal)
    dialog = bob.get_by_role("dialog", name="Vos derniers changements n’ont pas été enregistrés")
    expect(dialog).to_contain_text("n’a pas pu être lu par le serveur")
    expect(bob.locator(".ProseMirror")).to_have_attribute("contenteditable", "false")
    bob.keyboard.press("Escape")
    bob.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    with bob.expect_download() as kept:
        dialog.get_by_role("link", name="Garder le texte").click()
    assert "Départ. Refusé." in Path(kept.value.path()).read_text()
    with bob.expect_download() as kept:
        dialog.get_by_role("link", name="Garder les changements").click()
    assert Path(kept.value.path()).read_bytes()
    deaf.clear()
    dialog.get_by_role("button", name="Continuer avec la version enregistrée").click()
    saved(bob)
    expect(bob.locator(".ProseMirror")).to_have_text("Départ.")
    assert "Refusé" not in server.stored_text(document)


def test_a_change_of_role_is_felt_without_reloading(page_of: Open, server: Server) -> None:
    document = server.document("Rôles", markdown="Départ.")
    carol = page_of("carol")
    server.call("alice", "PUT", f"/documents/{document}/grants/carol@example.org/", {"role": "change"})
    editor(carol, document)
    type_at_end(carol, " Carol.")
    saved(carol)
    server.call("alice", "PUT", f"/documents/{document}/grants/carol@example.org/", {"role": "view"})
    expect(carol.get_by_text("vous lisez désormais ce document sans y écrire")).to_be_visible()
    expect(carol.locator(".ProseMirror")).to_have_attribute("contenteditable", "false")
    expect(carol.get_by_text("Lecture seule").first).to_be_visible()
    expect(carol.get_by_role("toolbar")).to_be_hidden()


def test_the_title_is_changed_in_place(alice: Page) -> None:
    title = alice.get_by_role("textbox", name="Titre du document")
    title.fill("Un titre plus juste")
    title.press("Enter")
    expect(alice).to_have_title("Un titre plus juste · Tablée")
    title.fill("x" * 300)
    title.press("Enter")
    expect(alice.locator(".title-error")).not_to_be_empty()
    alice.reload()
    expect(title).to_have_text("Un titre plus juste")


def test_a_table_grows_and_gives_its_cells_back(alice: Page) -> None:
    type_at_end(alice, "")
    alice.get_by_role("button", name="Insérer un tableau").click()
    table = alice.locator(".ProseMirror table")
    expect(table.locator("tr")).to_have_count(3)
    for name in ("Ajouter une ligne au-dessous", "Ajouter une colonne à droite"):
        alice.get_by_role("button", name="Modifier le tableau").click()
        alice.get_by_role("menuitem", name=name).click()
    expect(table.locator("tr")).to_have_count(4)
    expect(table.locator("tr").first.locator("th")).to_have_count(4)
    alice.get_by_role("button", name="Modifier le tableau").click()
    alice.get_by_role("menuitem", name="Supprimer le tableau").click()
    expect(table).to_have_count(0)
    expect(alice.locator(".ProseMirror")).to_contain_text("Départ.")


def test_one_can_write_under_a_table_and_under_a_picture(alice: Page, tmp_path: Path) -> None:
    picture = tmp_path / "point.png"
    Image.new("RGB", (40, 30), "teal").save(picture)
    alice.locator(".ProseMirror").click()
    alice.keyboard.press("Control+a")
    alice.keyboard.press("Delete")
    alice.get_by_role("button", name="Insérer un tableau").click()
    for _ in range(3):
        alice.keyboard.press("ArrowDown")
        alice.wait_for_timeout(100)
    alice.keyboard.type("Sous le tableau")
    with alice.expect_file_chooser() as chosen:
        alice.get_by_role("button", name="Image", exact=True).click()
    chosen.value.set_files(picture)
    alice.get_by_role("textbox", name="Description de l’image").fill("Un point")
    alice.get_by_role("button", name="Insérer l’image").click()
    caption = alice.locator(".ProseMirror figcaption")
    caption.click()
    alice.keyboard.type("Légende")
    for _ in range(4):
        alice.keyboard.press("ArrowLeft", delay=40)
    alice.wait_for_timeout(100)
    alice.keyboard.press("Enter")
    alice.keyboard.type("Sous l’image")
    expect(alice.locator(".ProseMirror figure")).to_have_count(1)
    expect(caption).to_have_text("Légende")
    expect(alice.locator(".ProseMirror > p")).to_have_text(["Sous le tableau", "Sous l’image"])


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(alice: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("rien")
    with alice.expect_file_chooser() as chosen:
        alice.get_by_role("button", name="Image", exact=True).click()
    chosen.value.set_files(wrong)
    dialog = alice.get_by_role("dialog", name="Ajouter une image")
    expect(dialog.get_by_role("status")).to_have_text("Ce fichier n’est pas une image PNG, JPEG ou WebP.")
    dialog.get_by_role("button", name="Fermer").click()
    expect(alice.locator(".ProseMirror figure")).to_have_count(0)
