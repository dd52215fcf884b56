"""What a screen reader is told and where the keyboard goes: sharing above all, then every page in its names."""

import re
import time
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_every_page import everywhere, walk_to
from tests.live.server import Server

Open = Callable[..., Page]
DESK = {"viewport": {"width": 1280, "height": 860}}
CONTROL = re.compile(
    r"^\s*- (button|link|combobox|textbox|searchbox|radio|checkbox)\b(?: \"((?:[^\"\\]|\\.)*)\")?", re.M
)


def controls(part: Locator) -> list[tuple[str, str]]:
    """(kind, name) of all that can be used there, as a screen reader has it."""
    return CONTROL.findall(part.aria_snapshot())


@pytest.fixture
def shared(server: Server) -> str:
    """A document with people, a group, an invitation and a request."""
    document = server.document("Écouté", markdown="Départ.")
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "signed_in", "link_role": "view"})
    server.call("alice", "POST", f"/documents/{document}/invitations/", {"email": "nina@exemple.fr", "role": "comment"})
    asked = f"/documents/{document}/access-requests/"
    server.call("eve", "POST", asked, {"role": "change", "message": "Bonjour"})
    while not server.call("alice", "GET", asked)["count"]:  # written down once the answer has left
        time.sleep(0.05)
    return document


def test_what_a_screen_reader_is_told_of_sharing(page_of: Open, server: Server, shared: str) -> None:
    page = page_of("alice", **DESK)
    page.goto(f"/documents/{shared}/partager/")
    main = page.get_by_role("main")
    for heading in ("Personnes qui ont un rôle sur ce document", "Demandes d’accès", "Ajouter quelqu’un"):
        expect(main.get_by_role("region", name=heading)).to_be_visible()
    expect(main.get_by_role("region", name="Personnes qui ont un rôle")).to_match_aria_snapshot(
        """
        - list:
          - listitem:
            - text: /Bob Martin/
            - combobox "Rôle de Bob Martin"
            - button "Retirer Bob Martin"
        """
    )
    expect(main.get_by_role("region", name="Demandes d’accès")).to_match_aria_snapshot(
        """
        - combobox "Rôle de Eve Marchand"
        - button "Accepter Eve Marchand"
        - button "Refuser Eve Marchand"
        """
    )
    expect(main.get_by_role("button", name="Renvoyer nina@exemple.fr")).to_be_visible()
    expect(main.get_by_role("button", name="Retirer nina@exemple.fr")).to_be_visible()
    names = controls(main)
    assert not [kind for kind, name in names if not name]
    assert not [one for one, count in Counter(names).items() if one[0] == "button" and count > 1]


def test_sharing_by_keyboard_alone(page_of: Open, server: Server, shared: str) -> None:
    page = page_of("alice", **DESK)
    page.goto(f"/documents/{shared}/partager/")
    walk_to(page, "Rôle de Dan Leroy")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Changer Dan Leroy")).to_be_focused()
    page.keyboard.press("Enter")
    told = page.locator(".notice", has_text="Le rôle de Dan Leroy a changé.")
    expect(told).to_be_focused()
    expect(page.get_by_label("Rôle de Dan Leroy")).to_have_value("comment")
    walk_to(page, "Accepter Eve Marchand")
    page.keyboard.press("Enter")
    expect(page.locator(".notice", has_text="Eve Marchand a maintenant accès")).to_be_focused()
    walk_to(page, "Écouté")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{shared}/")


def test_a_refused_address_takes_the_focus(page_of: Open, server: Server, shared: str) -> None:
    page = page_of("alice", **DESK)
    page.goto(f"/documents/{shared}/partager/")
    page.get_by_label("Adresse électronique").fill("nina@exemple")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    field = page.get_by_label("Adresse électronique")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("adresse"))


def test_escape_closes_a_menu_of_the_tree_and_gives_the_focus_back(page_of: Open, server: Server) -> None:
    page = page_of("alice", **DESK)
    page.goto(f"/espaces/{server.workspace}/documents/")
    menu = page.locator(".branch .menu summary").first
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Nouveau document à l’intérieur").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.get_by_role("link", name="Nouveau document à l’intérieur")).to_have_count(0)


@pytest.mark.slow
def test_every_control_of_every_page_has_a_name_of_its_own(page_of: Open, server: Server) -> None:
    """Buttons that are read one after the other must say what each of them does."""
    wrong = []
    for page in everywhere(page_of, server, **DESK):
        found = controls(page.locator("main"))
        wrong += [f"{page.url}: a {kind} without a name" for kind, name in found if not name]
        same = Counter(name for kind, name in found if kind == "button")
        wrong += [f"{page.url}: {count} buttons “{name}”" for name, count in same.items() if count > 1]
    assert not wrong, "\n".join(wrong)
