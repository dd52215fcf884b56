"""The text as a plain node tree (ProseMirror's JSON), read from the CRDT and written into it.

A tree is `{"type": "doc", "content": [...]}`; text nodes are `{"type": "text", "text": …, "marks": [...]}`. Reading keeps
only what the content model knows (`schema.py`), with typed attributes; text under an unknown node is kept.
"""

import re
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents import schema
from realtime import engine, quarantine
from realtime.gate import Gate

if TYPE_CHECKING:
    from documents.models import Document

Tree = dict[str, Any]
NameOf = Callable[[str, list[Tree]], str]  # an element's name and what stands in it -> the name to read it under

EMPTY: Tree = {"type": "doc", "content": [{"type": "paragraph"}]}

_WORD = re.compile(r"\w[\w’'-]*")

DEEPEST = 80  # the gate stops at 64; what is deeper was not written through it


def read_document(document: "Document") -> Tree:
    """The committed text of a document, from the log; in quarantine, its last good one. Raises `realtime.log.NoRoom`."""
    return read_numbered(document)[0]


def read_numbered(document: "Document") -> tuple[Tree, int]:
    """The same with the number of the last update in it."""
    return quarantine.opened(
        document.room, lambda stored: (read(engine.open_doc(stored.parts(), stored.room)), stored.last)
    )


def _as_written(tag: str, _children: list[Tree]) -> str:
    return tag


def read(doc: "Doc[Any]", name_of: NameOf = _as_written) -> Tree:
    fragment = doc.get(schema.ROOT, type=XmlFragment)
    blocks = [node for child in fragment.children for node in read_item(child, 0, name_of)]
    return {"type": "doc", "content": blocks or [{"type": "paragraph"}]}


def read_block(block: XmlElement) -> Tree | None:
    """One block of a text as a node; None for one that the content model does not know."""
    found = read_item(block)
    return found[0] if block.tag in schema.NODES and found else None


def read_item(item: Any, depth: int = 0, name_of: NameOf = _as_written) -> list[Tree]:
    """An element or a text of the CRDT as nodes: several where it is one that the content model does not know."""
    if isinstance(item, XmlText):
        return _read_text(item)
    if not isinstance(item, XmlElement) or depth > DEEPEST:
        return []
    children = [node for child in item.children for node in read_item(child, depth + 1, name_of)]
    name = name_of(item.tag or "", children)
    kind = schema.NODES.get(name)
    if kind is None:
        return children
    node: Tree = {"type": name}
    attrs = attributes(item, name)
    if attrs:
        node["attrs"] = attrs
    if children:
        node["content"] = children
    return [node]


def attributes(element: XmlElement, name: str = "") -> dict[str, Any]:
    """Those that the content model knows, of an element that may be read under another `name`."""
    known = schema.NODES[name or element.tag or ""].attrs
    stored: Any = element.attributes  # an iterable of pairs, which pycrdt's types do not say
    return {name: _typed(value, known[name]) for name, value in stored if name in known}


def _read_text(text: XmlText) -> list[Tree]:
    nodes = []
    for value, formats in text.diff():
        if isinstance(value, str) and value:
            node: Tree = {"type": "text", "text": value}
            marks = [mark for key, held in (formats or {}).items() if (mark := read_mark(key, held))]
            if marks:
                node["marks"] = sorted(marks, key=lambda mark: list(schema.MARKS).index(mark["type"]))
            nodes.append(node)
    return nodes


def read_mark(key: str, held: Any) -> Tree | None:
    """None for what the content model does not know, and for a link that is not safe."""
    name = schema.mark_name(key)
    if name not in schema.MARKS or held is None:
        return None
    allowed = schema.MARKS[name]
    attrs = {k: v for k, v in held.items() if k in allowed and v is not None} if isinstance(held, dict) else {}
    if name == "link" and not schema.is_safe_link(attrs.get("href")):
        return None
    return {"type": name, "attrs": attrs} if attrs else {"type": name}


def _typed(value: Any, default: Any) -> Any:
    """Numbers come out of the CRDT as floats (DESIGN §10.7): whole ones are whole again, in lists too."""
    if isinstance(value, float) and value.is_integer() and not isinstance(default, float):
        return int(value)
    if isinstance(value, list):
        return [_typed(one, None) for one in value]
    return value


