"""Which of some nodes goes on as which of others: the same one, one of the same id, at least one of the same kind."""

from collections.abc import Sequence

from documents.content import Tree
from documents.tokens import Token, tokens

SAME, OF_ONE_ID, OF_ONE_KIND = 8, 4, 1
MOST_COMPARED = 250_000  # pairs; beyond, in order


def pair(here: Sequence[Tree], there: Sequence[Tree]) -> list[tuple[int, int]]:
    """Pairs in order, such that together they go on as well as can be."""
    lines_here, lines_there = [tokens([node]) for node in here], [tokens([node]) for node in there]
    first, shorter = 0, min(len(here), len(there))
    while first < shorter and lines_here[first] == lines_there[first]:
        first += 1
    last = 0
    while last < shorter - first and lines_here[-1 - last] == lines_there[-1 - last]:
        last += 1
    n, m = len(here) - first - last, len(there) - first - last
    scores = (
        [
            [_score(here[first + i], there[first + j], lines_here[first + i], lines_there[first + j]) for j in range(m)]
            for i in range(n)
        ]
        if n * m <= MOST_COMPARED
        else []
    )
    inner = _best(scores) if scores else []
    return [
        *((at, at) for at in range(first)),
        *((first + i, first + j) for i, j in inner),
        *((len(here) - at, len(there) - at) for at in range(last, 0, -1)),
    ]


def _score(one: Tree, other: Tree, line: list[Token], other_line: list[Token]) -> int:
    if one["type"] != other["type"]:
        return 0
    if line == other_line:
        return SAME
    key = (one.get("attrs") or {}).get("id")
    return OF_ONE_ID if key and key == (other.get("attrs") or {}).get("id") else OF_ONE_KIND


def _best(scores: list[list[int]]) -> list[tuple[int, int]]:
    """The common subsequence of the highest sum."""
    n, m = len(scores), len(scores[0]) if scores else 0
    sums = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            taken = scores[i][j] + sums[i + 1][j + 1] if scores[i][j] else 0
            sums[i][j] = max(taken, sums[i + 1][j], sums[i][j + 1])
    found, i, j = [], 0, 0
    while i < n and j < m:
        if scores[i][j] and sums[i][j] == scores[i][j] + sums[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif sums[i][j] == sums[i + 1][j]:
            i += 1
        else:
            j += 1
    return found
