"""Commented passages in HTML: what is drawn, where the numbers stand, that a mark of an unknown thread shows nothing."""

from documents.formats import html
from documents.formats.words import Words
from tests.documents.trees import Node, link, node, paragraph, text


def commented(words: str, *threads: str) -> Node:
    return text(words, *({"type": "comment", "attrs": {"thread": thread}} for thread in threads))


def written(*blocks: Node, marked: tuple[str, ...] = (), whole: dict[str, list[str]] | None = None) -> str:
    tree = node("doc", *blocks)
    return html.write(tree, lambda key: "", words=Words(), passages=html.Passages(tree, marked, whole))


def number(thread: str, said: int) -> str:
    link = f'<a id="passage-{thread}" href="#fil-{thread}" aria-label="Comment {said}">{said}</a>'
    return f'<sup class="passage-number">{link}</sup>'


def test_a_passage_is_drawn_and_followed_by_its_number():
    told = written(paragraph("Le ", commented("service", "t"), " reste."), marked=("t",))
    assert told == f'<p>Le <span class="passage">service</span>{number("t", 1)} reste.</p>'


def test_numbers_follow_the_text_and_stand_at_the_end_of_a_passage():
    told = written(
        paragraph(commented("un ", "b"), commented("deux", "b", "a")),
        paragraph(commented("trois", "a")),
        marked=("a", "b"),
    )
    assert told == (
        f'<p><span class="passage">un </span><span class="passage passage-many">deux</span>{number("b", 1)}</p>'
        f'<p><span class="passage">trois</span>{number("a", 2)}</p>'
    )


def test_the_mark_of_an_unknown_thread_shows_nothing():
    assert written(paragraph(commented("forgé", "x", '"><b>'))) == "<p>forgé</p>"


def test_the_number_of_a_passage_in_a_link_stands_after_it():
    inside = text("ici", link("https://exemple.fr"), {"type": "comment", "attrs": {"thread": "t"}})
    told = written(paragraph("Voir ", inside, "."), marked=("t",))
    assert told.endswith(f'<span class="passage">ici</span></a>{number("t", 1)}.</p>')


def test_a_whole_block_has_its_number_after_it_and_a_code_too():
    line = {**node("horizontalRule"), "attrs": {"id": "b1"}}
    told = written(line, node("codeBlock", commented("x = 1", "c")), marked=("c",), whole={"b1": ["t", "u"]})
    assert told.startswith(f'<hr id="b1">{number("t", 1)}{number("u", 2)}<pre')
    assert told.endswith(f"<code>x = 1</code></pre>{number('c', 3)}")


def test_badly_shaped_marks_break_nothing():
    broken = text("a", "comment", {"type": "comment", "attrs": None}, {"type": "comment", "attrs": {"thread": None}})
    assert written(paragraph(broken), marked=("t",)) == "<p>a</p>"
