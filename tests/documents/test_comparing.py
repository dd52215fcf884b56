"""Two texts compared: what a reader would call added, removed, changed, moved; and nothing lost or made up."""

from itertools import chain
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.comparing import Change, as_json, compare, leaves, same_text, summary
from documents.comparing.changes import Summary
from documents.comparing.merged import merged, tracked
from documents.comparing.words import compare_words
from documents.content import with_ids
from documents.formats.nodes import children, kind, text_of, walk
from tests.documents.trees import bullets, doc, full, item, node, paragraph, row, text, trees

Node = dict[str, Any]


def p(words: str, key: str = "") -> Node:
    return node("paragraph", words, **({"id": key} if key else {}))


def told(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.kind, said(change)) for change in changes]


def said(change: Change) -> str:
    """“un [-petit-]{+grand+} mot”"""
    signs = {"added": ("{+", "+}"), "removed": ("[-", "-]"), "restyled": ("~", "~")}
    return "".join(
        f"{signs[word.op][0]}{word.text}{signs[word.op][1]}" if word.op in signs else word.text for word in change.words
    )


def words(before: str, after: str) -> str:
    return said(Change("changed", None, None, words=compare_words([text(before)], [text(after)])))


def test_words_are_compared_as_a_reader_would() -> None:
    assert words("un petit mot", "un grand mot") == "un [-petit-]{+grand+} mot"
    assert words("un mot", "un grand mot") == "un {+grand +}mot"
    assert words("le chat noir dort", "le chien blanc dort") == "le [-chat noir-]{+chien blanc+} dort"
    assert words("fin.", "fin !") == "fin[-.-]{+ !+}"
    assert words("", "neuf") == "{+neuf+}"
    assert words("vieux", "") == "[-vieux-]"
    assert words("l’été 😀 finit", "l’été 😀 commence") == "l’été 😀 [-finit-]{+commence+}"


def test_what_looks_otherwise_is_told_apart_from_what_says_otherwise() -> None:
    found = compare_words([text("mot gras")], [text("mot "), text("gras", "bold")])
    assert [(word.op, word.text) for word in found] == [("same", "mot "), ("restyled", "gras")]
    assert found[1].was == text("gras")


def test_a_mention_that_changes_is_another_one() -> None:
    one, other = node("mention", user=1, label="Ana"), node("mention", user=2, label="Bob")
    found = compare_words([text("à "), one], [text("à "), other])
    assert [word.op for word in found] == ["same", "removed", "added"]
    assert [word.op for word in compare_words([one], [one])] == ["same"]


def test_a_paragraph_added_removed_changed() -> None:
    before = doc(p("Un premier passage.", "a"), p("Un deuxième, qui part.", "b"), p("Un troisième passage.", "c"))
    after = doc(p("Un premier passage.", "a"), p("Un troisième grand passage.", "c"), p("Tout neuf ici.", "d"))
    assert told(compare(before, after)) == [
        ("same", "Un premier passage."),
        ("removed", "[-Un deuxième, qui part.-]"),
        ("changed", "Un troisième {+grand +}passage."),
        ("added", "{+Tout neuf ici.+}"),
    ]


def test_a_line_begun_before_a_paragraph_takes_its_id_and_not_its_words() -> None:
    """Enter at the beginning: the first half, empty, keeps the id."""
    before = doc(p("Des mots qui restent.", "a"))
    after = doc(node("paragraph", "Neuf.", id="a"), p("Des mots qui restent.", "b"))
    assert told(compare(before, after)) == [("added", "{+Neuf.+}"), ("same", "Des mots qui restent.")]


def test_a_block_that_moved_is_told_twice_by_one_number() -> None:
    before = doc(p("Le court.", "a"), p("Un deuxième passage plus long que lui.", "b"), p("Un troisième encore.", "c"))
    after = doc(
        p("Un deuxième passage plus long que lui.", "b"), p("Un troisième encore.", "c"), p("Le très court.", "a")
    )
    changes = compare(before, after)
    assert [change.kind for change in changes] == ["left", "same", "same", "moved"]
    assert changes[0].move == changes[3].move == 1
    assert said(changes[3]) == "Le {+très +}court."


def test_a_passage_that_goes_into_a_list_moved() -> None:
    passage = "Une phrase que l’on reconnaît."
    changes = compare(doc(p(passage)), doc(p("Avant."), bullets(passage)))
    kinds = {change.kind: said(change) for change in leaves(changes)}
    assert kinds["moved"] == passage
    assert "left" in kinds


def test_items_of_a_list_are_compared_one_by_one() -> None:
    changes = compare(
        doc(bullets("un clou", "deux vis", "trois écrous")), doc(bullets("un clou", "trois écrous neufs"))
    )
    assert [change.kind for change in changes] == ["changed"]
    assert [change.kind for change in changes[0].inside] == ["same", "removed", "changed"]


def table(*rows: tuple[str, ...]) -> Node:
    return doc(node("table", *(row(*cells) for cells in rows)))


def grid(changes: list[Change]) -> list[list[str]]:
    return [["".join(map(said, leaves([cell]))) for cell in one.inside] for one in changes[0].inside]


