"""Markdown written from a tree: what each kind becomes, that signs in a text stay signs, that no word is lost."""

import html as html_entities
import re

import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from documents.formats import markdown, markdown_out
from documents.formats.nodes import clean, is_inline, kind, text_of, walk
from tests.documents.trees import (
    PLAN,
    bullets,
    cell,
    doc,
    full,
    head,
    item,
    link,
    node,
    numbers,
    paragraph,
    row,
    text,
    trees,
)
from tests.documents.word import WORDS


def write(*blocks, title="Titre"):
    return markdown_out.write(doc(*blocks), title, lambda key: f"images/{key}.png", WORDS)


def body(*blocks):
    return write(*blocks)[0].removeprefix("# Titre\n\n").rstrip("\n")


def words_of(markdown_text):
    """What a reader of Markdown sees, tags and signs put away."""
    shown = re.sub(r"<[^>]*>", "", MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown_text))
    return "".join(html_entities.unescape(shown).split())


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (node("heading", "Un", level=1), "## Un"),
        (node("heading", "Six", level=6), "###### Six"),
        (paragraph("a", node("hardBreak"), "b"), "a\\\nb"),
        (bullets("a", item("b", numbers("c"))), "- a\n- b\n  1. c"),
        (numbers("a", item("b", paragraph("suite")), start=7), "7. a\n\n8. b\n\n   suite"),
        (node("taskList", node("taskItem", paragraph("fait"), checked=True)), "- [x] fait"),
        (node("blockquote", paragraph("a"), bullets("b")), "> a\n>\n> - b"),
        (node("callout", paragraph("a"), kind="warning"), "> **Attention**\n>\n> a"),
        (node("codeBlock", "a\n```\nb", language="sh"), "````sh\na\n```\nb\n````"),
        (node("figure", image=PLAN, alt="Plan [A]"), f"![Plan \\[A\\]](images/{PLAN}.png)"),
        (node("figure", image=PLAN, decorative=True), f"![](images/{PLAN}.png)"),
        (node("horizontalRule"), "---"),
        (
            node("details", node("detailsSummary", "Plus"), node("detailsContent", paragraph("a"))),
            "**Plus**\n\na",
        ),
        (
            node("table", row(head("a"), head("b|c")), row("1", cell("2", "3"))),
            "| a | b\\|c |\n| --- | --- |\n| 1 | 2<br>3 |",
        ),
        (node("table", row("a")), "|  |\n| --- |\n| a |"),
        (paragraph(text("a", "bold"), text("b", "bold", "italic")), "<strong>a*b*</strong>"),
        (paragraph("x", text(" a ", "bold"), "y"), "x **a** y"),
        (paragraph("mot", text("« a »", "bold"), "mot"), "mot<strong>« a »</strong>mot"),
        (paragraph(text("u", "underline"), text("2", "superscript")), "<u>u</u><sup>2</sup>"),
        (paragraph(text("a`b", "code")), "``a`b``"),
        (paragraph(text("ici", link("https://a.fr/x (y)"))), "[ici](<https://a.fr/x (y)>)"),
        (paragraph(text("non", link("javascript:alert(1)"))), "non"),
        (paragraph("a", node("footnote", "une note")), "a[^1]\n\n[^1]: une note"),
    ],
)
def test_what_each_becomes(block, written):
    assert body(block) == written


@pytest.mark.parametrize(
    "said",
    [
        "# pas un titre",
        "1. pas une liste",
        "- non plus",
        "> ni citation",
        "*ni* _gras_ `ni` [lien](x)",
        "a\\b",
        "~~~",
        "&amp; <b>",
        "+ a",
        "===",
    ],
)
def test_signs_of_a_text_stay_signs(said):
    found = markdown.read(body(paragraph(said)))
    assert [kind(block) for block in found["content"]] == ["paragraph"]
    assert text_of([found]) == said
    assert not any(each.get("marks") for each in walk(found))


def test_two_lists_in_a_row_stay_two():
    for lists in ((bullets("a"), bullets("b")), (numbers("a"), numbers("b"))):
        assert [kind(block) for block in markdown.read(body(*lists))["content"]] == [kind(lists[0])] * 2


def test_a_link_to_a_heading_leads_to_its_name():
    written = body(node("heading", "La suite : l’été", level=1, id="s"), paragraph(text("voir", link("#s"))))
    assert "[voir](#la-suite--lété)" in written
    assert body(paragraph(text("perdu", link("#absent")))) == "perdu"


def test_what_it_cannot_hold_is_told():
    merged = node("table", row(cell("a", colspan=2)), row("b", "c"))
    assert len(write(merged, node("pageBreak"), node("pageBreak"))[1]) == 2
    assert write(paragraph("a"))[1] == []


def test_read_again_it_has_the_same_shape():
    tree = doc(
        node("heading", "Un", level=1),
        paragraph("Des mots ", text("gras", "bold"), " et ", text("penchés", "italic"), "."),
        bullets("a", item("b", bullets("c"))),
        numbers("d", "e", start=3),
        node("taskList", node("taskItem", paragraph("f"), checked=True)),
        node("blockquote", paragraph("g")),
        node("codeBlock", "h\n  i", language="python"),
        node("table", row(head("j"), head("k")), row("l", "m")),
    )
    again = markdown.read(write(*tree["content"])[0])["content"][1:]
    again[0]["attrs"]["level"] -= 1  # the title of the document stands above
    assert again == tree["content"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees())
def test_no_word_is_lost(tree):
    written, _left = markdown_out.write(tree, "Titre", lambda key: "image.png", WORDS)
    shown = words_of(re.sub(r"^\[\^\d+\]: ", "", written, flags=re.MULTILINE))
    for found in walk(tree):
        if is_inline(found) and kind(found) not in ("footnote", "hardBreak", "mention", "citation"):
            for word in clean(found.get("text")).split():
                assert word in shown, written


def test_a_block_where_words_belong_keeps_its_words():
    assert body(node("paragraph"), {"type": "paragraph", "content": [node("codeBlock", "mots")]}) == "mots"


def test_the_whole_model_is_written():
    written, _left = markdown_out.write(full(), "La place", lambda key: "image.png", WORDS)
    assert written.startswith("# La place\n\n## Une place pour tous\n")
    assert "[^1]: Synthèse du 3 mars, [voir le site]" in written