def write(tree: Tree) -> bytes:
    """The update that writes a whole tree into an empty document, under a client id of its own."""
    doc: Doc[Any] = Doc(client_id=secrets.randbits(32))
    fragment = doc.get(schema.ROOT, type=XmlFragment)
    with doc.transaction():
        append(fragment, tree.get("content", []))
    return doc.get_update()


def with_ids(tree: Tree) -> Tree:
    """A copy in which every block has an id, as the editor gives one to each block it makes (DESIGN §6)."""
    kind = schema.NODES.get(tree.get("type", ""))
    copy = dict(tree)
    if kind is not None and "id" in kind.attrs and not (tree.get("attrs") or {}).get("id"):
        copy["attrs"] = {**(tree.get("attrs") or {}), "id": secrets.token_hex(6)}
    if "content" in tree:
        copy["content"] = [with_ids(child) for child in tree["content"]]
    return copy


def clients_of(update: bytes) -> list[int]:
    """The client ids under which a fresh update writes, to be bound to its author."""
    return list(Gate([update]).clocks)


def insert(parent: Any, at: int, node: Tree) -> None:
    """A new element among the children of another."""
    write_element(parent.children.insert(at, XmlElement(node["type"])), node)


def insert_text(parent: Any, at: int, run: list[Tree]) -> None:
    _write_text(parent.children.insert(at, XmlText()), run)


def formats(node: Tree) -> dict[str, dict[str, Any]]:
    """The marks of a text node as its XmlText stores them."""
    return {schema.mark_key(m["type"], m.get("attrs") or {}): m.get("attrs") or {} for m in node.get("marks", [])}


def append(parent: Any, nodes: list[Tree]) -> None:
    """Neighbouring text nodes share one XmlText, as y-tiptap writes them."""
    run: list[Tree] = []
    for node in [*nodes, None]:
        if node is not None and node.get("type") == "text":
            run.append(node)
            continue
        if run:
            _write_text(parent.children.append(XmlText()), run)
            run = []
        if node is not None:
            _write_element(parent, node)


def _write_element(parent: Any, node: Tree) -> None:
    kind = schema.NODES.get(node.get("type", ""))
    if kind is None:
        append(parent, node.get("content", []))
        return
    write_element(parent.children.append(XmlElement(node["type"])), node)


def write_element(element: Any, node: Tree) -> None:
    """Fill a new element with what a node of a known type says."""
    kind = schema.NODES[node["type"]]
    for name, value in (node.get("attrs") or {}).items():
        if name in kind.attrs and value is not None:
            element.attributes[name] = value
    append(element, node.get("content", []))


def _write_text(text: XmlText, run: list[Tree]) -> None:
    at = 0
    for node in run:
        value = node["text"]
        text.insert(at, value, formats(node) or None)
        at += byte_length(value)


def byte_length(value: str) -> int:
    """pycrdt counts UTF-8 bytes where JavaScript counts UTF-16 units: "é" is two, "😀" four (DESIGN §10.7)."""
    return len(value.encode())


def count_words(tree: Tree) -> int:
    return len(_WORD.findall(plain(tree)))


def plain(tree: Tree) -> str:
    """The words of a tree, a line a block: for search, excerpts and counts."""
    lines: list[str] = []
    _plain(tree, lines)
    return "\n".join(line for line in lines if line.strip()).replace("\0", "")  # PostgreSQL keeps no NUL


def _plain(node: Tree, lines: list[str]) -> None:
    children = node.get("content", [])
    if any(_is_inline(child) for child in children):
        lines.append("".join(_words(child) for child in children))
        return
    for child in children:
        _plain(child, lines)


def _is_inline(node: Tree) -> bool:
    kind = schema.NODES.get(node.get("type", ""))
    return kind is not None and kind.inline


def _words(node: Tree) -> str:
    if node["type"] == "text":
        return str(node["text"])
    if node["type"] == "hardBreak":
        return "\n"
    if node["type"] in ("mention", "citation"):
        return str((node.get("attrs") or {}).get("label", ""))
    return " " + "".join(_words(child) for child in node.get("content", []))
