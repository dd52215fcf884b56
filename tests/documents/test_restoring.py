"""Any text made like any other: it says then what the other says, and what is the same was not touched."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pycrdt import Doc, XmlFragment

from documents import content
from documents.comparing import same_text
from documents.restoring import make_like
from tests.documents.trees import bullets, doc, full, node, paragraph, text, trees

Node = dict[str, Any]


def opened(tree: Node) -> "Doc[Any]":
    made: Doc[Any] = Doc()
    made.get("default", type=XmlFragment)
    made.apply_update(content.write(content.with_ids(tree)))
    return made


def restored(today: "Doc[Any]", wanted: Node) -> int:
    """How many bytes the return writes."""
    before = today.get_state()
    make_like(today, wanted)
    return len(today.get_update(before))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees(valid=True), trees(valid=True))
def test_any_text_becomes_any_other(before: Node, after: Node) -> None:
    today, wanted = opened(before), content.read(opened(after))
    make_like(today, wanted)
    assert same_text(content.read(today), wanted)


def test_what_is_the_same_is_not_touched() -> None:
    tree = content.read(opened(full()))
    assert restored(opened(tree), tree) <= 2
    longer = {**tree, "content": [*tree["content"], paragraph("Un de plus.")]}
    assert restored(opened(longer), tree) < 60


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (doc(paragraph("Un mot gras.")), doc(paragraph("Un mot ", text("gras", "bold"), "."))),
        (doc(paragraph("Un.")), doc(node("heading", "Un.", level=2))),
        (doc(bullets("a", "b")), doc(bullets("b"))),
        (
            doc(node("taskList", node("taskItem", paragraph("x"), checked=True))),
            doc(node("taskList", node("taskItem", paragraph("x")))),
        ),
        (doc(paragraph("Avec ", node("mention", user=1, label="Ana"), " ici")), doc(paragraph("Avec Ana ici"))),
    ],
    ids=["a mark", "a kind", "an item", "a box", "a mention"],
)
def test_there_and_back(before: Node, after: Node) -> None:
    one, other = content.read(opened(before)), content.read(opened(after))
    for start, end in ((one, other), (other, one)):
        today = opened(start)
        make_like(today, end)
        assert same_text(content.read(today), end)


def test_what_is_written_elsewhere_at_the_same_moment_survives() -> None:
    """Two people apart: one goes back to an older text, the other writes in a paragraph that it does not change."""
    wanted = content.read(opened(doc(node("paragraph", "Un.", id="a"), node("paragraph", "Deux.", id="b"))))
    here = opened(doc(node("paragraph", "Un autre.", id="a"), node("paragraph", "Deux.", id="b")))
    there: Doc[Any] = Doc()
    there.get("default", type=XmlFragment)
    there.apply_update(here.get_update())
    there.get("default", type=XmlFragment).children[1].children[0].insert(5, " Et trois.")
    make_like(here, wanted)
    here.apply_update(there.get_update())
    assert content.plain(content.read(here)) == "Un.\nDeux. Et trois."
