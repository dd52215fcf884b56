"""A proposal, the block it was made for, and the block today come together, or it is said that they do not."""

from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from documents.merging import merge, same
from documents.tokens import nodes, tokens, without_comments
from tests.documents.proposing import paragraph, words
from tests.documents.schema_check import faults
from tests.documents.trees import bullets, doc, node, text, trees


def merged(before: str, proposed: str, today: str) -> str | None:
    found = merge(paragraph(before), [paragraph(proposed)], paragraph(today))
    return None if found is None else "|".join(map(words, found))


@pytest.mark.parametrize(
    ("before", "proposed", "today", "wanted"),
    [
        ("Un chat dort.", "Un chien dort.", "Un chat dort.", "Un chien dort."),
        ("Un chat dort.", "Un chien dort.", "Oui, un chat dort encore.", None),  # "Un" became "un", beside "chat"
        ("Un chat dort.", "Un chien dort.", "Un chat dort bien ici.", "Un chien dort bien ici."),
        ("Un chat dort.", "Un chien dort.", "Un chien dort.", "Un chien dort."),
        ("Un chat dort.", "Un chien dort.", "Un lapin dort.", None),
        ("Un chat dort.", "Un chien dort.", "Un dort.", None),
        ("Un chat dort.", "Un chien dort.", "", None),
        ("a b c d e f", "a b x d e f", "a b c d e g", "a b x d e g"),
        ("a b c d e f", "z a b c d e f", "a b c d e f g", "z a b c d e f g"),
        ("a b c d e f", "a b c d e f g", "a b c d e f h", None),  # which comes first?
        ("", "a", "", "a"),
        ("été 😀 œuvre", "été 😀 hors-d'œuvre", "l'été 😀 œuvre", "l'été 😀 hors-d'œuvre"),
    ],
)
def test_words(before: str, proposed: str, today: str, wanted: str | None) -> None:
    assert merged(before, proposed, today) == wanted


def test_a_short_word_in_common_is_no_common_ground() -> None:
    """What was rewritten from one end to the other is one change: "la" is in both sentences by chance."""
    before, proposed = "Le chat est sur la table du salon", "Une loi nouvelle protège la faune et flore"
    assert merged(before, proposed, "Le chat est sur une table du salon") is None


def test_marks_are_part_of_words() -> None:
    before, today = paragraph("un deux trois quatre"), paragraph("un ", "*deux*", " trois quatre")
    assert merge(before, [paragraph("un deux trois cinq")], today) == [paragraph("un ", "*deux*", " trois cinq")]
    assert merge(before, [paragraph("un DEUX trois quatre")], today) is None


def test_a_paragraph_cut_in_two_keeps_what_was_typed_in_both_halves() -> None:
    found = merge(
        paragraph("un deux trois quatre cinq six"),
        [paragraph("un deux trois"), paragraph("quatre cinq six")],
        paragraph("zéro un deux trois quatre cinq 5 six"),
    )
    assert found is not None
    assert list(map(words, found)) == ["zéro un deux trois", "quatre cinq 5 six"]


def test_items_of_a_list() -> None:
    before = bullets("un", "deux", "trois")
    found = merge(before, [bullets("un", "un et demi", "deux", "trois")], bullets("un", "deux", "troisième"))
    assert found is not None and same(found, [bullets("un", "un et demi", "deux", "troisième")])
    gone = merge(before, [bullets("un", "trois")], bullets("un", "deux", "trois", "quatre"))
    assert gone is not None and same(gone, [bullets("un", "trois", "quatre")])
    assert merge(before, [bullets("un", "trois")], bullets("un", "deux ici", "trois")) is None
    first = merge(before, [bullets("deux", "trois")], bullets("un", "enfin deux", "trois"))
    assert first is not None and same(first, [bullets("enfin deux", "trois")])


def test_a_block_goes_only_as_it_was() -> None:
    assert merge(paragraph("un deux"), [], paragraph("un deux")) == []
    assert merge(paragraph("un deux"), [], paragraph("un deux trois")) is None


def test_a_heading_and_its_words() -> None:
    before = node("heading", "Un titre long", level=1)
    found = merge(before, [node("heading", "Un titre long", level=2)], node("heading", "Un titre court", level=1))
    assert found is not None and same(found, [node("heading", "Un titre court", level=2)])
    assert merge(before, [node("heading", "Un titre long", level=2)], node("heading", "Un titre long", level=3)) is None


