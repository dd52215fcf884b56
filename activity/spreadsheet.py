"""Tables as CSV that a spreadsheet opens as text, whatever people wrote in them."""

import csv
import io
from collections.abc import Iterable
from typing import Any

# What begins a formula for some spreadsheet, in full width too; and our own sign, so that reading back loses nothing.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
BOM = "\ufeff"  # French Excel takes a file without it for Latin 1, and cuts at semicolons


def cell(value: Any) -> str:
    """The text of a cell; one that could be a formula, after blanks too, gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS) or text.lstrip().startswith(STARTS) else text


def table(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> bytes:
    """UTF-8 with its mark, semicolons, everything between quotation marks."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(name) for name in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    return (BOM + out.getvalue()).encode()
