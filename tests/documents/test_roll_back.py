"""One person's changes are taken back: what they put in goes, what they took out returns, what others wrote stays."""

import random
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from accounts.models import User
from activity.models import Event
from documents import content
from documents.actions.documents import create_document
from documents.actions.rolling_back import roll_back_person
from documents.actions.stages import change_stage
from documents.authorship import authorship_of
from documents.models import Document, Version
from documents.without import text_without
from realtime import compaction, engine, log
from realtime.models import Update
from tests import make
from tests.documents.test_authorship import WORDS, change
from tests.writing import edit, write, write_into
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Les données publiques sont ouvertes par défaut."


def text(document: Document) -> str:
    return content.plain(content.read_document(document))


def take_out(document: Document, by: User, start: int, end: int, block: int = 0) -> None:
    def change(fragment: XmlFragment) -> None:
        del fragment.children[block].children[0][start:end]

    edit(document, by, change)


def test_what_they_put_in_goes_and_what_they_took_out_returns(document: Document, alice: User, bob: User) -> None:
    take_out(document, bob, 0, 4)
    write_into(document, bob, 0, 0, "Mes 😀 ")
    write(document, bob, "Et rien d’autre.")
    assert text(document) == "Mes 😀 données publiques sont ouvertes par défaut.\nEt rien d’autre."
    done = roll_back_person(document, bob, by=alice)
    assert text(document) == TEXT
    assert (done.what.told.added, done.what.told.removed) == (1, 5)
    assert content.plain(done.before.tree).startswith("Mes 😀")
    assert done.number == log.load(document.room).last


def test_what_others_wrote_in_it_stays(document: Document, alice: User, bob: User, carol: User) -> None:
    write(document, bob, "Un avis de Bob.")
    write_into(document, carol, 1, 3, "long et utile ")
    done = roll_back_person(document, bob, by=alice)
    assert text(document) == f"{TEXT}\nlong et utile "
    assert done.what.kept == 1
    assert str(bob.pk) not in {key for key, count in authorship_of(document).letters.items() if count}


def test_deletions_by_others_stay_deletions(document: Document, alice: User, bob: User, carol: User) -> None:
    take_out(document, carol, 0, 4)
    take_out(document, bob, 0, 9)
    assert text(document) == "publiques sont ouvertes par défaut."
    roll_back_person(document, bob, by=alice)
    assert text(document) == "données publiques sont ouvertes par défaut."


def test_an_emptied_text_comes_back(document: Document, alice: User, bob: User) -> None:
    write(document, alice, "Deuxième paragraphe.")
    edit(document, bob, lambda text: text.children.__delitem__(slice(0, 2)))
    assert text(document) == ""
    roll_back_person(document, bob, by=alice)
    assert text(document) == f"{TEXT}\nDeuxième paragraphe."


def test_marks_and_attributes_are_as_before(alice: User, bob: User, workspace: Workspace) -> None:
    tree = {
        "type": "doc",
        "content": [{"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Titre"}]}],
    }
    document = create_document(workspace, "Niveaux", by=alice, tree=tree)
    before = content.read_document(document)

    def change(fragment: XmlFragment) -> None:
        fragment.children[0].attributes["level"] = 4
        fragment.children[0].children[0].format(0, 3, {"bold": {}})

    edit(document, bob, change)
    assert content.read_document(document) != before
    roll_back_person(document, bob, by=alice)
    assert content.read_document(document) == before


def test_lists_that_would_stand_empty_go(document: Document, alice: User, bob: User) -> None:
    def add_list(fragment: XmlFragment) -> None:
        item = fragment.children.append(XmlElement("bulletList")).children.append(XmlElement("listItem"))
        item.children.append(XmlElement("paragraph")).children.append(XmlText("point"))

    edit(document, bob, add_list)
    roll_back_person(document, bob, by=alice)
    assert [node["type"] for node in content.read_document(document)["content"]] == ["paragraph"]


def test_only_since_a_moment(document: Document, alice: User, bob: User) -> None:
    write(document, bob, "Une bonne phrase.")
    write(document, bob, "Une mauvaise phrase.")
    since = Update.objects.filter(room=document.room).latest("number").at
    roll_back_person(document, bob, by=alice, since=since)
    assert text(document) == f"{TEXT}\nUne bonne phrase."


