"""Proposals that wait for an answer in a Word file: each change by its author, refusable, its reason beside it."""

from typing import Any

import pytest

from documents.actions.discussion import open_thread
from documents.actions.exchange import attach_image
from documents.actions.exporting import export, left_out
from documents.actions.suggestions import discuss_suggestion, refuse_suggestion, withdraw_suggestion
from documents.anchors import Passage
from documents.formats.options import Options
from documents.models import Document, Suggestion
from tests import make
from tests.documents.proposing import blocks, paragraph, propose
from tests.documents.reviewed import Reviewed, W, file_of, reviewed, word_time
from tests.documents.test_attach_image import picture
from tests.documents.test_docx_revisions import accepted, refused
from tests.documents.trees import doc, node
from tests.documents.word import Word, audit_findings, house_findings
from tests.threads import thread_on

LINE = "Le marché se tient le samedi sur la place."
SUNDAY, MONDAY = LINE.replace("samedi", "dimanche"), LINE.replace("samedi", "lundi")


@pytest.fixture
def place(workspace: Any, alice: Any, bob: Any, carol: Any, dan: Any) -> Document:
    return reviewed(workspace, alice, bob, carol, dan)


def number(document: Document, kind: str) -> int:
    return next(at for at, (_key, block) in enumerate(blocks(document)) if block["type"] == kind)


def whose(one: Suggestion) -> tuple[str, str]:
    return str(one.author), word_time(one.made_at)


def test_each_change_bears_its_author_and_date(place: Document, bob: Any, carol: Any) -> None:
    first = propose(place, carol, SUNDAY, at=1)
    second = propose(place, bob, "Il ferme à treize heures.", at=2)
    assert file_of(place, by=bob).changes == [
        ("del", *whose(first), "samedi"),
        ("ins", *whose(first), "dimanche"),
        ("del", *whose(second), "midi"),
        ("ins", *whose(second), "treize heures"),
    ]


def test_accepted_and_refused_it_says_both_texts(place: Document, carol: Any, bob: Any) -> None:
    propose(place, carol, SUNDAY, at=1)
    propose(place, bob, "Il ferme à midi.", "Et rouvre à quatorze heures.", at=2)
    propose(place, bob, at=number(place, "codeBlock"))
    word = Word(export(place, "docx", by=bob).content, [])
    shown = [[line for line in lines if "Version" not in line] for lines in (accepted(word), refused(word))]
    head, tail = ["La place du marché", "Le marché"], ["des fruits", "des légumes"]
    cells = ["Ville", "Avis", "Lyon", "oui"]
    assert shown[0] == [*head, SUNDAY, "Il ferme à midi.", "Et rouvre à quatorze heures.", *tail, *cells]
    assert shown[1] == [*head, LINE, "Il ferme à midi.", *tail, "un = 1deux = 2", *cells]


def test_the_reason_and_the_discussion_stand_on_the_change(place: Document, carol: Any, bob: Any) -> None:
    one = propose(place, carol, SUNDAY, at=1, reason="Le samedi, on dort.")
    discuss_suggestion(one, "Pas moi.", by=bob)
    found = file_of(place, by=carol)
    reason, answer = found.comment("Le samedi, on dort."), found.comment("Pas moi.")
    assert (reason.author, reason.date, reason.on) == (*whose(one), "samedidimanche")
    assert (answer.author, answer.parent) == ("Bob Martin", "Le samedi, on dort.")
    assert [one.text for one in found.comments] == ["Le samedi, on dort.", "Pas moi."]


def test_a_comment_keeps_its_words_among_changes(place: Document, carol: Any, bob: Any) -> None:
    thread_on(place, "tient le samedi", by=bob, body="Vraiment ?")
    thread_on(place, "la place", by=bob, body="Laquelle ?")
    propose(place, carol, LINE.replace("samedi sur", "dimanche, sur"), at=1)
    found = file_of(place, by=carol)
    assert found.comment("Vraiment ?").on == "tient le samedidimanche,"
    assert found.comment("Laquelle ?").on == "la place"


