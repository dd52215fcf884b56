"""All that a file is made of: a text with its proposals and what is said of it, what stands around it, its pictures."""

from dataclasses import dataclass, replace
from typing import Any

from documents.formats.docx import DocumentInfo
from documents.formats.options import Options
from documents.models import Document
from documents.outgoing.about import Pictures, info_of
from documents.outgoing.contributors import contributors_of
from documents.outgoing.people import People
from documents.outgoing.prepared import Prepared, prepare
from documents.outgoing.volume import Volume


@dataclass(frozen=True)
class Ready:
    found: Prepared
    info: DocumentInfo
    images: Pictures


def ready(source: Document | Volume, by: Any, options: Options, people: People) -> Ready:
    """As one person sees it. Raises `libreoffice.Unwanted` where a volume is not wanted any more."""
    documents = source.documents if isinstance(source, Volume) else [source]
    pictures = Pictures(documents)
    info = source.info(people) if isinstance(source, Volume) else info_of(source, people)
    if options.contributors:
        info = replace(info, contributors=contributors_of(*documents, people=people))
    if isinstance(source, Volume):
        return Ready(source.bound(by, options, people, pictures), info, pictures)
    return Ready(prepare(source, by, options, people), info, pictures)
