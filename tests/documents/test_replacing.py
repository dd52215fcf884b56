"""A block becomes other nodes in the CRDT: exactly those, nothing around it changes, and what others type meanwhile stays."""

from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlText

from documents import blocks, content
from documents.content import Tree
from documents.merging import same
from documents.rebasing import find, places, put_in
from documents.tokens import without_comments
from tests.documents.proposing import paragraph, words
from tests.documents.trees import bullets, doc, node, text, trees

COMMENT = {"type": "comment", "attrs": {"thread": "t1"}}


def opened(tree: Tree) -> "Doc[Any]":
    """As it is stored: every block with an id of its own."""
    made: Doc[Any] = Doc()
    made.apply_update(content.write(content.with_ids(tree)))
    return made


def another(one: "Doc[Any]") -> "Doc[Any]":
    """Somebody else's copy."""
    made: Doc[Any] = Doc()
    made.apply_update(one.get_update())
    return made


def first(one: "Doc[Any]") -> str:
    return next(iter(places(content.read(one))))


def replace(one: "Doc[Any]", *wanted: Tree) -> None:
    """The first block; the first node wanted keeps its id."""
    key = first(one)
    with one.transaction():
        block, place = find(one, key)
        keeping = {**wanted[0], "attrs": {**wanted[0].get("attrs", {}), "id": key}} if wanted else None
        put_in(block, place.fitting([keeping, *wanted[1:]] if keeping else []))


def says(one: "Doc[Any]") -> list[str]:
    return [words(each) for each in content.read(one)["content"]]


def together(one: "Doc[Any]", other: "Doc[Any]") -> list[str]:
    """What both come to once each has heard of the other."""
    for here, there in ((one, other), (other, one)):
        here.apply_update(there.get_update(here.get_state()))
    assert content.read(one) == content.read(other)
    return says(one)


def type_in(one: "Doc[Any]", at: int, letters: str, block: int = 0) -> None:
    """`at` counts bytes."""
    found = [each for each in blocks.walk(one) if blocks.holds_text(each)][block]
    target: Any = next(child for child in found.children if isinstance(child, XmlText))
    target.insert(at, letters)


def test_words_typed_meanwhile_stay_where_they_were_typed() -> None:
    one = opened(doc(paragraph("La place sera plantée de huit arbres."), paragraph("Fin.")))
    other = another(one)
    type_in(other, len("La place sera plantée de huit ".encode()), "grands ")
    replace(one, paragraph("La grande place sera plantée de douze arbres d'ici 2030."))
    assert together(one, other)[0] in {
        "La grande place sera plantée de douze grands arbres d'ici 2030.",
        "La grande place sera plantée de grands douze arbres d'ici 2030.",
    }


def test_words_typed_in_what_is_taken_out_stay_too() -> None:
    one = opened(doc(paragraph("un deux trois"), paragraph("Fin.")))
    other = another(one)
    type_in(other, len("un deux"), "-bis")
    replace(one, paragraph("un"), paragraph("deux trois"))
    assert together(one, other) == ["un-bis", "deux trois", "Fin."]


def test_an_item_that_stays_goes_on_while_another_is_put_before_it() -> None:
    one = opened(doc(bullets("un", "deux"), paragraph("Fin.")))
    other = another(one)
    type_in(other, 4, " !", block=1)
    replace(one, bullets("zéro", "un", "deux"))
    assert together(one, other) == ["zéroundeux !", "Fin."]


def test_marks_of_comments_stay() -> None:
    one = opened(doc(node("paragraph", "un ", text("deux trois", COMMENT), " quatre")))
    today = content.read(one)["content"][0]
    with one.transaction():
        block, place = find(one, first(one))
        put_in(block, place.takes(without_comments([today])[0], [paragraph("1 deux 3 ", "*quatre*")]))
    assert content.read(one)["content"][0]["content"] == [
        text("1 "),
        text("deux 3", COMMENT),
        text(" "),
        text("quatre", "bold"),
    ]


def test_plain_words_beside_bold_ones_and_in_them_stay_plain() -> None:
    one = opened(doc(paragraph("*un deux*", " trois")))
    replace(one, paragraph("zéro ", "*un*", " et ", "*deux*", " ou", " trois"))
    assert (
        content.read(one)["content"][0]["content"]
        == paragraph("zéro ", "*un*", " et ", "*deux*", " ou trois")["content"]
    )