def test_the_id_and_the_comments_of_today_stay() -> None:
    mark = {"type": "comment", "attrs": {"thread": "t"}}
    today = node("paragraph", "un ", text("deux trois", mark), " quatre", id="b1")
    found = merge(paragraph("un deux trois quatre"), [paragraph("un deux 3 quatre"), paragraph("cinq")], today)
    assert found is not None
    assert found[0] == node("paragraph", "un ", text("deux 3", mark), " quatre", id="b1")
    assert found[1] == paragraph("cinq")
    forged = node("paragraph", text("un deux", {"type": "comment", "attrs": {"thread": "x"}}), id="zz")
    kept = merge(paragraph("un"), [forged], node("paragraph", "un", id="b1"))
    assert kept == [node("paragraph", "un deux", id="b1")]


# Properties. Random trees take long to be made smaller, and are read as they are.

WITHOUT_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]


@settings(phases=WITHOUT_SHRINKING, deadline=None, max_examples=60)
@given(trees(valid=True), trees(valid=True))
def test_a_side_that_changed_nothing_yields(one: Any, other: Any) -> None:
    before, proposed = one["content"][0], other["content"]
    found = merge(before, proposed, before)
    assert found is not None and same(found, proposed)
    found = merge(before, [before], proposed[0])
    assert found is not None and same(found, [proposed[0]])
    found = merge(before, [proposed[0]], proposed[0])
    assert found is not None and same(found, [proposed[0]])


@settings(phases=WITHOUT_SHRINKING, deadline=None, max_examples=60)
@given(trees(valid=True))
def test_a_tree_is_read_from_its_tokens(tree: Any) -> None:
    back = nodes(tokens(tree["content"]))
    assert back is not None and tokens(back) == tokens(tree["content"])
    assert not faults(doc(*without_comments(tree["content"])))


WORDS = [f"m{number}" for number in range(14)]
Edit = tuple[int, int, int]  # from, to, and how many new words


def edits(letter: str) -> Any:
    """Up to three places apart from each other where words are replaced, taken out or put in, marked with a letter."""
    place = st.tuples(st.integers(0, len(WORDS)), st.integers(0, 3), st.integers(0, 2))
    return st.lists(place, max_size=3).map(lambda found: _apart(found, letter))


def _apart(found: list[Edit], letter: str) -> list[tuple[int, int, list[str]]]:
    kept: list[tuple[int, int, list[str]]] = []
    for start, length, new in sorted(found):
        end = min(start + length, len(WORDS))
        if (end > start or new) and (not kept or start > kept[-1][1] + 1):
            kept.append((start, end, [f"{letter}{start}n{number}" for number in range(new)]))
    return kept


def edited(*changes: tuple[int, int, list[str]]) -> list[str]:
    line = list(WORDS)
    for start, end, new in sorted(changes, reverse=True):
        line[start:end] = new
    return line


@settings(deadline=None, max_examples=300)
@given(edits("p"), edits("t"))
def test_it_lands_nowhere_else(theirs: Any, ours: Any) -> None:
    """Every word is another one, so that there is one right answer: each change at its place, or none at all."""
    assume(theirs)
    answer = merged(" ".join(WORDS), " ".join(edited(*theirs)), " ".join(edited(*ours)))
    if answer is None:
        return
    both = [*theirs, *(one for one in ours if one not in theirs)]
    assert not any(a != b and ((a[0] < b[1] and b[0] < a[1]) or a[:2] == b[:2]) for a in theirs for b in ours)
    assert answer.split() == edited(*both)


@given(st.integers(0, 3), st.integers(0, 2), st.integers(9, 14), st.integers(0, 2), st.booleans())
def test_what_is_far_apart_always_comes_together(first: int, one: int, second: int, other: int, swap: bool) -> None:
    near, far = (first, first + 1, ["p"] * one), (second, second, ["t"] * (other + 1))
    theirs, ours = (far, near) if swap else (near, far)
    answer = merged(" ".join(WORDS), " ".join(edited(theirs)), " ".join(edited(ours)))
    assert answer is not None and answer.split() == edited(near, far)
