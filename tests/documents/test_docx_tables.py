"""Word export, tables: merges, header rows, widths, what cells hold, shapes that are wrong."""

import pytest

from documents.formats.grid import MOST_COLUMNS, lay_out
from tests.documents.trees import bullets, cell, doc, full, head, node, numbers, paragraph, row
from tests.documents.word import W, export, text_in, value


def table(*rows):
    return node("table", *rows)


def shape(word, number=0):
    """Rows of (text, columns covered, vertical merge)."""
    found = word.find("//w:tbl")[number]
    return [
        [(text_in(c), value(c, "tcPr/gridSpan") or "1", value(c, "tcPr/vMerge")) for c in r.findall(f"{W}tc")]
        for r in found.findall(f"{W}tr")
    ]


def test_merged_cells():
    word = export(full())
    assert shape(word)[:2] == [
        [("Thème", "1", "restart"), ("Avis", "2", "")],
        [("", "1", "continue"), ("Pour", "1", ""), ("Contre", "1", "")],
    ]
    assert shape(word)[3][1] == ("fusion", "2", "restart")
    assert shape(word)[4][1] == ("", "2", "continue")


def test_header_rows_repeat_and_their_cells_look_like_headings():
    word = export(full())
    rows = word.find("//w:tbl")[0].findall(f"{W}tr")
    assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [True, True, False, False, False]
    assert word.style("Contre") == "TableHeading"
    assert word.style("Ombre") == "TableText"


def test_a_table_without_header_cells_still_says_which_row_comes_first():
    word = export(doc(table(row("a", "b"), row("c", "d"))))
    assert len(word.find("//w:tblHeader")) == 1
    assert not export(doc(table(row("seule")))).find("//w:tblHeader")


def test_widths_follow_the_pixels_and_fill_the_page():
    word = export(doc(table(row(cell("a", colwidth=[300]), cell("b", colwidth=[100.0])))))
    widths = [int(each) for each in word.find("//w:gridCol/@w:w")]
    assert sum(widths) == 9072
    assert widths[0] / widths[1] == pytest.approx(3, abs=0.4)
    assert word.find("//w:tblLayout/@w:type") == ["fixed"]


def test_without_pixels_long_texts_get_the_room():
    widths = [
        int(each)
        for each in export(doc(table(row("n°", "un texte bien plus long que le numéro")))).find("//w:gridCol/@w:w")
    ]
    assert widths[0] < widths[1]
    assert sum(widths) == 9072


def test_cells_hold_lists_and_tables_and_end_with_a_paragraph():
    word = export(full())
    assert value(word.paragraph("vélos"), "pPr/numPr/numId")
    assert word.find("//w:tc//w:tbl")
    assert all(each[-1].tag == f"{W}p" for each in word.find("//w:tc"))


def test_two_tables_in_a_row_stay_two_and_the_text_ends_with_a_paragraph():
    word = export(doc(table(row("a")), table(row("b"))))
    tags = [child.tag.removeprefix(W) for child in word.body]
    assert tags == ["p", "p", "tbl", "p", "tbl", "p", "sectPr"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("a"), row("b", "c", "d"), row()], [["a:1", ":1", ":1"], ["b:1", "c:1", "d:1"]]),
        ([row(cell("a", rowspan=9)), row("b")], [["a:1", ":1"], [":1", "b:1"]]),
        ([row("a", cell("b", rowspan=2)), row(cell("c", colspan=5))], [["a:1", "b:1"], ["c:1", ":1"]]),
        (
            [row(cell("a", rowspan=2), cell("b", rowspan=2)), row(), row("c", "d")],
            [["a:1", "b:1"], [":1", ":1"], ["c:1", "d:1"]],
        ),
        ([row(cell("a", colspan=0, rowspan=-3)), row(cell("b", colspan="2"))], [["a:1", ":1"], ["b:2"]]),
        ([paragraph("sans rangée"), cell("sans rangée non plus")], [["sans rangée:1"], ["sans rangée non plus:1"]]),
        ([], []),
    ],
)
def test_bad_shapes_become_a_full_grid(rows, expected):
    word = export(doc(table(*rows)))
    found = (
        [[f"{words}:{width}" for words, width, _ in each] for each in shape(word)] if expected else word.find("//w:tbl")
    )
    assert found == expected


def test_more_columns_than_word_opens():
    many = [f"c{n}" for n in range(MOST_COLUMNS + 7)]
    word = export(doc(table(row(*many), row(cell("large", colspan=10**9)))))
    assert len(word.find("//w:gridCol")) == MOST_COLUMNS
    assert all(words in word.text() for words in many)
    assert len(word.left_out) == 1
    assert lay_out(table(row(cell("a", rowspan=10**12)))).cells[0].height == 1


def test_tables_without_room_left_keep_their_text():
    inner = paragraph("au fond")
    for _ in range(12):
        inner = table(row(cell(inner), cell(numbers("autre"))))
    word = export(doc(inner, bullets("fin")))
    assert "au fond" in word.text()
    assert len(word.left_out) == 1


def test_a_thousand_rows_take_no_time():
    import time

    began = time.process_time()
    export(
        doc(
            table(
                row(*(head(f"t{n}") for n in range(10))), *(row(*(f"{r}.{n}" for n in range(10))) for r in range(1000))
            )
        )
    )
    assert time.process_time() - began < 8
