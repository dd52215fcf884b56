"""Word export, what stands around the text: cover, contents with page numbers, list of contributors."""

from dataclasses import replace
from typing import Any

import pytest

from documents.formats.docx import Contributor, Layout, Revisions, worth_contents
from documents.formats.docx.contents import DEEPEST
from tests.documents.trees import bullets, cell, doc, link, node, paragraph, row, text
from tests.documents.word import INFO, Everywhere, W, export, text_in, value

LONG = " ".join(["mot"] * 300)
TITLED = doc(
    node("heading", "Un", level=1),
    paragraph("a"),
    node("heading", "Deux", level=2),
    node("heading", "Trois", level=3),
    node("heading", "Quatre", level=4),
    node("heading", "Cinq", level=1),
)
PEOPLE = (Contributor("Alice Martin", "Ville de Lyon"), Contributor("Bob Durand"))


def entries(word: Any) -> list[tuple[str, str, str]]:
    """Style, words and number of each line of the contents."""
    found = []
    for paragraph_ in word.find("//w:sdt[w:sdtPr/w:docPartObj]//w:p[w:hyperlink]"):
        words, _, number = text_in(paragraph_.find(f"{W}hyperlink")).partition("\t")
        found.append((value(paragraph_, "pPr/pStyle"), words, number))
    return found


def test_contents_link_to_the_titles_and_show_their_pages():
    word = export(TITLED, layout=Layout(contents=True), count_pages=lambda _: Everywhere(7))
    assert entries(word) == [("TOC1", "Un", "7"), ("TOC2", "Deux", "7"), ("TOC3", "Trois", "7"), ("TOC1", "Cinq", "7")]
    anchors = word.find("//w:sdt//w:hyperlink/@w:anchor")
    assert len(set(anchors)) == 4
    for anchor, words in zip(anchors, ("Un", "Deux", "Trois", "Cinq"), strict=True):
        (mark,) = word.find(f"//w:bookmarkStart[@w:name='{anchor}']")
        assert text_in(mark.getparent()) == words
        assert f"PAGEREF {anchor} \\h" in "".join(word.find("//w:instrText/text()"))
    assert word.left_out == []


def test_contents_are_a_field_that_word_can_make_anew_and_does_not_ask_about():
    word = export(TITLED, layout=Layout(contents=True), count_pages=lambda _: Everywhere(7))
    kinds = word.find("//w:sdt//w:fldChar/@w:fldCharType")
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 5
    assert (kinds[:2], kinds[-1]) == (["begin", "separate"], "end")
    assert word.find("//w:instrText/text()")[0].strip() == f'TOC \\o "1-{DEEPEST}" \\h \\z \\u'
    assert word.find("//w:docPartGallery/@w:val") == ["Table of Contents"]
    assert b"updateFields" not in word.files["word/settings.xml"]
    assert b"w:dirty" not in word.files["word/document.xml"]


@pytest.mark.parametrize("known", [{}, {"_Toc000000001": 2}])
def test_without_every_page_no_number_is_shown_and_it_is_told(known):
    word = export(TITLED, layout=Layout(contents=True), count_pages=lambda _: known)
    assert [(words, number) for _, words, number in entries(word)] == [
        (words, "") for words in ("Un", "Deux", "Trois", "Cinq")
    ]
    assert len(word.find("//w:instrText[contains(., 'PAGEREF')]")) == 4  # Word fills them when it prints
    assert set(word.find("//w:sdt//w:tabs/w:tab/@w:leader")) == {"none"}
    assert len(word.left_out) == 1


def test_the_text_begins_on_a_page_of_its_own():
    word = export(TITLED, layout=Layout(contents=True), count_pages=lambda _: Everywhere(2))
    breaks = word.find("//w:p[w:pPr/w:pageBreakBefore]")
    assert [text_in(each) for each in breaks] == ["Un"]
    word = export(TITLED, layout=Layout(cover=True, contents=True), count_pages=lambda _: Everywhere(2))
    assert [text_in(each) for each in word.find("//w:p[w:pPr/w:pageBreakBefore]")] == ["Contents", "Un"]
    word = export(doc(node("table", row("a"))), layout=Layout(cover=True))
    assert word.find("//w:br[@w:type='page']")


def test_an_entry_says_what_the_title_says():
    tree = doc(
        node(
            "heading",
            text("Le CO", "bold"),
            text("2", "subscript"),
            node("footnote", "Une note."),
            node("hardBreak"),
            text("ici", link("https://exemple.fr/"), {"type": "comment", "attrs": {"thread": "t"}}),
            {"type": "text", "text": " ôté", "change": "removed"},
            {"type": "text", "text": " mis", "change": "added"},
        ),
        {**node("heading", "Parti"), "change": "removed"},
        node("heading", node("footnote", "Rien qu’une note.")),
    )
    revisions = Revisions("Alice", INFO.modified)
    how = {"layout": Layout(contents=True), "count_pages": lambda _: Everywhere(1), "revisions": revisions}
    word = export(tree, judged=False, **how)  # the house's checker calls a title empty that is struck through
    assert entries(word) == [("TOC1", "Le CO2 ici mis", "1")]
    assert word.find("//w:sdt//w:vertAlign/@w:val") == ["subscript"]
    assert not word.find("//w:sdt//w:footnoteReference | //w:sdt//w:ins | //w:sdt//w:hyperlink[@r:id]")


def test_long_contents_are_brought_back_to_higher_titles():
    tree = doc(*(node("heading", f"T{n}", level=1 if n % 50 == 0 else 3) for n in range(150)))
    word = export(tree, layout=Layout(contents=True), count_pages=lambda _: Everywhere(1))
    assert [words for _, words, _ in entries(word)] == ["T0", "T50", "T100"]
    assert 'TOC \\o "1-1"' in word.find("//w:instrText/text()")[0]


