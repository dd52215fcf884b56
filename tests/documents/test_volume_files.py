"""A volume as a file: random documents bound together are valid, lose no word, and have their contents."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from documents.formats.docx import Hand, Layout, Remark, Revisions, Talk
from documents.formats.nodes import clean, is_inline, kind, text_of, walk
from documents.outgoing.joining import Joined, Place
from documents.outgoing.prepared import Prepared
from documents.outgoing.volume import joined
from tests.documents.trees import IMAGES, Node, doc, full, node, numbers, paragraph, trees
from tests.documents.word import INFO, W, Word, audit_findings, export, house_findings, text_in, value

PARTS = st.lists(st.tuples(trees(), st.integers(0, 7), st.sampled_from(["", "en-GB", "ar"])), min_size=2, max_size=4)


def bound(parts: list[tuple[Node, int, str]]) -> Prepared:
    keys = [f"p{number}" for number in range(1, len(parts) + 1)]
    places = {f"00000000-0000-4000-8000-{n:012}": Place(keys[n], tree) for n, (tree, _, _) in enumerate(parts)}
    return joined(
        [
            Joined(key, f"Partie {key}", depth, Prepared(tree), pictures=set(IMAGES), language=tongue, places=places)
            for key, (tree, depth, tongue) in zip(keys, parts, strict=True)
        ]
    )


def volume(parts: list[tuple[Node, int, str]], **how: Any) -> Word:
    made = bound(parts)
    return export(made.tree, INFO, judged=False, layout=Layout(contents=True), **how)


def random_volumes(count: int) -> list[tuple[Any, Word]]:
    """The same at every run, so that a failure can be looked at again."""
    found = []

    @seed(20261123)
    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(PARTS)
    def collect(parts: Any) -> None:
        found.append((parts, volume(parts)))

    collect()
    return found


@pytest.mark.parametrize("count", [15, pytest.param(100, marks=pytest.mark.slow)])
def test_random_volumes_are_valid(count: int, tmp_path: Any) -> None:
    files = []
    for number, (parts, word) in enumerate(random_volumes(count)):
        files.append(tmp_path / f"{number}.docx")
        files[-1].write_bytes(word.content)
        assert audit_findings(files[-1]) == [], parts
    assert house_findings(*files) == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(PARTS)
def test_each_word_is_there_once_and_in_order(parts: Any) -> None:
    """Each part alone writes some words; the volume writes these, one part after the other, and their titles."""
    whole = "".join(_of_body(volume(parts)).split())
    alone = []
    for number, (tree, _, _) in enumerate(parts, 1):
        single = export(tree, INFO, judged=False, layout=Layout(contents=False))
        alone.append(f"Partiep{number}" + "".join(_of_body(single).split()))
    assert _without_numbers(whole) == _without_numbers("".join(alone))


def _of_body(word: Word) -> str:
    """What is below the title and its date, without the contents."""
    paragraphs = [one for one in word.body if one.tag != f"{W}sdt"]
    return "".join(text_in(one) for one in paragraphs if value(one, "pPr/pStyle") not in ("Title", "Subtitle"))


def _without_numbers(words: str) -> str:
    """Figures are counted through the whole volume."""
    return re.sub(r"Figure\d+–", "Figure–", words)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(PARTS)
def test_the_contents_list_the_titles_and_lead_to_them(parts: Any) -> None:
    word = volume(parts)
    marked = {}
    for one in word.body.iter(f"{W}p"):
        level = re.fullmatch(r"Heading([123])", value(one, "pPr/pStyle"))
        if level:
            names = [mark.get(f"{W}name") for mark in one.iter(f"{W}bookmarkStart")]
            marked.update({name: text_in(one) for name in names if name.startswith("_Toc")})
    (contents,) = word.body.findall(f"{W}sdt")
    listed = {link.get(f"{W}anchor"): text_in(link) for link in contents.iter(f"{W}hyperlink")}
    assert list(listed) == sorted(marked)
    for name, words in listed.items():
        assert "".join(words.split()) == "".join(marked[name].split())


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(PARTS)
def test_bookmarks_and_their_numbers_are_nobody_else_s(parts: Any) -> None:
    word = volume(parts)
    starts = list(word.body.iter(f"{W}bookmarkStart"))
    for attribute in ("id", "name"):
        found = [one.get(f"{W}{attribute}") for one in starts]
        assert len(found) == len(set(found))
    notes = [one.get(f"{W}id") for one in word.body.iter(f"{W}footnoteReference")]
    assert notes == [str(number) for number in range(1, len(notes) + 1)]


def test_lists_of_each_document_count_from_one() -> None:
    same = doc(numbers("un", "deux"))
    word = volume([(same, 0, ""), (same, 0, "")])
    lists = [value(one, "pPr/numPr/numId") for one in word.find(".//w:p[w:pPr/w:numPr]")]
    assert lists[0] == lists[1] != lists[2] == lists[3]


def test_each_document_begins_on_a_page_of_its_own() -> None:
    word = volume([(doc(paragraph("a")), 0, ""), (doc(paragraph("b")), 1, ""), (doc(), 0, "")])
    breaks = [text_in(one) for one in word.find(".//w:p[w:pPr/w:pageBreakBefore]")]
    assert breaks == ["Partie p1", "Partie p2", "Partie p3"]
    styles = [value(one, "pPr/pStyle") for one in word.find(".//w:p[w:pPr/w:pageBreakBefore]")]
    assert styles == ["Heading1", "Heading2", "Heading1"]


def test_what_is_said_on_the_documents_stands_in_each() -> None:
    at = INFO.modified
    mark = {"type": "comment", "attrs": {"thread": "t"}}
    said = [Talk((Remark("Alice", at, f"dans {n}"),)) for n in (1, 2)]
    tree = doc(paragraph({"type": "text", "text": "même mot", "marks": [mark]}))
    changed = doc(paragraph({"type": "text", "text": "neuf", "change": "added", "by": "h"}))
    made = joined(
        [
            Joined("p1", "A", 0, Prepared(tree, talks={"t": said[0], "title-w": said[1]}), pictures=()),
            Joined("p2", "B", 0, Prepared(tree, talks={"t": said[1]}), pictures=()),
            Joined("p3", "C", 0, Prepared(changed, hands={"h": Hand("Carol", at)}), pictures=()),
            Joined("p4", "D", 0, Prepared(changed, hands={"h": Hand("Bob", at)}), pictures=()),
        ]
    )
    word = export(made.tree, INFO, talks=made.talks, revisions=Revisions("Tablée", at, made.hands))
    starts = word.find(".//w:commentRangeStart")
    assert [text_in(one.getparent()) for one in starts] == ["A", "même mot", "même mot"]
    assert [one.get(f"{W}author") for one in word.body.iter(f"{W}ins") if len(one)] == ["Carol", "Bob"]


def test_everything_of_the_content_model_twice(tmp_path: Any) -> None:
    word = volume([(full(), 0, ""), (full(), 1, "en-GB")])
    file = tmp_path / "volume.docx"
    file.write_bytes(word.content)
    assert audit_findings(file) == []
    assert house_findings(file) == []
    tree = bound([(full(), 0, ""), (full(), 1, "en-GB")]).tree
    words = "".join(word.text().split())
    for found in walk(tree):
        if is_inline(found) and kind(found) not in ("footnote", "hardBreak"):
            assert "".join((clean(found.get("text")) or text_of([found])).split()) in words


def test_a_link_to_another_document_is_a_link_within() -> None:
    to = {"type": "link", "attrs": {"href": "/documents/00000000-0000-4000-8000-000000000001/#b"}}
    here = doc(paragraph({"type": "text", "text": "voir", "marks": [to]}))
    there = doc(node("paragraph", "là", id="b"))
    word = volume([(here, 0, ""), (there, 0, "")])
    link = next(one for one in word.body.iter(f"{W}hyperlink") if text_in(one) == "voir")
    target = word.paragraph("là").find(f"{W}bookmarkStart")
    assert link.get(f"{W}anchor") == target.get(f"{W}name")
