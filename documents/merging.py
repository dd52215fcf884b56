"""Three-way merge of one block: as it was, as somebody proposes it, as it stands today (DESIGN §6).

What both sides changed in different places comes together; where they touch, nothing is guessed: the answer is None, and
the proposal outdated. Words are compared with their marks, elements with their attributes (documents/tokens.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

from documents.content import Tree
from documents.differences import Hunk, hunks, script
from documents.tokens import Comments, Token, nodes, tokens


def same(one: Sequence[Tree], other: Sequence[Tree]) -> bool:
    """Whether they say the same, ids and comments apart."""
    return tokens(one) == tokens(other)


def merge(before: Tree, proposed: Sequence[Tree], today: Tree) -> list[Tree] | None:
    """What stands in the place of `today` once it is changed as `before` was into `proposed`; None where that is unclear.

    Blocks that stay keep the ids and the comment marks of today; new ones have none.
    """
    line = _merge(tokens([before]), tokens(proposed), tokens([today]))
    return nodes(line) if line is not None else None


def _merge(base: list[Token], proposed: list[Token], today: list[Token]) -> list[Token] | None:
    if proposed == today:
        return today
    theirs, ours = hunks(base, proposed), hunks(base, today)
    found: list[Token] = []
    at = 0  # in today's line
    done = 0  # in the base
    for hunk, is_theirs in sorted(
        [*((one, True) for one in theirs), *((one, False) for one in ours)],
        key=lambda pair: (pair[0].start, pair[0].end, pair[1]),
    ):
        if is_theirs:
            twin = _among(ours, hunk, base, proposed, today)
            if twin is None:
                return None
            if twin:
                continue  # both did the same
        found += today[at : at + hunk.start - done]
        at += hunk.start - done
        done = hunk.end
        if is_theirs:
            gone = today[at : at + hunk.end - hunk.start]
            found += _put_in(proposed[hunk.at : hunk.until], gone, today[max(at - 1, 0) : at], today[at : at + 1])
            at += len(gone)
        else:
            found += today[hunk.at : hunk.until]
            at = hunk.until
    return [*found, *today[at:]]


def _among(
    ours: Sequence[Hunk], hunk: Hunk, base: Sequence[Token], proposed: Sequence[Token], today: Sequence[Token]
) -> bool | None:
    """Whether today has this very change already; None where another one of today touches it."""
    new = proposed[hunk.at : hunk.until]
    touching = [own for own in ours if _touch(own, hunk, base)]
    if not touching:
        return False
    alike = [own for own in touching if (own.start, own.end) == (hunk.start, hunk.end)]
    return True if alike == touching and today[alike[0].at : alike[0].until] == new else None


def _touch(one: Hunk, other: Hunk, base: Sequence[Token]) -> bool:
    if one.end < other.start or other.end < one.start:
        return False
    if one.inserts or other.inserts or (one.start < other.end and other.start < one.end):
        return True
    border = max(one.start, other.start)  # side by side: apart only where an element begins or ends between them
    return base[border - 1].is_words and base[border].is_words


def _put_in(new: Sequence[Token], gone: Sequence[Token], left: Sequence[Token], right: Sequence[Token]) -> list[Token]:
    """In the place of tokens of today that the other side left alone: what is the same in both stays today's."""
    found: list[Token] = []
    at = 0
    for hunk in script([_face(one) for one in gone], [_face(one) for one in new]):
        found += gone[at : hunk.start]
        before = gone[hunk.start - 1 : hunk.start] if hunk.start else left
        after = gone[hunk.end : hunk.end + 1] or right
        found += _dressed(new[hunk.at : hunk.until], gone[hunk.start : hunk.end], before, after)
        at = hunk.end
    return [*found, *gone[at:]]


def _face(token: Token) -> tuple[str, str, str]:
    return token.kind, token.value, token.look


def _dressed(
    new: Sequence[Token], gone: Sequence[Token], left: Sequence[Token], right: Sequence[Token]
) -> Iterator[Token]:
    """New tokens take the ids of what they replace, one after another, and the comments that lay on all of it."""
    keys = iter([token.key for token in gone if token.kind == "open"])
    comments = _comments(gone) if any(token.is_words for token in gone) else _comments_between(left, right)
    for token in new:
        yield replace(token, key=next(keys, "")) if token.kind == "open" else token.with_comments(comments)


def _comments(line: Sequence[Token]) -> Comments:
    signs = [comments for token in line if token.is_words for comments in token.comments]
    return reduce(frozenset.intersection, signs) if signs else frozenset()


def _comments_between(left: Sequence[Token], right: Sequence[Token]) -> Comments:
    if not (left and right and left[0].is_words and right[0].is_words):
        return frozenset()
    return left[0].comments[-1] & right[0].comments[0]
