"""Each letter of a text is told to be of whoever wrote it, whatever was deleted, formatted, merged or compacted."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from accounts.models import User
from documents import content
from documents.actions.documents import create_document
from documents.actions.text import edit_text
from documents.authorship import Authorship, authorship_of
from documents.formats import html
from documents.formats.nodes import walk
from documents.models import Document
from realtime import compaction, engine, log
from realtime.handing_over import hand_over
from realtime.models import Client as OwnClient
from tests import make
from tests.writing import edit, write, write_into
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {"alice": ("a", "Aaœ ", "à"), "bob": ("b", "é", "B😀"), "carol": ("c", "😎c", "Çç")}
LAW = Path(settings.DEMO_CONSULTATION)


def runs(found: Authorship) -> list[tuple[str, str]]:
    return [(node["author"], node["text"]) for node in walk(found.tree) if node.get("type") == "text"]


def told(document: Document, *people: User) -> list[tuple[str, str]]:
    """The runs with first names."""
    names = {str(person.pk): person.name.split()[0].lower() for person in people} | {"": "nobody"}
    return [(names[author], text) for author, text in runs(authorship_of(document))]


def test_letters_among_those_of_others(document: Document, alice: User, bob: User) -> None:
    write_into(document, bob, 0, 4, "« vieilles » 😀 ")
    write(document, bob, "Bob était là")
    assert told(document, alice, bob) == [
        ("alice", "Les "),
        ("bob", "« vieilles » 😀 "),
        ("alice", "données publiques sont ouvertes par défaut."),
        ("bob", "Bob était là"),
    ]


def test_the_tree_is_the_text_itself(document: Document, bob: User) -> None:
    """Authors apart, and texts of one author joined again, it is what reading gives."""
    write_into(document, bob, 0, 4, "vieilles ")
    edit(document, bob, lambda text: text.children[0].children[0].format(0, 9, {"bold": {}}))
    found = authorship_of(document)
    assert content.plain(found.tree) == content.plain(content.read_document(document))
    assert html.write(found.tree, str).replace("</strong><strong>", "") == html.write(
        content.read_document(document), str
    )


def test_shares_count_what_stands_in_the_text_now(document: Document, alice: User, bob: User) -> None:
    write_into(document, bob, 0, 0, "0123456789")
    edit(document, alice, lambda text: text.children[0].children[0].__delitem__(slice(0, 4)))
    found = authorship_of(document)
    assert found.letters[str(bob.pk)] == 6
    assert found.letters[str(alice.pk)] == len("Les données publiques sont ouvertes par défaut.")
    assert found.length == len(content.plain(found.tree))
    assert round(found.percent(str(bob.pk)) + found.percent(str(alice.pk))) == 100
    assert found.percent("nobody") == 0


def test_an_empty_text_is_nobodys(alice: User, workspace: Workspace) -> None:
    found = authorship_of(create_document(workspace, "Vide", by=alice))
    assert (found.length, found.percent(str(alice.pk))) == (0, 0.0)


def test_what_is_put_in_for_somebody_is_theirs(document: Document, alice: User, carol: User) -> None:
    """As an accepted proposal is: the words of its author, by the hand of who accepts it."""

    def change(doc: "Doc[Any]") -> None:
        doc.get("default", type=XmlFragment).children.append(XmlElement("paragraph")).children.append(XmlText("Et ici"))

    edit_text(document, change, by=alice, author=carol)
    assert told(document, alice, carol)[-1] == ("carol", "Et ici")


def test_what_was_handed_over_is_its_new_authors(document: Document, alice: User, bob: User, carol: User) -> None:
    write(document, bob, "par un invité")
    hand_over(str(bob.pk), str(carol.pk))
    assert told(document, alice, carol)[-1] == ("carol", "par un invité")


def test_without_an_owner_it_is_nobodys(document: Document, alice: User) -> None:
    OwnClient.objects.filter(room=document.room).delete()
    assert [who for who, _ in told(document, alice)] == ["nobody"]


@pytest.mark.parametrize("seed", range(12))
def test_many_write_at_once(seed: int, workspace: Workspace, alice: User, bob: User, carol: User) -> None:
    """Each writes letters of their own, so that the text itself says whose each one is."""
    dice = random.Random(seed)
    people = {"alice": alice, "bob": bob, "carol": carol}
    document = create_document(workspace, "À trois", by=alice, tree=make.tree("aaa", "aaaa"))
    pages: dict[str, Doc[Any]] = {name: engine.open_doc(log.load(document.room).parts()) for name in people}
    for step in range(90):
        name = dice.choice(list(people))
        sent = pages[name].get_state()
        change(pages[name], dice, WORDS[name])
        log.submit(document.room, str(people[name].pk), pages[name].get_update(sent))
        if dice.random() < 0.3:
            other = pages[dice.choice(list(people))]
            for part in log.load(document.room).parts():
                other.apply_update(part)
        if step == 60:
            assert compaction.compact(document.room)
    found = told(document, *people.values())
    assert len({who for who, _ in found}) == 3
    for who, text in found:
        assert set(text) <= set("".join(WORDS[who])), (who, text)


def change(doc: "Doc[Any]", dice: random.Random, words: tuple[str, ...]) -> None:
    """Something that an editor does. Bytes are cut where letters begin."""
    fragment = doc.get("default", type=XmlFragment)
    with doc.transaction():
        block = dice.choice(list(fragment.children))
        held = [child for child in block.children if isinstance(child, XmlText)]
        if dice.random() < 0.15 or not held:
            fragment.children.insert(
                dice.randrange(len(fragment.children) + 1), XmlElement("paragraph", {}, [XmlText(dice.choice(words))])
            )
            return
        text = dice.choice(held)
        line = "".join(value for value, _ in text.diff() if isinstance(value, str))
        places = [len(line[:at].encode()) for at in range(len(line) + 1)]
        start, end = sorted(dice.choices(places, k=2))
        kind = dice.random()
        if kind < 0.6 or start == end:
            text.insert(start, dice.choice(words))
        elif kind < 0.8:
            del text[start:end]
        else:
            text.format(start, end, {dice.choice(["bold", "italic"]): dice.choice([{}, None])})


@pytest.mark.skipif(not LAW.exists(), reason="the consultation is not on this machine")
def test_a_real_text_written_by_many(workspace: Workspace, alice: User, bob: User, carol: User) -> None:
    """The articles of a bill; three people change words of it for a while. What each letter is was noted by hand."""
    document = create_document(workspace, "Loi", by=alice, tree={"type": "doc", "content": articles()})
    noted = [[(letter, "alice") for letter in text] for _, text in told(document, alice)]
    assert sum(map(len, noted)) > 20_000
    dice, people = random.Random(7), {"alice": alice, "bob": bob, "carol": carol}
    for _ in range(60):
        name, at = dice.choice(list(people)), dice.randrange(len(noted))
        line = noted[at]
        place = dice.randrange(len(line) + 1)
        gone = dice.choice([0, 0, 3, 20])
        word = dice.choice(["données ", "« œuvre » ", "😀", "l’intérêt général "])
        before = "".join(letter for letter, _ in line)
        line[place : place + gone] = [(letter, name) for letter in word]
        edit(document, people[name], put_in(at, before, place, gone, word))
    found = [list(group) for group in by_block(authorship_of(document), people)]
    assert found == noted


def put_in(block: int, line: str, place: int, gone: int, word: str) -> Any:
    """A change of the fragment; places are of letters, where the engine counts bytes."""
    start, end = (len(line[:at].encode()) for at in (place, place + gone))

    def change(fragment: XmlFragment) -> None:
        text = fragment.children[block].children[0]
        if start < end:
            del text[start:end]
        text.insert(start, word)

    return change


def by_block(found: Authorship, people: dict[str, User]) -> Any:
    names = {str(person.pk): name for name, person in people.items()}
    for block in found.tree["content"]:
        yield [(letter, names[node["author"]]) for node in block["content"] for letter in node["text"]]


def articles() -> list[dict[str, Any]]:
    """Some thirty thousand letters of it, a paragraph each, without marks."""
    blocks: list[dict[str, Any]] = []
    with gzip.open(LAW, "rt") as lines:
        for line in lines:
            words = content.plain(html.read(json.loads(line)["opinion"]["body"] or "")).split("\n")
            blocks += [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in words if text]
            if len(blocks) > 120:
                return blocks
    return blocks
