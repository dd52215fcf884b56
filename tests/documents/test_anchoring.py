"""Where a thread's passage stands once the text is quiet: it follows its words, and says when they are gone."""

from typing import Any

import pytest
from pycrdt import XmlElement, XmlFragment, XmlText

from documents import schema
from documents.actions.discussion import open_thread
from documents.anchors import Passage
from documents.likeness import alike, core
from documents.models import Document, Thread
from documents.passages import Text
from tests import make, writing
from tests.threads import marked, settle, thread_on

SENTENCE = "Les données publiques sont ouvertes par défaut."


@pytest.fixture
def two(alice: Any, workspace: Any) -> Document:
    return make.create_document(workspace, "Deux", by=alice, tree=make.tree(SENTENCE, "Chacun peut les lire."))


def key_of(thread: Thread) -> str:
    return schema.mark_key("comment", {"thread": str(thread.pk)})


def mark_of(thread: Thread) -> dict[str, Any]:
    return {key_of(thread): {"thread": str(thread.pk)}}


def words_of(thread: Thread) -> str | None:
    """None for one whose passage is gone."""
    thread.refresh_from_db()
    return thread.words if thread.orphaned_at is None else None


def erase(document: Document, by: Any, block: int, start: int, end: int) -> None:
    def change(text: XmlFragment) -> None:
        del text.children[block].children[0][start:end]

    writing.edit(document, by, change)


def test_it_follows_what_is_typed_before_it(two: Document, alice: Any) -> None:
    thread = thread_on(two, "publiques", by=alice)
    writing.write_into(two, alice, 0, 0, "Été : 😀 ")
    settle(two)
    assert words_of(thread) == "publiques"
    assert (thread.start, thread.end) == (12 + 9, 21 + 9)


def test_a_corrected_word_stays_the_passage(two: Document, alice: Any) -> None:
    thread = thread_on(two, "données publiques", by=alice)
    writing.write_into(two, alice, 0, 20, "XX")  # takes the mark, as in the middle of any passage
    settle(two)
    assert words_of(thread) == "données publiquXXes"
    assert thread.quote == "données publiques"


def test_a_passage_that_is_erased_is_gone_and_comes_back_with_its_mark(two: Document, alice: Any) -> None:
    thread = thread_on(two, "publiques", by=alice)
    erase(two, alice, 0, 13, 22)
    settle(two)
    assert words_of(thread) is None
    assert (thread.quote, thread.words) == ("publiques", "")
    since = thread.orphaned_at
    settle(two)
    thread.refresh_from_db()
    assert thread.orphaned_at == since

    def undo(text: XmlFragment) -> None:
        text.children[0].children[0].insert(13, "publiques", {key_of(thread): {"thread": str(thread.pk)}})

    writing.edit(two, alice, undo)
    settle(two)
    assert words_of(thread) == "publiques"


def test_the_same_words_elsewhere_are_not_the_passage(two: Document, alice: Any) -> None:
    thread = thread_on(two, "publiques", by=alice)
    erase(two, alice, 0, 13, 22)
    writing.write(two, alice, "Les places publiques")
    settle(two)
    assert words_of(thread) is None


def test_a_mark_that_somebody_put_on_other_words_says_nothing(two: Document, alice: Any, bob: Any) -> None:
    thread = thread_on(two, "données publiques sont ouvertes", by=alice)

    def forge(text: XmlFragment) -> None:
        words = text.children[0].children[0]
        words.format(0, len(SENTENCE.encode()), {key_of(thread): None})
        text.children[1].children[0].format(0, 20, {key_of(thread): {"thread": str(thread.pk)}})

    writing.edit(two, alice, forge)
    settle(two)
    assert marked(two, thread) == ["Chacun peut les lire"]
    assert words_of(thread) is None


def test_a_mark_of_an_unknown_thread_says_nothing(two: Document, alice: Any) -> None:
    def forge(text: XmlFragment) -> None:
        key = schema.mark_key("comment", {"thread": "x"})
        text.children[1].children[0].format(0, 6, {key: {"thread": "x"}})

    writing.edit(two, alice, forge)
    settle(two)
    assert not Thread.objects.exists()


def test_over_two_blocks_with_something_written_between(two: Document, alice: Any) -> None:
    thread = thread_on(two, "ouvertes par défaut.\nChacun peut", by=alice)
    end = len(SENTENCE.encode())

    def change(text: XmlFragment) -> None:
        text.children[0].children[0].insert(end, " Oui.", {key_of(thread): None})

    writing.edit(two, alice, change)
    settle(two)
    assert words_of(thread) == "ouvertes par défaut. Oui.\nChacun peut"


def test_what_was_pasted_in_its_middle_leaves_the_part_most_like_it(two: Document, alice: Any) -> None:
    thread = thread_on(two, "données publiques sont ouvertes", by=alice)

    def paste(text: XmlFragment) -> None:
        text.children[0].children[0].insert(
            13, "et toutes sortes de choses qui ne sont pas d'ici ", {key_of(thread): None}
        )

    writing.edit(two, alice, paste)
    settle(two)
    assert words_of(thread) == "publiques sont ouvertes"


def test_a_split_in_its_middle(two: Document, alice: Any) -> None:
    thread = thread_on(two, "données publiques", by=alice)
    mark = {key_of(thread): {"thread": str(thread.pk)}}

    def split(text: XmlFragment) -> None:
        del text.children[0].children[0][12 : len(SENTENCE.encode())]
        text.children.insert(1, XmlElement("paragraph", {"id": "neuf"}))
        words = text.children[1].children.append(XmlText())
        words.insert(0, "publiques", mark)
        words.insert(9, " sont ouvertes par défaut.")

    writing.edit(two, alice, split)
    settle(two)
    assert words_of(thread) == "données\npubliques"
    assert (thread.end_block, thread.end) == ("neuf", 9)


