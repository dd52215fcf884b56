"""The choice at an export: understood or refused, names or numbers everywhere in the file, and the command."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from activity.models import Event
from documents.actions.documents import create_document
from documents.actions.exporting import export_comparison, left_out
from documents.actions.text import edit_text
from documents.actions.versions import name_version
from documents.formats.options import EVERYTHING, Options
from documents.models import Document
from documents.rebasing import putting_in
from tests import make
from tests.documents.proposing import blocks, paragraph, propose
from tests.documents.reviewed import Reviewed, discussed, file_of, reviewed
from tests.documents.trees import node
from tests.threads import thread_on

NAMES = re.compile(rb"Alice|Diop|Bob|Martin|Carol|Petit|Dan|Leroy|Gil|Roux")


@pytest.fixture
def place(workspace: Any, alice: Any, bob: Any, carol: Any, dan: Any) -> Document:
    made = reviewed(workspace, alice, bob, carol, dan)
    write(made, bob, "Il rouvre, puis ferme à midi.", at=2)
    return made


def write(document: Document, by: Any, words: str, at: int) -> None:
    key, block = blocks(document)[at]
    edit_text(document, putting_in(key, block, [paragraph(words)]), by=by)


def test_words_of_an_address_become_options() -> None:
    asked = {"suggestions": "accepted", "comments": "false", "names": "0", "cover": "yes", "contents": "auto"}
    assert Options.parse(asked) == Options("accepted", comments=False, names=False, cover=True)
    assert Options.parse({}) == EVERYTHING
    assert Options.parse({"contents": "true", "contributors": True}) == Options(contents=True, contributors=True)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("suggestions", "maybe"),
        ("suggestions", ""),
        ("comments", "auto"),
        ("names", "2"),
        ("cover", ""),
        ("name", "no"),
    ],
)
def test_what_is_not_understood_is_refused(name: str, word: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Options.parse({name: word})
    assert list(refusal.value.error_dict) == [name]
    assert refusal.value.error_dict[name][0].code == "option_unknown"


def test_nobody_is_named_anywhere_in_the_file(place: Document, alice: Any, bob: Any, carol: Any, dan: Any) -> None:
    discussed(place, bob, carol)
    gil = make.person("Gil Roux", "citizen", "Les Amis du marché")
    thread_on(place, "fruits", by=carol, body="Que dit @Bob Martin ?", mentioned=[bob])
    propose(place, carol, "Le marché se tient le dimanche sur la place.", at=1, reason="Mieux.")
    propose(place, bob, "Le marché se tient le lundi sur la place.", at=1)
    choice = {"names": False, "cover": True, "contributors": True}
    found = file_of(place, by=dan, **choice)
    for name, part in found.files.items():
        assert not NAMES.search(part), (name, NAMES.findall(part))
    assert gil.name not in found.text
    assert all("Contributeur" in one for one in left_out(place, "docx", by=dan, options=Options(**choice)))


def test_one_number_a_person_all_over_the_file(place: Document, alice: Any, bob: Any, carol: Any) -> None:
    discussed(place, bob, carol)
    thread_on(place, "fruits", by=carol, body="Que dit @Bob Martin ?", mentioned=[bob])
    propose(place, carol, "Le marché se tient le dimanche sur la place.", at=1, reason="Mieux.")
    found = file_of(place, by=bob, names=False, cover=True, contributors=True)
    first, second, third = (f"Contributeur\xa0{number}" for number in (1, 2, 3))
    core = found.files["docProps/core.xml"].decode()
    assert f">{first}; {second}<" in core  # Alice and Bob wrote, in this order
    assert found.comment("Et le dimanche ?").author == third
    assert found.comment("Oui, le dimanche.").author == second
    assert found.comment("Que dit").text == f"Que dit @{second} ?"
    assert {one[1] for one in found.changes} == {third}
    assert found.comment("Mieux.").author == third
    assert f"{first}, {second}" in found.text  # the cover
    assert found.text.endswith(f"{first}{second}")  # the list of who wrote


def test_in_whose_name_stays(workspace: Any, alice: Any) -> None:
    town = make.organisation(alice, "Ville de Lyon")
    document = create_document(workspace, "Arrêté", by=alice, on_behalf_of=town, tree=make.tree("Un."))
    found = file_of(document, by=alice, names=False)
    assert "Ville de Lyon, par Contributeur\xa01" in found.text
    assert not NAMES.search(found.files["word/document.xml"] + found.files["docProps/core.xml"])


def test_whom_the_text_mentions_is_not_named_either(workspace: Any, alice: Any, bob: Any) -> None:
    mention = node("mention", user=str(bob.pk), label="Bob Martin")
    tree = {"type": "doc", "content": [{"type": "paragraph", "content": [mention]}]}
    document = create_document(workspace, "À qui", by=alice, tree=tree)
    assert "@Bob Martin" in file_of(document, by=alice).text
    assert "@Contributeur\xa02" in file_of(document, by=alice, names=False).text


def test_a_comparison_without_names(place: Document, alice: Any, bob: Any) -> None:
    version = name_version(place, "Relue", by=alice)
    write(place, bob, "Il ferme à une heure.", at=2)
    for names, author in ((True, "Bob Martin"), (False, "Contributeur\xa02")):
        exported = export_comparison(version, None, by=alice, names=names)
        assert {one[1] for one in Reviewed(exported.content).changes} == {author}
    assert not NAMES.search(b"".join(Reviewed(exported.content).files.values()))


def test_the_command_takes_the_same_choices(place: Document, bob: Any, carol: Any, tmp_path: Path) -> None:
    discussed(place, bob, carol)
    propose(place, carol, "Le marché se tient le dimanche sur la place.", at=1)
    path = tmp_path / "out.docx"
    call_command("export_document", str(place.pk), "--output", str(path))
    full = Reviewed(path.read_bytes())
    assert len(full.comments) == 5 and len(full.changes) == 2
    flags = ("--suggestions", "original", "--without-comments", "--without-names", "--cover", "--contributors")
    call_command("export_document", str(place.pk), "--output", str(path), *flags, "--contents", "false")
    bare = Reviewed(path.read_bytes())
    assert (bare.comments, bare.changes) == ([], [])
    assert "Contributeur\xa01" in bare.text
    with pytest.raises(CommandError):
        call_command("export_document", str(place.pk), "--output", str(path), "--suggestions", "some")


def test_to_ask_what_is_left_out_is_no_export(place: Document, dan: Any) -> None:
    assert left_out(place, "docx", by=dan) == []
    assert not Event.objects.filter(verb="document.exported").exists()
