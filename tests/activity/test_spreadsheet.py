"""Tables that a spreadsheet opens as text (A55, CWE-1236): nothing in them is ever a formula, and nothing is lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activity.spreadsheet import STARTS, cell, table

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\n=1"]
)
def test_a_formula_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_cell_begins_a_formula_and_nothing_is_lost(rows: list[list[str]]) -> None:
    rows = [[text.replace("\0", "") for text in row] for row in rows]
    rows = [[text.encode("utf-8", "ignore").decode() for text in row] for row in rows]
    back = read(table(["a"], rows))[1:]
    assert [[text.removeprefix("'") for text in row] for row in back] == rows
    assert not [text for row in back for text in row if text.startswith(DANGEROUS)]


def test_french_excel_can_read_it() -> None:
    content = table(["nom", "quand"], [["Émile", None], ["a;b", 'il dit "oui"']])
    assert content.startswith("\ufeff".encode())
    assert content.decode("utf-8-sig").splitlines() == ['"nom";"quand"', '"Émile";""', '"a;b";"il dit ""oui"""']


def test_each_start_is_known() -> None:
    assert set(DANGEROUS) <= set(STARTS)
