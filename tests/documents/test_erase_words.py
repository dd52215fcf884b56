"""What one person wrote is erased from everything stored of a document; its structure and all that others wrote stay."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pycrdt import XmlElement, XmlText

from documents import content
from documents.models import Document
from documents.personal import _keeps
from realtime import compaction, engine, log, own_words, quarantine
from realtime.erasing import erase_words
from realtime.examining import Verdict
from realtime.models import Archive, Head, Quarantine, SetAside, Update
from realtime.opened import shelf
from realtime.refusals import OtherHistory
from realtime.said import Said
from realtime.update_reader import STRING
from tests import make
from tests.writing import edit, write, write_into

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_kept_open() -> Iterator[None]:
    shelf.clear()
    yield
    shelf.clear()


def erased(document: Document, who: Any) -> bool:
    return erase_words(document.room, str(who.pk), keeps=_keeps)


def text(document: Document) -> str:
    return content.plain(content.read_document(document))


def everything(document: Document) -> bytes:
    """Every byte that is stored of a room."""
    room = document.room
    rows = [bytes(row.content) for model in (Update, Archive, SetAside) for row in model.objects.filter(room=room)]
    whole = [head.snapshot for head in Head.objects.filter(room=room)]
    good = [one.good for one in Quarantine.objects.filter(room=room)]
    return b"".join([*rows, *(bytes(one) for one in [*whole, *good] if one)])


def test_ones_words_go_and_those_of_others_stay(document: Document, bob: Any) -> None:
    write(document, bob, "Bob était là 😀")
    write_into(document, bob, 0, 4, "vieilles ")
    assert text(document) == "Les vieilles données publiques sont ouvertes par défaut.\nBob était là 😀"
    assert erased(document, bob)
    assert text(document) == "Les données publiques sont ouvertes par défaut."
    assert [node["type"] for node in content.read_document(document)["content"]] == ["paragraph", "paragraph"]


def test_not_a_byte_of_them_is_left_in_rows_archive_and_snapshot(document: Document, bob: Any) -> None:
    for words in ("secret un", "secret deux"):
        write(document, bob, words)
    assert compaction.compact(document.room)
    write(document, bob, "secret trois")
    assert everything(document).count(b"secret") >= 4
    assert erased(document, bob)
    assert b"secret" not in everything(document)
    assert "données publiques" in everything(document).decode(errors="ignore")


def test_what_was_deleted_before_is_erased_too(document: Document, bob: Any) -> None:
    write_into(document, bob, 0, 4, "secret ")

    def take_back(fragment: Any) -> None:
        del fragment.children[0].children[0][4:11]

    edit(document, bob, take_back)
    assert "secret" not in text(document)
    assert b"secret" in everything(document)
    assert erased(document, bob)
    assert b"secret" not in everything(document)


def test_rows_archive_and_snapshot_still_say_the_same(document: Document, alice: Any, bob: Any) -> None:
    for number in range(6):
        write(document, bob if number % 2 else alice, f"numéro {number} 😀")
        write_into(document, alice if number % 2 else bob, 0, 0, "é")
    assert compaction.compact(document.room)
    write_into(document, alice, 0, 0, "œ")
    assert erased(document, bob)
    room = document.room
    archive = [bytes(one.content) for one in Archive.objects.filter(room=room).order_by("first")]
    archived = Head.objects.get(room=room).archived
    tail = [bytes(one.content) for one in Update.objects.filter(room=room, number__gt=archived).order_by("number")]
    from_archive = engine.open_doc([*archive, *tail])
    assert content.read(from_archive) == content.read_document(document)
    assert Said([engine.merge([*archive, *tail])]).clocks == Said(log.load(room).parts()).clocks
    assert compaction.compact(room, kept=timedelta(0))  # it is proved that the new snapshot says what the rows say
    assert "numéro 0" in text(document)
    assert "numéro 1" not in text(document)


def test_structure_stays_and_words_in_it_go(document: Document, bob: Any) -> None:
    def build(fragment: Any) -> None:
        heading = fragment.children.append(XmlElement("heading"))
        heading.attributes["level"] = 2.0
        heading.attributes["id"] = "abc"
        said = heading.children.append(XmlText())
        said.insert(0, "Titre", {"link": {"href": "mailto:bob@example.org"}})
        figure = fragment.children.append(XmlElement("figure"))
        figure.attributes["image"] = "0000"
        figure.attributes["alt"] = "Le chat de Bob"
        figure.attributes["alt"] = "Le chien de Bob"  # the second entry only says which one it follows

    edit(document, bob, build)
    assert erased(document, bob)
    _first, heading, figure = content.read_document(document)["content"]
    assert heading["type"] == "heading"
    assert heading["attrs"] == {"level": 2, "id": "abc"}
    assert not heading.get("content")
    assert figure["attrs"] == {"image": "0000"}
    for word in (b"Titre", b"bob@example", b"chat", b"chien"):
        assert word not in everything(document)


def test_bold_put_on_anothers_words_stays_and_a_link_does_not(document: Document, bob: Any) -> None:
    edit(document, bob, lambda text: text.children[0].children[0].format(0, 3, {"bold": {}}))
    edit(
        document,
        bob,
        lambda text: text.children[0].children[0].format(4, 11, {"link": {"href": "https://bob.example"}}),
    )
    assert erased(document, bob)
    [paragraph] = content.read_document(document)["content"]
    marks = [(node["text"], node.get("marks")) for node in paragraph["content"]]
    assert marks[0] == ("Les", [{"type": "bold"}])
    assert all(mark in (None, [{"type": "bold"}]) for _, mark in marks)
    assert b"bob.example" not in everything(document)


def test_open_pages_and_kept_copies_start_afresh(document: Document, bob: Any) -> None:
    write(document, bob, "secret")
    epoch = log.load(document.room).epoch
    assert erased(document, bob)
    assert log.load(document.room).epoch != epoch
    with pytest.raises(OtherHistory):
        log.submit(document.room, str(bob.pk), b"\x00\x00", epoch)


def test_others_write_on(document: Document, alice: Any, bob: Any) -> None:
    write(document, bob, "secret")
    assert erased(document, bob)
    write(document, alice, "La suite.")
    write_into(document, alice, 0, 0, "Oui : ")
    assert text(document).endswith("La suite.")
    assert compaction.compact(document.room)


def test_who_wrote_nothing_there_changes_nothing(document: Document, dan: Any) -> None:
    before, epoch = everything(document), log.load(document.room).epoch
    assert not erased(document, dan)
    assert (everything(document), log.load(document.room).epoch) == (before, epoch)


def test_a_second_time_changes_nothing(document: Document, bob: Any) -> None:
    write(document, bob, "secret")
    assert erased(document, bob)
    epoch = log.load(document.room).epoch
    assert not erased(document, bob)
    assert log.load(document.room).epoch == epoch


def test_a_room_in_quarantine_too(document: Document, bob: Any) -> None:
    write(document, bob, "secret")
    verdict = Verdict(good=engine.merge(log.load(document.room).parts()), suspects=[])
    assert quarantine.begin(document.room, "essai", verdict)
    assert erased(document, bob)
    assert b"secret" not in everything(document)


def test_a_row_that_cannot_be_read_goes_if_it_is_theirs_and_stays_if_not(
    document: Document, alice: Any, bob: Any
) -> None:
    write(document, bob, "secret")
    bad = {who.pk: Update.objects.get(number=write(document, who, "x")).pk for who in (alice, bob)}
    Update.objects.filter(pk__in=bad.values()).update(content=b"\x01secret")
    erased(document, bob)
    assert bytes(Update.objects.get(pk=bad[alice.pk]).content) == b"\x01secret"
    assert bytes(Update.objects.get(pk=bad[bob.pk]).content) == engine.EMPTY


def test_a_room_that_is_not_there_says_so() -> None:
    assert not erase_words("nowhere", "1", keeps=_keeps)


def test_somebody_writes_while_it_is_prepared(document: Document, alice: Any, bob: Any, monkeypatch: Any) -> None:
    """What was prepared is of a text that is no more: it is prepared again."""
    from realtime import erasing

    write(document, bob, "secret")
    real, calls = erasing._prepare, []

    def meanwhile(*args: Any) -> Any:
        prepared = real(*args)
        calls.append(args)
        if len(calls) == 1:
            write(document, bob, "secret encore")
        return prepared

    monkeypatch.setattr(erasing, "_prepare", meanwhile)
    assert erased(document, bob)
    assert len(calls) == 2
    assert b"secret" not in everything(document)


def test_passages_are_what_one_wrote_in_order(document: Document, alice: Any, bob: Any) -> None:
    write(document, bob, "Premier.")
    write(document, alice, "D’Alice.")
    write_into(document, bob, 0, 4, "nouvelles ")
    [sitting] = own_words.passages(document.room, str(bob.pk))
    assert sorted(sitting.texts) == ["Premier.", "nouvelles "]
    assert compaction.compact(document.room)
    assert sorted(text for one in own_words.passages(document.room, str(bob.pk)) for text in one.texts) == [
        "Premier.",
        "nouvelles ",
    ]
    assert own_words.rooms_of(str(bob.pk)) == [document.room]


def test_an_imported_text_is_whoever_imported_it(alice: Any, workspace: Any) -> None:
    imported = make.document(alice, workspace, text="Un texte importé.")
    assert erased(imported, alice)
    assert text(imported) == ""


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_written_what_is_left_is_what_others_wrote(
    workspace: Any, alice: Any, bob: Any, seed: int
) -> None:
    """Alice writes small letters and Bob large ones, anywhere, deleting each other's, with compactions in between."""
    chance = random.Random(seed)
    document = make.document(alice, workspace, text="abc")

    def act(fragment: Any, alphabet: str) -> None:
        blocks = [block for block in fragment.children if block.children]
        letters = chance.choice(blocks).children[0]
        length = len(str(letters).encode())
        what = chance.random()
        if what < 0.15:
            fragment.children.append(XmlElement("paragraph")).children.append(XmlText(chance.choice(alphabet)))
        elif what < 0.35 and length > 2:
            start = chance.randrange(length - 1)
            del letters[start : start + chance.randint(1, min(3, length - start))]
        else:
            letters.insert(chance.randint(0, length), "".join(chance.choices(alphabet, k=chance.randint(1, 4))))

    for _ in range(40):
        who, alphabet = chance.choice([(alice, "abcdef"), (bob, "ABCDEF")])
        edit(document, who, lambda fragment, alphabet=alphabet: act(fragment, alphabet))
        if chance.random() < 0.1:
            compaction.compact(document.room, kept=timedelta(0))
    before = content.read_document(document)
    erased(document, bob)
    assert shown(content.read_document(document)) == re.sub("[A-Z]", "", shown(before))
    assert len(content.read_document(document)["content"]) == len(before["content"])
    assert not re.search(rb"[A-F]", b"".join(text.encode() for text in letters_stored(document)))
    assert compaction.compact(document.room, kept=timedelta(0))
    assert shown(content.read_document(document)) == re.sub("[A-Z]", "", shown(before))


def shown(tree: Any) -> str:
    return "|".join("".join(node["text"] for node in block.get("content", [])) for block in tree["content"])


def letters_stored(document: Document) -> Iterator[str]:
    """Every run of letters in everything stored."""
    room = document.room
    rows = [bytes(one.content) for model in (Update, Archive) for one in model.objects.filter(room=room)]
    rows += [bytes(one.snapshot) for one in Head.objects.filter(room=room) if one.snapshot]
    for row in rows:
        for pieces in Said([row]).pieces.values():
            yield from (piece.content.decode() for piece in pieces if piece.kind == STRING)
