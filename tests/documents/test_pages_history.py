"""The pages of the history: the list, one version read, two compared on screen and in Word, the way back, the stage."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.actions.documents import create_document
from documents.actions.keeping import store_version
from documents.actions.stages import change_stage, open_history
from documents.content import plain, read_document
from documents.models import Document
from permissions.actions import share_by_link
from realtime import log, settling
from tests import make, writing
from tests.documents.word import audit_findings, house_findings

pytestmark = pytest.mark.django_db(transaction=True)

ClientOf = Callable[[User], Client]


def settle(document: Document) -> None:
    settling.settle(document.room, log.standing([document.room])[document.room][0])


@pytest.fixture
def written(document: Document, bob: User) -> Document:
    """Two versions: the beginning, and what Bob added."""
    writing.write(document, bob, "Une suite.")
    settle(document)
    return document


def page(browser: Client, document: Document, more: str = "") -> Any:
    return browser.get(f"/documents/{document.pk}/historique/{more}")


def test_the_list_tells_who_wrote_and_offers_the_way_back(client_of: ClientOf, bob: User, written: Document) -> None:
    text = page(client_of(bob), written).content.decode()
    assert "Bob Martin" in text
    first = written.versions.last()
    assert f'action="/documents/{written.pk}/historique/{first.pk}/revenir/"' in text
    assert f"/historique/comparer/?de={first.pk}&amp;a=" in text


def test_readers_read_it_and_change_nothing(client_of: ClientOf, carol: User, dan: User, written: Document) -> None:
    first = written.versions.last()
    for person in (carol, dan):
        browser = client_of(person)
        text = page(browser, written).content.decode()
        assert "revenir/" not in text
        assert "nommer/" not in text
        assert page(browser, written, f"{first.pk}/").status_code == 200
        for address in (f"{first.pk}/revenir/", f"{first.pk}/nom/", "nommer/", "ouvrir/"):
            posted = browser.post(f"/documents/{written.pk}/historique/{address}", {"name": "Non"})
            assert posted.status_code == 403, address
        assert browser.get(f"/documents/{written.pk}/etape/").status_code == 403


def test_a_stranger_sees_nothing(client_of: ClientOf, eve: User, written: Document) -> None:
    first = written.versions.last()
    for address in ("", f"{first.pk}/", f"comparer/?de={first.pk}", f"comparer/word/?de={first.pk}"):
        assert page(client_of(eve), written, address).status_code == 404
        assert page(Client(), written, address).status_code == 404


def test_a_version_of_another_document_is_none_of_this_one(client_of: ClientOf, alice: User, written: Document) -> None:
    other = make.document(alice, written.workspace, "Autre", text="Un secret.")
    foreign = other.versions.get()
    browser = client_of(alice)
    assert page(browser, written, f"{foreign.pk}/").status_code == 404
    assert page(browser, written, f"comparer/?de={foreign.pk}").status_code == 404
    assert browser.post(f"/documents/{written.pk}/historique/{foreign.pk}/revenir/").status_code == 404


def test_a_disaster_is_undone_by_one_button_and_that_too(client_of: ClientOf, bob: User, written: Document) -> None:
    writing.edit(written, bob, lambda text: text.children.__delitem__(slice(0, 2)))
    settle(written)
    browser = client_of(bob)
    good = written.versions.all()[1]
    text = browser.post(f"/documents/{written.pk}/historique/{good.pk}/revenir/", follow=True).content.decode()
    assert plain(read_document(written)).endswith("Une suite.")
    assert "Le texte est redevenu" in text
    undo = text.split('class="notices"')[1].split('action="')[1].split('"')[0]
    browser.post(undo)
    assert plain(read_document(written)) == ""


def test_nothing_to_bring_back_is_a_sentence(client_of: ClientOf, bob: User, written: Document) -> None:
    newest = written.versions.all()[0]
    answer = client_of(bob).post(f"/documents/{written.pk}/historique/{newest.pk}/revenir/", follow=True)
    assert "déjà" in answer.content.decode()


def test_a_moment_is_named_and_named_otherwise(client_of: ClientOf, bob: User, written: Document) -> None:
    browser = client_of(bob)
    address = f"/documents/{written.pk}/historique/"
    assert (
        "Avant la réunion"
        in browser.post(address + "nommer/", {"name": "Avant la réunion"}, follow=True).content.decode()
    )
    version = written.versions.get(name="Avant la réunion")
    assert "Après" in browser.post(f"{address}{version.pk}/nom/", {"name": "Après"}, follow=True).content.decode()
    assert "Donnez un nom" in browser.post(address + "nommer/", {"name": " "}, follow=True).content.decode()


def test_two_versions_are_compared_word_by_word(client_of: ClientOf, dan: User, bob: User, document: Document) -> None:
    first = document.versions.get()
    writing.write_into(document, bob, 0, 0, "Toutes ")
    writing.write(document, bob, "Une suite.")
    text = page(client_of(dan), document, f"comparer/?de={first.pk}").content.decode()
    assert "Toutes" in text.split("<ins>")[1]
    assert "Bob Martin" in text
    assert "3 mots ajoutés" in text
    assert "Revenir" not in text


def test_one_passage_is_brought_back_from_the_comparison(
    client_of: ClientOf, bob: User, alice: User, document: Document
) -> None:
    made = create_document(document.workspace, "Deux", by=alice, tree=make.tree("Un.", "Deux mots."))
    first = made.versions.get()
    writing.edit(made, alice, lambda text: text.children[0].children[0].insert(0, "Et "))
    writing.edit(made, alice, lambda text: text.children[1].children[0].insert(0, "Autrement "))
    browser = client_of(alice)
    text = page(browser, made, f"comparer/?de={first.pk}").content.decode()
    key = first.tree["content"][1]["attrs"]["id"]
    assert f'name="block" value="{key}"' in text
    browser.post(f"/documents/{made.pk}/historique/{first.pk}/revenir/", {"block": key})
    assert plain(read_document(made)) == "Et Un.\nDeux mots."


def test_the_order_of_the_two_does_not_matter(client_of: ClientOf, dan: User, written: Document) -> None:
    new, old = (str(version.pk) for version in written.versions.all())
    browser = client_of(dan)
    one = page(browser, written, f"comparer/?de={old}&a={new}").content.decode()
    other = page(browser, written, f"comparer/?de={new}&a={old}").content.decode()
    assert "<ins>" in one
    assert "<ins>" in other
    assert "<del>" not in other.split('class="text comparison"')[1]


@pytest.mark.parametrize("asked", ["?de=", "?de=rien", "?de=aujourdhui", "?de=aujourdhui&a=aujourdhui"])
def test_a_comparison_of_nothing_is_not_found(client_of: ClientOf, dan: User, written: Document, asked: str) -> None:
    assert page(client_of(dan), written, f"comparer/{asked}").status_code == 404


def test_word_tracks_the_changes(client_of: ClientOf, dan: User, written: Document, tmp_path: Path) -> None:
    first = written.versions.last()
    answer = page(client_of(dan), written, f"comparer/word/?de={first.pk}")
    assert answer["Content-Disposition"].endswith('-modifications.docx"')
    xml = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert 'w:author="Bob Martin"' in xml
    assert "Une suite." in xml.split("<w:ins ")[-1]
    file = tmp_path / "changes.docx"
    file.write_bytes(answer.content)
    assert audit_findings(file) == house_findings(file) == []


def test_the_address_of_a_published_version_is_for_whoever_may_read(
    client_of: ClientOf, alice: User, written: Document
) -> None:
    share_by_link(written, reach="public", link_role="view", by=alice)
    published = change_stage(written, "published", by=alice)
    change_stage(written, "working", by=alice)
    writing.write(written, alice, "Après.")
    settle(written)
    text = page(Client(), written, f"{published.pk}/").content.decode()
    assert "Une suite." in text
    assert "Après." not in text
    first = written.versions.last()
    assert page(Client(), written, f"{first.pk}/").status_code == 404
    open_history(written, True, by=alice)
    assert page(Client(), written, f"{first.pk}/").status_code == 200


def test_a_published_version_names_everybody_who_wrote_it(
    client_of: ClientOf, alice: User, bob: User, carol: User, written: Document
) -> None:
    published = change_stage(written, "published", by=alice)
    change_stage(written, "working", by=alice)
    writing.write(written, carol, "Après.")
    byline = page(client_of(bob), written, f"{published.pk}/").content.decode().split("byline")[1].split("</p>")[0]
    assert "Alice Diop" in byline
    assert "Bob Martin" in byline
    assert "Carol" not in byline


def test_a_visitor_is_promised_no_version_that_will_not_come(alice: User, written: Document) -> None:
    share_by_link(written, reach="public", link_role="view", by=alice)
    text = page(Client(), written).content.decode()
    assert "Sans compte, on ne voit que les versions publiées" in text
    assert "à partir de maintenant" not in text


def test_a_manager_changes_the_stage_and_the_pages_say_so(
    client_of: ClientOf, alice: User, bob: User, written: Document
) -> None:
    browser = client_of(alice)
    answer = browser.post(f"/documents/{written.pk}/etape/", {"stage": "adopted"}, follow=True)
    assert "Adopté, verrouillé" in answer.content.decode()
    for address in (f"/documents/{written.pk}/", f"/documents/{written.pk}/lire/"):
        assert "Adopté, verrouillé" in client_of(bob).get(address).content.decode()
    assert '"mayWrite": false' in client_of(bob).get(f"/documents/{written.pk}/").content.decode()
    assert browser.post(f"/documents/{written.pk}/etape/", {"stage": "adopted"}).status_code == 422
    assert browser.post(f"/documents/{written.pk}/etape/", {"stage": "voté"}).status_code == 422
    assert "revenir/" not in page(client_of(bob), written).content.decode()


def test_the_whole_history_is_opened_by_a_manager(client_of: ClientOf, alice: User, written: Document) -> None:
    browser = client_of(alice)
    browser.post(f"/documents/{written.pk}/historique/ouvrir/", {"public": "1"})
    written.refresh_from_db()
    assert written.history_public
    browser.post(f"/documents/{written.pk}/historique/ouvrir/", {"public": "0"})
    written.refresh_from_db()
    assert not written.history_public


def test_only_by_post(client_of: ClientOf, alice: User, written: Document) -> None:
    first = written.versions.last()
    for address in (f"{first.pk}/revenir/", f"{first.pk}/nom/", "nommer/", "ouvrir/"):
        assert page(client_of(alice), written, address).status_code == 405


def test_the_list_asks_as_much_for_many_as_for_one(
    client_of: ClientOf, alice: User, written: Document, django_assert_max_num_queries: Any
) -> None:
    tree = read_document(written)
    for number in range(40):
        store_version(written, tree, 10 + number, name=f"n° {number}").authors.add(alice)
    browser = client_of(alice)
    page(browser, written)
    with django_assert_max_num_queries(6):
        page(browser, written)
