"""Markdown: what the reader makes of CommonMark, tables, strikethrough and task lists."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.formats import markdown
from documents.formats.nodes import text_of
from tests.documents.schema_check import faults
from tests.documents.trees import bullets, cell, head, item, link, node, numbers, paragraph, row, text


def read(source):
    return markdown.read(source)["content"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Un **titre**", node("heading", "Un ", text("titre", "bold"), level=1)),
        ("###### Six", node("heading", "Six", level=6)),
        ("a *b* __c__", paragraph("a ", text("b", "italic"), " ", text("c", "bold"))),
        ("~~d~~ `e  f`", paragraph(text("d", "strike"), " ", text("e  f", "code"))),
        ("***a***", paragraph(text("a", "italic", "bold"))),
        ("un\ndeux", paragraph("un deux")),
        ("un  \ndeux\\\ntrois", paragraph("un", node("hardBreak"), "deux", node("hardBreak"), "trois")),
        ("[x](https://a.fr/ 't')", paragraph(text("x", link("https://a.fr/", title="t")))),
        ("<https://a.fr/>", paragraph(text("https://a.fr/", link("https://a.fr/")))),
        ("![une *vue*](x.png)", paragraph("une ", text("vue", "italic"))),
        ("<b>brut</b> &amp; &eacute;", paragraph("<b>brut</b> & é")),
        ("---", node("horizontalRule")),
        ("```python\na\n  b\n```", node("codeBlock", "a\n  b", language="python")),
        ("    indenté\n", node("codeBlock", "indenté")),
        ("> a\n>\n> > b", node("blockquote", paragraph("a"), node("blockquote", paragraph("b")))),
    ],
)  # fmt: skip
def test_each_construct(source, expected):
    assert read(source) == [expected]


def test_lists():
    assert read("3. a\n\n   suite\n4. b\n   - c\n") == [numbers(item("a", "suite"), item("b", bullets("c")), start=3)]
    assert read("- a\n\n\n1. b") == [bullets("a"), numbers("b")]


def test_task_lists():
    assert read("- [ ] à faire\n- [x] **fait**\n- normal\n") == [
        node(
            "taskList",
            node("taskItem", paragraph("à faire"), checked=False),
            node("taskItem", paragraph(text("fait", "bold")), checked=True),
        ),
        bullets("normal"),
    ]
    assert read("- [a](#b)\n- [ ]suite") == [bullets(item(paragraph(text("a", link("#b")))), "[ ]suite")]


def test_tables():
    assert read("| A | B |\n|---|:-:|\n| c | **d** |\n| e |\n") == [
        node(
            "table",
            row(head("A"), head("B")),
            row(cell("c"), cell(paragraph(text("d", "bold")))),
            row(cell("e"), cell(paragraph())),
        )
    ]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html;base64,x", "//a.fr", "vbscript:x", "relatif.html"]
)
def test_unsafe_links_become_words(href):
    assert read(f"[mot]({href})") == [paragraph("mot")]


def test_nothing_and_line_ends():
    assert read("") == read(" \n\n") == [{"type": "paragraph"}]
    assert read("un\r\n\r\ndeux") == [paragraph("un"), paragraph("deux")]


def test_nesting_without_end_keeps_its_words():
    assert "fond" in text_of(read("> " * 300 + "fond"))
    assert "fond" in text_of(read("\n".join("  " * n + "- x" for n in range(200)) + " fond"))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "mot",
                "\n",
                "\n\n",
                "- ",
                "1. ",
                "> ",
                "# ",
                "    ",
                "*",
                "**",
                "`",
                "~~",
                "|",
                "---",
                "[ ] ",
                "[",
                "](",
                ")",
                "```\n",
                "<b>",
                "\\",
            ]
        )
    )
)
def test_the_tree_keeps_to_the_schema(pieces):
    assert faults(markdown.read("".join(pieces))) == []