def test_after_compaction_too(document: Document, alice: User, bob: User) -> None:
    take_out(document, bob, 4, 14)
    write(document, bob, "Bob")
    assert compaction.compact(document.room)
    write(document, alice, "Alice")
    roll_back_person(document, bob, by=alice)
    assert text(document) == f"{TEXT}\nAlice"


def test_going_back_to_the_version_before_undoes_it(document: Document, alice: User, bob: User) -> None:
    from documents.actions.versions import restore_version

    write(document, bob, "Bob")
    done = roll_back_person(document, bob, by=alice)
    assert done.before.kind == Version.Kind.RESTORE
    restore_version(done.before, by=alice)
    assert text(document) == f"{TEXT}\nBob"


def test_it_is_recorded(document: Document, alice: User, bob: User) -> None:
    write(document, bob, "Bob")
    done = roll_back_person(document, bob, by=alice)
    event = Event.objects.get(verb="document.rolled_back")
    assert (event.actor, event.about, event.subject_id) == (alice, f"user:{bob.pk}", str(document.pk))
    assert event.data["version"] == str(done.before.pk)
    assert event.number is not None


def test_nothing_of_theirs(document: Document, alice: User, carol: User) -> None:
    with pytest.raises(ValidationError) as refused:
        roll_back_person(document, carol, by=alice)
    assert refused.value.code == "nothing_left"


@pytest.mark.parametrize("name", ["bob", "carol", "dan", "eve"])
def test_only_who_manages(name: str, document: Document, bob: User, request: pytest.FixtureRequest) -> None:
    write(document, bob, "Bob")
    with pytest.raises(PermissionDenied):
        roll_back_person(document, bob, by=request.getfixturevalue(name))
    assert text(document).endswith("Bob")


def test_an_adopted_text_stays(document: Document, alice: User, bob: User) -> None:
    write(document, bob, "Bob")
    change_stage(document, "adopted", by=alice)
    with pytest.raises(ValidationError) as refused:
        roll_back_person(document, bob, by=alice)
    assert refused.value.code == "frozen"


def test_who_writes_meanwhile_loses_nothing(document: Document, alice: User, bob: User, monkeypatch: Any) -> None:
    """Somebody writes between the reckoning and the edit: it is reckoned again."""
    from documents.actions import rolling_back

    write(document, bob, "Bob")
    calls = []

    def meanwhile(document: Document, person: User, since: datetime | None) -> Any:
        found = text_without(document, person, since)
        if not calls:
            write(document, alice, "À l’instant")
        calls.append(1)
        return found

    monkeypatch.setattr(rolling_back, "text_without", meanwhile)
    roll_back_person(document, bob, by=alice)
    assert len(calls) == 2
    assert text(document) == f"{TEXT}\nÀ l’instant"


@pytest.mark.parametrize("seed", range(10))
def test_nothing_of_others_is_lost_whatever_was_written(
    seed: int, workspace: Workspace, alice: User, bob: User, carol: User
) -> None:
    """Each writes letters of their own: of Bob's none is left, of the others' none is missing, and none is out of place."""
    dice = random.Random(seed)
    people = {"alice": alice, "bob": bob, "carol": carol}
    document = create_document(workspace, "À trois", by=alice, tree=make.tree("aaa", "aaaa"))
    pages: dict[str, Doc[Any]] = {name: engine.open_doc(log.load(document.room).parts()) for name in people}
    for _ in range(50):
        name = dice.choice(list(people))
        sent = pages[name].get_state()
        change(pages[name], dice, WORDS[name])
        log.submit(document.room, str(people[name].pk), pages[name].get_update(sent))
        if dice.random() < 0.3:
            for part in log.load(document.room).parts():
                pages[name].apply_update(part)
    his = set("".join(WORDS["bob"]))
    there = [letter for letter in text(document) if letter not in his | {"\n"}]
    roll_back_person(document, bob, by=alice)
    after = [letter for letter in text(document) if letter != "\n"]
    assert not set(after) & his
    at = iter(after)
    assert all(letter in at for letter in there)  # in the same order, with what Bob had taken out between
