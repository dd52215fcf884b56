"""Word export, lists: true numbering, one instance per list, nesting, tasks."""

from documents.formats.docx.numbering import LEVELS
from tests.documents.trees import bullets, doc, full, item, node, numbers, paragraph
from tests.documents.word import W, export, text_in, value


def numbering_of(word, words):
    """(instance, level) of the paragraph with these words."""
    found = word.paragraph(words)
    return value(found, "pPr/numPr/numId"), value(found, "pPr/numPr/ilvl")


def starts_of(word, instance):
    """What numbering.xml says an instance starts at, by level."""
    found = next(n for n in word.part("word/numbering.xml").iter(f"{W}num") if n.get(f"{W}numId") == instance)
    return {o.get(f"{W}ilvl"): value(o, "startOverride") for o in found.iter(f"{W}lvlOverride")}


def look_of(word, instance):
    """Number format of the first level behind an instance."""
    part = word.part("word/numbering.xml")
    found = next(n for n in part.iter(f"{W}num") if n.get(f"{W}numId") == instance)
    look = next(a for a in part.iter(f"{W}abstractNum") if a.get(f"{W}abstractNumId") == value(found, "abstractNumId"))
    return value(look.find(f"{W}lvl"), "numFmt")


def test_every_list_has_its_own_instance_that_starts_anew():
    word = export(full())
    first, second, seventh = (numbering_of(word, words)[0] for words in ("Premier", "Autre liste", "Qui commence"))
    assert len({first, second, seventh}) == 3
    assert starts_of(word, first)["0"] == starts_of(word, second)["0"] == "1"
    assert starts_of(word, seventh)["0"] == "7"
    assert numbering_of(word, "Troisième") == (first, "0")
    assert word.style("Premier") == "ListNumber"


def test_mixed_nesting_has_its_levels_and_looks():
    word = export(doc(numbers(item("un", bullets(item("deux", numbers("trois", "quatre"))), numbers("cinq")), "six")))
    levels = {words: numbering_of(word, words) for words in ("un", "deux", "trois", "quatre", "cinq", "six")}
    assert [levels[words][1] for words in levels] == ["0", "1", "2", "2", "1", "0"]
    assert levels["un"][0] == levels["six"][0]
    assert levels["trois"][0] == levels["quatre"][0]
    assert len({instance for instance, _ in levels.values()}) == 4
    assert [look_of(word, levels[words][0]) for words in ("un", "deux", "trois")] == ["decimal", "bullet", "decimal"]


def test_an_item_keeps_its_second_paragraph_beside_its_text():
    word = export(doc(numbers(item("un", "suite", node("codeBlock", "code"), node("blockquote", paragraph("cité"))))))
    suite = word.paragraph("suite")
    assert value(suite, "pPr/pStyle") == "ListContinue"
    assert suite.find(f"{W}pPr/{W}numPr") is None
    assert value(suite, "pPr/ind", "left") == "397"
    assert int(value(word.paragraph("cité"), "pPr/ind", "left")) > 397


def test_nine_levels_are_kept_and_deeper_ones_reported():
    tree = bullets(f"niveau {LEVELS + 2}")
    for level in range(LEVELS + 1, 0, -1):
        tree = bullets(item(f"niveau {level}.", tree))
    word = export(doc(tree))
    assert [numbering_of(word, f"niveau {level}")[1] for level in range(2, LEVELS + 3)] == [*"12345678", "8", "8"]
    assert len(word.left_out) == 1
    shallow = bullets("fond")
    for _ in range(LEVELS - 1):
        shallow = bullets(item("x", shallow))
    assert export(doc(shallow)).left_out == []


def test_tasks_are_real_checkboxes():
    word = export(full())
    states = word.find("//w:sdt/w:sdtPr/w14:checkbox/w14:checked/@w14:val")
    assert states == ["1", "0"]
    assert len(set(word.find("//w:sdt/w:sdtPr/w:id/@w:val"))) == 2
    assert text_in(word.paragraph("Réserver la salle")) == "☒\tRéserver la salle"
    assert numbering_of(word, "par courrier")[1] == "1"


def test_an_item_that_begins_with_something_else_still_has_its_bullet():
    word = export(
        doc(node("bulletList", node("listItem", node("heading", "Titre")), {"type": "listItem"}, paragraph("seul")))
    )
    assert len(word.find("//w:numPr")) == 3
    assert numbering_of(word, "seul")[1] == "0"


def test_a_start_that_is_no_number_is_one():
    for start in (None, "x", float("nan"), -4, 3.0):
        word = export(doc(numbers("élément", start=start)))
        assert starts_of(word, numbering_of(word, "élément")[0])["0"] == {3.0: "3", -4: "0"}.get(start, "1")
