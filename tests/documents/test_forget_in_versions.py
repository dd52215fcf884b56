"""What one person wrote leaves the versions too, and their name leaves everything that tells who wrote."""

from typing import Any

import pytest

from accounts.closing import close_account
from accounts.models import User
from documents import content
from documents.actions.keeping import store_version
from documents.actions.versions import name_version, restore_version
from documents.authorship import authorship_of, hands_of, read_numbered, sign, unsigned
from documents.comparing import same_text
from documents.forgetting import forget_in_versions
from documents.models import Document, Version
from tests.writing import edit, write, write_into

pytestmark = pytest.mark.django_db(transaction=True)


def texts(document: Document) -> list[str]:
    return [content.plain(version.tree) for version in document.versions.order_by("number", "at")]


def everything(document: Document) -> str:
    return " ".join(str(version.tree) for version in document.versions.all())


def test_a_version_says_whose_its_letters_are(document: Document, alice: User, bob: User) -> None:
    write_into(document, bob, 0, 4, "vieilles 😀 ")
    version = name_version(document, "Relue", by=alice)
    assert version.hands == [(str(alice.pk), 4), (str(bob.pk), 11), (str(alice.pk), 43)]
    assert "hands" not in version.tree
    assert version.tree == content.read_document(document)


def test_signing_again_is_what_was_signed(document: Document, alice: User, bob: User) -> None:
    write_into(document, bob, 0, 4, "vieilles ")
    edit(document, bob, lambda text: text.children[0].children[0].format(2, 8, {"bold": {}}))
    signed = authorship_of(document).tree
    assert sign(unsigned(signed), hands_of(signed)) == signed
    assert same_text(unsigned(signed), read_numbered(document)[0])


def test_their_words_leave_named_versions(document: Document, alice: User, bob: User) -> None:
    write_into(document, bob, 0, 4, "secret ")
    name_version(document, "Relue", by=alice)
    edit(document, alice, lambda text: text.children[0].children[0].__delitem__(slice(4, 11)))
    assert "secret" in everything(document)
    assert forget_in_versions(document, {str(bob.pk)}) == 1
    assert "secret" not in everything(document)
    assert texts(document)[-1] == "Les données publiques sont ouvertes par défaut."
    assert forget_in_versions(document, {str(bob.pk)}) == 0


def test_a_version_that_does_not_say_is_known_by_its_lines(document: Document, alice: User, bob: User) -> None:
    write(document, bob, "secret")
    tree = content.read_document(document)
    store_version(document, tree, 2)
    assert Version.objects.latest("number").hands is None
    forget_in_versions(document, {str(bob.pk)})
    assert "secret" not in everything(document)
    assert texts(document)[-1] == "Les données publiques sont ouvertes par défaut."


def test_of_a_line_that_nobody_knows_nothing_stays(document: Document, alice: User, bob: User) -> None:
    tree = content.read_document(document)
    tree["content"][0]["content"][0]["text"] = "Une ligne dont rien ne dit qui l’a écrite"
    store_version(document, tree, 1)
    forget_in_versions(document, {str(bob.pk)})
    assert "Une ligne" not in everything(document)


def test_going_back_brings_nothing_of_them_back(document: Document, alice: User, bob: User) -> None:
    write(document, bob, "secret")
    version = name_version(document, "Relue", by=alice)
    close_account(bob, "blank", by=bob)
    assert "secret" not in content.plain(content.read_document(document))
    write(document, alice, "Autre chose")
    restore_version(Version.objects.get(pk=version.pk), by=alice)
    assert content.plain(content.read_document(document)) == "Les données publiques sont ouvertes par défaut."


@pytest.mark.parametrize("page", ["auteurs/", "auteurs/film/", "auteurs/?par=nature", "historique/", "lire/"])
def test_the_name_of_a_closed_account_is_nowhere(
    client_of: Any, document: Document, alice: User, bob: User, page: str
) -> None:
    write(document, bob, "Des mots")
    name_version(document, "Relue", by=bob)
    browser = client_of(alice)
    assert "Bob Martin" in browser.get(f"/documents/{document.pk}/{page}").content.decode() or "nature" in page
    close_account(bob, "anonymise", by=bob)
    said = browser.get(f"/documents/{document.pk}/{page}").content.decode()
    assert "Bob Martin" not in said
    assert "Données Ouvertes SARL" not in said
    assert "Des mots" in said or page.startswith("historique")
