"""Comments beside the text, with three people and a guest: Bob edits, Carol comments without edit right, Dan reads."""

import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import editor, guest_editor, text_of, type_at_end
from tests.browser.test_every_page import troubles
from tests.live.server import Server

Open = Callable[..., Page]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TEXT = (
    "# Principes\n\nLes données publiques sont ouvertes par défaut. Chaque commune publie son budget.\n\n"
    "Le service reste gratuit.\n\nUne phrase pour finir."
)
SELECT = """words => {
    const text = document.querySelector(".ProseMirror");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), nodes = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
    const whole = nodes.map(node => node.data).join(""), from = whole.indexOf(words), to = from + words.length;
    const range = document.createRange();
    let at = 0, begun = false;
    for (const node of nodes) {
        const end = at + node.data.length;
        if (!begun && from < end) { range.setStart(node, from - at); begun = true; }
        if (to <= end) { range.setEnd(node, to - at); break; }
        at = end;
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.fixture
def document(server: Server) -> str:
    return server.document("Commenté", markdown=TEXT)


def select(page: Page, words: str) -> None:
    """What a mouse selects; in joined words of several blocks nothing stands between."""
    page.evaluate(SELECT, words)


def comment(page: Page, words: str, said: str) -> None:
    select(page, words)
    page.locator(".passage-bubble").get_by_role("button", name="Commenter").click()
    page.keyboard.insert_text(said)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("textbox", name="Votre commentaire")).to_have_count(0)


def passage(page: Page) -> Locator:
    return page.locator(".ProseMirror .passage")


def thread(page: Page, words: str) -> Locator:
    return page.get_by_role("article", name=re.compile(f"Sur « {words}"))


def show_comments(page: Page) -> None:
    page.get_by_role("tab", name="Commentaires").click()


def ask_thread(server: Server, document: str, words: str, said: str, who: str = "carol") -> str:
    """A thread made by the API; the words stand in one block."""
    html = re.sub(r"</?(?:span|sup|a)\b[^>]*>\d*", "", page_html(server, document))  # without what is commented already
    blocks = re.findall(r'id="([^"]+)">([^<]*)<', html)
    block, line = next((key, line) for key, line in blocks if words in line)
    start = line.index(words)
    body = {"body": said, "block": block, "start": start, "end": start + len(words), "quote": words}
    made: dict[str, Any] = server.call(who, "POST", f"/documents/{document}/threads/", body)
    return str(made["id"])


def page_html(server: Server, document: str) -> str:
    """The reading page, which gives each block its id."""
    address = f"{server.address}/documents/{document}/lire/"
    asked = urllib.request.Request(address, headers={"Cookie": f"sessionid={server.sessions['alice']}"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return str(answer.read().decode())


def test_a_commenter_without_edit_right_is_read_and_answered_live(page_of: Open, server: Server, document: str) -> None:
    bob, carol, dan = (editor(page_of(who, **DESK), document) for who in ("bob", "carol", "dan"))
    comment(carol, "données publiques", "Lesquelles exactement ?")
    for page in (bob, carol, dan):
        expect(passage(page)).to_have_text("données publiques")
        show_comments(page)
        expect(thread(page, "données publiques")).to_contain_text("Lesquelles exactement ?")
    expect(thread(bob, "données publiques")).to_contain_text("Association · Les Communs d’abord · avec un compte")
    passage(bob).click()
    bob.get_by_role("textbox", name="Répondre à Carol Petit").click()
    bob.keyboard.insert_text("Les budgets et les marchés.")
    bob.keyboard.press("Control+Enter")
    carol.get_by_role("status").get_by_text("Bob Martin répond : Les budgets et les marchés.").wait_for(
        state="attached"
    )
    expect(thread(carol, "données publiques")).to_contain_text("Les budgets et les marchés.")
    assert carol.locator(".ProseMirror").get_attribute("contenteditable") == "false"
    assert "Lesquelles" not in server.stored_text(document)


def test_a_reader_reads_and_says_nothing_unless_the_document_lets_readers_comment(
    page_of: Open, server: Server, document: str
) -> None:
    ask_thread(server, document, "service", "Pour tous ?")
    dan = editor(page_of("dan", **DESK), document)
    passage(dan).click()
    dan.get_by_role("button", name="Voir le commentaire").or_(thread(dan, "service")).first.click()
    show_comments(dan)
    expect(thread(dan, "service")).to_contain_text("Pour tous ?")
    expect(dan.get_by_role("button", name="Commenter")).to_have_count(0)
    select(dan, "gratuit")
    expect(dan.locator(".passage-bubble")).to_be_hidden()
    expect(dan.get_by_role("textbox", name=re.compile("Répondre"))).to_have_count(0)


def test_comments_overlap_and_go_over_several_blocks(page_of: Open, server: Server, document: str) -> None:
    bob, carol = (editor(page_of(who, **DESK), document) for who in ("bob", "carol"))
    comment(carol, "publie son budget.Le service", "D’un paragraphe à l’autre.")
    comment(bob, "Le service reste", "Et par-dessus.")
    both = passage(carol).filter(has_text=re.compile("^Le service$"))
    expect(both).to_have_class(re.compile("passage-many"))
    expect(both).to_have_attribute("data-threads", re.compile(r"\S+ \S+"))
    expect(carol.locator(".thread")).to_have_count(2)


def test_what_others_write_moves_no_comment_and_interrupts_nobody(page_of: Open, server: Server, document: str) -> None:
    bob, carol = (editor(page_of(who, **DESK), document) for who in ("bob", "carol"))
    select(carol, "gratuit")
    carol.locator(".passage-bubble button").click()
    carol.keyboard.insert_text("Pour qui ")
    bob.locator(".ProseMirror h1").click()
    bob.keyboard.press("End")
    bob.keyboard.press("Enter")
    bob.keyboard.type("Un paragraphe de plus, avant tout le reste.")
    expect(carol.locator(".ProseMirror")).to_contain_text("avant tout le reste")
    carol.keyboard.insert_text("et jusqu’à quand ?")
    carol.keyboard.press("Control+Enter")
    for page in (bob, carol):
        expect(passage(page)).to_have_text("gratuit")
    show_comments(bob)
    expect(thread(bob, "gratuit")).to_contain_text("Pour qui et jusqu’à quand ?")


def test_a_passage_taken_out_leaves_its_thread_with_its_words(page_of: Open, server: Server, document: str) -> None:
    bob, carol = (editor(page_of(who, **DESK), document) for who in ("bob", "carol"))
    comment(carol, "reste gratuit", "Jusqu’à quand ?")
    expect(passage(bob)).to_have_text("reste gratuit")
    bob.locator(".ProseMirror p", has_text="Le service reste").click(click_count=3)
    bob.keyboard.press("Delete")
    expect(passage(carol)).to_have_count(0)
    gone = carol.get_by_text("Ce passage n’est plus dans le texte.")
    expect(gone).to_be_visible(timeout=30_000)
    expect(thread(carol, "reste gratuit")).to_contain_text("Jusqu’à quand ?")


def test_words_that_went_while_one_wrote_are_said_and_nothing_is_lost(
    page_of: Open, server: Server, document: str
) -> None:
    bob, carol = (editor(page_of(who, **DESK), document) for who in ("bob", "carol"))
    select(carol, "Une phrase pour finir.")
    carol.locator(".passage-bubble button").click()
    carol.keyboard.insert_text("À garder.")
    bob.locator(".ProseMirror p", has_text="Une phrase").click(click_count=3)
    bob.keyboard.press("Delete")
    expect(carol.locator(".ProseMirror")).not_to_contain_text("Une phrase")
    carol.keyboard.press("Control+Enter")
    expect(carol.get_by_role("alert").filter(has_text="Le passage vient de disparaître")).to_be_visible()
    expect(carol.get_by_role("textbox", name="Votre commentaire")).to_have_value("À garder.")


def test_resolve_undo_reopen_and_the_filter(page_of: Open, server: Server, document: str) -> None:
    ask_thread(server, document, "gratuit", "Pour qui ?")
    bob, dan = (editor(page_of(who, **DESK), document) for who in ("bob", "dan"))
    show_comments(bob)
    bob.get_by_role("button", name=re.compile("^Répondre")).click()
    bob.get_by_role("button", name="Résoudre").click()
    expect(bob.get_by_role("status").filter(has_text="C’est résolu.")).to_be_visible()
    expect(passage(dan)).to_have_count(0)
    bob.get_by_role("button", name="Annuler").and_(bob.locator(".threads-told *")).click()
    expect(passage(dan)).to_have_text("gratuit")
    bob.get_by_role("button", name="Résoudre").click()
    show_comments(dan)
    expect(dan.locator(".thread")).to_have_count(0)
    dan.get_by_label("Commentaires à montrer").select_option("Résolus")
    expect(thread(dan, "gratuit")).to_contain_text("Résolu par Bob Martin")


def test_a_person_is_named_a_thread_is_given_to_somebody_signs_are_put(
    page_of: Open, server: Server, document: str
) -> None:
    carol, bob = (editor(page_of(who, **DESK), document) for who in ("carol", "bob"))
    select(carol, "budget")
    carol.locator(".passage-bubble button").click()
    carol.keyboard.type("Voyons avec @bo")
    expect(carol.get_by_role("option", name=re.compile("Bob Martin"))).to_have_attribute("aria-selected", "true")
    carol.keyboard.press("Enter")
    carol.keyboard.type("quand.")
    carol.keyboard.press("Control+Enter")
    expect(thread(carol, "budget").locator(".mention")).to_have_text("@Bob Martin")
    carol.get_by_role("button", name="Confier").click()
    carol.get_by_role("combobox", name="Confier à").fill("bob")
    carol.get_by_role("option", name=re.compile("Bob Martin")).click()
    expect(thread(carol, "budget")).to_contain_text("Confié à Bob Martin")
    show_comments(bob)
    bob.get_by_label("Commentaires à montrer").select_option("Qui me sont confiés")
    bob.get_by_role("button", name=re.compile("^Répondre")).click()
    bob.get_by_role("button", name="Réagir au commentaire de Carol Petit").click()
    bob.get_by_role("button", name="D’accord").click()
    expect(carol.get_by_role("button", name="D’accord : Bob Martin")).to_have_text("👍1")
    bob.get_by_role("button", name="D’accord : Bob Martin").click()
    expect(carol.locator(".reaction[aria-pressed]")).to_have_count(0)


def test_one_changes_and_takes_back_what_one_said(page_of: Open, server: Server, document: str) -> None:
    key = ask_thread(server, document, "gratuit", "Pour quoi ?")
    server.call("bob", "POST", f"/documents/{document}/threads/{key}/comments/", {"body": "Bonne question."})
    carol, bob = (editor(page_of(who, **DESK), document) for who in ("carol", "bob"))
    for page in (carol, bob):
        show_comments(page)
        page.get_by_role("button", name=re.compile("^1 réponse")).click()
    carol.get_by_role("button", name=re.compile("^Modifier")).click()
    carol.get_by_role("textbox", name="Votre commentaire").fill("Pour qui ?")
    carol.get_by_role("button", name="Enregistrer").click()
    expect(thread(bob, "gratuit")).to_contain_text("Pour qui ?")
    expect(thread(bob, "gratuit")).to_contain_text("modifié")
    bob.get_by_role("button", name=re.compile("^Supprimer")).click()
    bob.get_by_role("button", name="Oui, supprimer").click()
    expect(thread(carol, "gratuit")).not_to_contain_text("Bonne question.")


def test_a_link_leads_to_a_thread_even_a_resolved_one(page_of: Open, server: Server, document: str) -> None:
    key = ask_thread(server, document, "Une phrase", "Trop court ?")
    server.call("bob", "PUT", f"/documents/{document}/threads/{key}/resolved/")
    page = page_of("dan", **DESK)
    page.goto(f"/documents/{document}/#fil-{key}")
    expect(thread(page, "Une phrase")).to_be_focused()
    page.goto(f"/documents/{document}/?encore#fil-00000000-0000-4000-8000-000000000000")
    expect(page.get_by_text("Ce commentaire n’est plus là, ou il ne vous est pas ouvert.")).to_be_visible()


def test_all_of_it_by_keyboard_for_somebody_who_cannot_select(page_of: Open, server: Server, document: str) -> None:
    """Ctrl Alt M, the words of the passage, the comment; then from the thread to its answer."""
    page = editor(page_of("carol", **DESK), document)
    page.keyboard.press("Control+Alt+m")
    expect(page.get_by_role("textbox", name="Votre commentaire")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("searchbox", name="Mots du passage")).to_be_focused()
    page.keyboard.type("donnees PUBLIQUES")
    expect(page.get_by_role("status").filter(has_text="1 passage trouvé")).to_be_visible()
    expect(page.locator(".passage-draft")).to_have_text("données publiques")
    page.keyboard.press("Enter")
    page.keyboard.type("Lesquelles ?")
    page.keyboard.press("Control+Enter")
    expect(thread(page, "données publiques")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Répondre à Carol Petit":
            break
    page.keyboard.type("Toutes ?")
    page.keyboard.press("Control+Enter")
    expect(thread(page, "données publiques").locator(".comment")).to_have_count(2)
    expect(page.get_by_role("textbox", name="Répondre à Carol Petit")).to_be_focused()


def test_a_writer_goes_from_the_text_to_a_thread_and_back_by_keyboard(
    page_of: Open, server: Server, document: str
) -> None:
    ask_thread(server, document, "gratuit", "Pour qui ?")
    page = editor(page_of("bob", **DESK), document)
    expect(passage(page)).to_be_visible()
    passage(page).click()
    page.keyboard.press("Control+Alt+m")
    expect(thread(page, "gratuit")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Montrer dans le texte : gratuit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type(" et libre")
    expect(page.locator(".ProseMirror")).to_contain_text("gratuit et libre")


def test_on_a_phone_comments_come_from_below(page_of: Open, server: Server, document: str) -> None:
    carol = editor(page_of("carol", **PHONE), document)
    comment(carol, "gratuit", "Pour qui ?")
    expect(thread(carol, "gratuit")).to_be_visible()
    carol.get_by_role("button", name="Montrer dans le texte : gratuit").click()
    expect(carol.get_by_role("complementary", name="Panneau")).to_be_hidden()
    expect(passage(carol)).to_be_in_viewport()
    passage(carol).tap()
    carol.get_by_role("button", name="Voir le commentaire").click()
    expect(thread(carol, "gratuit")).to_be_visible()


def test_a_guest_waits_for_a_manager_who_lets_it_be_seen(page_of: Open, server: Server, document: str) -> None:
    server.call("alice", "PUT", f"/documents/{document}/sharing/", {"reach": "public", "link_role": "comment"})
    server.call("alice", "PUT", f"/documents/{document}/discussion/", {"readers_comment": False, "guests_wait": True})
    zoe = guest_editor(page_of(None, **DESK), document, "Zoé Blanc")
    alice, dan = (editor(page_of(who, **DESK), document) for who in ("alice", "dan"))
    comment(zoe, "gratuit", "Vraiment ?")
    expect(thread(zoe, "gratuit")).to_contain_text("Attend d’être lu par un responsable.")
    show_comments(dan)
    show_comments(alice)
    expect(thread(alice, "gratuit")).to_contain_text("par un lien, sans compte")
    expect(passage(dan)).to_have_count(0)
    thread(alice, "gratuit").get_by_role("button", name="Répondre").first.click()
    alice.get_by_role("button", name=re.compile("^Publier")).click()
    expect(thread(dan, "gratuit")).to_contain_text("Vraiment ?")
    expect(passage(dan)).to_have_text("gratuit")


def test_readers_comment_where_the_document_lets_them(page_of: Open, server: Server, document: str) -> None:
    server.call("alice", "PUT", f"/documents/{document}/discussion/", {"readers_comment": True, "guests_wait": False})
    dan, bob = (editor(page_of(who, **DESK), document) for who in ("dan", "bob"))
    comment(dan, "gratuit", "Merci !")
    show_comments(bob)
    expect(thread(bob, "gratuit")).to_contain_text("Merci !")


def test_a_comment_is_reported_then_hidden_for_a_reason_that_others_read(
    page_of: Open, server: Server, document: str
) -> None:
    key = ask_thread(server, document, "gratuit", "Des mots qui blessent.")
    server.call("bob", "POST", f"/documents/{document}/threads/{key}/comments/", {"body": "Oh."})
    alice, bob = (editor(page_of(who, **DESK), document) for who in ("alice", "bob"))
    for page in (alice, bob):
        show_comments(page)
        page.get_by_role("button", name=re.compile("^1 réponse")).click()
    bob.get_by_role("button", name=re.compile("^Signaler, commentaire de Carol Petit")).click()
    bob.get_by_role("textbox", name="Qu’est-ce qui ne va pas ?").fill("Une insulte.")
    bob.get_by_role("button", name="Signaler", exact=True).click()
    expect(bob.get_by_text("Merci. Une personne qui gère ce document va regarder")).to_be_visible()
    bob.get_by_role("button", name="Fermer", exact=True).click()
    alice.get_by_role("button", name=re.compile("^Masquer, commentaire de Carol Petit")).click()
    alice.get_by_role("button", name="Masquer", exact=True).click()
    expect(alice.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    alice.get_by_role("textbox", name="Pourquoi masquer ce commentaire ?").fill("Blessant")
    alice.get_by_role("button", name="Masquer", exact=True).click()
    expect(bob.get_by_text("Commentaire masqué par un responsable : Blessant")).to_be_visible()
    expect(bob.get_by_text("Des mots qui blessent.")).to_have_count(0)


def test_the_reading_page_leads_from_passages_to_comments_and_back_without_script(
    page_of: Open, server: Server, document: str
) -> None:
    ask_thread(server, document, "gratuit", "Pour qui ?")
    page = page_of("dan", java_script_enabled=False, **PHONE)
    page.goto(f"/documents/{document}/lire/")
    page.get_by_role("link", name="Commentaire 1", exact=True).click()
    expect(page.locator("li:target")).to_contain_text("Pour qui ?")
    page.get_by_role("link", name="Commentaire 1 : retour au passage").click()
    expect(page.locator(":target")).to_have_text("1")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_comments(
    page_of: Open, server: Server, document: str, scheme: str, device: dict[str, Any]
) -> None:
    key = ask_thread(server, document, "données publiques", "Lesquelles ?")
    ask_thread(server, document, "publiques sont", "Toutes ?", who="bob")
    server.call("carol", "POST", f"/documents/{document}/threads/", {"body": "Un beau texte."})
    said = server.call("bob", "POST", f"/documents/{document}/threads/{key}/comments/", {"body": "Celles-ci."})["id"]
    server.call("carol", "PUT", f"/documents/{document}/threads/{key}/comments/{said}/reactions/%F0%9F%91%8D/")
    page = page_of("carol", color_scheme=scheme, **device)
    page.goto(f"/documents/{document}/#fil-{key}")
    expect(thread(page, "données publiques")).to_be_focused()
    found = list(troubles(page))
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type("@")
    expect(page.get_by_role("option", name=re.compile("Bob Martin"))).to_be_visible()
    found += troubles(page)
    page.goto(f"/documents/{document}/lire/")
    found += troubles(page)
    assert not found, "\n".join(found)


def test_nobody_loses_a_keystroke_while_comments_arrive(page_of: Open, server: Server, document: str) -> None:
    bob = editor(page_of("bob", **DESK), document)
    type_at_end(bob, " A")
    for number in range(4):
        ask_thread(server, document, "gratuit", f"Question {number}")
        bob.keyboard.type(f" mot{number}")
    expect(bob.locator(".passage-many")).to_have_count(1)
    assert "A mot0 mot1 mot2 mot3" in text_of(bob)
