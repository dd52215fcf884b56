"""The list of contributors of a Word file: who wrote, by name, with their organisations."""

from typing import Any

import pytest

from accounts.models import User
from documents.actions.exporting import export
from documents.formats.docx import Contributor
from documents.formats.options import Options
from documents.models import Document
from documents.outgoing import People, contributors_of
from tests.documents.word import Word, text_in
from tests.writing import write_into

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(document: Document, bob: User) -> Document:
    write_into(document, bob, 0, 4, "vieilles ")
    return document


def test_everybody_who_wrote_by_name_with_their_organisations(written: Document, alice: User, bob: User) -> None:
    found = contributors_of(written, people=People(by_name=True))
    assert [one.name for one in found] == sorted([str(alice), str(bob)])
    assert found[1] == Contributor("Bob Martin", "Données Ouvertes SARL")


def test_without_names_no_organisation_tells_who_it_is(written: Document) -> None:
    found = contributors_of(written, people=People(by_name=False))
    assert len({one.name for one in found}) == 2
    assert {one.organisation for one in found} == {""}
    assert not any("Bob" in one.name or "Alice" in one.name for one in found)


def test_who_closed_their_account_is_not_listed(written: Document, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(name="", email=None)
    assert "Bob Martin" not in [one.name for one in contributors_of(written, people=People(by_name=True))]
    assert len(contributors_of(written, people=People(by_name=True))) == 1


def test_a_file_has_the_list_when_it_is_asked_for(written: Document, dan: Any) -> None:
    asked = Word(export(written, "docx", by=dan, options=Options(contributors=True)).content, [])
    plain = Word(export(written, "docx", by=dan).content, [])
    assert [text_in(cell) for cell in asked.find("//w:tr[3]/w:tc")] == ["Bob Martin", "Données Ouvertes SARL"]
    assert "Contributeurs" in asked.text()
    assert "Bob Martin" not in plain.text()