def test_a_table_is_compared_cell_by_cell() -> None:
    before = table(("Ville", "Oui"), ("Lyon", "12"), ("Nice", "7"))
    after = table(("Ville", "Oui"), ("Lyon", "14"), ("Nice", "7"))
    assert grid(compare(before, after)) == [["Ville", "Oui"], ["Lyon", "[-12-]{+14+}"], ["Nice", "7"]]


def test_a_column_and_a_row_put_in_are_told_as_such() -> None:
    before = table(("Ville", "Avis"), ("Lyon", "oui"), ("Nice", "oui"))
    after = table(
        ("Ville", "Année", "Avis"), ("Lyon", "2024", "oui"), ("Brest", "2025", "non"), ("Nice", "2026", "oui")
    )
    assert grid(compare(before, after)) == [
        ["Ville", "{+Année+}", "Avis"],
        ["Lyon", "{+2024+}", "oui"],
        ["{+Brest+}", "{+2025+}", "{+non+}"],
        ["Nice", "{+2026+}", "oui"],
    ]


def test_a_column_taken_out_keeps_the_others_in_line() -> None:
    before = table(("Ville", "Année", "Avis"), ("Lyon", "2024", "oui"))
    after = table(("Ville", "Avis"), ("Lyon", "oui"), ("Brest", "non"))
    assert grid(compare(before, after)) == [
        ["Ville", "[-Année-]", "Avis"],
        ["Lyon", "[-2024-]", "oui"],
        ["{+Brest+}", "", "{+non+}"],
    ]


def test_attributes_and_kinds_count() -> None:
    before = doc(node("heading", "Titre", level=1, id="a"))
    changes = compare(before, doc(node("heading", "Titre", level=2, id="a")))
    assert (changes[0].kind, changes[0].attrs) == ("changed", ["level"])
    assert compare(before, doc(p("Titre", "a")))[0].attrs == ["type", "level"]


def test_ids_and_comment_marks_change_nothing() -> None:
    comment = {"type": "comment", "attrs": {"thread": "x"}}
    before, after = doc(p("Des mots.", "a")), doc(node("paragraph", text("Des "), text("mots.", comment), id="b"))
    assert same_text(doc(paragraph("Des mots.")), doc(paragraph(text("Des "), text("mots.", comment))))
    assert [change.kind for change in compare(before, after)] == ["same"]


def test_the_summary_counts_words_and_moves() -> None:
    before = doc(p("un deux trois quatre", "a"), p("Ce passage change de place ici.", "b"), p("x y z t u v w", "c"))
    after = doc(p("Ce passage change de place ici.", "b"), p("un deux cinq", "a"), p("x y z t u v w", "c"))
    assert summary(compare(before, after)) == Summary(added=1, removed=2, moved=1, other=0)
    assert not summary(compare(before, before))


def test_a_text_emptied_is_all_removed() -> None:
    changes = compare(with_ids(full()), doc(node("paragraph")))
    assert all(change.kind in ("removed", "added", "changed") for change in changes)
    assert summary(changes).added == 0


def test_it_goes_into_json() -> None:
    found = as_json(compare(doc(p("un mot", "a")), doc(p("un autre mot", "a")))[0])
    assert found["kind"] == "changed"
    assert found["block"] == "a"
    assert [word["op"] for word in found["words"]] == ["same", "added", "same"]


def lines(tree: Node) -> list[str]:
    """What every block of text says, in order."""
    return [line for node in walk(tree) if _holds(node) and (line := _line(children(node)))]


def _holds(node: Node) -> bool:
    return kind(node) in ("paragraph", "heading", "codeBlock", "figure", "detailsSummary")


def _line(nodes: list[Node]) -> str:
    return "".join(str(one.get("text", "\ufffc")) if kind(one) == "text" else "\ufffc" for one in nodes)


def side(changes: list[Change], gone: str, elsewhere: str) -> list[str]:
    """The lines of one of the two texts, as the comparison has them."""
    found = []
    for change in leaves(changes):
        if change.kind not in (gone, elsewhere) and _holds(change.node):
            line = "".join(word.text for word in change.words if word.op != gone)
            found += [line] if line else []
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees(valid=True), trees(valid=True))
def test_nothing_is_lost_and_nothing_made_up(before: Node, after: Node) -> None:
    changes = compare(before, after)
    assert sorted(side(changes, "removed", "left")) == sorted(lines(after))
    if not any(change.kind == "moved" for change in chain(changes, leaves(changes))):
        assert sorted(side(changes, "added", "moved")) == sorted(lines(before))
    for change in changes:
        merged(change)
    tracked(changes)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab é😀’.\n", max_size=30), st.text(alphabet="ab é😀’.\n", max_size=30))
def test_words_say_both_lines_exactly(before: str, after: str) -> None:
    found = compare_words([text(before)] if before else [], [text(after)] if after else [])
    assert "".join(word.text for word in found if word.op != "added") == before
    assert "".join(word.text for word in found if word.op != "removed") == after


def test_moves_in_nested_items_keep_their_words() -> None:
    before = doc(bullets(item("Un premier point bien long.", "Sa suite."), "Un deuxième point bien long."))
    after = doc(bullets("Un deuxième point bien long.", item("Un premier point bien long.", "Sa suite.")))
    assert text_of([merged(change) for change in compare(before, after)]).count("deuxième") == 2
