"""The blocks of a text, a cell, a text box: paragraphs and tables in document order, put together by `assembly`."""

import secrets
from collections.abc import Iterator

from documents.formats.nodes import Node, is_blank, text_of
from documents.formats.origin import ADDED, PREFIX
from documents.formats.reading.assembly import Assembly
from documents.formats.reading.changes import settle_ends
from documents.formats.reading.found import Found
from documents.formats.reading.markup import Element, W, child, content, number, value
from documents.formats.reading.paragraphs import Para, Paragraphs, caption_of
from documents.formats.reading.runs import Line, Runs
from documents.formats.reading.tables import read_table

_DEEPEST = 6  # tables in tables
_UNDESCRIBED = frozenset({"Image without a description", "Image sans description"})


class Blocks:
    def __init__(
        self, paragraphs: Paragraphs, runs: Runs, found: Found, room: int, *, ours: bool, returned: bool = False
    ) -> None:
        """`returned`: the file comes back into its document, whose blocks are told by `known`."""
        self._paragraphs, self._runs, self._found, self._room, self._ours = paragraphs, runs, found, room, ours
        self._returned = returned
        self._loose: list[str] = []  # names that stand between two paragraphs, for the next
        self._ids: dict[str, str] = {}  # bookmark -> id of its block
        self.known: dict[str, str] = {}  # the same of the names that Tablée gave, when it wrote the file
        self._names: list[str] = []  # bookmarks that wait for a block with words
        self.title = ""
        self._begun = False

    def read(self, parent: Element, depth: int = 0) -> list[Node]:
        """What stands in an element that holds paragraphs. The document's own title is set apart."""
        assembly = Assembly(ours=self._ours)
        entries = list(self._entries(parent))
        settle_ends([entry for entry in entries if isinstance(entry, Para)])
        last: Para | None = None
        for entry in entries:
            if isinstance(entry, Para):
                self._put(entry, assembly, last, depth)
                last = entry
            else:
                self._table(entry, assembly, depth)
                last = None
        return assembly.blocks

    def _entries(self, parent: Element) -> Iterator[Para | Element]:
        for one in content(parent):
            name = one.tag.removeprefix(W)
            if name == "p":
                yield from self._paragraphs.read(one)
            elif name == "tbl":
                yield one
            elif name == "sdt":
                if "Table of Contents" in value(child(one, "sdtPr", "docPartObj"), "docPartGallery"):
                    self._found.tell("contents")
                elif (inside := child(one, "sdtContent")) is not None:
                    yield from self._entries(inside)
            elif name in ("customXml", "smartTag", "ins", "moveTo", "del", "moveFrom"):
                yield from self._entries(one)
            elif name == "altChunk":
                self._found.tell("inserted_file")
            elif name == "commentRangeStart":
                self._runs.start_comment(str(one.get(f"{W}id")))
            elif name == "commentRangeEnd":
                self._runs.open_comments.pop(str(one.get(f"{W}id")), None)
            elif name == "bookmarkStart":
                self._loose.append(str(one.get(f"{W}name") or ""))

    def _put(self, para: Para, assembly: Assembly, last: Para | None, depth: int) -> None:
        top = depth == 0
        if not self._knows(para) and self._returned:
            return
        if top and para.page_before and (assembly.blocks or self._ours):
            self._page_break(assembly)
        if para.role == "toc":
            self._found.tell("contents")
        elif not (top and self._is_title(para)):
            self._write(para, assembly, last)
        for box in para.boxes:
            self._text_box(box, assembly, depth)
        if top and para.page_after:
            self._page_break(assembly)

    def _knows(self, para: Para) -> bool:
        """Sets our names apart from those that others gave; whether it is of the text, not of what the export adds."""
        names, self._loose = [*self._loose, *para.line.names], []
        para.known = [name for name in names if name.startswith(PREFIX)]
        para.line.names = [name for name in names if not name.startswith(PREFIX)]
        return not any(name.startswith(ADDED) for name in para.known)

    def _key(self, para: Para) -> Node:
        """A new id for the first block made of a paragraph that bears our names: the first that bears one owns it."""
        names, para.known = para.known, []
        if not names or not self._returned:
            return {}
        made = secrets.token_hex(6)
        for name in names:
            self.known.setdefault(name, made)
        return {"id": made}

    def _page_break(self, assembly: Assembly) -> None:
        assembly.close()
        assembly.blocks.append({"type": "pageBreak"})

    def _is_title(self, para: Para) -> bool:
        """The title of the whole, and in our own files what stands below it."""
        if self._begun and not (self._ours and para.role == "subtitle" and self.title):
            return False
        if para.role == "title" and para.words and not self.title:
            self.title = para.words
            return True
        own = self._ours and para.role == "subtitle" and bool(self.title)
        self._begun = self._begun or (bool(para.words) and not own)
        return own

    def _write(self, para: Para, assembly: Assembly, last: Para | None) -> None:
        figures = [self._figure(one, para) for one in para.line.figures]
        if (para.blank and not para.is_item) or para.opens_box or para.role in ("code", "rule"):
            self._names += para.line.names
        if para.role == "caption" and not figures and self._caption(para, assembly, last):
            return
        if para.role == "gap" and para.blank and not figures:
            return
        if para.role == "rule":
            key = self._key(para)
            assembly.put({"type": "horizontalRule", **({"attrs": key} if key else {})}, para)
        elif para.role == "code":
            self._code(para, assembly, last)
        elif para.opens_box:
            self._open_box(para, assembly)
        elif para.is_item:
            assembly.put_item(self._worded(para, "paragraph"), para)
        elif not para.blank or (para.mark and para.nodes):
            self._text(para, assembly)
        elif not figures and not self._ours:
            self._found.tell("blank")
        if figures and not para.blank:
            self._found.tell("picture_moved", para.words)
        for figure in figures:
            assembly.put(figure, Para("figure", Line(), left=para.left, box=para.box))

    def _text(self, para: Para, assembly: Assembly) -> None:
        if para.role == "heading" or (para.role == "title" and self._begun):
            level = para.level or 1
            assembly.put(self._worded(para, "heading", level=level), para)
        else:
            assembly.put(self._worded(para, "paragraph"), para)

    def _open_box(self, para: Para, assembly: Assembly) -> None:
        """The line that names a callout: "Good to know". It is written anew wherever the callout is shown."""
        para.line.nodes = []
        assembly.put({"type": "paragraph"}, para)
        assembly.drop_last()

    def _worded(self, para: Para, kind: str, **attrs: object) -> Node:
        given = dict(attrs) | self._key(para)
        names = list(dict.fromkeys([*self._names, *para.line.names]))
        self._names = []
        if names:
            given.setdefault("id", secrets.token_hex(6))
            self._ids |= dict.fromkeys(names, str(given["id"]))
        nodes = _plain_heading(para.nodes) if kind == "heading" and not self._ours else para.nodes
        made: Node = {"type": kind, **({"attrs": given} if given else {}), **({"content": nodes} if nodes else {})}
        if para.mark:
            made["mark"] = para.mark
        return made

    def _code(self, para: Para, assembly: Assembly, last: Para | None) -> None:
        """A paragraph of code after another is the next line of the same."""
        words = "".join("\n" if node["type"] == "hardBreak" else node.get("text", "") for node in para.nodes)
        before = assembly.last
        if not self._ours and last is not None and last.role == "code" and before and before["type"] == "codeBlock":
            before["content"] = [{"type": "text", "text": text_of_code(before) + "\n" + words}]
        elif words.strip():
            key = self._key(para)
            made: Node = {"type": "codeBlock", **({"attrs": key} if key else {})}
            assembly.put({**made, "content": [{"type": "text", "text": words}]}, para)

    def _caption(self, para: Para, assembly: Assembly, last: Para | None) -> bool:
        """Whether it was the caption of the picture just before."""
        figure = assembly.last
        if last is None or not last.line.figures or not figure or figure["type"] != "figure" or figure.get("content"):
            return False
        words = caption_of(para)
        if not is_blank(words):
            figure["content"] = words
        return True

    def _figure(self, node: Node, para: Para) -> Node:
        if node["type"] != "figure":
            words = {"type": "text", "text": f"[{node['alt']}]", "marks": []}
            return {"type": "paragraph", "attrs": self._key(para), "content": [words]}
        attrs = dict(node["attrs"]) | self._key(para)
        width = attrs.pop("emu", 0)
        natural = min(self._runs.drawings.width_of(attrs["image"]) * 9525, self._room)
        if width and abs(width - natural) > natural // 40:
            attrs["width"] = min(100, max(10, round(width * 100 / self._room)))
        if self._ours and attrs.get("alt") in _UNDESCRIBED:
            del attrs["alt"]
        return {"type": "figure", "attrs": attrs}

    def _text_box(self, box: Element, assembly: Assembly, depth: int) -> None:
        inside = self.read(box, depth + 1) if depth < _DEEPEST else []
        if inside:
            self._found.tell("text_box", text_of(inside))
            assembly.close()
            assembly.blocks += inside

    def _table(self, element: Element, assembly: Assembly, depth: int) -> None:
        if self._returned and any(
            str(one.get(f"{W}name")).startswith(ADDED) for one in element.iter(f"{W}bookmarkStart")
        ):
            return  # the list of contributors
        if depth >= _DEEPEST:
            self._found.tell("table_deep")
            for paragraph in element.iter(f"{W}p"):
                for para in self._paragraphs.read(paragraph):
                    self._write(para, assembly, None)
            return
        if self._returned and _is_added(element):
            return
        self._begun = True
        node = read_table(element, lambda cell: self.read(cell, depth + 1), ours=self._ours)
        if node is not None:
            indent = child(element, "tblPr", "tblInd")
            assembly.put_table(node, number(indent.get(f"{W}w")) if indent is not None else 0)

    def link_to_blocks(self, node: Node) -> None:
        """Links to bookmarks lead to the blocks that bear them; those to nowhere are words again."""
        for mark in list(node.get("marks", [])):
            href = (mark.get("attrs") or {}).get("href", "")
            if mark["type"] == "link" and href.startswith("#"):
                found = self._ids.get(href[1:])
                if found:
                    mark["attrs"] = {**mark["attrs"], "href": f"#{found}"}
                else:
                    node["marks"].remove(mark)
                    self._found.tell("anchor", node.get("text", ""))
        for inside in node.get("content", []):
            self.link_to_blocks(inside)


def text_of_code(node: Node) -> str:
    return "".join(child.get("text", "") for child in node.get("content", []))


def _plain_heading(nodes: list[Node]) -> list[Node]:
    """A heading that is bold as a whole says so by being one."""
    words = [node for node in nodes if node["type"] == "text" and node["text"].strip()]
    if words and all({"type": "bold"} in node["marks"] for node in words):
        return [
            {**node, "marks": [mark for mark in node["marks"] if mark["type"] != "bold"]} if "marks" in node else node
            for node in nodes
        ]
    return nodes


def _is_added(table: Element) -> bool:
    """The export's own list of people, whatever was written into it since."""
    first = next(table.iter(f"{W}bookmarkStart"), None)
    return first is not None and str(first.get(f"{W}name")).startswith(ADDED)
