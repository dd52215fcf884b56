"""Several documents as one text: each a part on a page of its own, in the order and the depth of their tree."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from documents.formats.docx import DocumentInfo
from documents.formats.libreoffice import Unwanted
from documents.formats.options import Options
from documents.models import Document
from documents.outgoing.about import Pictures, authors_of
from documents.outgoing.joining import Joined, Place
from documents.outgoing.people import People
from documents.outgoing.prepared import Prepared, prepare
from documents.tree import branches
from workspaces.models import Workspace

BOUND = 30  # per cent of the work once all documents are read
BEGUN = 5


@dataclass(frozen=True)
class Volume:
    """`documents` in the order of their tree, at least one; `step` is told how many per cent are done, and says whether the
    file is still wanted."""

    title: str
    workspace: Workspace
    documents: list[Document]
    step: Callable[[int], bool] = field(default=lambda done: True)

    @property
    def language(self) -> str:
        """That of most words."""
        words: Counter[str] = Counter()
        for one in self.documents:
            words[one.language] += one.words + 1
        return words.most_common(1)[0][0]

    @property
    def edited_at(self) -> datetime:
        return max(one.edited_at for one in self.documents)

    def info(self, people: People) -> DocumentInfo:
        names = [name for one in self.documents for name in authors_of(one, list(one.authors()), people)]
        return DocumentInfo(
            title=self.title,
            authors=tuple(dict.fromkeys(names)),
            organisation=self.workspace.name,
            language=self.language,
            modified=timezone.localtime(self.edited_at),
            address=settings.SITE_URL,
            parts=len(self.documents),
        )

    def bound(self, by: Any, options: Options, people: People, pictures: Pictures) -> Prepared:
        """Raises `libreoffice.Unwanted`. Some ten questions to the database for each document."""
        found = list(self._prepared(by, options, people))
        depths = {one.document.pk: one.depth for top in branches(self.documents) for one in top.walk()}
        language = self.language
        keys = [f"p{number}" for number in range(1, len(found) + 1)]
        places = {
            str(one.pk): Place(key, each.tree) for key, one, each in zip(keys, self.documents, found, strict=True)
        }
        parts = [
            Joined(
                key,
                one.title,
                depths[one.pk],
                each,
                pictures=pictures.of(one),
                language="" if one.language == language else one.language,
                places=places,
                site=settings.SITE_URL,
            )
            for key, one, each in zip(keys, self.documents, found, strict=True)
        ]
        return joined(parts)

    def _prepared(self, by: Any, options: Options, people: People) -> Iterator[Prepared]:
        for number, one in enumerate(self.documents):
            if not self.step(BEGUN + (BOUND - BEGUN) * number // len(self.documents)):
                raise Unwanted
            yield prepare(one, by, options, people)


def joined(parts: list[Joined]) -> Prepared:
    """One text, each part on a new page."""
    made = Prepared({"type": "doc", "content": []})
    for part in parts:
        if made.tree["content"]:
            made.tree["content"].append({"type": "pageBreak", "between": True})
        made.tree["content"] += part.blocks
        made.hands |= part.hands
        made.talks |= part.talks
        made.left_out += part.left_out
    return made
