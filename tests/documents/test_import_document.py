"""A document made from a file: the right is that of making one; discussions and proposals come with their names."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from documents.actions.accepting import accept_suggestion
from documents.actions.importing import import_document
from documents.content import plain, read_document
from documents.formats import libreoffice
from documents.models import Attachment, Import, Suggestion, Thread
from tests.documents.files import archive, comment, commented, deleted, inserted, paragraph, run, word
from tests.documents.trees import full
from tests.documents.word import export
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db

REVIEWED = word(
    paragraph("Le plan", "Titre")
    + paragraph(
        "Le maire ", inside=commented(1, "propose") + run(" trois ") + deleted("places") + inserted(run("parcs"))
    )
    + paragraph("Rien à dire."),
    comments=comment(1, "Qui l’a décidé ?", paragraph_id="0000000A")
    + comment(2, "Le conseil.", who="Marie Curie", paragraph_id="0000000B"),
    commentsExtended='<w15:commentEx w15:paraId="0000000A" w15:done="1"/>'
    '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="1"/>',
)


def test_it_works(workspace: Workspace, alice: Any) -> None:
    made = import_document(workspace, "rapport.docx", export(full()).content, by=alice)
    text = plain(read_document(made))
    assert (made.title, made.language, made.created_by) == ("La place du marché", "fr-FR", alice)
    assert "cent vingt" in text and "Trois ateliers." in text
    assert Attachment.objects.filter(document=made).count() == 3
    assert Import.objects.get().report["kept"]["table"] == 3


def test_discussions_come_with_their_names(workspace: Workspace, alice: Any) -> None:
    made = import_document(workspace, "plan.docx", REVIEWED, by=alice)
    thread = Thread.objects.get(document=made)
    assert (thread.quote, thread.marked, thread.resolved_at is not None) == ("propose", True, True)
    said = list(thread.comments.all())
    assert [(one.signature, one.body, one.author) for one in said] == [
        ("Paul Éluard", "Qui l’a décidé ?", None),
        ("Marie Curie", "Le conseil.", None),
    ]
    assert said[0].at == datetime(2026, 5, 1, 9, tzinfo=UTC)
    marked = [node for node in read_document(made)["content"][0]["content"] if "marks" in node]
    assert marked[0]["marks"] == [{"type": "comment", "attrs": {"thread": str(thread.pk)}}]


def test_tracked_changes_are_proposals(workspace: Workspace, alice: Any) -> None:
    made = import_document(workspace, "plan.docx", REVIEWED, by=alice)
    assert plain(read_document(made)) == "Le maire propose trois places\nRien à dire."
    found = Suggestion.objects.get(document=made)
    assert (found.signature, found.author, found.made_at) == ("Marie Curie", None, datetime(2026, 5, 2, 10, tzinfo=UTC))
    accept_suggestion(found, by=alice)
    assert plain(read_document(made)) == "Le maire propose trois parcs\nRien à dire."


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (libreoffice.Missing(), "office_missing"),
        (libreoffice.Busy(), "file_busy"),
        (libreoffice.TooLong(), "office_failed"),
        (libreoffice.Failed(), "office_failed"),
    ],
    ids=["missing", "busy", "late", "failed"],
)
def test_an_odt_that_libreoffice_does_not_turn_into_word_is_refused_with_its_reason(
    workspace: Workspace, alice: Any, monkeypatch: pytest.MonkeyPatch, trouble: Exception, code: str
) -> None:
    def convert(*_given: Any, **_named: Any) -> bytes:
        raise trouble

    monkeypatch.setattr(libreoffice, "convert", convert)
    odt = archive({"mimetype": "application/vnd.oasis.opendocument.text"})
    with pytest.raises(ValidationError) as refusal:
        import_document(workspace, "texte.odt", odt, by=alice)
    assert refusal.value.code == code
    assert not Import.objects.exists()
