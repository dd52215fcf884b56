"""Being told, with three people and a guest: the bell, the list, what one chooses, mails that lead to the right place."""

import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, guest_editor
from tests.browser.noticing import (
    DESK,
    PHONE,
    TEXT,
    Telling,
    mails,
    open_to_guests,
    sees,
    telling,
    text_of,
    unread,
    way_of,
)
from tests.browser.test_comments import ask_thread, comment, thread
from tests.browser.test_every_page import troubles

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telling]:
    yield from telling(tmp_path_factory.mktemp("server"))


@pytest.fixture
def document(server: Telling, request: pytest.FixtureRequest) -> str:
    """Named as its test; nobody has anything unread."""
    made = server.document(f"Texte de {request.node.name}"[:80], markdown=TEXT)
    server.tell()
    for who in ("alice", "bob", "carol", "dan"):
        server.call(who, "PUT", "/notices/read/")
    return made


def number_of(server: Telling, who: str, asking: str, document: str) -> int:
    (found,) = server.call(asking, "GET", f"/documents/{document}/people/?q={who}")["items"]
    return int(found["id"])


def mention_alice(server: Telling, document: str, said: str, by: str = "carol") -> str:
    """On a passage; the thread. Nobody writes more than twenty comments in a minute."""
    key = ask_thread(server, document, "gratuit", "Pour commencer.", who=by)
    body = {"body": f"@Alice Diop, {said}", "mentioned": [number_of(server, "Alice", by, document)]}
    server.call(by, "POST", f"/documents/{document}/threads/{key}/comments/", body)
    return key


# The bell and the list


def test_three_people_and_a_guest_are_told_and_led_there(page_of: Open, server: Telling, document: str) -> None:
    open_to_guests(server, document, wait=False)
    carol, zoe = editor(page_of("carol", **DESK), document), page_of(None, **DESK)
    guest_editor(zoe, document, "Zoé Blanc")
    comment(zoe, "gratuit", "Vraiment gratuit ?")
    expect(thread(carol, "gratuit")).to_have_count(0)
    carol.get_by_role("tab", name="Commentaires").click()
    thread(carol, "gratuit").get_by_role("button", name=re.compile("^Répondre")).click()
    carol.get_by_role("textbox", name="Répondre à Zoé Blanc").click()
    carol.keyboard.type("Voyez avec @ali")
    expect(carol.get_by_role("option", name=re.compile("Alice Diop"))).to_have_attribute("aria-selected", "true")
    carol.keyboard.press("Enter")
    carol.keyboard.press("Control+Enter")
    expect(thread(carol, "gratuit")).to_contain_text("@Alice Diop")
    server.tell()

    alice = page_of("alice", **DESK)
    alice.goto("/")
    sees(alice, 2)  # the guest’s question, and Carol’s words to her
    unread(alice).click()
    told = alice.get_by_role("main").get_by_role("listitem").filter(has_text="vous mentionne")
    expect(told).to_contain_text("Voyez avec @Alice Diop")
    told.get_by_role("link", name=re.compile("Carol Petit")).click()
    expect(thread(alice, "gratuit")).to_be_focused()
    sees(alice, 1)

    zoe.goto("/avis/")
    answered = zoe.get_by_role("main").get_by_role("listitem").filter(has_text="a répondu")
    expect(answered).to_contain_text("Carol Petit")
    expect(zoe.get_by_role("link", name="Paramètres")).to_have_count(0)
    answered.get_by_role("link", name=re.compile("Carol Petit")).click()
    expect(thread(zoe, "gratuit")).to_be_focused()
    assert server.call("bob", "GET", "/notices/?unread=true")["count"] == 0  # he follows nothing of it yet


def test_one_notice_is_marked_then_all(page_of: Open, server: Telling, document: str) -> None:
    mention_alice(server, document, "un")
    server.call("carol", "POST", f"/documents/{document}/threads/", {"body": "Autre chose."})
    server.tell()
    page = page_of("alice", **PHONE)
    page.goto("/avis/?voir=non-lus")
    told = page.get_by_role("main").get_by_role("listitem")
    expect(told).to_have_count(3)
    told.first.get_by_role("button", name=re.compile("^Marquer comme lu")).click()
    page.goto("/avis/?voir=non-lus")
    expect(told).to_have_count(2)
    page.get_by_role("button", name="Tout marquer comme lu").click()
    expect(page.get_by_text("2 notifications sont marquées comme lues")).to_be_visible()
    page.goto("/avis/?voir=non-lus")
    expect(page.get_by_text("Vous avez tout lu.")).to_be_visible()