def test_two_sound_sides_that_make_none_together_are_unclear() -> None:
    """Each took the other item of a list away."""
    before = bullets("un", "deux")
    one = opened(doc(bullets("deux")))
    place = places(content.read(one))[first(one)]
    assert place.takes(before, [bullets("un")]) is None
    assert place.takes(before, [bullets("un", "deux", "trois")]) is not None


def test_a_text_never_loses_its_last_block() -> None:
    one = opened(doc(paragraph("un")))
    replace(one)
    assert content.read(one)["content"][0]["type"] == "paragraph" and says(one) == [""]


def test_an_empty_block_and_a_picture() -> None:
    one = opened(doc(node("paragraph"), node("figure", "Vue", image="i", alt="a", width=50)))
    replace(one, node("paragraph", "un", node("hardBreak"), "deux"))
    key = list(places(content.read(one)))[1]
    with one.transaction():
        block, _place = find(one, key)
        put_in(block, [node("figure", "Vue du ciel", image="i", alt="b", id=key)])
    figure = content.read(one)["content"][1]
    assert (figure["attrs"]["alt"], figure["attrs"].get("width"), words(figure)) == ("b", None, "Vue du ciel")


QUICK = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None, max_examples=60)


@QUICK
@given(trees(valid=True), trees(valid=True), st.data())
def test_any_block_becomes_any_others_and_nothing_else_changes(tree: Any, other: Any, data: Any) -> None:
    one = opened(_alone(tree))
    before = content.read(one)
    at = data.draw(st.integers(0, len(before["content"]) - 1))
    key, wanted = before["content"][at]["attrs"]["id"], other["content"]
    with one.transaction():
        block, _place = find(one, key)
        put_in(block, wanted)
    after = content.read(one)["content"]
    assert after[:at] == before["content"][:at]
    assert after[at + len(wanted) :] == before["content"][at + 1 :]
    assert same(after[at : at + len(wanted)], wanted)


def _alone(tree: Any) -> Any:
    """Ids as the editor keeps them: one block each."""
    if tree["type"] == "text":
        return tree
    attrs = {name: value for name, value in (tree.get("attrs") or {}).items() if name != "id"}
    return {**tree, "attrs": attrs, "content": [_alone(child) for child in tree.get("content", [])]}


@QUICK
@given(
    trees(valid=True), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=1, max_size=4), st.data()
)
def test_nothing_typed_meanwhile_is_lost(tree: Any, typed: Any, data: Any) -> None:
    """Words change all over a block and are cut out of it, while somebody else types in it."""
    one = opened(_alone(tree))
    other = another(one)
    letters = [_type_anywhere(other, where, at, "①②③④"[number]) for number, (where, at) in enumerate(typed)]
    block = content.read(one)["content"][0]
    wanted = _reworded(block, data)
    with one.transaction():
        put_in(find(one, first(one))[0], [wanted])
    said = "".join(together(one, other))
    assert all(each in said for each in letters if each)


def _type_anywhere(one: "Doc[Any]", where: int, at: int, letters: str) -> str:
    texts = [child for each in _elements(one) for child in each.children if isinstance(child, XmlText)]
    if not texts:
        return ""
    target = texts[where % len(texts)]
    signs = [sign for value, _ in target.diff() for sign in value]
    target.insert(len("".join(signs[: at % (len(signs) + 1)]).encode()), letters)
    return letters


def _elements(one: "Doc[Any]") -> list[XmlElement]:
    found = list(blocks.walk(one))
    return found + [child for each in found for child in each.children if isinstance(child, XmlElement)]


def _reworded(tree: Any, data: Any) -> Any:
    """The same elements with other words: some gone, some changed, some bold."""
    if "text" in tree:
        made = data.draw(
            st.sampled_from(
                [tree["text"], f"{tree['text']} plus", "autre", tree["text"][: len(tree["text"]) // 2] or "x"]
            )
        )
        marks = data.draw(st.sampled_from([tree.get("marks", []), [], [{"type": "bold"}]]))
        return {**tree, "text": made, "marks": marks} if marks else {"type": "text", "text": made}
    return {**tree, "content": [_reworded(child, data) for child in tree.get("content", [])]}
