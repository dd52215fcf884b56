"""Every page as people meet it: light and dark, phone and desk, keyboard, no script, 320 pixels; axe finds nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.live.server import Server

Open = Callable[..., Page]
FOCUS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const style = getComputedStyle(at.closest(".choice") || at);  // a choice shows it around its words
    const name = at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent;
    const shown = (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || at.isContentEditable;
    return [name, shown && box.bottom > 0 && box.top < innerHeight && box.width > 0];
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pages(server: Server) -> list[tuple[str | None, str]]:
    workspace, bill = f"/espaces/{server.workspace}", f"/documents/{server.bill}"
    return [
        *((None, path) for path in ("/", "/espaces/", "/aide/", "/aide/limites/", "/aide/donnees/", "/nulle-part/")),
        *((None, f"/compte/{door}/") for door in ("login", "login/password", "signup", "password/reset")),
        *(
            ("alice", path)
            for path in ("/", "/espaces/", "/espaces/nouveau/", "/corbeille/", "/profil/", "/profil/fermer/")
        ),
        *(
            ("alice", f"{workspace}/{page}")
            for page in ("", "documents/", "documents/nouveau/", "membres/", "activite/", "audit/", "qui/", "quitter/")
        ),
        *(("alice", f"{place}/{page}/") for place in (workspace, bill) for page in ("discussion", "moderation")),
        *(("alice", path) for path in ("/avis/", "/avis/reglages/", f"{bill}/avis/", f"{workspace}/avis/")),
        *(("alice", f"/{page}/") for page in ("groupes", "groupes/nouveau", "groupes/1", "groupes/1/supprimer")),
        *(("alice", f"/{page}/") for page in ("organisations", "organisations/nouvelle", "organisations/1")),
        *(("dan", path) for path in ("/groupes/1/", "/organisations/")),
        *(("alice", path) for path in (f"{workspace}/parametres/", f"{bill}/", f"{bill}/partager/?q=mar")),
        *(
            ("alice", f"{bill}/{page}/")
            for page in ("qui", "reserver", "quitter", "deplacer", "nouveau", "historique", "etape", "exporter")
        ),
        *(("alice", f"{bill}/auteurs/{page}") for page in ("", "?par=nature", "film/")),
        ("alice", f"{workspace}/depuis/"),
        *(("alice", f"{place}/volume/") for place in (workspace, bill)),
        *(("alice", f"/compte/{page}/") for page in ("email", "password/change", "logout")),
        *(("alice", f"/compte/2fa/{page}/") for page in ("totp/activate", "webauthn/add")),
        *(("alice", f"/{page}/") for page in ("profil/securite", "profil/donnees", "compte/identite", "invitation")),
        *(("dan", path) for path in (f"{bill}/lire/", f"{bill}/", f"{bill}/partager/", f"{workspace}/membres/")),
        *(("carol", path) for path in (f"{bill}/", "/")),
        *(("eve", path) for path in ("/", f"{bill}/")),
    ]


def troubles(page: Page) -> Iterator[str]:
    """Violations, and text that has the colour of its ground: axe files that one under "incomplete"."""
    found = Axe().run(page, options={"runOnly": TAGS}).response
    for rule in found["violations"]:
        yield f"{page.url} {rule['id']} {[node['target'] for node in rule['nodes']][:3]}"
    for rule in found["incomplete"]:
        for node in rule["nodes"]:
            if any("equalRatio" in str(check.get("data")) for check in node["any"]):
                yield f"{page.url} equalRatio {node['target']}"


def everywhere(page_of: Open, server: Server, **options: Any) -> Iterator[Page]:
    browsers: dict[str | None, Page] = {}
    for who, path in pages(server):
        if who not in browsers:
            browsers[who] = page_of(who, **options)
        browsers[who].goto(path)
        yield browsers[who]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page_of: Open, server: Server, scheme: str, width: int) -> None:
    phone = {"has_touch": True, "is_mobile": True} if width < 500 else {}
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 844}, **phone}
    found = [trouble for page in everywhere(page_of, server, **options) for trouble in troubles(page)]
    assert not found, "\n".join(found)


def test_nothing_scrolls_sideways_at_320(page_of: Open, server: Server) -> None:
    wide = [
        page.url
        for page in everywhere(page_of, server, viewport={"width": 320, "height": 256})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth")
    ]
    assert not wide


def test_pages_work_without_script(page_of: Open, server: Server) -> None:
    page = page_of("alice", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("/")
    page.get_by_role("link", name="Menu", exact=True).click()
    page.get_by_role("link", name="Nouvel espace").click()
    page.get_by_label("Nom de l’espace").fill("Sans script")
    page.get_by_role("button", name="Créer l’espace").click()
    page.get_by_role("link", name="Nouveau document").click()
    page.get_by_label("Titre").fill("Un texte")
    page.get_by_role("button", name="Commencer à écrire").click()
    expect(page.get_by_role("link", name="Lire le document")).to_be_visible()
    page.locator(".doc-more summary").click()
    page.get_by_role("button", name="Mettre à la corbeille").click()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("est de retour dans son espace")).to_be_visible()


def test_the_keyboard_goes_first_to_the_content(page_of: Open, server: Server) -> None:
    page = page_of("alice", viewport={"width": 1280, "height": 844})
    page.goto("/espaces/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main").get_by_role("link", name="Nouvel espace")).to_be_focused()


def test_the_drawer_takes_the_focus_and_gives_it_back(page_of: Open, server: Server) -> None:
    page = page_of("alice", viewport={"width": 390, "height": 844})
    page.goto("/")
    opener = page.get_by_role("link", name="Menu", exact=True)
    opener.click()
    expect(page.get_by_role("link", name="Fermer le menu")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.get_by_role("link", name="Corbeille")).to_be_hidden()


def test_a_document_is_made_written_and_shared_by_keyboard(page_of: Open, server: Server) -> None:
    page = page_of("alice", viewport={"width": 1280, "height": 860})
    page.goto(f"/espaces/{server.workspace}/")
    walk_to(page, "Nouveau document")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/nouveau/")
    expect(page.get_by_label("Titre")).to_be_focused()
    page.keyboard.type("Au clavier")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-sync=true]")
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type("Une phrase.")
    page.wait_for_selector("html[data-saved=true]")
    expect(page.locator(".ProseMirror")).to_have_text("Une phrase.")
    walk_to(page, "Partager", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partager/")
    walk_to(page, "Adresse électronique")
    page.keyboard.type("bob@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bob Martin a maintenant accès et reçoit un courriel.")).to_be_visible()


def walk_to(page: Page, name: str, key: str = "Tab") -> None:
    """Goes on with one key until what has the focus bears this name; the focus shows at each step."""
    for _ in range(60):
        page.keyboard.press(key)
        told, shown = page.evaluate(FOCUS)
        assert shown, f"nothing shows that “{told}” has the focus"
        if name in told:
            return
    raise AssertionError(f"{name} is not reached by {key}")


def test_signing_in_with_the_code_on_the_page(page_of: Open, server: Server) -> None:
    page = page_of(None)
    page.goto("/compte/login/?next=/profil/")
    page.get_by_label("Adresse électronique").fill("dan@example.org")
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu par courriel").fill(page.locator("code.code").inner_text())
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Votre profil")).to_be_visible()
