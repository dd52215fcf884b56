"""What stands around a text in its file: its title, who wrote it, in whose name, of which day, and its pictures."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.organisations import signature
from documents.formats.docx import DocumentInfo
from documents.models import Attachment, Document
from documents.outgoing.people import People


def info_of(document: Document, people: People) -> DocumentInfo:
    wrote = list(document.authors())
    authors = authors_of(document, wrote, people)  # first, so that those who wrote have the first numbers
    return DocumentInfo(
        title=document.title,
        authors=authors,
        organisation=document.workspace.name,
        signature=_signature(document, people),
        language=document.language,
        modified=timezone.localtime(document.edited_at),
        address=settings.SITE_URL,
    )


def authors_of(document: Document, wrote: list[User], people: People) -> tuple[str, ...]:
    """Who wrote; where it was made in somebody's name, that name first, with the person who made it."""
    others = [person for person in wrote if document.on_behalf_of is None or person != document.created_by]
    return (*filter(None, [_signature(document, people)]), *map(people.name, others))


def _signature(document: Document, people: People) -> str:
    organisation = document.on_behalf_of
    return signature(people.name(document.created_by), organisation) if organisation else ""


class Pictures:
    """Those of these documents only: an id copied from elsewhere shows nothing. One query."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._known = {str(one.pk): one for one in Attachment.objects.filter(document__in=documents)}

    def __call__(self, key: str) -> tuple[bytes, str] | None:
        """The bytes of a picture and its kind, or None where it is gone."""
        attachment = self._known.get(str(key))
        if attachment is None:
            return None
        try:
            with attachment.file.open("rb") as file:
                return file.read(), attachment.content_type
        except OSError:
            return None

    def of(self, document: Document) -> set[str]:
        return {key for key, one in self._known.items() if one.document_id == document.pk}
