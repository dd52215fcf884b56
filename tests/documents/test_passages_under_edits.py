"""Whatever several people do to a text at once, a thread stays on the words it quoted, or says that they are gone.

Honest editors without a browser write beside each other from copies that are older or newer than the server's, as pages
do: letters typed take the marks around them or not, blocks are split, joined, deleted, dragged elsewhere with their marks,
and copied without. Every letter of the text at first is unlike all others, so that one sees on which a thread stands.
"""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents import blocks
from documents.actions.discussion import open_thread
from documents.anchors import Passage
from documents.models import Document, Thread
from documents.refusals import Changed
from realtime import engine, log
from realtime.models import Head
from tests import make
from tests.realtime.replicas import examples
from tests.threads import marked, said_yesterday, settle

LINES, WORDS, LETTERS = 4, 6, 3
FIRST = [
    " ".join(
        "".join(chr(0x4E00 + (line * WORDS + word) * LETTERS + n) for n in range(LETTERS)) for word in range(WORDS)
    )
    for line in range(LINES)
]

Action = tuple[str, int, int]
actions = st.lists(
    st.tuples(
        st.sampled_from(["type", "type", "erase", "erase", "split", "join", "drag", "copy", "drop", "look", "look"]),
        st.integers(0, 1000),
        st.integers(0, 1000),
    ),
    max_size=12,
)


