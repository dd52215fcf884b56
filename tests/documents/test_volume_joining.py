"""Documents bound into one text: what is one's own stays apart, what leads to another leads into the volume."""

from typing import Any

from documents.formats.docx import Hand, Remark, Talk
from documents.formats.nodes import attr, children, kind, label, marks, text_of, walk
from documents.formats.words import words_for
from documents.outgoing.joining import NO_PICTURE, Joined, Place
from documents.outgoing.listing import without_pages
from documents.outgoing.prepared import Prepared
from documents.outgoing.volume import joined
from tests.documents.schema_check import faults
from tests.documents.trees import LOST, PLAN, Node, doc, full, link, node, paragraph, text

KEY = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"


def part(tree: Node, key: str = "p1", depth: int = 0, **more: Any) -> Joined:
    return Joined(
        key, more.pop("title", "Titre"), depth, Prepared(tree, **more.pop("said", {})), **{"pictures": (), **more}
    )


def levels(part: Joined) -> list[int]:
    return [attr(one, "level") for block in part.blocks for one in walk(block) if kind(one) == "heading"]


def first(part: Joined, name: str) -> Node:
    return next(one for block in part.blocks for one in walk(block) if kind(one) == name)


def hrefs(part: Joined) -> list[str]:
    found = [marks(one).get("link", {}).get("href") for block in part.blocks for one in walk(block)]
    return [href for href in found if href]


def headings(*found: int) -> Node:
    return doc(*(node("heading", f"de niveau {level}", level=level) for level in found))


def test_the_title_is_a_heading_and_the_others_stand_below_it() -> None:
    assert levels(part(headings(1, 2, 3))) == [1, 2, 3, 4]
    assert levels(part(headings(1, 2), depth=2)) == [3, 4, 5]


def test_gaps_are_closed_before_titles_go_down() -> None:
    assert levels(part(headings(3, 5, 4))) == [1, 2, 3, 3]
    assert part(headings(4, 6)).left_out == []


def test_what_stands_too_deep_stays_at_the_last_level_and_is_told() -> None:
    deep = part(headings(1, 2, 3, 4, 5, 6), title="Le rapport")
    assert levels(deep) == [1, 2, 3, 4, 5, 6, 6]
    assert len(deep.left_out) == 1 and "Le rapport" in deep.left_out[0]
    assert levels(part(doc(), depth=7)) == [6]


def test_a_copied_document_keeps_its_own_ids_links_and_threads() -> None:
    said = {"type": "comment", "attrs": {"thread": "t"}}
    tree = doc(paragraph(text("ici", link("#a"), said)), node("paragraph", "là", id="a"))
    talk = Talk((Remark("Alice", None, "Ah."),))  # type: ignore[arg-type]
    one, two = part(tree, "p1", said={"talks": {"t": talk}}), part(tree, "p2")
    assert (hrefs(one), hrefs(two)) == (["#p1-a"], ["#p2-a"])
    made = joined([one, two])
    assert list(made.talks) == ["p1-t"]
    ids = [label(each, "id") for each in walk(made.tree) if label(each, "id")]
    assert ids == ["p1", "p1-a", "p2", "p2-a"]
    threads = [marks(each)["comment"]["thread"] for each in walk(made.tree) if "comment" in marks(each)]
    assert threads == ["p1-t", "p2-t"]  # the copy bears a mark of the other's thread: it shows nothing


def test_links_between_documents_of_the_volume_stay_in_it() -> None:
    there = doc(node("paragraph", "là", id="bloc"))
    places = {KEY: Place("p2", there)}
    addresses = {
        f"/documents/{KEY}/": "#p2",
        f"/documents/{KEY}/lire/": "#p2",
        f"/documents/{KEY.upper()}/#bloc": "#p2-bloc",
        f"/documents/{KEY}/#fil-3": "#p2",  # a thread is no place of a text
        f"https://tablee.example/documents/{KEY}/lire/#bloc": "#p2-bloc",
        f"/documents/{OTHER}/": f"/documents/{OTHER}/",
        f"https://ailleurs.example/documents/{KEY}/": f"https://ailleurs.example/documents/{KEY}/",
        f"/documents/{KEY}/historique/": f"/documents/{KEY}/historique/",
        "https://exemple.fr/": "https://exemple.fr/",
    }
    tree = doc(paragraph(*(text(str(n), link(href)) for n, href in enumerate(addresses))))
    assert hrefs(part(tree, places=places, site="https://tablee.example/")) == list(addresses.values())


