"""HTML written for the reading page: what each kind becomes, that everything is escaped, that no word is lost."""

from hypothesis import HealthCheck, given, settings
from lxml import html as lxml_html

from documents.formats import html
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


def write(*blocks, top=2):
    return html.write(doc(*blocks), lambda image: f"/images/{image}", top, WORDS)


def test_headings_start_below_the_title_of_the_page_and_have_ids():
    blocks = [node("heading", f"T{n}", level=level, id=f"b{n}") for n, level in enumerate((1, 2, 4.0, 1))]
    assert write(*blocks) == '<h2 id="b0">T0</h2><h3 id="b1">T1</h3><h4 id="b2">T2</h4><h2 id="b3">T3</h2>'
    assert write(*blocks[:1], top=1) == '<h1 id="b0">T0</h1>'
    assert write(*(node("heading", "x", level=level) for level in range(1, 7))).endswith("<h6>x</h6><h6>x</h6>")


def test_an_id_belongs_to_the_first_block_that_bears_it():
    assert (
        write(*(node("paragraph", "x", id=name) for name in ("b", "b", '"><x', None)))
        == '<p id="b">x</p>' + "<p>x</p>" * 3
    )


def test_marks():
    names = ["bold", "italic", "underline", "strike", "highlight", "superscript", "subscript", "code"]
    tags = ["strong", "em", "u", "s", "mark", "sup", "sub", "code"]
    for name, tag in zip(names, tags, strict=True):
        assert write(paragraph(text("x", name))) == f"<p><{tag}>x</{tag}></p>"
    assert write(paragraph(text("x", "bold", "code"))) == "<p><strong><code>x</code></strong></p>"
    assert (
        write(paragraph(text("x", {"type": "textLanguage", "attrs": {"lang": "en"}})))
        == '<p><span lang="en">x</span></p>'
    )
    assert write(paragraph(text("x", {"type": "comment", "attrs": {"thread": "t"}}))) == "<p>x</p>"


def test_links():
    joined = paragraph(text("a", link("https://a.fr/?x=1&y")), text("b", "bold", link("https://a.fr/?x=1&y")))
    assert write(joined) == '<p><a href="https://a.fr/?x=1&amp;y" rel="noopener noreferrer">a<strong>b</strong></a></p>'
    assert write(paragraph(text("a", link("#b")))) == '<p><a href="#b">a</a></p>'
    for href in ("javascript:x", " javascript:x", "//a.fr", None, 3):
        assert write(paragraph(text("a", link(href)))) == "<p>a</p>"


def test_lists_and_tasks():
    assert (
        write(numbers(item("a", bullets("b")), start=3.0))
        == '<ol start="3"><li><p>a</p><ul><li><p>b</p></li></ul></li></ol>'
    )
    tasks = node("taskList", node("taskItem", paragraph("a"), checked=True), node("taskItem", paragraph("b")))
    assert write(tasks) == (
        '<ul class="tasks"><li><input type="checkbox" disabled checked aria-label="Done"><p>a</p></li>'
        '<li><input type="checkbox" disabled aria-label="To do"><p>b</p></li></ul>'
    )


def test_tables_have_heads_scopes_and_widths():
    table = node(
        "table", row(head("A", colwidth=[120]), head("B")), row(head("c"), cell("d", rowspan=2)), row(cell("e"))
    )
    assert write(table) == (
        '<table><colgroup><col width="120"><col></colgroup><thead><tr><th scope="col"><p>A</p></th>'
        '<th scope="col"><p>B</p></th></tr>'
        '</thead><tbody><tr><th scope="row"><p>c</p></th><td rowspan="2"><p>d</p></td></tr>'
        "<tr><td><p>e</p></td></tr></tbody></table>"
    )
    crossing = node("table", row(head("A", rowspan=2), head("B")), row("c"))
    assert "<thead>" not in write(crossing)
    assert write(crossing).count('scope="col"') == 2


