"""A visitor becomes a guest: by a password and a name, writing with the others until the link is closed; then an account."""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, type_at_end
from tests.live.server import Server

Open = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SECRET = "tilleul 1789"


def share(server: Server, document: str, **link: Any) -> None:
    server.call("alice", "PUT", f"/documents/{document}/sharing/", link)


def come_in(page: Page, document: str, name: str) -> None:
    page.goto(f"/documents/{document}/")
    expect(page.get_by_role("heading", name="Un mot de passe est demandé")).to_be_visible()
    page.get_by_label("Mot de passe").fill(SECRET)
    page.get_by_label("Votre nom").fill(name)
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_selector("html[data-sync=true]")


def test_a_guest_writes_until_the_link_is_closed(page_of: Open, server: Server) -> None:
    document = server.document("Table ouverte", markdown="Départ.")
    share(server, document, reach="public", link_role="change", password=SECRET)
    zoe, alice = page_of(None, **PHONE), editor(page_of("alice"), document)
    zoe.goto(f"/documents/{document}/")
    assert "Table ouverte" not in zoe.content()
    zoe.get_by_label("Mot de passe").fill("faux, hélas")
    zoe.get_by_label("Votre nom").fill("Zoé Blanc")
    zoe.get_by_role("button", name="Entrer").click()
    expect(zoe.get_by_text("Ce n’est pas le mot de passe de ce lien.")).to_be_visible()
    come_in(zoe, document, "Zoé Blanc")
    type_at_end(zoe, " Zoé est là.")
    zoe.wait_for_selector("html[data-saved=true]")
    expect(alice.locator(".ProseMirror")).to_contain_text("Zoé est là.")
    share(server, document, reach="restricted")
    closed = time.monotonic()
    expect(zoe.locator(".ProseMirror[contenteditable=true]")).to_have_count(0, timeout=2_000)
    assert time.monotonic() - closed < 2
    zoe.goto(f"/documents/{document}/")
    expect(zoe.get_by_role("heading", name="Il n’y a rien ici pour vous")).to_be_visible()
    assert "Zoé est là." in server.stored_text(document)


def test_a_guest_signs_in_and_takes_their_words_along(page_of: Open, server: Server) -> None:
    document = server.document("Reprise", markdown="Départ.")
    share(server, document, reach="public", link_role="change", password=SECRET)
    page = page_of(None)
    come_in(page, document, "Yan Invité")
    type_at_end(page, " De Yan.")
    page.wait_for_selector("html[data-saved=true]")
    page.goto("/compte/login/password/")
    page.get_by_label("Adresse électronique").fill("eve@example.org")
    page.get_by_label("Mot de passe").fill("table-ouverte-2026")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_text(re.compile("Reprendre ce que vous avez écrit ici comme.+Yan Invité"))).to_be_visible()
    page.get_by_role("button", name="Oui, c’était moi").click()
    expect(page.get_by_text("Ce que vous avez écrit en invité est maintenant à vous.")).to_be_visible()
    page.goto(f"/documents/{document}/lire/")
    expect(page.locator(".byline")).to_contain_text("Eve Marchand")
    expect(page.locator(".byline")).not_to_contain_text("Yan")
    editor(page, document)
    type_at_end(page, " D’Eve.")
    page.wait_for_selector("html[data-saved=true]")
    assert "De Yan. D’Eve." in server.stored_text(document)


def test_somebody_is_found_by_name_and_added_by_keyboard(page_of: Open, server: Server) -> None:
    document = server.document("Par le nom")
    server.call("alice", "DELETE", f"/documents/{document}/grants/bob@example.org/")
    server.call("alice", "PUT", f"/workspaces/{server.workspace}/grants/bob@example.org/", {"role": "view"})
    page = page_of("alice")
    page.goto(f"/documents/{document}/partager/")
    page.get_by_label("Une personne de vos espaces").focus()
    page.keyboard.type("mart")
    found = page.get_by_role("list", name="Personnes trouvées")
    expect(found.locator("b")).to_have_text("Bob Martin")
    found.get_by_label("Rôle de Bob Martin").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ajouter Bob Martin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bob Martin peut maintenant ouvrir le document.")).to_be_visible()
    server.call("alice", "PUT", f"/workspaces/{server.workspace}/grants/bob@example.org/", {"role": "change"})


def test_one_sees_as_a_reader_and_is_oneself_again(page_of: Open, server: Server) -> None:
    document = server.document("Autres yeux", markdown="Départ.")
    page = page_of("alice")
    page.goto(f"/documents/{document}/partager/")
    page.get_by_label("Rôle à prendre pour regarder").select_option("view")
    page.get_by_role("button", name="Voir", exact=True).click()
    page.wait_for_selector("html[data-sync=true]")
    expect(page.get_by_text("comme le verrait un lecteur")).to_be_visible()
    expect(page.locator(".ProseMirror[contenteditable=true]")).to_have_count(0)
    page.get_by_role("button", name="Redevenir soi-même").click()
    editor(page, document)
    expect(page.locator(".ProseMirror[contenteditable=true]")).to_have_count(1)
