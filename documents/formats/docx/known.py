"""How a file that comes back is known: where it comes from among its properties, a hidden bookmark for each block."""

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.packuri import PackURI
from docx.opc.part import Part

from documents.formats.nodes import Node, children, kind, label
from documents.formats.origin import ADDED, PROPERTY, bookmark_of

# What becomes a paragraph of its own; boxes, lists and tables are known by what stands in them.
_LEAVES = frozenset({"paragraph", "heading", "codeBlock", "figure", "horizontalRule"})
_FRONT = frozenset({"CoverOrganisation", "Title", "Subtitle"})  # in which the export alone writes
_ITEMS = frozenset({"listItem", "taskItem"})
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_ANY_PROGRAM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # what the format asks of properties that people name


class Known:
    """Of several blocks with one id the first owns it. Without `wanted` there are no names."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._met: set[str] = set()
        self._name = ""  # of the block that is being written
        self._added = 0  # how many paragraphs the export has added to the text

    def pass_block(self, node: Node) -> None:
        """Called for each block in document order, before its first paragraph."""
        self._name = ""
        if not self._wanted:
            return
        if kind(node) in _ITEMS:  # its first paragraph stands beside the bullet
            node = next(iter(children(node)), node)
        if kind(node) not in _LEAVES:
            return
        key = label(node, "id")
        if key == ADDED:
            self._name = self._another()
        elif key and key not in self._met:
            self._met.add(key)
            self._name = bookmark_of(key)

    def take(self, style: str) -> str:
        """The name for the paragraph that begins now: the first of its block has it, those that hold others apart none."""
        if not self._wanted or style == "Gap":
            return ""
        if style in _FRONT:
            return self._another()
        name, self._name = self._name, ""
        return name

    def _another(self) -> str:
        self._added += 1
        return f"{ADDED}{self._added}"


def put_origin(package: Any, origin: str) -> None:
    """Among the properties that Word keeps without understanding them; nothing for a file that says nothing of it."""
    if not origin:
        return
    data = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f'<property fmtid="{_ANY_PROGRAM}" pid="2" name="{PROPERTY}"><vt:lpwstr>{escape(origin)}</vt:lpwstr></property>'
        "</Properties>"
    )
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM, data.encode(), package)
    package.relate_to(part, f"{_OFFICE}/relationships/custom-properties")