def test_a_long_text_with_many_titles_has_contents_unless_told_otherwise():
    titles = [node("heading", f"Titre {n}", level=2) for n in range(6)]
    long = doc(*titles, *(paragraph(LONG) for _ in range(5)))
    assert worth_contents(long)
    assert not worth_contents(doc(*titles, paragraph(LONG)))
    assert not worth_contents(doc(*titles[:5], *(paragraph(LONG) for _ in range(9))))
    asked = []
    assert entries(export(long, layout=Layout(), count_pages=lambda content: asked.append(content) or Everywhere(3)))
    assert asked[0].startswith(b"PK")
    assert not entries(export(long, layout=Layout(contents=False)))


def test_contents_of_a_text_without_titles_are_not_made_and_it_is_told():
    word = export(doc(paragraph("a"), node("heading", " ")), layout=Layout(contents=True))
    assert not word.find("//w:sdt")
    assert not word.find("//w:pageBreakBefore")
    assert len(word.left_out) == 1


def test_titles_in_cells_and_lists_are_listed_too():
    tree = doc(
        node("table", row(cell(node("heading", "Dans une case")))), bullets(node("listItem", node("heading", "Point")))
    )
    word = export(tree, layout=Layout(contents=True), count_pages=lambda _: Everywhere(1))
    assert "Dans une case" in [words for _, words, _ in entries(word)]


def test_a_cover_has_organisation_title_names_and_day_and_neither_header_nor_number():
    word = export(TITLED, layout=Layout(cover=True))
    first = [text_in(found) for found in word.body.iter(f"{W}p")][:4]
    assert first == [
        "Ville de Saint-Étienne",
        "La place du marché",
        "Alice Martin, Bob Durand",
        "Version du 1er novembre 2026",
    ]
    assert word.style("Ville de Saint") == "CoverOrganisation"
    assert text_in(word.paragraph("Un")) == "Un"
    assert word.body.find(f"{W}sectPr/{W}titlePg") is not None
    assert text_in(word.part("word/header2.xml")) == text_in(word.part("word/footer2.xml")) == ""
    assert text_in(word.part("word/header1.xml")) == "La place du marché"


def test_a_cover_names_in_whose_name_it_was_made_and_not_a_crowd():
    many = replace(INFO, authors=tuple(f"Personne {n}" for n in range(20)))
    assert "Personne 5 and 14 others" in export(TITLED, many, layout=Layout(cover=True)).text()
    signed = replace(INFO, signature="Ville de Lyon, par Alice Diop")
    word = export(TITLED, signed, layout=Layout(cover=True))
    assert "Ville de Lyon, par Alice Diop" in word.text()
    assert "Bob Durand" not in word.text()


def test_contributors_stand_at_the_end_with_their_organisations():
    info = replace(INFO, contributors=PEOPLE)
    word = export(TITLED, info, layout=Layout(contents=True, contributors=True), count_pages=lambda _: Everywhere(9))
    assert word.style("Contributors") == "TOC1"  # the entry comes first
    rows = [[text_in(found) for found in each.findall(f"{W}tc")] for each in word.find("//w:tr")]
    assert rows == [["Name", "Organisation"], ["Alice Martin", "Ville de Lyon"], ["Bob Durand", "–"]]
    assert word.find("//w:tr[1]/w:trPr/w:tblHeader")
    assert not export(TITLED, info).find("//w:tbl")


def test_contributors_without_organisations_are_a_list_and_nobody_is_no_list():
    info = replace(INFO, contributors=(Contributor("Contributeur 1"), Contributor(" ")))
    word = export(TITLED, info, layout=Layout(contributors=True))
    assert word.style("Contributeur 1") == "ListBullet"
    assert len(word.find("//w:numPr")) == 1
    assert "Contributors" not in export(TITLED, layout=Layout(contributors=True)).text()


def test_languages_of_other_scripts():
    marked = [
        text("مرحبا", {"type": "textLanguage", "attrs": {"lang": "ar"}}),
        " ",
        text("你好", {"type": "textLanguage", "attrs": {"lang": "zh-CN"}}),
    ]
    word = export(doc(paragraph(*marked)))
    assert word.find("//w:r[w:rPr/w:rtl]/w:rPr/w:lang/@w:bidi") == ["ar"]
    assert word.find("//w:lang/@w:eastAsia") == ["zh-CN"]


def test_a_link_says_what_its_author_wrote_for_it():
    word = export(doc(paragraph(text("le dossier", link("https://exemple.fr/", title="En PDF\n2 Mo")))))
    assert word.find("//w:hyperlink/@w:tooltip") == ["En PDF 2 Mo"]


def test_titles_that_became_no_heading_are_not_listed():
    hidden = paragraph(node("heading", "Un titre dans une ligne"))
    word = export(doc(hidden, paragraph("b")), layout=Layout(contents=True))
    assert not word.find("//w:sdt")
    assert len([told for told in word.left_out if "contents" in told]) == 1


def test_titles_whose_upper_ones_were_taken_out_are_listed():
    gone = [{**node("heading", f"H{level}", level=level), "change": "removed"} for level in range(1, 4)]
    tree = doc(*gone, node("heading", "Reste", level=4))
    how = {"layout": Layout(contents=True), "revisions": Revisions("Alice", INFO.modified)}
    word = export(tree, judged=False, count_pages=lambda _: Everywhere(1), **how)
    assert entries(word) == [("TOC3", "Reste", "1")]
    assert 'TOC \\o "1-4"' in word.find("//w:instrText/text()")[0]
