"""Whatever a text holds and whatever somebody does to its file: the proposals say that, no more and no less."""

import copy
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.content import with_ids
from documents.formats import docx
from documents.formats.child import Contents
from documents.formats.nodes import children, kind, walk
from documents.formats.origin import Origin
from documents.formats.reading.docx import read
from documents.models import Suggestion
from documents.outgoing.draft import Draft
from documents.rebasing import Today, places
from documents.returning.base import Base
from documents.returning.differing import edits
from documents.returning.proposing import Left, Proposed, propose
from documents.returning.reading import Returned, compared
from tests.documents.test_round_trip import carried, plain, usual
from tests.documents.trees import Node, paragraph
from tests.documents.word import INFO, export

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ORIGIN = Origin(UUID(int=7), 3, datetime(2026, 11, 2, tzinfo=UTC))
OURS = replace(INFO, origin=ORIGIN.word())


def contents(tree: Node, **how: Any) -> Contents:
    found = read(export(tree, OURS, judged=False, **how).content, returned=True)
    names = ("tree", "title", "titled", "language", "told", "images", "threads", "origin", "known")
    return Contents(**{name: found[name] for name in names})


def came_back(base: Node, changed: Node, **how: Any) -> Returned:
    return compared(contents(changed, **how), contents(base), ORIGIN, Base(base), lambda _change: False)


def proposals(found: Returned, today: Node) -> tuple[list[Proposed], list[Left]]:
    return propose(edits(found.before, found.after), Today(3, places(today)), places(found.was))


def accepted(today: Node, made: list[Proposed]) -> tuple[Node, int]:
    """The text with all of them put in, and how many did not fit."""
    draft, refused = Draft(copy.deepcopy(today)), 0
    for one in made:
        refused += not draft.accept(Suggestion(block=one.block, before=one.before, proposed=one.proposed))
    return draft.tree, refused


def edited(tree: Node, seed: int, changes: int) -> Node:
    """As somebody edits: words retyped, paragraphs put in, taken out, put elsewhere, lists made longer."""
    dice, made = random.Random(seed), copy.deepcopy(tree)
    for number in range(changes):
        boxes = [made, *(node for node in walk(made) if _is_box(node))]
        box = dice.choice(boxes)
        blocks = box["content"]
        at = dice.randrange(len(blocks))
        what = dice.choice(("retype", "retype", "add", "drop", "move"))
        lines = [node for node in walk(made) if kind(node) in ("paragraph", "heading")]
        if what == "retype" and lines:
            line = dice.choice(lines)
            line["content"] = [{"type": "text", "text": f"Mot {number} retapé par quelqu’un {seed}."}]
        elif what == "add":
            blocks.insert(at + 1, _like(box, f"Ajout {number} de {seed}"))
        elif what == "drop" and len(blocks) > 1:
            del blocks[at]
        elif what == "move" and len(blocks) > 2:
            blocks.append(blocks.pop(at))
    return made


def _is_box(node: Node) -> bool:
    return kind(node) in ("bulletList", "orderedList", "blockquote", "callout") and bool(children(node))


def _like(box: Node, words: str) -> Node:
    line = paragraph(words)
    return {"type": "listItem", "content": [line]} if kind(box) in ("bulletList", "orderedList") else line


@SLOW
@given(usual(), st.booleans(), st.booleans())
def test_a_file_that_nobody_changed_proposes_nothing(tree: Node, cover: bool, contents_page: bool) -> None:
    base = with_ids(tree)
    layout = docx.Layout(cover=cover, contents=contents_page)
    found = came_back(base, base, layout=layout)
    assert edits(found.before, found.after) == []
    assert found.told == {}


@SLOW
@given(usual(), st.integers(0, 10**6), st.integers(1, 4))
def test_all_accepted_it_says_what_the_file_says(tree: Node, seed: int, changes: int) -> None:
    base = with_ids(tree)
    changed = edited(base, seed, changes)
    made, left = proposals(came_back(base, changed), base)
    text, refused = accepted(base, made)
    assert (left, refused) == ([], 0)
    assert carried(text) == carried(changed)


@SLOW
@given(usual(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_others_wrote_meanwhile_is_never_taken_back(tree: Node, seed: int, other: int) -> None:
    base = with_ids(tree)
    today = edited(base, seed, 3)
    assert proposals(came_back(base, base), today) == ([], [])
    changed = edited(base, seed + 1 + other, 3)
    made, left = proposals(came_back(base, changed), today)
    text, _refused = accepted(today, made)
    for words in (f"retapé par quelqu’un {seed}.", f"de {seed}"):
        assert plain(text).count(words.replace(" ", "")) >= plain(today).count(words.replace(" ", "")), (made, left)
