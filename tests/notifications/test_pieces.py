"""A proposed change word by word, with little around it, whatever its length."""

import pytest

from notifications.pieces import AROUND, LONGEST, Piece, pieces_of


def block(text: str) -> dict[str, object]:
    return {"type": "paragraph", "attrs": {"id": "b"}, "content": [{"type": "text", "text": text}]}


def test_word_by_word() -> None:
    assert pieces_of(block("Les données sont ouvertes."), [block("Les données sont libres.")]) == [
        Piece("same", "Les données sont "),
        Piece("removed", "ouvertes"),
        Piece("added", "libres"),
        Piece("same", "."),
    ]


def test_a_block_that_goes_and_one_that_comes() -> None:
    assert pieces_of(block("Un."), []) == [Piece("removed", "Un.")]
    assert Piece("added", "Deux.") in pieces_of(block("Un."), [block("Un."), {**block("Deux."), "attrs": {"id": "c"}}])


def test_what_stays_is_cut() -> None:
    long = "mot " * 200
    found = pieces_of(block(f"{long}fin"), [block(f"{long}terme")])
    assert [piece.op for piece in found] == ["same", "removed", "added"]
    assert found[0].text.startswith("…") and len(found[0].text) <= AROUND + 2


@pytest.mark.parametrize("before", [{}, block("a")])
def test_no_change_is_longer_than_one_reads(before: dict[str, object]) -> None:
    found = pieces_of(before, [block("tout autre chose " * 500)])
    assert sum(len(piece.text) for piece in found) <= LONGEST + 2
