"""The main job: two people write one document live, lose nothing, and others see it by their rights."""

import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, text_of, type_at_end
from tests.live.server import Server

Open = Callable[..., Page]


def saved(page: Page) -> None:
    page.wait_for_selector("html[data-saved=true][data-sync=true]", timeout=15_000)


def letters_of(text: str) -> str:
    return "".join(text.split())


def letters(page: Page) -> str:
    return letters_of(text_of(page))


def test_two_people_type_in_one_paragraph_at_the_same_time(page_of: Open, server: Server) -> None:
    document = server.document("À deux", markdown="Départ.")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    for page in (alice, bob):
        page.locator(".ProseMirror").click()
        page.keyboard.press("Control+End")
    dice = random.Random(1)
    typed = {"alice": "".join(dice.choices("abcdefgh", k=200)), "bob": "".join(dice.choices("stuvwxyz", k=200))}
    for at in range(0, 200, 5):
        alice.keyboard.insert_text(typed["alice"][at : at + 5])
        bob.keyboard.insert_text(typed["bob"][at : at + 5])
    saved(alice)
    saved(bob)
    expect(bob.locator(".ProseMirror")).to_have_text(alice.locator(".ProseMirror").inner_text())
    text = letters(alice)
    assert "".join(sorted(text)) == "".join(sorted("Départ." + typed["alice"] + typed["bob"]))
    assert letters_of(server.stored_text(document)) == text == letters(bob)


def test_readers_see_it_live_and_cannot_write_strangers_see_nothing(page_of: Open, server: Server) -> None:
    document = server.document("Lu", markdown="Départ.")
    bob, dan = editor(page_of("bob"), document), editor(page_of("dan"), document)
    type_at_end(bob, " Vu par Dan.")
    expect(dan.locator(".ProseMirror")).to_contain_text("Vu par Dan.")
    expect(dan.locator(".ProseMirror")).to_have_attribute("contenteditable", "false")
    eve = page_of("eve")
    answer = eve.goto(f"/documents/{document}/")
    assert answer is not None
    assert answer.status == 404
    visitor = page_of(None).goto(f"/documents/{document}/")
    assert visitor is not None
    assert visitor.status in {404, 200}
    assert "Départ" not in visitor.text()


def test_what_is_written_offline_is_merged_on_return(page_of: Open, server: Server) -> None:
    document = server.document("Hors ligne", markdown="Départ.")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    alice.context.set_offline(True)
    alice.wait_for_selector("html[data-sync=false]", timeout=40_000)
    type_at_end(alice, " Écrit sans réseau.")
    expect(alice.get_by_text("Hors ligne : gardé sur cet appareil").first).to_be_visible()
    type_at_end(bob, " Écrit avec.")
    alice.context.set_offline(False)
    saved(alice)
    saved(bob)
    expect(bob.locator(".ProseMirror")).to_contain_text("Écrit sans réseau.")
    expect(alice.locator(".ProseMirror")).to_contain_text("Écrit avec.")
    assert letters(alice) == letters(bob) == letters_of(server.stored_text(document))


def type_in(page: Page, paragraph: int, text: str) -> None:
    page.locator(".ProseMirror > p").nth(paragraph).click()
    page.keyboard.press("End")
    page.keyboard.type(text)


def test_what_was_acknowledged_survives_kill_9(page_of: Open, server: Server) -> None:
    document = server.document("Panne", markdown="Alice :\n\nBob :")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    acknowledged: list[str] = []
    for number in range(12):
        type_in(alice, 0, f" A{number}«")
        type_in(bob, 1, f" B{number}«")
        if number == 5:
            saved(alice)
            saved(bob)
            acknowledged = [f"{name}{n}«" for n in range(6) for name in "AB"]
    server.kill()
    try:
        type_in(alice, 0, " pendant la panne")
        stored = letters_of(server.stored_text(document))
        assert all(stored.count(mark) == 1 for mark in acknowledged), stored
    finally:
        server.start()
    saved(alice)
    saved(bob)
    expect(bob.locator(".ProseMirror")).to_contain_text("pendant la panne")
    after = letters_of(server.stored_text(document))
    assert all(after.count(f"{name}{n}«") == 1 for n in range(12) for name in "AB"), after
    assert letters(alice) == letters(bob) == after


def test_a_table_and_an_image_reach_the_other(page_of: Open, server: Server, tmp_path: Path) -> None:
    document = server.document("Table et image", markdown="Départ.")
    alice, bob = editor(page_of("alice"), document), editor(page_of("bob"), document)
    picture = tmp_path / "point.png"
    Image.new("RGB", (40, 30), "teal").save(picture)
    alice.locator(".ProseMirror").click()
    alice.keyboard.press("Control+End")
    alice.get_by_role("button", name="Tableau", exact=False).first.click()
    expect(bob.locator(".ProseMirror table")).to_be_visible()
    with alice.expect_file_chooser() as chosen:
        alice.get_by_role("button", name="Image", exact=True).click()
    chosen.value.set_files(picture)
    alice.get_by_role("textbox", name="Description de l’image").fill("Un point")
    alice.get_by_role("button", name="Insérer l’image").click()
    shown = bob.get_by_role("img", name="Un point")
    expect(shown).to_be_visible(timeout=15_000)
    assert shown.evaluate("image => image.naturalWidth") == 40
    saved(alice)


def test_signing_out_elsewhere_ends_the_open_page(page_of: Open, server: Server) -> None:
    """The socket is really closed by the server under the pages, whatever library serves it."""
    document = server.document("Session", markdown="Départ.")
    dan = page_of(None)
    dan.context.add_cookies([{"name": "sessionid", "value": server.sign_in("dan"), "url": server.address}])
    editor(dan, document)
    other = dan.context.new_page()
    other.goto("/compte/logout/")
    other.locator("main form button[type=submit]").first.click()
    dan.wait_for_selector("html[data-sync=false]", timeout=8000)