def test_a_line_break_in_it(two: Document, alice: Any) -> None:
    thread = thread_on(two, "données publiques", by=alice)

    def put(text: XmlFragment) -> None:
        del text.children[0].children[0][12 : len(SENTENCE.encode())]
        text.children[0].children.append(XmlElement("hardBreak"))
        words = text.children[0].children.append(XmlText())
        words.insert(0, "publiques", {key_of(thread): {"thread": str(thread.pk)}})

    writing.edit(two, alice, put)
    settle(two)
    assert words_of(thread) == "données\ufffcpubliques"


def test_a_passage_with_a_line_break(alice: Any, workspace: Any) -> None:
    line = [{"type": "text", "text": "Un"}, {"type": "hardBreak"}, {"type": "text", "text": "é deux"}]
    tree = {"type": "doc", "content": [{"type": "paragraph", "content": line}]}
    document = make.create_document(workspace, "Ligne", by=alice, tree=tree)
    thread = thread_on(document, "n\ufffcé d", by=alice)
    assert marked(document, thread) == ["n", "é d"]
    settle(document)
    assert words_of(thread) == "n\ufffcé d"


def test_a_passage_of_nothing_but_a_line_break_is_its_block(alice: Any, workspace: Any) -> None:
    line = [{"type": "text", "text": "Un"}, {"type": "hardBreak"}]
    tree = {"type": "doc", "content": [{"type": "paragraph", "content": line}]}
    document = make.create_document(workspace, "Ligne", by=alice, tree=tree)
    thread = thread_on(document, "\ufffc", by=alice)
    assert (thread.marked, thread.start, thread.end) == (False, 0, 0)


def test_a_block_alone_is_there_while_its_id_is(two: Document, alice: Any) -> None:
    block = thread_on(two, "Chacun", by=alice).block
    thread = open_thread(two, "Tout ceci", by=alice, passage=Passage(block, 0, block, 0, ""))
    assert thread.quote == "Chacun peut les lire."
    settle(two)
    assert words_of(thread) == "Chacun peut les lire."
    writing.edit(two, alice, lambda text: text.children.__delitem__(1))
    settle(two)
    assert words_of(thread) is None


def test_what_began_while_the_text_was_read_is_left_alone(two: Document, alice: Any) -> None:
    from documents.actions.settle import settle_document

    store = settle_document(two.room)
    thread = thread_on(two, "publiques", by=alice)
    assert store is not None
    store([])
    assert words_of(thread) == "publiques"


def test_pages_are_told_when_a_passage_is_gone(two: Document, alice: Any, monkeypatch: Any) -> None:
    told: list[str] = []
    monkeypatch.setattr("documents.actions.anchoring.tell_beside", lambda room, topic: told.append(topic))
    thread = thread_on(two, "publiques", by=alice)
    settle(two)
    assert told == []
    erase(two, alice, 0, 13, 22)
    settle(two)
    assert told == ["threads"]
    assert words_of(thread) is None


@pytest.mark.parametrize(
    ("words", "quote", "like"),
    [
        ("le chat", "le chat", True),
        ("le  chat noir", "le chat", True),
        ("aout", "août", True),
        ("Tout autre chose que cela", "Les données publiques sont ouvertes", False),
        ("les données sont ouvertes à tous", "Les données publiques sont ouvertes", True),
        ("", "publiques", False),
        ("x" * 100, "publiques", False),
    ],
)
def test_how_alike(words: str, quote: str, like: bool) -> None:
    assert (alike(words, quote) >= 0.5) is like


@pytest.mark.parametrize(
    ("words", "quote", "left"),
    [
        ("et le chat noir aussi", "le chat noir", "le chat noir"),
        ("les chats noirs", "le chat noir", "les chats noirs"),
        (
            "Bref : les données sont publiques et ouvertes. Mais encore",
            "données sont publiques et gratuites",
            "données sont publiques et",
        ),
        ("rien", "tout", ""),
    ],
)
def test_what_was_added_at_an_end_is_left_out(words: str, quote: str, left: str) -> None:
    start, end = core(words, quote)
    assert words[start:end] == left


def test_a_mark_that_grew_over_what_was_not_quoted_is_put_right(
    two: Document, alice: Any, django_capture_on_commit_callbacks: Any
) -> None:
    thread = thread_on(two, "par défaut.", by=alice)
    writing.edit(
        two, alice, lambda text: text.children[0].children[0].insert(len(SENTENCE.encode()), " Suite", mark_of(thread))
    )
    assert marked(two, thread) == ["par défaut. Suite"]
    with django_capture_on_commit_callbacks(execute=True):
        settle(two)
    assert words_of(thread) == "par défaut."
    assert marked(two, thread) == ["par défaut."]


def test_a_long_text_with_many_threads_is_read_quickly() -> None:
    import time

    marks = [{"type": "comment", "attrs": {"thread": f"t{n}"}} for n in range(200)]
    blocks = [
        {
            "type": "paragraph",
            "attrs": {"id": f"b{n}"},
            "content": [
                {"type": "text", "text": f"Paragraphe {n} "},
                {"type": "text", "text": "passage commenté ici même", "marks": [marks[n % 200]] if n < 200 else []},
                {"type": "text", "text": " et la suite du texte de ce paragraphe." * 8},
            ],
        }
        for n in range(2000)
    ]
    begun = time.perf_counter()
    text = Text({"type": "doc", "content": blocks})
    found = [text.find(f"t{n}", f"b{n}", "passage commenté ici même", marked=True) for n in range(200)]
    assert all(one is not None and one.passage.block == f"b{n}" for n, one in enumerate(found))
    assert time.perf_counter() - begun < 1
