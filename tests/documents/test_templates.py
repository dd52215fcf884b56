"""A Word template: who adds one, chooses one, takes one away; what is refused; what is recorded; what becomes of its files."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from activity.models import Event
from documents.actions import templates as acts
from documents.actions.exporting import export, export_comparison
from documents.actions.exports import ask_export
from documents.actions.making_exports import make_export
from documents.actions.templates import add_template, choose_template, remove_template
from documents.actions.versions import name_version
from documents.formats.options import Options
from documents.house import chosen_for, usable_in
from documents.models import Document, Template
from permissions.actions import grant
from tests import make
from tests.documents import house
from tests.documents.word import Word, text_in
from workspaces.models import Workspace

FILE = house.template()


@pytest.fixture
def template(workspace: Workspace, alice: Any) -> Template:
    return add_template(workspace, "Courrier", "modele.dotx", FILE, by=alice)


def margins(content: bytes) -> str:
    word = Word(content, [])
    parts = [name for name in word.files if name.startswith(("word/header", "word/footer"))]
    return " ".join(text_in(word.part(name)) for name in parts)


def test_a_manager_adds_one(workspace: Workspace, alice: Any) -> None:
    made = add_template(workspace, "  ", "Note de service.dotx", house.template(dotx=True), by=alice)
    assert (made.name, made.workspace, made.organisation, made.added_by) == ("Note de service", workspace, None, alice)
    assert made.report["page"]["width"] == 11906
    assert ["heading 1", "Titre1"] in made.report["found"]
    assert made.file.name == f"templates/{made.pk}.docx"
    told = Event.objects.get(verb="template.added")
    assert (told.workspace, told.subject_kind, told.data["name"]) == (workspace.pk, "workspace", "Note de service")


def test_what_is_kept_is_not_the_file(template: Template) -> None:
    with template.file.open("rb") as file:
        kept = file.read()
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    assert kept != FILE
    assert b"Users" not in inside and b'"Titre1"' not in inside


def test_nobody_else_does(
    document: Document, workspace: Workspace, bob: Any, eve: Any, visitor: Any, alice: Any
) -> None:
    grant(workspace, "change", to=bob, by=alice)
    for person in (bob, eve, visitor):
        with pytest.raises(PermissionDenied):
            add_template(workspace, "", "m.docx", FILE, by=person)
        with pytest.raises(PermissionDenied):
            choose_template(workspace, None, by=person)
    assert not Template.objects.exists()


def test_an_organisation_has_some_too(workspace: Workspace, alice: Any, bob: Any, eve: Any) -> None:
    town = make.organisation(alice, bob="member")
    made = add_template(town, "Lyon", "m.docx", FILE, by=alice)
    assert (made.owner, made.workspace) == (town, None)
    assert Event.objects.get(verb="template.added").workspace is None
    for person in (bob, eve):
        with pytest.raises(PermissionDenied):
            add_template(town, "Lyon", "m.docx", FILE, by=person)
        with pytest.raises(PermissionDenied):
            remove_template(made, by=person)
    choose_template(workspace, made, by=alice)
    assert (chosen_for(workspace), list(usable_in(workspace))) == (made, [made])


def test_one_chooses_what_one_may(workspace: Workspace, template: Template, alice: Any, eve: Any) -> None:
    """Not that of another workspace, nor that of an organisation one does not act for."""
    elsewhere = make.workspace(eve, "Ailleurs")
    theirs = add_template(elsewhere, "", "m.docx", FILE, by=eve)
    company = make.organisation(eve, "Entreprise")
    foreign = add_template(company, "", "m.docx", FILE, by=eve)
    for other in (theirs, foreign):
        with pytest.raises(PermissionDenied):
            choose_template(workspace, other, by=alice)
    choose_template(workspace, template, by=alice)
    choose_template(workspace, template, by=alice)
    assert Event.objects.filter(verb="template.chosen").count() == 2
    choose_template(workspace, None, by=alice)
    choose_template(workspace, None, by=alice)
    assert (chosen_for(workspace), Event.objects.filter(verb="template.unchosen").count()) == (None, 1)


def test_an_organisation_that_is_not_verified_lends_none(workspace: Workspace, alice: Any) -> None:
    town = make.organisation(alice, public=None)
    made = add_template(town, "", "m.docx", FILE, by=alice)
    with pytest.raises(PermissionDenied):
        choose_template(workspace, made, by=alice)


def test_files_are_made_in_it(
    document: Document, workspace: Workspace, template: Template, alice: Any, dan: Any
) -> None:
    assert "Valmont" not in margins(export(document, "docx", by=dan).content)
    choose_template(workspace, template, by=alice)
    made = export(document, "docx", by=dan)
    assert "Commune de Valmont" in margins(made.content) and document.title in margins(made.content)
    assert made.left_out == []
    ours = export(document, "docx", by=dan, options=Options(template="none"))
    assert "Valmont" not in margins(ours.content)
    choose_template(workspace, None, by=alice)
    asked = export(document, "docx", by=dan, options=Options(template=str(template.pk)))
    assert "Commune de Valmont" in margins(asked.content)
    before = name_version(document, "Avant", by=alice)
    choose_template(workspace, template, by=alice)
    assert "Valmont" in margins(export_comparison(before, None, by=alice).content)


def test_a_template_of_others_is_refused_as_one_that_is_not_there(document: Document, eve: Any, dan: Any) -> None:
    theirs = add_template(make.workspace(eve, "Ailleurs"), "", "m.docx", FILE, by=eve)
    told = []
    for key in (str(theirs.pk), "00000000-0000-4000-8000-000000000000"):
        for ask in (export, ask_export):
            for format in ("docx", "md"):
                with pytest.raises(ValidationError) as refusal:
                    ask(document, format, by=dan, options=Options(template=key))
                told.append(refusal.value.message_dict["template"][0].replace(key, "…"))
    assert len(set(told)) == 1


@pytest.mark.parametrize("word", ["x", "None!", "../..", "00000000", "é" * 300])
def test_what_is_no_template_is_not_guessed(word: str) -> None:
    with pytest.raises(ValidationError):
        Options.parse({"template": word})
    assert Options.parse({"template": "NONE"}).template == "none"
    assert Options.parse({"template": ""}).words()["template"] == ""


def test_one_that_is_taken_away(
    document: Document, workspace: Workspace, template: Template, alice: Any, dan: Any
) -> None:
    choose_template(workspace, template, by=alice)
    asked = ask_export(document, "docx", by=dan, options=Options(template=str(template.pk)))
    remove_template(template, by=alice)
    assert chosen_for(workspace) is None
    assert Event.objects.get(verb="template.removed").data["name"] == "Courrier"
    assert make_export(str(asked.pk)) == "template"
    assert "Valmont" not in margins(export(document, "docx", by=dan).content)


def test_its_file_gone_it_is_told(document: Document, workspace: Workspace, template: Template, alice: Any) -> None:
    choose_template(workspace, template, by=alice)
    default_storage.delete(str(template.file.name))
    made = export(document, "docx", by=alice)
    assert "Courrier" in made.left_out[0] and "Tablée" in made.left_out[0]


@pytest.mark.django_db(transaction=True)
def test_its_files_go_with_it(workspace: Workspace, template: Template, alice: Any, settings: Any) -> None:
    assert list((Path(settings.MEDIA_ROOT) / "templates").iterdir())
    remove_template(template, by=alice)
    again = add_template(workspace, "", "m.docx", FILE, by=alice)
    assert DBTaskResult.objects.filter(queue_name="exports").count() == 2
    assert again.file.storage.exists(str(again.file.name))
    workspace.delete()
    assert not list((Path(settings.MEDIA_ROOT) / "templates").iterdir())


def test_there_are_not_too_many(workspace: Workspace, template: Template, alice: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(acts, "MOST", 1)
    with pytest.raises(ValidationError) as refusal:
        add_template(workspace, "", "m.docx", FILE, by=alice)
    assert refusal.value.code == "templates_many"
    assert Template.objects.count() == 1


REFUSED = {
    "empty": (b"", "template_kind"),
    "words": (b"# Note", "template_kind"),
    "old": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "file_old"),
    "locked": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
    "cut": (FILE[:2000], "file_damaged"),
    "large": (b"PK\x03\x04" + b"0" * acts.LARGEST, "file_large"),
    "macros": (house.template(more={"word/vbaProject.bin": b"x"}), "file_macros"),
    "unstyled": (house.template(styles=""), "template_no_styles"),
    "entities": (house.template(more={"word/theme/theme1.xml": "<!DOCTYPE a><a/>"}), "file_entities"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_template_is_refused_with_a_sentence(name: str, workspace: Workspace, alice: Any) -> None:
    data, code = REFUSED[name]
    with pytest.raises(ValidationError) as refusal:
        add_template(workspace, "", "m.docx", data, by=alice)
    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")
    assert not Template.objects.exists()
