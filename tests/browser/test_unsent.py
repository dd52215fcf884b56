"""What is not saved yet: said in words, listed, taken away as a file, tried again; and what a shared device keeps: nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import editor, type_at_end
from tests.browser.test_every_page import troubles
from tests.browser.test_what_pages_tell import COPIES, DESK, PHONE, cut_off, saved
from tests.live.server import Server

Open = Callable[..., Page]
SAVED, REFUSED, UNSAVED, NOTICE = 100, 101, 102, 105
SIZES = pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


class Wire:
    """The socket of a page with this test in the middle: what the page sends can be kept from the server, and words put in."""

    def __init__(self, page: Page) -> None:
        self.deaf = self.refuses = False
        self.tries = 0
        self.sockets: list[Any] = []
        self._page = page
        page.route_web_socket("**/ws/documents/**", self._between)

    def cut(self) -> None:
        """From now on no socket opens; HTTP is cut too, or the page would go that way."""
        self.refuses = True
        self._page.route("**/sync*", lambda route: route.abort())
        self.sockets[-1].close()

    def mend(self) -> None:
        self.refuses = False
        self._page.unroute("**/sync*")

    def _between(self, socket: Any) -> None:
        self.tries += 1
        if self.refuses:
            socket.close()
            return
        upstream = socket.connect_to_server()
        socket.on_message(lambda frame: None if self.deaf else upstream.send(frame))
        self.sockets.append(socket)

    def say(self, kind: int, said: dict[str, str] | None = None) -> None:
        """As if the server said it; on a busy machine the page may have gone by HTTP meanwhile, and come back."""
        self._page.wait_for_selector("html[data-via=socket][data-sync=true]", timeout=60_000)
        words = json.dumps(said).encode() if said else b""
        assert len(words) < 128  # a length of one byte
        self.sockets[-1].send(bytes([kind, len(words)] if said else [kind]) + words)


def state(page: Page) -> Locator:
    return page.locator(".save-button")


def panel(page: Page) -> Locator:
    state(page).click()
    return page.locator(".save-panel")


# Every document is large for a page whose limit is ten bytes.
SMALL_LIMIT = """
    const parse = JSON.parse;
    JSON.parse = (...given) => {
        const read = parse(...given);
        if (read?.largestState) read.largestState = 10;
        return read;
    };