def test_figures():
    assert write(node("figure", "Légende", image=PLAN, alt='Un "plan"', width=50.0)) == (
        f'<figure><img src="/images/{PLAN}" alt="Un &quot;plan&quot;" width="50%" loading="lazy">'
        "<figcaption>Légende</figcaption></figure>"
    )
    assert 'alt=""' in write(node("figure", image=PLAN, alt="x", decorative=True))
    assert 'alt="Image sans description"' in write(node("figure", image=PLAN))
    assert "[Image manquante : plan]" in write(node("figure", alt="plan"))


def test_callouts_details_code_rules_and_breaks():
    assert write(node("callout", paragraph("x"), kind="warning")) == (
        '<aside class="callout callout-warning" role="note"><p class="callout-kind">Attention</p><p>x</p></aside>'
    )
    assert 'class="callout callout-info"' in write(node("callout", paragraph("x"), kind='"><script>'))
    details = node("details", node("detailsSummary", "r"), node("detailsContent", paragraph("x")))
    assert write(details) == "<details><summary>r</summary><p>x</p></details>"
    assert write(node("codeBlock", "a\n  <b>", language="c++")) == (
        '<pre tabindex="0"><code class="language-c++">a\n  &lt;b&gt;</code></pre>'
    )
    assert write(node("horizontalRule"), node("pageBreak")) == '<hr><div class="page-break"></div>'


def test_notes_are_numbered_and_lead_back():
    assert write(paragraph("a", node("footnote", "n", text("1", "bold"))), paragraph("b", node("footnote", "m"))) == (
        '<p>a<sup class="note"><a id="note-ref-1" href="#note-1" aria-label="Note 1">1</a></sup></p>'
        '<p>b<sup class="note"><a id="note-ref-2" href="#note-2" aria-label="Note 2">2</a></sup></p>'
        '<section class="notes"><h2>Notes</h2><ol>'
        '<li id="note-1">n<strong>1</strong> <a href="#note-ref-1" aria-label="Back to the text (1)">↩</a></li>'
        '<li id="note-2">m <a href="#note-ref-2" aria-label="Back to the text (2)">↩</a></li></ol></section>'
    )


def test_everything_is_escaped():
    evil = '"><script>alert(1)</script><img src=x onerror=y>'
    tree = doc(
        node("heading", evil, level=evil, id=evil),
        node("callout", paragraph(text(evil, link(evil), {"type": evil})), kind=evil),
        node("codeBlock", evil, language=evil),
        node("figure", evil, image=PLAN, alt=evil, width=evil),
        paragraph(node("mention", label=evil), node("citation", label=evil), node("footnote", evil), node(evil, evil)),
        node("table", row(cell(evil, colspan=evil, colwidth=[evil]))),
    )
    root = lxml_html.fromstring(f"<div>{html.write(tree, lambda image: image, 2, WORDS)}</div>")
    assert not root.xpath("//script | //@onerror | //@style")
    assert {each.tag for each in root.iter("img")} == {"img"}
    assert len(list(root.iter("img"))) == 1


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees())
def test_every_word_of_a_tree_is_written(tree):
    written = html.write(tree, lambda image: image, 2, WORDS)
    root = lxml_html.fromstring(f"<div>{written}</div>")
    shown = "".join(root.text_content().split())
    for found in walk(tree):
        if is_inline(found) and kind(found) not in ("footnote", "hardBreak"):
            assert "".join((clean(found.get("text")) or text_of([found])).split()) in shown
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_what_is_written_reads_back():
    tree = doc(
        node("heading", "Titre", level=1),
        paragraph("un ", text("gras", "bold"), text(" lien", link("https://a.fr/")), node("hardBreak"), "fin"),
        numbers(item("a", bullets("b")), start=2),
        node("taskList", node("taskItem", paragraph("c"), checked=True)),
        node("blockquote", paragraph("d")),
        node("table", row(head("x"), head("y")), row(cell("z", colspan=2))),
        node("codeBlock", "e\n f", language="python"),
        node("horizontalRule"),
    )
    assert html.read(html.write(tree, str, 1, WORDS)) == tree


def test_the_full_document_writes():
    written = html.write(full(), str, 2, WORDS)
    assert "style=" not in written
    assert "Contribution n° 12" in written
