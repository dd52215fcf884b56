"""Discussions with three people and a guest: of a document, of a workspace; reported, hidden for a reason, waiting."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import editor, guest_editor
from tests.browser.noticing import DESK, PHONE, TEXT, Telling, mails, open_to_guests, telling, text_of
from tests.browser.test_comments import ask_thread, passage, show_comments, thread
from tests.browser.test_every_page import troubles

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telling]:
    yield from telling(tmp_path_factory.mktemp("server"))


@pytest.fixture
def document(server: Telling, request: pytest.FixtureRequest) -> str:
    return server.document(f"Texte de {request.node.name}"[:80], markdown=TEXT)


@pytest.fixture
def workspace(server: Telling) -> str:
    """Bob contributes, Carol reads, Eve is outside."""
    made: Any = server.call("alice", "POST", "/workspaces/", {"name": "Atelier des communes"})
    for who, role in (("bob", "contribute"), ("carol", "view")):
        server.call("alice", "PUT", f"/workspaces/{made['slug']}/grants/{who}@example.org/", {"role": role})
    return str(made["slug"])


def begin(page: Page, subject: str, said: str) -> None:
    page.get_by_text("Ouvrir une discussion", exact=True).click()
    page.get_by_label("Sujet").fill(subject)
    page.get_by_label("Votre message").fill(said)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", level=1, name=subject)).to_be_visible()


def answer(page: Page, said: str) -> None:
    page.get_by_label("Votre réponse").fill(said)
    page.get_by_role("button", name="Répondre", exact=True).click()
    expect(article(page, said)).to_be_visible()


def article(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has_text=words)


def card(page: Page, words: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=words)


# Of a document and of a workspace


def test_a_document_is_discussed_as_a_whole(page_of: Open, server: Telling, document: str) -> None:
    open_to_guests(server, document, wait=False)
    alice, bob, carol, zoe = (page_of(who, **DESK) for who in ("alice", "bob", "carol", None))
    carol.goto(f"/documents/{document}/discussion/")
    begin(carol, "Le calendrier", "Quand publions-nous ?")
    bob.goto(f"/documents/{document}/discussion/")
    card(bob, "Le calendrier").get_by_role("link").click()
    answer(bob, "@Carol Petit : en janvier.")
    guest_editor(zoe, document, "Zoé Blanc")
    zoe.goto(bob.url)
    answer(zoe, "Et pour les petites communes ?")
    alice.goto(carol.url)
    expect(article(alice, "Et pour les petites communes ?")).to_contain_text("par un lien, sans compte")
    expect(article(alice, "en janvier")).to_contain_text("@Carol Petit")
    bob.reload()
    bob.get_by_role("button", name="C’est résolu").click()
    expect(bob.get_by_text("Résolue par Bob Martin")).to_be_visible()
    zoe.reload()
    expect(zoe.get_by_role("button", name="Répondre", exact=True)).to_have_count(0)
    server.tell()
    assert len(mails(server, "carol", "en janvier.")) == 1


def test_a_workspace_is_discussed_by_its_people_alone(page_of: Open, server: Telling, workspace: str) -> None:
    alice, bob, carol, eve = (page_of(who, **PHONE) for who in ("alice", "bob", "carol", "eve"))
    where = f"/espaces/{workspace}/discussion/"
    bob.goto(where)
    begin(bob, "Prochaine réunion", "Mardi ou jeudi ?")
    alice.goto(where)
    card(alice, "Mardi ou jeudi ?").get_by_role("link").click()
    answer(alice, "Jeudi.")
    carol.goto(where)
    expect(carol.get_by_text("Ouvrir une discussion", exact=True)).to_have_count(0)
    card(carol, "Prochaine réunion").get_by_role("link").click()
    expect(article(carol, "Jeudi.")).to_be_visible()
    expect(carol.get_by_role("button", name="Répondre", exact=True)).to_have_count(0)
    for address in (where, carol.url):
        eve.goto(address)
        expect(eve.get_by_role("heading", name=re.compile("Il n’y a rien ici"))).to_be_visible()
    server.tell()
    bob.goto("/avis/")
    expect(card(bob, "Jeudi.")).to_contain_text("Alice Diop")


# Moderated


def test_a_comment_is_reported_hidden_for_a_reason_and_told_to_its_author(
    page_of: Open, server: Telling, document: str
) -> None:
    key = ask_thread(server, document, "gratuit", "Des mots qui blessent.")
    alice, bob, carol = (page_of(who, **DESK) for who in ("alice", "bob", "carol"))
    bob.goto(f"/discussions/{key}/")
    bob.get_by_role("link", name="Ce que vous pouvez faire du commentaire de Carol Petit").click()
    bob.get_by_label("Qu’est-ce qui ne va pas ?").fill("Une insulte.")
    bob.get_by_role("button", name="Le signaler").click()
    expect(bob.get_by_text("les responsables vont l’examiner")).to_be_visible()
    server.tell()

    alice.goto("/avis/")
    card(alice, "vous signale un commentaire").first.get_by_role("link", name=re.compile("Bob Martin")).click()
    expect(thread(alice, "gratuit")).to_be_focused()
    alice.goto(f"/documents/{document}/moderation/")
    waiting = article(alice, "Des mots qui blessent.")
    expect(waiting).to_contain_text("Une insulte.")
    waiting.get_by_role("link", name="Le masquer, en disant pourquoi").click()
    alice.get_by_label("Raison").fill("Propos blessants")
    alice.get_by_role("button", name="Le masquer").click()
    expect(alice.get_by_text("Le commentaire est masqué")).to_be_visible()

    dan = editor(page_of("dan", **DESK), document)
    show_comments(dan)
    expect(thread(dan, "gratuit")).to_contain_text("Commentaire masqué par un responsable : Propos blessants")
    expect(passage(dan)).to_have_text("gratuit")
    for page, where in ((bob, f"/discussions/{key}/"), (dan, f"/documents/{document}/discussion/")):
        page.goto(where)
        expect(page.get_by_role("main")).to_contain_text("Masqué par les responsables : Propos blessants")
        expect(page.get_by_role("main")).not_to_contain_text("Des mots qui blessent.")

    server.tell()
    (told,) = mails(server, "carol", "Propos blessants")
    assert "Voir le commentaire" in text_of(told) and "Des mots qui blessent." not in text_of(told)
    carol.goto("/avis/")
    card(carol, "Propos blessants").get_by_role("link", name=re.compile("Alice Diop a masqué")).click()
    expect(thread(carol, "gratuit")).to_contain_text("Des mots qui blessent.")

    alice.goto(f"/documents/{document}/moderation/")
    expect(alice.get_by_text("Rien ne vous attend.")).to_be_visible()
    decided = alice.get_by_role("region", name="Ce qui a été décidé")
    expect(decided).to_contain_text("Propos blessants")
    expect(decided).to_contain_text("Bob Martin")
    decided.get_by_role("link", name="Le revoir").click()
    alice.get_by_role("button", name="L’afficher").click()
    bob.reload()
    expect(article(bob, "Des mots qui blessent.")).to_be_visible()


def test_whoever_has_the_text_open_sees_it_hidden_without_reloading(
    page_of: Open, server: Telling, document: str
) -> None:
    key = ask_thread(server, document, "gratuit", "Des mots qui blessent.")
    bob = editor(page_of("bob", **DESK), document)
    show_comments(bob)
    expect(thread(bob, "gratuit")).to_contain_text("Des mots qui blessent.")
    said = server.call("alice", "GET", f"/documents/{document}/threads/{key}/")["comments"][0]["id"]
    where = f"/documents/{document}/threads/{key}/comments/{said}/hidden/"
    server.call("alice", "PUT", where, {"reason": "Propos blessants"})
    expect(thread(bob, "gratuit")).to_contain_text("Commentaire masqué par un responsable : Propos blessants")
    expect(thread(bob, "gratuit")).not_to_contain_text("Des mots qui blessent.")


def test_what_a_guest_says_waits_for_a_manager(page_of: Open, server: Telling, document: str) -> None:
    open_to_guests(server, document)
    alice, bob, zoe = (page_of(who, **PHONE) for who in ("alice", "bob", None))
    guest_editor(zoe, document, "Zoé Blanc")
    zoe.goto(f"/documents/{document}/discussion/")
    begin(zoe, "Les petites communes", "Pensez aux petites communes.")
    expect(zoe.get_by_text("Attend un responsable")).to_be_visible()
    bob.goto(f"/documents/{document}/discussion/")
    expect(bob.get_by_role("main")).not_to_contain_text("petites communes")
    server.tell()
    alice.goto("/avis/")
    card(alice, "Pensez aux petites communes.").get_by_role("link", name=re.compile("Zoé Blanc")).click()
    expect(article(alice, "Pensez aux petites communes.")).to_be_visible()
    alice.goto(f"/documents/{document}/discussion/")
    alice.get_by_role("link", name=re.compile("^Modération")).click()
    article(alice, "Pensez aux petites communes.").get_by_role("button", name="L’afficher").click()
    expect(alice.get_by_text("Rien ne vous attend.")).to_be_visible()
    bob.reload()
    expect(card(bob, "Pensez aux petites communes.")).to_be_visible()
    server.tell()
    zoe.goto("/avis/")
    expect(card(zoe, "a publié votre commentaire")).to_be_visible()


def test_a_guest_who_is_refused_leaves_nothing_before_others(page_of: Open, server: Telling, document: str) -> None:
    open_to_guests(server, document)
    alice, bob, zoe = (page_of(who, **DESK) for who in ("alice", "bob", None))
    guest_editor(zoe, document, "Zoé Blanc")
    zoe.goto(f"/documents/{document}/discussion/")
    begin(zoe, "Lessive", "Achetez ma lessive.")
    alice.goto(f"/documents/{document}/moderation/")
    article(alice, "Achetez ma lessive.").get_by_role("link", name="Le masquer, en disant pourquoi").click()
    alice.get_by_label("Raison").fill("Publicité")
    alice.get_by_role("button", name="Le masquer").click()
    expect(alice.get_by_text("Le commentaire est masqué")).to_be_visible()
    zoe.reload()
    expect(article(zoe, "Achetez ma lessive.")).to_contain_text("Publicité")
    bob.goto(f"/documents/{document}/discussion/")
    expect(bob.get_by_role("main")).not_to_contain_text("Lessive")
    expect(bob.get_by_role("main")).not_to_contain_text("Publicité")
    alice.goto(f"/documents/{document}/moderation/")
    expect(alice.get_by_role("region", name="Ce qui a été décidé")).to_contain_text("Achetez ma lessive.")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_where_something_is_hidden(
    page_of: Open, server: Telling, document: str, scheme: str, device: dict[str, Any]
) -> None:
    key = ask_thread(server, document, "gratuit", "Des mots qui blessent.")
    said = server.call("alice", "GET", f"/documents/{document}/threads/{key}/")["comments"][0]["id"]
    comment = f"/documents/{document}/threads/{key}/comments/{said}/"
    server.call("bob", "POST", f"{comment}reports/", {"reason": "Une insulte."})
    server.call("alice", "PUT", f"{comment}hidden/", {"reason": "Propos blessants"})
    dan, alice = (page_of(who, color_scheme=scheme, **device) for who in ("dan", "alice"))
    found: list[str] = []
    for where in (f"/discussions/{key}/", f"/documents/{document}/discussion/", f"/documents/{document}/lire/"):
        dan.goto(where)
        expect(dan.get_by_role("main")).to_contain_text("Propos blessants")
        found += troubles(dan)
    alice.goto(f"/documents/{document}/moderation/")
    found += troubles(alice)
    assert not found, "\n".join(found)