def test_pictures_of_another_document_show_nothing() -> None:
    own, other = node("figure", image=PLAN), node("figure", image=LOST)
    found = [attr(one, "image") for one in part(doc(own, other), pictures={PLAN}).blocks if kind(one) == "figure"]
    assert found == [PLAN, NO_PICTURE]


def test_words_of_another_language_say_so() -> None:
    spoken = {"type": "textLanguage", "attrs": {"lang": "de"}}
    tree = doc(paragraph("Hello ", text("Welt", spoken), node("footnote", "A note")), node("codeBlock", "x = 1"))
    found = {text_of([one]): marks(one).get("textLanguage", {}).get("lang") for block in part(tree, language="en-GB").blocks
             for one in walk(block) if kind(one) == "text"}  # fmt: skip
    assert found == {"Titre": "en-GB", "Hello": "en-GB", "Welt": "de", "A note": "en-GB", "x = 1": None}


def test_changes_keep_their_hands() -> None:
    changed = {**text("neuf"), "change": "restyled", "was": text("neuf", "bold"), "by": "proposal-1"}
    hands = {"proposal-1": Hand("Alice", None)}  # type: ignore[arg-type]
    made = part(doc(paragraph(changed)), "p3", language="en-GB", said={"hands": hands})
    (found,) = children(made.blocks[1])
    assert (found["by"], list(made.hands)) == ("p3-proposal-1", ["p3-proposal-1"])
    assert set(marks(found["was"])) == {"bold", "textLanguage"}


def test_what_is_said_of_a_whole_document_stands_on_its_title() -> None:
    talk = Talk((Remark("Alice", None, "Ah."),))  # type: ignore[arg-type]
    made = part(doc(), "p2", said={"talks": {"title-7": talk, "8": talk}})
    assert made.blocks[0]["talks"] == ["p2-title-7"]


def test_the_trees_given_are_not_changed() -> None:
    tree, before = full(), full()
    part(tree, language="en-GB")
    assert tree == before


def test_what_is_badly_shaped_is_kept() -> None:
    odd = doc({"type": "heading", "attrs": 3, "content": [text("mot")]}, {"type": "paragraph", "marks": 3, "attrs": []})
    assert levels(part(odd)) == [1, 2]


def test_what_is_joined_keeps_to_the_content_model() -> None:
    made = joined([part(full(), f"p{number}", depth=number) for number in range(3)])
    assert faults(made.tree) == []
    kinds = [kind(one) for one in children(made.tree)]
    assert kinds[0] == "heading" and kinds.count("pageBreak") == 2 + 3 * kinds_of(full()).count("pageBreak")


def kinds_of(tree: Node) -> list[str]:
    return [kind(one) for one in children(tree)]


def test_without_pages_a_list_of_links_stands_first() -> None:
    parts = [part(headings(1, 2, 3), "p1", title="A"), part(headings(1), "p2", depth=1, title="B")]
    listed = without_pages(joined(parts).tree, words_for("fr"), contents=True)
    assert faults(listed) == []
    heading, contents, *rest = children(listed)
    assert text_of([heading]) == "Sommaire"
    assert "pageBreak" not in [kind(one) for one in rest]
    linked = [(one["text"], marks(one)["link"]["href"][1:]) for one in walk(contents) if kind(one) == "text"]
    assert [words for words, _ in linked] == ["A", "de niveau 1", "de niveau 2", "B", "de niveau 1"]
    assert [key for _, key in linked] == [label(one, "id") for one in rest if attr(one, "level") in (1, 2, 3)]
    alone = doc(paragraph("seul"))
    assert without_pages(alone, words_for("fr"), contents=True) is alone
