"""Where websockets are blocked, the page goes over plain HTTP by itself, says so, loses nothing, and goes back by itself."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import editor, text_of, type_at_end
from tests.live.proxy import Proxy
from tests.live.server import Server

Open = Callable[..., Page]

pytestmark = pytest.mark.xdist_group("without_websockets")


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    made = Proxy(server.port, "refuse")
    yield made
    made.close()


def saved(page: Page) -> None:
    page.wait_for_selector("html[data-saved=true][data-sync=true]", timeout=20_000)


def slow(page: Page) -> Any:
    return page.locator("html[data-via=http]")


def by_http(page_of: Open, proxy: Proxy, who: str, document: str, **options: Any) -> Page:
    """The editor behind the proxy, once it goes by HTTP."""
    page = page_of(who, **options)
    page.goto(f"{proxy.address}/documents/{document}/")
    expect(slow(page)).to_have_count(1, timeout=45_000)
    page.wait_for_selector("html[data-sync=true]")
    return page


def type_in(page: Page, paragraph: int, text: str) -> None:
    page.locator(".ProseMirror > p").nth(paragraph).click()
    page.keyboard.press("End")
    page.keyboard.type(text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_one_behind_a_proxy_that_refuses_websockets_and_one_on_the_socket(
    page_of: Open, server: Server, proxy: Proxy
) -> None:
    document = server.document("Sans websocket", markdown="Départ.")
    alice = by_http(page_of, proxy, "alice", document)
    bob = editor(page_of("bob"), document)
    expect(alice.locator("[data-part=save]")).to_contain_text("liaison lente")
    expect(bob.locator("[data-part=save]")).not_to_contain_text("liaison lente")
    type_at_end(alice, " Par HTTP.")
    expect(bob.locator(".ProseMirror")).to_contain_text("Par HTTP.")
    saved(alice)
    type_at_end(bob, " Par la prise.")
    expect(alice.locator(".ProseMirror")).to_contain_text("Par la prise.", timeout=10_000)
    expect(slow(bob)).to_have_count(0)
    type_at_end(bob, "\nBob :")
    expect(alice.locator(".ProseMirror > p")).to_have_count(2, timeout=10_000)
    for number in range(10):
        type_in(alice, 0, f" A{number}«")
        type_in(bob, 1, f" B{number}«")
    saved(alice)
    saved(bob)
    expect(alice.locator(".ProseMirror")).to_contain_text("B9«", timeout=10_000)
    expect(bob.locator(".ProseMirror")).to_contain_text("A9«")
    stored = squeezed(server.stored_text(document))
    assert squeezed(text_of(alice)) == squeezed(text_of(bob)) == stored
    assert all(stored.count(f"{name}{n}«") == 1 for n in range(10) for name in "AB"), stored


def test_it_goes_back_by_itself_when_websockets_pass_again(page_of: Open, server: Server, proxy: Proxy) -> None:
    document = server.document("Retour", markdown="Départ.")
    alice, bob = by_http(page_of, proxy, "alice", document), editor(page_of("bob"), document)
    type_at_end(alice, " Avant.")
    saved(alice)
    proxy.set("open")
    for number in range(40):  # words go on leaving while the way changes
        type_at_end(alice, f" {number}«")
        alice.wait_for_timeout(250)
        if slow(alice).count() == 0:
            break
    else:
        alice.evaluate("window.dispatchEvent(new Event('online'))")
    expect(slow(alice)).to_have_count(0, timeout=40_000)
    type_at_end(alice, " Après.")
    saved(alice)
    expect(bob.locator(".ProseMirror")).to_contain_text("Après.")
    stored = squeezed(server.stored_text(document))
    assert squeezed(text_of(alice)) == squeezed(text_of(bob)) == stored
    assert all(stored.count(f"{n}«") == 1 for n in range(number + 1) if n > 9), stored
    expect(bob.locator("[data-part=faces]")).not_to_be_empty()  # and presence is back


def test_a_proxy_that_swallows_frames_is_noticed_too(page_of: Open, server: Server, proxy: Proxy) -> None:
    proxy.set("swallow")
    document = server.document("Avalé", markdown="Départ.")
    alice, bob = by_http(page_of, proxy, "alice", document), editor(page_of("bob"), document)
    type_at_end(alice, " Passé quand même.")
    expect(bob.locator(".ProseMirror")).to_contain_text("Passé quand même.")
    saved(alice)


def test_blocked_in_the_middle_of_a_sentence(page_of: Open, server: Server, proxy: Proxy) -> None:
    proxy.set("open")
    document = server.document("Au milieu", markdown="Départ.")
    alice, bob = page_of("alice"), editor(page_of("bob"), document)
    alice.goto(f"{proxy.address}/documents/{document}/")
    saved(alice)
    type_at_end(alice, " Un début")
    proxy.set("refuse")
    type_at_end(alice, " et une fin.", delay=30)
    expect(slow(alice)).to_have_count(1, timeout=45_000)
    saved(alice)
    expect(bob.locator(".ProseMirror")).to_have_text("Départ. Un début et une fin.")
    assert server.stored_text(document).strip() == "Départ. Un début et une fin."


def test_a_reader_sees_the_text_change(page_of: Open, server: Server, proxy: Proxy) -> None:
    document = server.document("Lu de loin", markdown="Départ.")
    dan = page_of("dan")
    dan.goto(f"{proxy.address}/documents/{document}/")
    bob = editor(page_of("bob"), document)
    dan.wait_for_selector("html[data-sync=true]", timeout=30_000)
    type_at_end(bob, " Lu.")
    expect(dan.locator(".ProseMirror")).to_contain_text("Lu.", timeout=10_000)
    expect(dan.locator(".ProseMirror")).to_have_attribute("contenteditable", "false")


def test_a_right_taken_away_is_told(page_of: Open, server: Server, proxy: Proxy) -> None:
    document = server.document("Retiré", markdown="Départ.")
    server.call("alice", "PUT", f"/documents/{document}/grants/eve@example.org/", {"role": "change"})
    eve = by_http(page_of, proxy, "eve", document)
    server.call("alice", "PUT", f"/documents/{document}/grants/eve@example.org/", {"role": "view"})
    expect(eve.locator(".ProseMirror")).to_have_attribute("contenteditable", "false", timeout=8_000)


def test_what_could_not_be_sent_in_time_is_offered(page_of: Open, server: Server, proxy: Proxy) -> None:
    document = server.document("Trop tard", markdown="Départ.")
    server.call("alice", "PUT", f"/documents/{document}/grants/eve@example.org/", {"role": "change"})
    eve = by_http(page_of, proxy, "eve", document)
    proxy.set("down")
    type_at_end(eve, " Trop tard.")
    server.call("alice", "DELETE", f"/documents/{document}/grants/eve@example.org/")
    proxy.set("refuse")
    expect(eve.get_by_role("dialog").get_by_role("link", name="Garder le texte")).to_be_visible(timeout=20_000)
    assert "Trop tard" not in server.stored_text(document)


def test_a_page_of_an_older_epoch_is_told_and_offers_what_is_unsent(
    page_of: Open, server: Server, proxy: Proxy
) -> None:
    document = server.document("Restauré", markdown="Départ.")
    alice = by_http(page_of, proxy, "alice", document)
    proxy.set("down")
    type_at_end(alice, " Écrit sur l’ancien texte.")
    server.run(
        "manage.py", "shell", "-v", "0", "-c",
        f"from realtime.models import Head; Head.objects.filter(room='{document}').update(epoch='autre')",
    )  # fmt: skip
    proxy.set("refuse")
    expect(alice.get_by_role("dialog").get_by_role("link", name="Garder le texte")).to_be_visible(timeout=20_000)
    assert server.stored_text(document).strip() == "Départ."


def test_what_was_acknowledged_over_http_survives_kill_9(page_of: Open, server: Server, proxy: Proxy) -> None:
    document = server.document("Panne par HTTP", markdown="Départ.")
    alice = by_http(page_of, proxy, "alice", document)
    for number in range(6):
        type_at_end(alice, f" {number}«")
    saved(alice)
    type_at_end(alice, " en route")
    server.kill()
    try:
        type_at_end(alice, " pendant la panne")
        stored = squeezed(server.stored_text(document))
        assert all(stored.count(f"{number}«") == 1 for number in range(6)), stored
    finally:
        server.start()
    saved(alice)
    after = squeezed(server.stored_text(document))
    assert after == squeezed(text_of(alice)) == "Départ.0«1«2«3«4«5«enroutependantlapanne"


LONG = "Article premier. Les données publiques sont ouvertes, réutilisables et documentées. " * 12


def paste(page: Page, paragraphs: int) -> int:
    """Paste that many paragraphs as another program would give them; how many bytes of words."""
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.evaluate(
        """([words, count]) => {
            const data = new DataTransfer();
            const html = Array.from({ length: count }, (_, index) => `<p>${index}. ${words}</p>`).join("");
            data.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector(".ProseMirror").dispatchEvent(event);
        }""",
        [LONG, paragraphs],
    )
    return len(LONG.encode()) * paragraphs


@pytest.mark.parametrize("mode", ["open", "refuse"])
def test_an_honest_paste_of_two_megabytes_arrives(page_of: Open, server: Server, proxy: Proxy, mode: Any) -> None:
    proxy.set(mode)
    document = server.document("Deux mégaoctets", markdown="Départ.")
    alice = page_of("alice")
    alice.goto(f"{proxy.address}/documents/{document}/")
    alice.wait_for_selector("html[data-saved=true][data-sync=true]", timeout=30_000)
    size = paste(alice, 2000)
    assert size > 2_000_000
    type_at_end(alice, " Et la suite.")
    alice.wait_for_selector("html[data-saved=true][data-sync=true]", timeout=60_000)
    stored = server.stored_text(document)
    assert len(stored.encode()) > size
    assert "1999. Article" in stored
    assert stored.rstrip().endswith("Et la suite.")


def test_two_megabytes_written_offline_arrive_at_the_return(page_of: Open, server: Server, proxy: Proxy) -> None:
    proxy.set("open")
    document = server.document("Retour avec deux mégaoctets", markdown="Départ.")
    alice = page_of("alice")
    alice.goto(f"{proxy.address}/documents/{document}/")
    saved(alice)
    proxy.set("down")
    alice.wait_for_selector("html[data-sync=false]", timeout=20_000)
    size = paste(alice, 2000)
    type_at_end(alice, " Et la suite.")
    proxy.set("open")
    alice.wait_for_selector("html[data-saved=true][data-sync=true]", timeout=60_000)
    stored = server.stored_text(document)
    assert len(stored.encode()) > size
    assert stored.rstrip().endswith("Et la suite.")
