"""Links in Word: addresses that Word accepts, and bookmarks for links inside the document."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

from docx.opc.constants import RELATIONSHIP_TYPE

from documents.formats.docx.known import Known
from documents.formats.docx.markup import Element, R, W, sub
from documents.formats.docx.report import Report
from documents.formats.nodes import Node, clean, label, marks, text_of, walk
from documents.formats.words import Words
from documents.schema import is_safe_link

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?")
_MAIL = re.compile(r"mailto:[^\s@:/?#<>]+@[A-Za-z0-9.-]+(\?[^\s#]*)?", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9().-]+", re.IGNORECASE)
_KEEP = "/:?#@!$&'()*+,;=~%-._"


def word_address(href: object, site: str = "") -> str:
    """The address as Word takes it, or nothing: one malformed address makes Word call the whole file damaged."""
    if not is_safe_link(href):
        return ""
    address = str(href).strip()
    if address.startswith("/"):
        address = site.rstrip("/") + address
    scheme = address.partition(":")[0].lower()
    address = (
        quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", address), safe=_KEEP)
        if scheme in ("mailto", "tel")
        else _web(address)
    )
    if scheme == "mailto":
        return address if _MAIL.fullmatch(address) else ""
    return address if scheme != "tel" or _PHONE.fullmatch(address) else ""


def _web(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2].encode("idna").decode() if parts.scheme in ("http", "https") else ""
    except (ValueError, UnicodeError):
        return ""
    if not _HOST.fullmatch(host) or len(address) > 2000:
        return ""
    rest = quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", parts._replace(scheme="", netloc="").geturl()), safe=_KEEP)
    path, hash_sign, passage = rest.partition("#")
    return f"{parts.scheme}://{host}{path}{hash_sign}{passage.replace('#', '%23')}"


class Links:
    """Knows which blocks are linked to, gives them bookmarks, and opens hyperlink elements."""

    def __init__(self, tree: Node, site: str, report: Report, words: Words, known: Known) -> None:
        self._site, self._report, self._words = site, report, words
        self._ids: dict[tuple[int, str], str] = {}
        owners, wanted = set(), set()
        for node in walk(tree):
            owners.add(label(node, "id"))
            href = marks(node).get("link", {}).get("href")
            if isinstance(href, str) and href.strip().startswith("#"):
                wanted.add(href.strip()[1:])
        self._names = {name: f"_Ref{number:09}" for number, name in enumerate(sorted((owners & wanted) - {""}), 1)}
        self._free = dict(self._names)  # not placed yet; of several blocks with one id the first owns it
        self._waiting: list[str] = []
        self._known = known
        self._count = 0

    def pass_block(self, node: Node) -> None:
        """Called for each block in document order: its bookmark goes into the next paragraph written."""
        name = self._free.pop(label(node, "id"), None) if self._free else None
        if name:
            self._waiting.append(name)
        self._known.pass_block(node)

    def mark(self, paragraph: Element, style: str = "Gap") -> None:
        """Put the bookmarks that wait for a paragraph into this one, and the name of the block that it begins."""
        for name in self._waiting:
            self.bookmark(paragraph, name)
        self._waiting.clear()
        if name := self._known.take(style):
            self.bookmark(paragraph, name)

    def bookmark(self, paragraph: Element, name: str) -> None:
        """Around what the paragraph holds so far."""
        self._count += 1
        start = paragraph.makeelement(f"{W}bookmarkStart", {f"{W}id": str(self._count), f"{W}name": name})
        paragraph.insert(1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0, start)
        sub(paragraph, "bookmarkEnd", id=self._count)

    def mark_rest(self, paragraph: Element) -> None:
        """At the end: targets that became no paragraph (blank, or out of their place) end up in the last one."""
        self._waiting += self._free.values()
        self._free.clear()
        self.mark(paragraph)

    def open(self, parent: Element, part: Any, href: object, nodes: list[Node]) -> Element | None:
        """A hyperlink element to fill, or None when these nodes cannot be a link."""
        text = text_of(nodes)
        if not text:
            return None
        if isinstance(href, str) and href.strip().startswith("#"):
            name = self._names.get(href.strip()[1:])
            if name:
                return _told(sub(parent, "hyperlink", anchor=name, history=1), nodes)
            self._report.add(self._words.left_anchor, text)
            return None
        address = word_address(href, self._site)
        if not address:
            self._report.add(self._words.left_link, text)
            return None
        key = (id(part), address)
        if key not in self._ids:
            self._ids[key] = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element = sub(parent, "hyperlink", history=1)
        element.set(R + "id", self._ids[key])
        return _told(element, nodes)


def _told(element: Element, nodes: list[Node]) -> Element:
    """With the words that Word shows when the pointer rests on it, where its author gave some."""
    title = " ".join(clean(marks(nodes[0]).get("link", {}).get("title")).split())
    if title:
        element.set(f"{W}tooltip", title[:260])
    return element