def test_the_number_follows_on_a_page_that_stays_open(page_of: Open, server: Telling, document: str) -> None:
    alice, number, asked = page_of("alice", **DESK), f"{server.address}/avis/nombre/", []
    alice.on("request", lambda request: asked.append(request.url) if request.url == number else None)
    alice.clock.install()
    alice.goto("/espaces/")
    sees(alice, 0)
    mention_alice(server, document, "venez voir")
    server.tell()
    sees(alice, 0)
    alice.clock.fast_forward("01:01")
    sees(alice, 2)
    assert len(asked) == 1

    look(alice, "hidden")
    alice.clock.fast_forward("10:00")
    assert len(asked) == 1  # nobody looks
    server.call("alice", "PUT", "/notices/read/")
    with alice.expect_response("**/avis/nombre/"):
        look(alice, "visible")
    sees(alice, 0)


def look(page: Page, state: str) -> None:
    """As a tab does that is left, or looked at again."""
    page.evaluate(
        """state => {
            Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def test_a_page_left_open_asks_no_more_once_signed_out(page_of: Open, server: Telling, document: str) -> None:
    page, number, asked = page_of(None, **DESK), f"{server.address}/avis/nombre/", []
    page.on("request", lambda request: asked.append(request.url) if request.url == number else None)
    page.context.add_cookies([{"name": "sessionid", "value": server.sign_in("dan"), "url": server.address}])
    page.clock.install()
    page.goto("/espaces/")
    page.context.clear_cookies()
    with page.expect_response("**/avis/nombre/"):
        page.clock.fast_forward("01:01")
    page.evaluate("fetch('/healthz').then(answer => answer.text())")  # the page has had that answer before this one
    page.clock.fast_forward("05:00")
    look(page, "visible")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(asked) == 1


def test_without_script_the_number_is_that_of_the_page(page_of: Open, server: Telling, document: str) -> None:
    mention_alice(server, document, "sans script")
    server.tell()
    page = page_of("alice", java_script_enabled=False, **PHONE)
    page.goto("/")
    bell = page.get_by_role("banner").get_by_role("link", name=re.compile("^Notifications"))
    expect(bell).to_contain_text("(2 non lues)")
    bell.click()
    page.get_by_role("link", name=re.compile("Carol Petit vous mentionne")).first.click()  # the newest
    expect(page.get_by_role("link", name="Lire le document")).to_be_visible()
    page.goto("/")
    expect(bell).to_contain_text("(1 non lue)")


# What one chooses


def test_each_chooses_for_a_document_and_for_a_workspace(page_of: Open, server: Telling, document: str) -> None:
    dan, bob = page_of("dan", **DESK), page_of("bob", **DESK)
    editor(dan, document)
    dan.locator(".doc-more summary").click()
    dan.get_by_role("link", name="Notifications de ce document").click()
    dan.get_by_label("Tout le reste").select_option("Tout de suite")
    dan.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(dan.get_by_text("La modification est enregistrée.")).to_be_visible()
    bob.goto(f"/espaces/{server.workspace}/avis/")
    bob.get_by_label("Tout le reste").select_option("Jamais, pas même ici")
    bob.get_by_label("Ce qui s’adresse à vous").select_option("Une fois par semaine")
    bob.get_by_role("button", name="Enregistrer", exact=True).click()
    bob.get_by_role("link", name=re.compile("Ce que vous recevez ailleurs")).click()
    expect(bob.get_by_role("listitem").filter(has_text="une fois par semaine")).to_be_visible()

    server.call("bob", "POST", f"/documents/{document}/threads/", {"body": "De Bob, qui suit donc."})
    server.call("carol", "POST", f"/documents/{document}/threads/", {"body": "De Carol à tout le monde."})
    body = {"body": "@Bob Martin, à toi.", "mentioned": [number_of(server, "Bob", "carol", document)]}
    server.call("carol", "POST", f"/documents/{document}/threads/", body)
    server.tell()
    assert len(mails(server, "dan", "De Carol à tout le monde.")) == 1  # though he only reads
    assert mails(server, "bob", "De Carol à tout le monde.") == []
    (weekly,) = mails(server, "bob", "@Bob Martin, à toi.")
    assert "votre semaine" in text_of(weekly) or "cette semaine" in text_of(weekly)
    bob.goto("/avis/?voir=non-lus")
    expect(bob.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    server.call("bob", "PUT", f"/notices/preferences/workspaces/{server.workspace}/", {"addressed": None, "rest": None})


# Mails


def test_a_digest_leads_who_has_to_sign_in_to_the_very_passage(page_of: Open, server: Telling, document: str) -> None:
    key = ask_thread(server, document, "données publiques", "Lesquelles exactement ?")
    server.call("carol", "POST", f"/documents/{document}/threads/", {"body": "Et sur l’ensemble ?"})
    server.tell()
    (digest,) = mails(server, "alice", "Lesquelles exactement ?")
    assert "votre journée" in str(digest["Subject"])
    assert "données publiques" in text_of(digest) and "Et sur l’ensemble ?" in text_of(digest)
    page = page_of(None, **PHONE)
    page.goto(way_of(digest, "Lesquelles exactement ?"))
    sign_in(page, "alice")
    page.wait_for_url(f"**/documents/{document}/#fil-{key}")
    expect(thread(page, "données publiques")).to_be_focused()
    left = server.call("alice", "GET", "/notices/?unread=true")["items"]
    assert [one["said"] for one in left] == ["Et sur l’ensemble ?"]
    page.goto(way_of(digest, "Et sur l’ensemble ?"))
    expect(page.get_by_role("main")).to_contain_text("Et sur l’ensemble ?")
    assert server.call("alice", "GET", "/notices/?unread=true")["count"] == 0


def sign_in(page: Page, who: str) -> None:
    """By the code that a server in development shows on the page."""
    page.get_by_label("Adresse électronique").fill(f"{who}@example.org")
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu").fill(page.locator(".development code").inner_text())
    page.get_by_role("button", name="Continuer").click()


def test_one_click_stops_the_mails_of_a_document(page_of: Open, server: Telling, document: str) -> None:
    mention_alice(server, document, "premier courrier")
    server.tell()
    (sent,) = mails(server, "alice", "premier courrier")
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.search(r"<(\S+)>", str(sent["List-Unsubscribe"]))
    assert address is not None
    program = urllib.request.Request(address[1], data=b"List-Unsubscribe=One-Click", method="POST")
    with urllib.request.urlopen(program, timeout=20) as answer:  # the mail program: no cookie, no form
        assert answer.status == 200
    mention_alice(server, document, "second courrier")
    server.tell()
    assert mails(server, "alice", "second courrier") == []
    alice = page_of("alice", **DESK)
    alice.goto("/avis/")
    expect(alice.get_by_role("main")).to_contain_text("second courrier")
    alice.goto(f"/documents/{document}/avis/")
    expect(alice.get_by_label("Ce qui s’adresse à vous")).to_have_value("never")


def test_by_hand_it_is_asked_first(page_of: Open, server: Telling, document: str) -> None:
    """Programs follow every link of a mail: opening it stops nothing."""
    mention_alice(server, document, "à arrêter")
    server.tell()
    (sent,) = mails(server, "alice", "à arrêter")
    stop = re.search(r"sur «.+»\s*:\s*(http\S+/avis/arreter/\S+)", text_of(sent))
    assert stop is not None
    page = page_of(None, **PHONE)
    page.goto(stop[1])
    expect(page.get_by_role("heading", name=re.compile("^Arrêter ces e-mails"))).to_be_visible()
    wanted: Any = server.call("alice", "GET", f"/notices/preferences/documents/{document}/")
    assert wanted["addressed"] is None
    page.get_by_role("button", name="Arrêter ces e-mails").click()
    expect(page.get_by_role("heading", name="C’est fait")).to_be_visible()
    wanted = server.call("alice", "GET", f"/notices/preferences/documents/{document}/")
    assert (wanted["addressed"], wanted["rest"]) == ("never", "never")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_a_list_with_notices(
    page_of: Open, server: Telling, document: str, scheme: str, device: dict[str, Any]
) -> None:
    mention_alice(server, document, "pour Axe", by="bob")
    server.tell()
    page = page_of("alice", color_scheme=scheme, **device)
    page.goto("/avis/")
    expect(page.get_by_role("main")).to_contain_text("pour Axe")
    assert not (found := list(troubles(page))), "\n".join(found)