"""


@SIZES
def test_what_is_written_offline_is_counted_listed_and_empties_at_the_return(
    page_of: Open, server: Server, view: dict[str, Any]
) -> None:
    document = server.document("Hors ligne, en liste", markdown="Départ.")
    bob = editor(page_of("bob", **view), document)
    saved(bob)
    cut_off(bob)
    expect(state(bob)).to_contain_text("Hors ligne", timeout=20_000)
    expect(bob.locator(".save-count")).to_be_hidden()
    type_at_end(bob, " Été, œuvre et 😀.")
    expect(state(bob)).to_have_accessible_name("Hors ligne : gardé sur cet appareil (1 changement à envoyer)")
    shown = panel(bob)
    expect(shown.get_by_role("list", name="1 changement à envoyer")).to_contain_text("« Été, œuvre et 😀. »")
    expect(shown).to_contain_text("16 caractères")
    with bob.expect_download() as kept:
        shown.get_by_role("link", name="Garder le texte").click()
    words = Path(kept.value.path()).read_text()
    assert words.startswith("Hors ligne, en liste\n") and words.count("Été, œuvre et 😀.") == 2 and "Départ." in words
    with bob.expect_download() as kept:
        shown.get_by_role("link", name="Garder les changements").click()
    update = Path(kept.value.path()).read_bytes()
    assert all(letter.encode() in update for letter in "Éœ😀")
    bob.context.set_offline(False)
    saved(bob)
    expect(shown.get_by_role("heading").first).to_contain_text("Enregistré")
    expect(shown.get_by_role("list")).to_be_hidden()
    expect(bob.locator(".save-count")).to_be_hidden()
    assert "Été, œuvre et 😀." in server.stored_text(document)


def test_a_pause_begins_another_change_and_a_deletion_is_told(page_of: Open, server: Server) -> None:
    bob = page_of("bob", **DESK)
    bob.clock.install()
    editor(bob, server.document("Deux temps", markdown="Départ."))
    bob.clock.run_for(2000)
    saved(bob)
    bob.context.set_offline(True)
    bob.clock.run_for(5000)
    type_at_end(bob, " Premier.")
    bob.clock.run_for(30_000)
    type_at_end(bob, " Second.")
    bob.clock.run_for(30_000)
    for _ in " Second.":
        bob.keyboard.press("Backspace")
    bob.clock.run_for(1000)
    lines = panel(bob).get_by_role("listitem")
    expect(lines).to_have_count(3)
    expect(lines.nth(0)).to_contain_text("« Premier. »")
    expect(lines.nth(1)).to_contain_text("« Second. »")
    expect(lines.nth(2)).to_contain_text("Suppression")


def test_trying_again_reconnects_at_once(page_of: Open, server: Server) -> None:
    document = server.document("Réessayer", markdown="Départ.")
    bob = page_of("bob")
    wire = Wire(bob)
    editor(bob, document)
    saved(bob)
    wire.cut()
    type_at_end(bob, " Attend.")
    shown = panel(bob)
    again = shown.get_by_role("button", name="Réessayer maintenant")
    expect(again).to_be_visible(timeout=15_000)
    bob.wait_for_timeout(4000)  # the page's own waits are long by now
    tries = wire.tries
    again.focus()
    bob.keyboard.press("Enter")
    bob.wait_for_timeout(400)
    assert wire.tries > tries
    expect(shown.get_by_text("La page réessaie aussi d’elle-même")).to_be_visible()
    wire.mend()
    bob.keyboard.press("Enter")
    saved(bob)
    expect(shown.get_by_role("heading").first).to_contain_text("Enregistré")
    expect(shown).to_be_focused()  # the button that had the focus is gone
    assert "Attend." in server.stored_text(document)


def test_a_paste_that_does_not_fit_is_refused_before_it_enters_the_text(page_of: Open, server: Server) -> None:
    bob = editor(page_of("bob"), server.document("Trop long", markdown="Départ."))
    saved(bob)
    bob.locator(".ProseMirror").click()
    bob.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "é".repeat(4_000_001));
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector(".ProseMirror").dispatchEvent(paste);
        }"""
    )
    message = bob.get_by_role("status").filter(has_text="Ce collage est trop long")
    expect(message).to_contain_text("Il reste 8 Mo dans ce document")
    expect(bob.locator(".ProseMirror")).to_have_text("Départ.")
    message.get_by_role("button", name="Ranger ce message").click()
    expect(message).to_have_count(0)
    bob.reload()
    bob.wait_for_selector("html[data-sync=true]")
    bob.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text/plain", "Court.");
        const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
        document.querySelector(".ProseMirror").dispatchEvent(paste);
    }""")
    expect(bob.locator(".ProseMirror")).to_contain_text("Court.")


@pytest.mark.parametrize(
    ("code", "words", "writes"),
    [
        ("large", "a atteint 100 % de sa taille limite", True),
        ("crowded", "vous lisez en direct", False),
        ("quarantine", "lecture seule", False),
    ],
)
def test_what_the_server_tells_stands_over_the_text_and_can_be_put_away(
    page_of: Open, server: Server, code: str, words: str, writes: bool
) -> None:
    bob = page_of("bob")
    wire = Wire(bob)
    bob.add_init_script(SMALL_LIMIT)
    editor(bob, server.document("Prévenu", markdown="Départ."))
    saved(bob)
    wire.say(NOTICE, {"code": code, "detail": "Un mot du serveur."})
    message = bob.get_by_role("status").filter(has_text=words)
    expect(message).to_be_visible()
    expect(bob.locator(".ProseMirror")).to_have_attribute("contenteditable", str(writes).lower())
    expect(bob.locator(".save")).to_have_attribute("data-kind", "saved" if writes else "reader")
    message.get_by_role("button", name="Ranger ce message").click()
    expect(message).to_have_count(0)
    expect(bob.get_by_role("main")).to_be_focused()
    wire.say(NOTICE, {"code": "tomorrow", "detail": "Un autre mot."})
    expect(bob.get_by_text("Un autre mot.")).to_be_visible()


def test_the_panel_is_walked_by_keyboard_and_gives_the_focus_back(page_of: Open, server: Server) -> None:
    bob = editor(page_of("bob", **DESK), server.document("Au clavier seul", markdown="Départ."))
    saved(bob)
    cut_off(bob)
    type_at_end(bob, " Suite.")
    state(bob).focus()
    expect(state(bob)).to_have_attribute("aria-expanded", "false")
    bob.keyboard.press("Enter")
    expect(state(bob)).to_have_attribute("aria-expanded", "true")
    shown = bob.get_by_role("dialog", name="Hors ligne : gardé sur cet appareil")
    expect(shown).to_be_focused()
    for role, name in (("button", "Fermer"), ("button", "Réessayer maintenant"), ("list", "1 changement à envoyer")):
        bob.keyboard.press("Tab")
        expect(shown.get_by_role(role, name=name)).to_be_focused()  # type: ignore[arg-type]
    bob.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(state(bob)).to_be_focused()
    expect(state(bob)).to_have_attribute("aria-expanded", "false")


def test_a_server_that_cannot_save_is_said_within_two_seconds(page_of: Open, server: Server) -> None:
    bob = page_of("bob")
    wire = Wire(bob)
    editor(bob, server.document("Base absente", markdown="Départ."))
    saved(bob)
    wire.deaf = True
    type_at_end(bob, " Attend.")
    wire.say(UNSAVED)
    expect(state(bob)).to_contain_text("Pas encore enregistré", timeout=2000)
    shown = panel(bob)
    expect(shown).to_contain_text("Le serveur ne peut pas enregistrer pour l’instant")
    expect(shown.get_by_role("listitem")).to_contain_text("« Attend. »")


@pytest.mark.parametrize(
    ("code", "words", "limit"),
    [
        ("full", "Le document est plein", True),
        ("backlog", "trop de changements attendent", True),
        ("quarantine", "le temps d’une réparation", False),
        ("flood", "en trop peu de temps", True),
        ("gone", "Vous n’avez plus accès", False),
        ("tomorrow", "Un mot du serveur.", False),
    ],
)
def test_each_refusal_says_what_happened_what_is_kept_and_what_to_do(
    page_of: Open, server: Server, code: str, words: str, limit: bool
) -> None:
    bob = page_of("bob")
    wire = Wire(bob)
    editor(bob, server.document("Refus dits", markdown="Départ."))
    saved(bob)
    wire.deaf = True
    type_at_end(bob, " Refusé.")
    wire.say(REFUSED, {"code": code, "detail": "Un mot du serveur."})
    dialog = bob.get_by_role("dialog", name="Vos derniers changements n’ont pas été enregistrés")
    expect(dialog).to_contain_text(words)
    expect(dialog.get_by_role("list", name="1 changement non enregistré")).to_contain_text("« Refusé. »")
    expect(dialog).to_contain_text("Gardez le texte")
    expect(dialog.get_by_role("link", name="Limites d’un document")).to_have_count(int(limit))


def test_a_restored_backup_is_told_and_the_page_offers_what_it_holds(page_of: Open, server: Server) -> None:
    bob = page_of("bob")
    wire = Wire(bob)
    editor(bob, server.document("Restauré", markdown="Départ."))
    saved(bob)
    wire.sockets[-1].close(code=4409, reason="")
    dialog = bob.get_by_role("dialog", name="Cette page ne peut plus suivre le document")
    expect(dialog).to_contain_text("avant qu’une sauvegarde soit restaurée")
    expect(dialog).to_contain_text("n’est peut-être plus sur le serveur")
    dialog.get_by_role("button", name="Continuer avec la version enregistrée").click()
    saved(bob)


def test_what_an_older_history_left_unsent_is_offered_never_merged(page_of: Open, server: Server) -> None:
    document = server.document("Avant la sauvegarde", markdown="Départ.")
    bob = editor(page_of("bob"), document)
    saved(bob)
    cut_off(bob)
    type_at_end(bob, " Jamais parti.")
    bob.wait_for_timeout(500)  # the browser writes its copy
    bob.goto("about:blank")
    server.kill()
    begin = f"from realtime.models import Head; Head.objects.filter(room='{document}').update(epoch='later')"
    server.run("manage.py", "shell", "-v", "0", "-c", begin)
    server.start()
    bob.context.set_offline(False)
    bob.goto(f"/documents/{document}/")
    dialog = bob.get_by_role("dialog", name="Vos derniers changements n’ont pas été enregistrés")
    expect(dialog).to_contain_text("avant qu’une sauvegarde soit restaurée")
    with bob.expect_download() as kept:
        dialog.get_by_role("link", name="Garder le texte").click()
    assert "Départ. Jamais parti." in Path(kept.value.path()).read_text()
    dialog.get_by_role("button", name="Continuer avec la version enregistrée").click()
    bob.wait_for_selector("html[data-sync=true]")
    expect(bob.locator(".ProseMirror")).to_have_text("Départ.")


# Shared device


def enter(page: Page, who: str, *, shared: bool) -> None:
    page.goto("/compte/login/")
    page.get_by_label("Adresse électronique").fill(f"{who}@example.org")
    page.get_by_label("Cet appareil est partagé").set_checked(shared)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu par courriel").fill(page.locator("code.code").inner_text())
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_selector(".me")


def test_a_shared_device_keeps_no_database(page_of: Open, server: Server) -> None:
    document = server.document("Rien ne reste", markdown="Départ.")
    page = page_of(None)
    enter(page, "bob", shared=True)
    assert next(one for one in page.context.cookies() if one["name"] == "sessionid")["expires"] == -1
    editor(page, document)
    type_at_end(page, " Suite.")
    saved(page)
    assert page.evaluate(COPIES) == []
    cut_off(page)
    expect(state(page)).to_contain_text("gardez cette page ouverte", timeout=20_000)
    expect(panel(page)).to_contain_text("rien n’est gardé sur un appareil partagé")
    assert page.evaluate(COPIES) == []
    page.context.set_offline(False)
    saved(page)


def test_saying_so_later_offers_what_is_unsent_sends_it_and_leaves_nothing(page_of: Open, server: Server) -> None:
    document = server.document("Écrit avant", markdown="Départ.")
    other = server.document("Simple copie", markdown="Départ.")
    page = page_of(None)
    enter(page, "bob", shared=False)
    editor(page, other)
    saved(page)
    editor(page, document)
    saved(page)
    cut_off(page)
    type_at_end(page, " Hors ligne.")
    page.wait_for_timeout(1500)  # the browser writes its copy
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/profil/")
    page.get_by_role("button", name="Cet appareil est partagé").click()
    asked = page.get_by_role("dialog", name="Certains de vos changements ne sont que sur cet appareil")
    expect(asked.get_by_role("link", name="Écrit avant")).to_be_visible(timeout=20_000)
    asked.get_by_role("button", name="Les envoyer d’abord").click()
    expect(asked).to_be_hidden()
    page.request.post(  # as without a script: the copies are still there
        "/profil/appareil/",
        form={
            "csrfmiddlewaretoken": page.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
            "shared": "1",
        },
        headers={"Referer": page.url},
    )
    page.goto("/profil/")
    left = page.get_by_role("status").filter(has_text="Cet appareil garde encore des changements")
    expect(left.get_by_role("link", name="Écrit avant")).to_be_visible()
    assert len(page.evaluate(COPIES)) == 1  # the settled one is gone
    left.get_by_role("link", name="Écrit avant").click()
    saved(page)
    assert server.stored_text(document) == "Départ. Hors ligne."
    page.wait_for_function(f"async () => (await ({COPIES})()).length === 0")


# What the eye and the screen reader meet


@pytest.mark.slow
@SIZES
@SCHEMES
def test_axe_finds_nothing_in_the_panel_and_the_banners(
    page_of: Open, server: Server, view: dict[str, Any], scheme: str
) -> None:
    document = server.document("Panneau et messages", markdown="# Titre\n\nDépart.")
    bob = page_of("bob", color_scheme=scheme, **view)
    wire = Wire(bob)
    editor(bob, document)
    saved(bob)
    wire.say(NOTICE, {"code": "large", "detail": "Ce document atteint 83 % de sa taille limite."})
    expect(bob.get_by_text("Ce document atteint 83 %")).to_be_visible()
    wire.deaf = True
    type_at_end(bob, " Attend.")
    wire.say(UNSAVED)
    expect(panel(bob)).to_be_visible()
    found = list(troubles(bob))
    bob.keyboard.press("Escape")
    wire.say(REFUSED, {"code": "full", "detail": ""})
    expect(bob.get_by_role("dialog")).to_contain_text("Le document est plein")
    assert not [*found, *troubles(bob)]
