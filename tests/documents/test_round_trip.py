"""What Tablée writes as Word comes back: the same tree where Word can carry it, no word lost anywhere (docs/word.md)."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.formats.nodes import Outline, attr, children, is_blank, is_title, kind, text_of, visible, walk
from documents.formats.reading.docx import read
from documents.schema import MARKS
from tests.documents.trees import (
    Node,
    bullets,
    cell,
    doc,
    full,
    head,
    item,
    node,
    numbers,
    paragraph,
    row,
    text,
    trees,
)
from tests.documents.word import export

SLOW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def back(tree: Node) -> Node:
    found: Node = read(export(tree).content)["tree"]
    return found


def plain(tree: Node) -> str:
    """Every word in order, marks and blocks apart; Word's boxes and captions say words of their own."""
    return "".join(visible(one) for one in walk(tree) if kind(one) in ("text", "mention", "citation")).replace(" ", "")


def carried(tree: Node) -> Node:
    """A tree as Word carries it: without ids, widths and what shows nothing; links to blocks by their place."""
    outline = Outline()
    return doc(*_together([_block(one, outline) for one in children(tree) if _shows(one)]))


def _together(blocks: list[Node]) -> list[Node]:
    """Two lists to tick, or two quotations, in a row are one in Word."""
    found: list[Node] = []
    for one in blocks:
        if found and kind(one) == kind(found[-1]) and kind(one) in ("taskList", "blockquote"):
            found[-1] = {**found[-1], "content": _together([*children(found[-1]), *children(one)])}
        else:
            found.append(one)
    return found


def _shows(block: Node) -> bool:
    if kind(block) in ("paragraph", "heading", "codeBlock", "detailsSummary"):
        return not is_blank(children(block))
    return kind(block) in ("horizontalRule", "pageBreak", "figure") or any(map(_shows, children(block)))


def _block(block: Node, outline: Outline) -> Node:
    name, attrs = kind(block), {}
    if name == "heading" and not is_title(block):
        name = "paragraph"
    if name == "heading":
        attrs["level"] = outline.close_up(attr(block, "level"))
    for key in ("start", "kind", "checked", "colspan", "rowspan"):
        if attr(block, key) not in (None, 1, False):
            attrs[key] = attr(block, key)
    inside = children(block)
    if name in ("paragraph", "heading", "figure"):
        content = _inline(inside)
    elif name == "codeBlock":
        content = [text("".join(one["text"] for one in inside).strip("\n"))]
    elif name in ("listItem", "taskItem"):
        rest = [_block(one, outline) for one in inside[1:] if _shows(one)]
        content = [_block(inside[0], outline), *_together(rest)]
    elif name in ("bulletList", "orderedList", "taskList", "table", "tableRow"):
        content = [_block(one, outline) for one in inside]
    elif name in ("horizontalRule", "pageBreak"):
        content = []
    else:
        content = _together([_block(one, outline) for one in inside if _shows(one)]) or [paragraph()]
    return {"type": name, **({"attrs": attrs} if attrs else {}), **({"content": content} if content else {})}


def _inline(nodes: list[Node]) -> list[Node]:
    nodes = [*nodes]
    while nodes and kind(nodes[-1]) == "hardBreak":
        nodes.pop()
    found: list[Node] = []
    for one in nodes:
        if kind(one) == "footnote":
            found.append({"type": "footnote", **({"content": inner} if (inner := _inline(children(one))) else {})})
        elif kind(one) == "hardBreak":
            found.append({"type": "hardBreak"})
        else:
            _add(found, visible(one), _marks(one))
    return found


def _marks(one: Node) -> list[Node]:
    """Links apart from their addresses, which Word completes and quotes; of above and below the line one alone."""
    names = {mark["type"] for mark in one.get("marks", [])} - {"comment"}
    if "superscript" in names:
        names.discard("subscript")
    listed = {mark["type"]: mark for mark in one.get("marks", [])}
    keep = [{"type": name} if name == "link" else listed[name] for name in MARKS if name in names]
    return [{key: held for key, held in mark.items() if key in ("type", "attrs")} for mark in keep]


def _add(found: list[Node], words: str, marks: list[Node]) -> None:
    if not words:
        return
    if found and kind(found[-1]) == "text" and found[-1].get("marks", []) == marks:
        found[-1]["text"] += words
    else:
        found.append({"type": "text", "text": words, **({"marks": marks} if marks else {})})


# What a text of an administration is made of: blocks that stand in no other box than a list or a table.
_words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Zs")), min_size=1, max_size=12
)
_names = st.lists(
    st.sampled_from(["bold", "italic", "underline", "strike", "highlight", "superscript"]), max_size=3, unique=True
)
_text = st.builds(lambda words, names: text(words, *names), _words, _names)
_line = st.lists(st.one_of(_text, st.builds(lambda one: node("footnote", one), _text)), min_size=1, max_size=4).filter(
    lambda nodes: bool(text_of(one for one in nodes if kind(one) == "text"))
)
_paragraph = st.builds(lambda line: paragraph(*line), _line)
_heading = st.builds(lambda line, level: node("heading", *line, level=level), _line, st.integers(1, 6))


def _lists(inner: Any) -> Any:
    items = st.lists(
        st.builds(lambda first, rest: item(first, *rest), _paragraph, st.lists(inner, max_size=2)),
        min_size=1,
        max_size=3,
    )
    ticked = st.builds(
        lambda first, rest, checked: node("taskItem", first, *rest, checked=checked),
        _paragraph, st.lists(inner, max_size=1), st.booleans(),
    )  # fmt: skip
    return st.one_of(
        items.map(lambda all: bullets(*all)),
        st.builds(lambda all, start: numbers(*all, start=start), items, st.integers(1, 30)),
        st.lists(ticked, min_size=1, max_size=3).map(lambda all: node("taskList", *all)),
    )


_nested = st.recursive(_paragraph, _lists, max_leaves=8)
_table = st.builds(
    lambda heads, rows: node(
        "table", row(*(head(one) for one in heads)), *(row(*(cell(*one) for one in each)) for each in rows)
    ),
    st.lists(_paragraph, min_size=2, max_size=2),
    st.lists(st.lists(st.lists(_nested, min_size=1, max_size=2), min_size=2, max_size=2), min_size=1, max_size=3),
)
_boxed = st.one_of(
    st.lists(_nested, min_size=1, max_size=3).map(lambda all: node("blockquote", *all)),
    st.builds(
        lambda all, kind: node("callout", *all, kind=kind),
        st.lists(_nested, min_size=1, max_size=3),
        st.sampled_from(["info", "warning", "decision", "example"]),
    ),
    _words.map(lambda words: node("codeBlock", words)),
)
_BORDER = paragraph("Entre.")  # two lists to tick, two quotations in a row are one in Word


def usual() -> Any:
    blocks = st.lists(
        st.one_of(_heading, _nested, _table, _boxed, st.just(node("horizontalRule"))), min_size=1, max_size=6
    )
    return blocks.map(lambda all: doc(*(one for block in all for one in (block, _BORDER))))


@SLOW
@given(usual())
def test_a_usual_text_comes_back_equal(tree: Node) -> None:
    assert carried(back(tree)) == carried(tree)


@SLOW
@given(trees(valid=True))
def test_no_word_is_lost_or_moved(tree: Node) -> None:
    assert not Counter(plain(carried(tree))) - Counter(plain(back(tree)))


def test_the_whole_content_model() -> None:
    tree = full()
    assert carried(back({**tree, "content": tree["content"][:-2]})) == carried(
        {**tree, "content": tree["content"][:-2]}
    )