class Page:
    """One person's copy of the text: it hears what others wrote only when it looks."""

    def __init__(self, document: Document, person: Any) -> None:
        self.document, self.person = document, person
        self.doc: Doc[Any] = Doc(client_id=secrets.randbits(32))
        self.root = self.doc.get("default", type=XmlFragment)
        self.look(0, 0)

    def look(self, where: int, size: int) -> None:
        for part in log.load(self.document.room).parts():
            self.doc.apply_update(part)

    def do(self, action: Action) -> None:
        kind, where, size = action
        before = self.doc.get_state()
        getattr(self, kind)(where, size)
        if kind != "look":
            log.submit(self.document.room, str(self.person.pk), self.doc.get_update(before))

    def texts(self) -> list[XmlText]:
        return [text for block in self.root.children for text in block.children if isinstance(text, XmlText)]

    def place(self, where: int) -> tuple[XmlText, list[tuple[str, Any]], int] | None:
        """A text with letters, each with its marks, and the number of one of them."""
        found = [text for text in self.texts() if str_of(text)]
        if not found:
            return None
        text = found[where % len(found)]
        letters = [(letter, marks) for value, marks in text.diff() for letter in value]
        return text, letters, (where // 7) % len(letters)

    def type(self, where: int, size: int) -> None:
        """In the middle of a marked passage the letters take its marks, as the editor gives them; what is pasted does not."""
        found = self.place(where)
        if found is not None:
            text, letters, at = found
            left = letters[at - 1][1] if at else None
            marks = {k: v for k, v in (left or {}).items() if k in (letters[at][1] or {})}
            text.insert(bytes_to(letters, at), "ab c"[: size % 4 + 1], (marks or None) if size % 3 else None)

    def erase(self, where: int, size: int) -> None:
        found = self.place(where)
        if found is not None:
            text, letters, at = found
            del text[bytes_to(letters, at) : bytes_to(letters, at + size % 9 + 1)]

    def split(self, where: int, size: int) -> None:
        """The second half is a new block without an id, its letters new ones with the same marks."""
        found = self.place(where)
        if found is not None:
            text, letters, at = found
            del text[bytes_to(letters, at) : bytes_to(letters, len(letters))]
            index = next(i for i, block in enumerate(self.root.children) if text_in(block, text))
            self.put(index + 1, letters[at:])

    def join(self, where: int, size: int) -> None:
        if len(self.root.children) > 1:
            index = where % (len(self.root.children) - 1)
            first, second = self.root.children[index], self.root.children[index + 1]
            letters = letters_of(second)
            del self.root.children[index + 1]
            if len(first.children):
                write(first.children[len(first.children) - 1], letters)

    def drag(self, where: int, size: int) -> None:
        """The block leaves, and comes again elsewhere with its id and its marks."""
        if len(self.root.children) > 1:
            index = where % len(self.root.children)
            block = self.root.children[index]
            letters, key = letters_of(block), blocks.key_of(block)
            del self.root.children[index]
            self.put(size % (len(self.root.children) + 1), letters, key)

    def copy(self, where: int, size: int) -> None:
        if len(self.root.children):
            letters = letters_of(self.root.children[where % len(self.root.children)])
            self.put(size % (len(self.root.children) + 1), [(letter, None) for letter, _marks in letters])

    def drop(self, where: int, size: int) -> None:
        if len(self.root.children) > 1:
            del self.root.children[where % len(self.root.children)]

    def put(self, index: int, letters: list[tuple[str, Any]], key: str = "") -> None:
        self.root.children.insert(index, XmlElement("paragraph", {"id": key or secrets.token_hex(4)}))
        write(self.root.children[index].children.append(XmlText()), letters)


def str_of(text: XmlText) -> str:
    return "".join(value for value, _marks in text.diff())


def letters_of(block: Any) -> list[tuple[str, Any]]:
    texts = [text for text in block.children if isinstance(text, XmlText)]
    return [(letter, marks) for text in texts for value, marks in text.diff() for letter in value]


def bytes_to(letters: list[tuple[str, Any]], at: int) -> int:
    """The engine's count of a place among letters."""
    return len("".join(letter for letter, _marks in letters[:at]).encode())


def text_in(block: Any, text: XmlText) -> bool:
    return any(one == text for one in block.children)


def write(text: XmlText, letters: list[tuple[str, Any]]) -> None:
    at = len(str_of(text).encode())
    for letter, marks in letters:
        text.insert(at, letter, dict(marks) if marks else None)
        at += len(letter.encode())


def words_at(document: Document, thread: Thread) -> str:
    """What a page shows at the place that the thread names, read without the code that found it."""
    doc = engine.open_doc(log.load(document.room).parts())
    lines = [(blocks.key_of(block), blocks.line_of(block)) for block in blocks.walk(doc) if blocks.holds_text(block)]
    keys = [key for key, _line in lines]
    first = keys.index(thread.block)
    last = keys.index(thread.end_block, first)
    if first == last:
        return lines[first][1][thread.start : thread.end]
    between = [line for _key, line in lines[first + 1 : last]]
    return "\n".join([lines[first][1][thread.start :], *between, lines[last][1][: thread.end]])


def a_passage(where: int, size: int) -> Passage:
    """Of the text at first: from one word to another, of the same line or of the next one."""
    line, word = where % LINES, (where // LINES) % 5
    words = FIRST[line].split()
    start = len(" ".join(words[:word])) + (1 if word else 0)
    if size % 3 == 0 and line + 1 < LINES:
        end = len(" ".join(FIRST[line + 1].split()[: size % 5 + 1]))
        quote = f"{FIRST[line][start:]}\n{FIRST[line + 1][:end]}"
        return Passage(f"b{line}", start, f"b{line + 1}", end, quote)
    end = len(" ".join(words[: min(word + size % 4 + 1, 6)]))
    return Passage(f"b{line}", start, f"b{line}", end, FIRST[line][start:end])


def fresh(by: Any, workspace: Any) -> Document:
    tree = make.tree(*FIRST)
    for number, block in enumerate(tree["content"]):
        block["attrs"] = {"id": f"b{number}"}
    return make.create_document(workspace, "Mots", by=by, tree=tree)


@pytest.fixture
def text(alice: Any, workspace: Any) -> Callable[[], Document]:
    return lambda: fresh(alice, workspace)


@pytest.fixture
def quiet(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """What follows the commit happens too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def edited(document: Document, pages: list[Page], done: list[Action], meanwhile: list[tuple[int, int]]) -> list[Thread]:
    """The people edit in turn, each from a copy of their own; now and then somebody comments on a passage as they know it."""
    threads = []
    for number, action in enumerate(done):
        if number % 3 == 0 and meanwhile:
            threads += comment(document, pages[0].person, meanwhile.pop())
        pages[number % len(pages)].do(action)
    return threads


def comment(document: Document, person: Any, which: tuple[int, int]) -> list[Thread]:
    said_yesterday()
    try:
        return [open_thread(document, "Ici", by=person, passage=a_passage(*which))]
    except Changed:
        return []


places = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=4)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(places, actions, places)
def test_never_on_other_words_than_were_quoted(
    quiet: Any, text: Any, alice: Any, bob: Any, at_first: Any, done: list[Action], meanwhile: Any
) -> None:
    document = text()
    threads = [one for which in at_first for one in comment(document, alice, which)]
    pages = [Page(document, person) for person in (alice, bob, alice)]
    threads += edited(document, pages, done, meanwhile)
    with quiet():
        settle(document)
    for thread in Thread.objects.filter(pk__in=[one.pk for one in threads]):
        if thread.orphaned_at is None:
            assert thread.words == words_at(document, thread)
            assert old("".join(marked(document, thread))) <= old(thread.quote)
        else:
            assert thread.words == "" and thread.quote
    Document.objects.filter(pk=document.pk).delete()
    Head.objects.all().delete()


def old(words: str) -> set[str]:
    return {letter for letter in words if letter in "".join(FIRST)} - {" "}


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), actions)
def test_survives_edits_that_leave_its_words_alone(
    text: Any, alice: Any, bob: Any, which: Any, done: list[Action]
) -> None:
    """Whoever erases, splits or joins elsewhere, types around it or drags the block as a whole does not lose it.

    Nobody copies here: the quote would be found whole in a copy, though somebody wrote in the midst of the passage.
    """
    document = text()
    passage = a_passage(*which)
    (thread,) = comment(document, alice, which)
    pages = [Page(document, person) for person in (alice, bob)]
    edited(document, pages, [action for action in done if action[0] != "copy"], [])
    page = Page(document, bob)
    now = "\n".join(blocks.line_of(block) for block in blocks.walk(page.doc))
    if passage.quote in now and "".join(marked(document, thread)) == passage.quote.replace("\n", ""):
        settle(document)
        thread.refresh_from_db()
        assert (thread.orphaned_at, thread.words) == (None, passage.quote)
        assert words_at(document, thread) == passage.quote
    Document.objects.filter(pk=document.pk).delete()
    Head.objects.all().delete()
