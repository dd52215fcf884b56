"""Files that become documents, for programs."""

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from api import access
from api.auth import SIGNED_IN
from api.schemas import NOT_DONE, DocumentOut, Refusal
from documents.actions.importing import import_document
from documents.brought import Told, report_of
from documents.formats import guard
from documents.models import Import

router = Router(tags=["documents"], auth=SIGNED_IN)


class ToldOut(Schema):
    """A sentence in the caller's language, and how the passages it is about begin."""

    sentence: str
    about: list[str]


class ImportedOut(Schema):
    """The document made, and what became of the file: what was kept, what was changed, what was lost."""

    document: DocumentOut
    kept: list[str]
    changed: list[ToldOut]
    lost: list[ToldOut]


@router.post("/{slug:slug}/import", response={201: ImportedOut, NOT_DONE: Refusal}, summary="Make a document of a file")
def import_file(request: HttpRequest, slug: str, file: File[UploadedFile]) -> Status[ImportedOut]:
    """Word (.docx, .dotx), LibreOffice (.odt), Markdown or HTML, 20 MB at most, as the part `file` of a form."""
    workspace = access.visible_workspace(request.user, slug)
    if (file.size or 0) > guard.LARGEST:
        raise guard.too_large()
    made = import_document(workspace, file.name or "", file.read(), by=request.user)
    made.refresh_from_db(fields=["words", "edited_at"])  # counted after the commit
    report = report_of(Import.objects.get(document=made))
    answer = ImportedOut(
        document=access.document_out(made, request.user),
        kept=report.kept,
        changed=[_out(told) for told in report.changed],
        lost=[_out(told) for told in report.lost],
    )
    return Status(201, answer)


def _out(told: Told) -> ToldOut:
    return ToldOut(sentence=told.sentence, about=told.about)
