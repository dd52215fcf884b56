"""Word export, what is inside paragraphs: marks, links, notes, breaks, characters."""

import pytest

from tests.documents.trees import doc, full, link, node, paragraph, text
from tests.documents.word import W, export, text_in, value


def run_of(word, words):
    return next(r for r in word.body.iter(f"{W}r") if text_in(r) == words)


@pytest.mark.parametrize(
    ("mark", "path", "expected"),
    [
        ("bold", "rPr/b", ""),
        ("italic", "rPr/i", ""),
        ("strike", "rPr/strike", ""),
        ("underline", "rPr/u", "single"),
        ("highlight", "rPr/highlight", "yellow"),
        ("superscript", "rPr/vertAlign", "superscript"),
        ("subscript", "rPr/vertAlign", "subscript"),
        ("code", "rPr/rStyle", "Code"),
        ({"type": "textLanguage", "attrs": {"lang": "en-GB"}}, "rPr/lang", "en-GB"),
    ],
)
def test_each_mark_has_its_run_property(mark, path, expected):
    run = run_of(export(doc(paragraph("avant ", text("mot", mark), " après"))), "mot")
    assert run.find("/".join(W + step for step in path.split("/"))) is not None
    assert value(run, path) == expected


def test_marks_add_up_in_the_order_of_the_schema():
    marks = ["highlight", "bold", "underline", "italic", "strike", "superscript", link("https://a.fr/")]
    run = run_of(export(doc(paragraph(text("mot", *marks)))), "mot")
    names = [child.tag.removeprefix(W) for child in run.find(f"{W}rPr")]
    assert names == ["rStyle", "b", "bCs", "i", "iCs", "strike", "highlight", "u", "vertAlign"]


def test_a_comment_mark_and_an_unknown_mark_are_plain_text():
    word = export(doc(paragraph(text("mot", {"type": "comment", "attrs": {"thread": "t"}}, "inconnue"))))
    assert run_of(word, "mot").find(f"{W}rPr") is None


def test_one_link_over_several_marks_is_one_hyperlink():
    word = export(full())
    links = word.find("//w:hyperlink[@r:id]")
    assert "le dossier complet" in [text_in(found) for found in links]
    targets = word.part("word/_rels/document.xml.rels")
    addresses = [r.get("Target") for r in targets if r.get("TargetMode") == "External"]
    assert addresses == ["https://exemple.fr/", "mailto:place@exemple.fr"]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "//ailleurs.fr",
        "data:text/html,x",
        "http://",
        "https://[",
        "mailto:",
        "http://a b.fr/",
        None,
        3,
    ],
)
def test_an_address_that_is_unsafe_or_broken_becomes_plain_words(href):
    word = export(doc(paragraph(text("cliquez", link(href)))))
    assert not word.find("//w:hyperlink")
    assert "cliquez" in word.text()
    assert (href is None) == (not word.left_out)


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://exemple.fr/é è?x=[1]#a b", "https://exemple.fr/%C3%A9%20%C3%A8?x=%5B1%5D#a%20b"),
        ("https://été.fr/", "https://xn--t-9fab.fr/"),
        ("https://a.fr/100%", "https://a.fr/100%25"),
        ("/documents/1/", "https://tablee.example/documents/1/"),
        ("tel:+33102030405", "tel:+33102030405"),
    ],
)
def test_addresses_are_written_as_word_accepts_them(href, target):
    word = export(doc(paragraph(text("mot", link(href)))))
    targets = [r.get("Target") for r in word.part("word/_rels/document.xml.rels") if r.get("TargetMode") == "External"]
    assert targets == [target]


def test_a_link_inside_the_document_goes_to_a_bookmark():
    word = export(full())
    anchor = next(found for found in word.find("//w:hyperlink[@w:anchor]") if text_in(found) == "la suite").get(
        f"{W}anchor"
    )
    starts = word.find(f"//w:bookmarkStart[@w:name='{anchor}']")
    assert len(starts) == 1
    assert text_in(starts[0].getparent()) == "La suite"


def test_of_two_blocks_with_one_id_the_first_is_the_target_and_a_lost_target_is_reported():
    word = export(
        doc(
            paragraph(text("un", link("#x")), text("rien", link("#parti"))),
            node("paragraph", "premier", id="x"),
            node("paragraph", "second", id="x"),
        )
    )
    assert [text_in(found.getparent()) for found in word.find("//w:bookmarkStart")] == ["premier"]
    assert any("rien" in sentence for sentence in word.left_out)


def test_notes_are_real_footnotes_with_their_own_links():
    word = export(full())
    assert word.find("//w:footnoteReference/@w:id") == ["1"]
    notes = word.part("word/footnotes.xml")
    assert [note.get(f"{W}id") for note in notes] == ["-1", "0", "1"]
    assert text_in(notes[2]).strip() == "Synthèse du 3 mars, voir le site"
    rels = word.part("word/_rels/footnotes.xml.rels")
    assert [r.get("Target") for r in rels] == ["https://exemple.fr/synth%C3%A8se?a=1&b=2"]


def test_each_note_has_its_own_number():
    word = export(doc(paragraph("a", node("footnote", "un"), "b", node("footnote", "deux"))))
    assert word.find("//w:footnoteReference/@w:id") == ["1", "2"]
    assert [text_in(note).strip() for note in word.part("word/footnotes.xml")[2:]] == ["un", "deux"]


def test_an_unknown_inline_node_keeps_its_words_and_is_reported():
    word = export(doc(paragraph("a ", node("badge", "b"))))
    assert text_in(word.paragraph("a b")) == "a b"
    assert len(word.left_out) == 1


def test_french_typography_is_untouched_and_spaces_survive():
    words = "« Où ? »\u202f! 10\u00a0000\u202f€ ; l’œuvre  à deux espaces "
    assert words in export(doc(paragraph(text(words), text("gras", "bold")))).text()


def test_control_characters_are_filtered_and_line_feeds_become_breaks():
    word = export(doc(paragraph("a\x00b\x0bc\ud800d\te\nf\r\ng")))
    assert text_in(word.paragraph("abcd")) == "abcd\te\nf\ng"


def test_mentions_and_citations_show_their_labels():
    assert "Avec @Alice Martin et [Contribution n° 12]" in export(full()).text()


def test_a_last_line_break_makes_no_blank_line():
    word = export(doc(paragraph("un", node("hardBreak"), "deux", node("hardBreak"))))
    assert text_in(word.paragraph("un")) == "un\ndeux"
