"""Changes tracked in Word: accepted, the file says the later text; refused, the earlier one; valid in any case."""

from datetime import UTC, datetime
from typing import Any

import pytest

from documents.comparing import compare
from documents.comparing.merged import tracked
from documents.formats.docx import Revisions, write
from tests.documents.trees import IMAGES, bullets, doc, full, item, node, paragraph, row, text
from tests.documents.word import INFO, WORDS, Word, audit_findings, house_findings

Node = dict[str, Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

FIRST = doc(
    node("heading", "Le marché", level=1, id="h"),
    node("paragraph", "Le marché se tient le samedi sur la place.", id="a"),
    node("paragraph", "Cette phrase part ailleurs, plus bas.", id="b"),
    bullets("des fruits", "des légumes"),
    node("table", row("Ville", "Avis"), row("Lyon", "oui")),
    paragraph("Une note", node("footnote", "à garder"), "."),
    node("codeBlock", "un = 1"),
)
SECOND = doc(
    node("heading", "Le grand marché", level=1, id="h"),
    node("paragraph", "Le marché se tient le ", text("dimanche", "bold"), " sur la place.", id="a"),
    bullets("des fruits", item("des fleurs", bullets("coupées"))),
    node("table", row("Ville", "Année", "Avis"), row("Lyon", "2024", "oui"), row("Brest", "2025", "non")),
    node("paragraph", "Cette phrase part ailleurs, plus bas.", id="b"),
    paragraph("Une autre note", node("footnote", "toute neuve"), "."),
    node("figure", "La place", image="00000000-0000-4000-8000-000000000000", alt="Plan"),
    node("taskList", node("taskItem", paragraph("à faire"), checked=True)),
)


def changes_of(before: Node, after: Node) -> Word:
    tree = {"type": "doc", "content": tracked(compare(before, after))}
    made = write(tree, INFO, IMAGES.get, WORDS, Revisions("Bob Martin, Alice Diop", AT))
    return Word(made.content, made.left_out)


def accepted(word: Word) -> list[str]:
    return _lines(word, "del")


def refused(word: Word) -> list[str]:
    return _lines(word, "ins")


def _lines(word: Word, without: str) -> list[str]:
    """The paragraphs, those apart whose end is marked as what is left out: they join the next, which is empty of them."""
    found = []
    for one in word.body.iter(f"{W}p"):
        words = "".join(
            piece.text or ""
            for piece in one.iter(f"{W}t", f"{W}delText")
            if not any(above.tag == W + without for above in piece.iterancestors())
        )
        found += [words] if words else []
    return found


def plainly(tree: Node) -> list[str]:
    return accepted(Word(write(tree, INFO, IMAGES.get, WORDS).content, []))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIRST, SECOND),
        (SECOND, FIRST),
        (full(), doc(node("paragraph"))),
        (doc(node("paragraph")), full()),
        (FIRST, FIRST),
    ],
    ids=["forth", "back", "emptied", "filled", "same"],
)
def test_both_texts_are_in_the_file_and_it_is_valid(before: Node, after: Node, tmp_path: Any) -> None:
    word = changes_of(before, after)
    assert sorted(accepted(word)) == sorted(plainly(after))
    assert _without_numbers(refused(word)) == _without_numbers(plainly(before))
    file = tmp_path / "changes.docx"
    file.write_bytes(word.content)
    assert audit_findings(file) == []
    assert [one for one in house_findings(file) if "empty" not in one and "without text" not in one] == []


def _without_numbers(lines: list[str]) -> list[str]:
    """A figure that was taken out has the number that it would have among all of the file."""
    return sorted(line.translate(str.maketrans("", "", "0123456789")) for line in lines)


def test_every_change_says_whose_and_when() -> None:
    word = changes_of(FIRST, SECOND)
    marks = list(word.body.iter(f"{W}ins", f"{W}del"))
    assert {one.get(f"{W}author") for one in marks} == {"Bob Martin, Alice Diop"}
    assert {one.get(f"{W}date") for one in marks} == {"2026-11-22T10:00:00Z"}
    numbers = [one.get(f"{W}id") for one in marks]
    assert len(set(numbers)) == len(numbers)


def test_a_word_replaced_is_one_deletion_and_one_insertion() -> None:
    place = changes_of(FIRST, SECOND).paragraph("se tient")
    assert ["".join(one.itertext()) for one in place.iter(f"{W}del")] == ["samedi"]
    assert ["".join(one.itertext()) for one in place.iter(f"{W}ins")] == ["dimanche"]


def test_what_is_put_in_whole_leaves_no_blank_line_when_refused() -> None:
    word = changes_of(doc(paragraph("Un.")), doc(paragraph("Un."), paragraph("Deux tout neuf.")))
    assert word.paragraph("Deux").find(f"{W}pPr/{W}rPr/{W}ins") is not None
    assert word.paragraph("Un.").find(f"{W}pPr/{W}rPr/{W}ins") is None


def test_a_row_put_in_is_tracked_as_a_row() -> None:
    rows = changes_of(FIRST, SECOND).body.findall(f".//{W}tr")
    assert [one.find(f"{W}trPr/{W}ins") is not None for one in rows] == [False, False, True]


def test_bold_alone_is_a_change_of_format() -> None:
    before, after = doc(paragraph("un mot gras")), doc(paragraph("un mot ", text("gras", "bold")))
    word = changes_of(before, after)
    change = word.body.find(f".//{W}rPrChange")
    assert change.getparent().find(f"{W}b") is not None
    assert change.find(f"{W}rPr/{W}b") is None
    assert not list(word.body.iter(f"{W}ins", f"{W}del"))
