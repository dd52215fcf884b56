"""A document under review, for tests of files: threads of all kinds, proposals of several people; and files read back."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from documents.actions.discussion import answer_thread, open_thread, resolve_thread
from documents.actions.documents import create_document
from documents.actions.exporting import export
from documents.formats.options import Options
from documents.models import Document, Thread
from permissions.actions import grant
from tests.documents.trees import bullets, doc, node, paragraph, text
from tests.threads import thread_on

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"

TEXT = doc(
    node("heading", "Le marché", level=1),
    paragraph("Le marché se tient le ", text("samedi", "bold"), " sur la place."),
    paragraph("Il ferme à midi."),
    bullets("des fruits", "des légumes"),
    node("codeBlock", "un = 1\ndeux = 2"),
    node("table", node("tableRow", *(node("tableHeader", paragraph(one)) for one in ("Ville", "Avis"))),
         node("tableRow", *(node("tableCell", paragraph(one)) for one in ("Lyon", "oui")))),
)  # fmt: skip


def reviewed(workspace: Any, alice: Any, bob: Any, carol: Any, dan: Any) -> Document:
    """Alice manages, Bob edits, Carol comments and proposes, Dan reads."""
    made: Document = create_document(workspace, "La place du marché", by=alice, tree=TEXT)
    for person, rung in ((bob, "change"), (carol, "suggest"), (dan, "view")):
        grant(made, rung, to=person, by=alice)
    return made


def discussed(document: Document, bob: Any, carol: Any) -> dict[str, Thread]:
    """On words across looks, on two blocks, on code, and on the whole; one with a reply and resolved."""
    found = {
        "words": thread_on(document, "le samedi sur", by=carol, body="Et le dimanche ?\n\nOn hésite."),
        "blocks": thread_on(document, "midi.\ndes fruits", by=bob, body="À revoir ensemble."),
        "code": thread_on(document, "deux", by=bob, body="Une variable ?"),
        "whole": open_thread(document, "Beau travail.", by=carol, title="Merci"),
    }
    answer_thread(found["words"], "Oui, le dimanche.", by=bob)
    resolve_thread(found["words"], by=carol)
    return found


@dataclass(frozen=True)
class Found:
    """A comment as a Word file has it."""

    author: str
    initials: str
    date: str
    text: str
    on: str  # the words around which it stands
    parent: str  # the text of what it answers
    done: bool


class Reviewed:
    """The comments and tracked changes of a file."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.body = etree.fromstring(self.files["word/document.xml"])[0]

    @property
    def comments(self) -> list[Found]:
        if "word/comments.xml" not in self.files:
            return []
        said = list(etree.fromstring(self.files["word/comments.xml"]))
        names = {one[-1].get(f"{W14}paraId"): one for one in said}
        states = {one.get(f"{W15}paraId"): one for one in etree.fromstring(self.files["word/commentsExtended.xml"])}
        found = []
        for name, one in names.items():
            parent = names.get(states[name].get(f"{W15}paraIdParent"))
            found.append(
                Found(
                    *(one.get(W + key) for key in ("author", "initials", "date")),
                    text=_lines(one),
                    on=self._around(one.get(f"{W}id")),
                    parent="" if parent is None else _lines(parent),
                    done=states[name].get(f"{W15}done") == "1",
                )
            )
        return found

    def comment(self, words: str) -> Found:
        return next(one for one in self.comments if words in one.text)

    def _around(self, number: str) -> str:
        inside, words = False, ""
        for one in self.body.iter():
            if one.tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd") and one.get(f"{W}id") == number:
                inside = one.tag == f"{W}commentRangeStart"
            elif inside and one.tag == f"{W}p" and words:
                words += "\n"
            elif inside and one.tag in (f"{W}t", f"{W}delText"):
                words += one.text or ""
            elif inside and one.tag == f"{W}br":
                words += "\n"
        return words

    @property
    def text(self) -> str:
        return "".join(one.text or "" for one in self.body.iter(f"{W}t"))

    @property
    def changes(self) -> list[tuple[str, str, str, str]]:
        """Of words: added or removed, by whom, when, which."""
        return [
            (etree.QName(one).localname, one.get(f"{W}author"), one.get(f"{W}date"), "".join(one.itertext()))
            for one in self.body.iter(f"{W}ins", f"{W}del")
            if len(one)
        ]


def _lines(comment: Any) -> str:
    return "\n".join("".join(one.itertext()) for one in comment)


def word_time(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def file_of(document: Document, by: Any, **options: Any) -> Reviewed:
    return Reviewed(export(document, "docx", by=by, options=Options(**options)).content)
