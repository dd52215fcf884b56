"""The node tree and the CRDT say the same, for every node and mark of the content model."""

from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents import content, schema
from realtime import engine


def round_trip(tree: dict[str, Any]) -> dict[str, Any]:
    return content.read(engine.open_doc([content.write(tree)]))


def text(words: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"marks": list(marks)} if marks else {})}


@pytest.mark.parametrize("name", [n for n in schema.NODES if n not in {"doc", "text"}])
def test_every_node_comes_back_with_its_attributes(name: str) -> None:
    kind = schema.NODES[name]
    attrs = {
        key: {"colwidth": [120, 80], "image": "a1", "checked": True}.get(key, default)
        for key, default in kind.attrs.items()
    }
    attrs = {key: value for key, value in attrs.items() if value is not None}
    node: dict[str, Any] = {"type": name, **({"attrs": attrs} if attrs else {})}
    tree = {"type": "doc", "content": [{"type": "paragraph", "content": [node]} if kind.inline else node]}
    assert round_trip(tree) == tree


@pytest.mark.parametrize("name", schema.MARKS)
def test_every_mark_comes_back_with_its_attributes(name: str) -> None:
    attrs = {key: {"href": "https://example.org/é", "lang": "en-GB"}.get(key, "valeur") for key in schema.MARKS[name]}
    mark = {"type": name, **({"attrs": attrs} if attrs else {})}
    tree = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [text("avant é😀 "), text("œuvre", mark), text(" après")]}],
    }
    assert round_trip(tree) == tree


def test_comments_may_overlap() -> None:
    one, two = ({"type": "comment", "attrs": {"thread": name}} for name in ("t1", "t2"))
    tree = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [text("a", one), text("b", one, two), text("c", two)]}],
    }
    found = round_trip(tree)["content"][0]["content"]
    assert [{mark["attrs"]["thread"] for mark in node["marks"]} for node in found] == [{"t1"}, {"t1", "t2"}, {"t2"}]


def test_offsets_count_as_pycrdt_counts() -> None:
    bold = {"type": "bold"}
    tree = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [text("é😀œ"), text("gras", bold), text("fin")]}],
    }
    assert round_trip(tree) == tree


def test_unsafe_links_and_unknown_things_are_dropped_and_their_words_kept() -> None:
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    with doc.transaction():
        strange = root.children.append(XmlElement("script"))
        paragraph = strange.children.append(XmlElement("paragraph"))
        paragraph.attributes["onclick"] = "x"
        words = paragraph.children.append(XmlText())
        words.insert(0, "mots", {"link": {"href": "javascript:alert(1)"}, "blink": {}})
    assert content.read(doc)["content"] == [{"type": "paragraph", "content": [text("mots")]}]


def test_only_the_root_of_the_content_model_is_read() -> None:
    doc: Doc[Any] = Doc()
    doc.get("ailleurs", type=XmlFragment).children.append(XmlElement("paragraph"))
    assert content.read(doc)["content"] == [{"type": "paragraph"}]


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://example.org", True), ("HTTP://x", True), ("mailto:a@b.fr", True), ("#titre", True), ("/espaces/", True),
        ("//mal.example", False),
        ("/\\mal.example", False),
        ("/\t/mal.example", False), ("javascript:alert(1)", False), (" javascript:x", False), ("data:text/html,x", False),
        ("java\nscript:x", False), ("", False), (None, False), (3, False),
    ],
)  # fmt: skip
def test_links_are_allowed_by_a_list(href: Any, safe: bool) -> None:
    assert schema.is_safe_link(href) is safe


def test_plain_words() -> None:
    item = {
        "type": "listItem",
        "content": [{"type": "paragraph", "content": [text("un"), {"type": "hardBreak"}, text("deux")]}],
    }
    tree = {
        "type": "doc",
        "content": [
            {"type": "bulletList", "content": [item]},
            {"type": "paragraph"},
            {"type": "paragraph", "content": [text("fin")]},
        ],
    }
    assert content.plain(tree) == "un\ndeux\nfin"