def test_looks_alone_are_a_change_too(place: Document, carol: Any) -> None:
    one = propose(place, carol, paragraph("Il ferme à ", "*midi*", "."), at=2)
    change = next(file_of(place, by=carol).body.iter(f"{W}rPrChange"))
    assert (change.get(f"{W}author"), change.get(f"{W}date")) == whose(one)
    assert change.getparent().find(f"{W}b") is not None


def test_a_row_is_a_change_of_a_row(place: Document, carol: Any) -> None:
    at = number(place, "table")
    table = blocks(place)[at][1]
    cells = (node("tableCell", paragraph(words)) for words in ("Brest", "non"))
    one = propose(place, carol, {**table, "content": [*table["content"], node("tableRow", *cells)]}, at=at)
    rows = file_of(place, by=carol).body.findall(f".//{W}tr")
    marks = [row.find(f"{W}trPr/{W}ins") for row in rows]
    assert [mark is not None for mark in marks] == [False, False, True]
    assert (marks[2].get(f"{W}author"), marks[2].get(f"{W}date")) == whose(one)


def test_the_first_on_a_passage_is_tracked_the_others_are_comments(place: Document, carol: Any, bob: Any) -> None:
    first = propose(place, carol, SUNDAY, at=1)
    second = propose(place, bob, MONDAY, at=1, reason="Lundi suffit.")
    propose(place, bob, at=1)
    made = export(place, "docx", by=carol)
    found = Reviewed(made.content)
    assert [one[1:3] for one in found.changes] == [whose(first)] * 2
    said = found.comment(MONDAY)
    assert (said.author, said.date, said.on) == (*whose(second), LINE.replace("samedi", "samedidimanche"))
    assert said.text == f"Proposition\xa0: «\u202f{MONDAY}\u202f»\nLundi suffit."
    assert f"supprimer ce passage\xa0: «\u202f{LINE}\u202f»" in found.comments[1].text
    told = f"Une proposition de Bob Martin figure en commentaire, et non en suivi des modifications\xa0: {LINE}"
    assert made.left_out == [told, told]


def test_one_on_what_stands_in_a_list_that_another_changes(place: Document, carol: Any, bob: Any) -> None:
    at = number(place, "bulletList")
    fruits = next(at for at, (_, one) in enumerate(blocks(place)) if at > 2 and one["type"] == "paragraph")
    propose(place, carol, "des fleurs", at=fruits)
    propose(place, bob, at=at)
    found = file_of(place, by=bob)
    assert {one[1] for one in found.changes} == {"Carol Petit"}
    assert found.comment("supprimer ce passage").on == "des fruitsfleurs\ndes légumes"


def test_what_word_cannot_refuse_is_a_comment(place: Document, carol: Any) -> None:
    heading = blocks(place)[0][1]
    propose(place, carol, {**heading, "attrs": {**heading["attrs"], "level": 2}})
    made = export(place, "docx", by=carol)
    found = Reviewed(made.content)
    assert found.changes == []
    assert found.comments[0].text == "Proposition\xa0: les mêmes mots, présentés autrement."
    assert "Heading1" in found.files["word/document.xml"].decode()
    assert len(made.left_out) == 1


@pytest.mark.parametrize("kind", ["horizontalRule", "pageBreak"])
def test_a_line_drawn_is_a_comment(place: Document, carol: Any, kind: str) -> None:
    propose(place, carol, "Il ferme à midi.", node(kind), "Et rouvre.", at=2)
    found = file_of(place, by=carol)
    assert found.changes == [] and len(found.comments) == 1
    assert "Et rouvre." not in found.text


def test_a_column_is_a_comment(place: Document, carol: Any) -> None:
    at = number(place, "table")
    table = blocks(place)[at][1]
    rows = [{**row, "content": [*row["content"], node("tableCell", paragraph("2024"))]} for row in table["content"]]
    propose(place, carol, {**table, "content": rows}, at=at)
    found = file_of(place, by=carol)
    assert found.changes == [] and "2024" in found.comments[0].text
    assert len(found.body.findall(f".//{W}gridCol")) == 2


