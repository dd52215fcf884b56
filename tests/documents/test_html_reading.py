"""HTML read from anywhere: what each tag becomes, careless pages, that no word is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.formats import html
from documents.formats.nodes import text_of
from tests.documents.schema_check import faults
from tests.documents.trees import bullets, cell, head, item, link, node, numbers, paragraph, row, text


def read(source):
    return html.read(source)["content"]


@pytest.mark.parametrize(
    ("tag", "mark"),
    [
        ("strong", "bold"), ("b", "bold"), ("em", "italic"), ("i", "italic"), ("u", "underline"), ("s", "strike"),
        ("del", "strike"), ("code", "code"), ("sub", "subscript"), ("sup", "superscript"), ("mark", "highlight"),
    ],
)  # fmt: skip
def test_inline_tags_become_marks(tag, mark):
    assert read(f"<p>a <{tag}>b</{tag}></p>") == [paragraph("a ", text("b", mark))]


def test_span_keeps_its_words_its_language_and_its_weight():
    assert read('<p><span>a</span> <span lang="en">b</span> <span style="font-weight:700">c</span></p>') == [
        paragraph("a ", text("b", {"type": "textLanguage", "attrs": {"lang": "en"}}), " ", text("c", "bold"))
    ]


def test_blanks_collapse_as_in_html_and_hard_spaces_stay():
    assert read("<p>  un\r\n\t deux <b> trois</b> &laquo;&nbsp;quatre&nbsp;&raquo;\r\n</p>\r\n") == [
        paragraph("un deux ", text("trois", "bold"), " «\u00a0quatre\u00a0»")
    ]
    assert read("<p>&nbsp;</p>\r\n<p> </p><p></p>") == [{"type": "paragraph"}]


def test_line_breaks():
    assert read("<p>un<br />\r\ndeux<br></p>") == [paragraph("un", node("hardBreak"), "deux")]
    assert read("un<br><br>deux") == [paragraph("un"), paragraph("deux")]


def test_text_outside_any_paragraph_gets_one():
    assert read("a <em>b</em><div>c<p>d</p>e</div>") == [
        paragraph("a ", text("b", "italic")), paragraph("c"), paragraph("d"), paragraph("e")
    ]  # fmt: skip


@pytest.mark.parametrize("level", range(1, 7))
def test_headings(level):
    assert read(f"<h{level}>Titre <b>un</b></h{level}>") == [node("heading", "Titre ", text("un", "bold"), level=level)]


def test_a_block_inside_a_heading_is_not_lost():
    assert read("<h2>Titre<div>reste</div><ul><li>x</li></ul></h2>") == [
        node("heading", "Titre", level=2), node("heading", "reste", level=2), bullets("x")
    ]  # fmt: skip


def test_lists_nest_count_and_hold_blocks():
    assert read("<ol start=3><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li><li></li></ol>") == [
        numbers(item("a", bullets("b")), item("c", "d"), item(paragraph()), start=3)
    ]


def test_lists_written_carelessly():
    assert read("<ul><li>a</li><ul><li>b</li></ul>c</ul>") == [bullets(item("a", bullets("b"), "c"))]
    assert read("<ul>seul</ul>") == [bullets("seul")]
    assert read("<li>sans liste</li>") == [paragraph("sans liste")]
    assert read("<ul><li><h3>t</h3></li></ul>") == [bullets(item(paragraph(), node("heading", "t", level=3)))]


def test_checkboxes_make_tasks():
    assert read("<ul><li><input type=checkbox checked>a</li><li><input type=checkbox>b</li><li>c</li></ul>") == [
        node(
            "taskList", node("taskItem", paragraph("a"), checked=True), node("taskItem", paragraph("b"), checked=False)
        ),
        bullets("c"),
    ]


def test_links_are_kept_when_safe():
    assert read('<a href=" https://a.fr/ " title="t">x</a>') == [paragraph(text("x", link("https://a.fr/", title="t")))]
    for href in ("javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//a.fr", "", "java\nscript:x"):
        assert read(f'<a href="{href}">x</a>') == [paragraph("x")]


def test_images_become_their_description():
    assert read('<p>Vue : <img src="x.png" alt="la place"></p>') == [paragraph("Vue : la place")]


def test_code_keeps_its_lines():
    assert read('<pre><code class="language-python">\na\r\n  b</code></pre>') == [
        node("codeBlock", "a\n  b", language="python")
    ]


def test_quotes_and_rules():
    assert read("<blockquote>a<p>b</p></blockquote><hr>") == [
        node("blockquote", paragraph("a"), paragraph("b")),
        node("horizontalRule"),
    ]


def test_tables():
    source = (
        "<table><caption>Titre</caption><col width=200><col width=100><thead><tr><th>A<th>B</thead>"
        "<tr><td rowspan=2>c</td><td>d<p>e</p></td></tr><tr><td>hors</td></tr></table>"
    )
    assert read(source) == [
        paragraph("Titre"),
        node(
            "table",
            row(head("A", colwidth=[200]), head("B", colwidth=[100])),
            row(cell("c", rowspan=2, colwidth=[200]), cell("d", "e", colwidth=[100])),
            row(cell("hors", colwidth=[200])),
        ),
    ]


def test_what_is_no_text_is_skipped():
    assert read("<style>p{}</style><script>x()</script><!-- c --><p>a</p><template>t</template>") == [paragraph("a")]


def test_nothing_reads_as_an_empty_document():
    for source in ("", "  \n", "<p></p>", "<!-- rien -->", "\x00"):
        assert read(source) == [{"type": "paragraph"}]


def test_nesting_without_end_keeps_its_words():
    for depth in (60, 300, 3000):
        assert "fond" in text_of(read("<div><b>" * depth + "fond" + "</b></div>" * depth))
        assert "fond" in text_of(read("<ul><li>" * depth + "fond"))
        assert "fond" in text_of(read("<table><tr><td>" * depth + "fond"))


_TAGS = st.sampled_from(
    [
        *("p", "div", "span", "strong", "em", "a", "br", "ul", "ol", "li", "table", "tr", "td", "th", "caption"),
        *("h2", "blockquote", "pre", "code", "img", "hr", "sup", "details", "summary"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            _TAGS.map(lambda t: f"<{t}>"), _TAGS.map(lambda t: f"</{t}>"), st.from_regex(r"[a-zé]{4}", fullmatch=True)
        )
    )
)
def test_no_word_is_lost_and_the_tree_keeps_to_the_schema(pieces):
    tree = html.read(" ".join(pieces))
    written = text_of([tree])
    assert all(piece in written for piece in pieces if not piece.startswith("<"))
    assert faults(tree) == []