def test_a_picture_taken_out_is_a_change(workspace: Any, alice: Any) -> None:
    document = make.create_document(workspace, "Images", by=alice, tree=make.tree("Avant."))
    image = attach_image(document, picture("PNG"), by=alice)
    figure = node("figure", image=str(image.pk), alt="La place")
    seen = make.create_document(workspace, "Vu", by=alice, tree=doc(figure, paragraph("Après.")))
    image.document = seen
    image.save()
    one = propose(seen, alice, reason="Trop sombre.")
    found = file_of(seen, by=alice)
    assert [change[:3] for change in found.changes] == [("del", *whose(one))]
    assert found.changes and len(found.body.findall(f".//{W}del/{W}r/{W}drawing")) == 1
    assert found.comment("Trop sombre.").author == "Alice Diop"


def test_what_is_said_of_a_block_stays_with_what_it_becomes(place: Document, carol: Any) -> None:
    at = number(place, "table")
    key, table = blocks(place)[at]
    open_thread(place, "Ajouter Brest ?", by=carol, passage=Passage(key, 0, key, 0, ""))
    cells = (node("tableCell", paragraph(words)) for words in ("Brest", "non"))
    propose(place, carol, {**table, "content": [*table["content"], node("tableRow", *cells)]}, at=at)
    for suggestions in ("tracked", "accepted"):
        assert "Brest" in file_of(place, by=carol, suggestions=suggestions).comment("Ajouter").on, suggestions


def test_without_comments_what_is_no_change_is_told(place: Document, carol: Any, bob: Any) -> None:
    propose(place, carol, SUNDAY, at=1, reason="Le samedi, on dort.")
    propose(place, bob, MONDAY, at=1)
    options = Options(comments=False)
    assert file_of(place, by=carol, comments=False).comments == []
    (told,) = left_out(place, "docx", by=carol, options=options)
    assert told.startswith("Une proposition de Bob Martin a été laissée de côté")


def test_as_if_accepted(place: Document, carol: Any, bob: Any) -> None:
    thread_on(place, "la place", by=bob, body="Laquelle ?")
    propose(place, carol, SUNDAY, at=1)
    propose(place, bob, paragraph("Le grand marché se tient le ", "*samedi*", " sur la place."), at=1)
    propose(place, bob, MONDAY, at=1)
    propose(place, bob, at=2)
    made = export(place, "docx", by=carol, options=Options(suggestions="accepted"))
    found = Reviewed(made.content)
    assert found.changes == []
    assert "Le grand marché se tient le dimanche sur la place." in found.text
    assert "midi" not in found.text
    assert found.comment("Laquelle ?").on == "la place"
    assert len(made.left_out) == 1 and "Bob Martin" in made.left_out[0]


def test_left_out(place: Document, carol: Any, bob: Any) -> None:
    one = propose(place, carol, SUNDAY, at=1)
    discuss_suggestion(one, "Pas moi.", by=bob)
    found = file_of(place, by=carol, suggestions="original")
    assert found.changes == []
    assert LINE in found.text and "dimanche" not in found.text
    assert (found.comments[0].text, found.comments[0].on) == ("Sur une proposition\nPas moi.", LINE)


def test_those_answered_are_no_changes(place: Document, carol: Any, bob: Any, alice: Any) -> None:
    refuse_suggestion(propose(place, carol, SUNDAY, at=1), "Non.", by=alice)
    withdraw_suggestion(propose(place, carol, MONDAY, at=1), by=carol)
    assert file_of(place, by=bob).changes == []


def test_one_on_a_block_that_is_gone(place: Document, carol: Any, alice: Any, bob: Any) -> None:
    one = propose(place, carol, "Il ferme à une heure.", at=2)
    Suggestion.objects.filter(pk=one.pk).update(block="parti")
    found = file_of(place, by=bob)
    assert found.comment("à une heure").on == "La place du marché"


def test_both_validators_accept_it(place: Document, carol: Any, bob: Any, tmp_path: Any) -> None:
    for at, (_key, block) in enumerate(blocks(place)):
        if block["type"] in ("paragraph", "heading"):
            propose(place, carol if at % 2 else bob, f"Autre chose {at}.", "Et plus.", at=at, reason="Ainsi.")
            propose(place, bob, at=at)
    thread_on(place, "fruits", by=bob)
    file = tmp_path / "proposals.docx"
    file.write_bytes(export(place, "docx", by=bob).content)
    assert len(Reviewed(file.read_bytes()).changes) > 10
    assert audit_findings(file) == []
    assert [one for one in house_findings(file) if "empty" not in one] == []
