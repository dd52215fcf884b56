"""The content model: every node and mark a document may hold, with attributes and defaults (DESIGN §6).

Twin of `frontend/src/editor/schema.ts`; `tests/contract/test_schema.py` holds the two equal. The server owns it: reading
pages, exports and search know only what stands here.
"""

import base64
import hashlib
import re
import struct
from dataclasses import dataclass, field
from typing import Any

from realtime.protocol import write_uint

VERSION = 2  # sent in the handshake: a browser with another version is told to reload before it can touch the text

ROOT = "default"  # the Y.XmlFragment that holds the text; content under any other root is ignored


@dataclass(frozen=True)
class NodeType:
    """What may stand inside (a ProseMirror content expression), the groups it belongs to, its attributes and defaults."""

    content: str = ""
    group: str = ""
    attrs: dict[str, Any] = field(default_factory=dict)
    inline: bool = False


def _block(content: str, **attrs: Any) -> NodeType:
    return NodeType(content, "block", {"id": None, **attrs})


_CELL = {"colspan": 1, "rowspan": 1, "colwidth": None}

NODES: dict[str, NodeType] = {
    "doc": NodeType("block+"),
    "text": NodeType(group="inline", inline=True),
    "paragraph": _block("inline*"),
    "heading": _block("inline*", level=1),
    "bulletList": _block("listItem+"),
    "orderedList": _block("listItem+", start=1),
    "listItem": NodeType("paragraph block*", attrs={"id": None}),
    "taskList": _block("taskItem+"),
    "taskItem": NodeType("paragraph block*", attrs={"id": None, "checked": False}),
    "blockquote": _block("block+"),
    "callout": _block("block+", kind="info"),
    "codeBlock": _block("text*", language=None),
    "table": _block("tableRow+"),
    "tableRow": NodeType("(tableCell | tableHeader)*"),
    "tableHeader": NodeType("block+", attrs=dict(_CELL)),
    "tableCell": NodeType("block+", attrs=dict(_CELL)),
    "figure": _block("inline*", image=None, alt="", decorative=False, width=None),
    "horizontalRule": _block(""),
    "pageBreak": _block(""),
    "details": _block("detailsSummary detailsContent"),
    "detailsSummary": NodeType("inline*"),
    "detailsContent": NodeType("block+"),
    "hardBreak": NodeType(group="inline", inline=True),
    "mention": NodeType(group="inline", attrs={"user": None, "label": ""}, inline=True),
    "footnote": NodeType("text*", "inline", inline=True),
    "citation": NodeType(group="inline", attrs={"kind": "contribution", "reference": None, "label": ""}, inline=True),
}

MARKS: dict[str, dict[str, Any]] = {
    "bold": {},
    "italic": {},
    "underline": {},
    "strike": {},
    "code": {},
    "link": {"href": None, "title": None},
    "superscript": {},
    "subscript": {},
    "highlight": {},
    "comment": {"thread": None},
    "textLanguage": {"lang": None},
}

OVERLAPPING = frozenset({"comment"})  # `excludes: ''`: several may lie on one passage, so each needs a key of its own

CALLOUT_KINDS = ("info", "warning", "decision", "example")

SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\\s])|#)", re.IGNORECASE)

_SUFFIX = re.compile(r"--[A-Za-z0-9+/=]{8}$")


def is_safe_link(href: object) -> bool:
    """Whether an address may become a link: everything else (`javascript:`, `data:`, `//host`) is shown as plain text."""
    return isinstance(href, str) and bool(SAFE_LINK.match(href.strip()))


def mark_name(key: str) -> str:
    """The mark behind a stored formatting key: `comment--f3FiknaE` is a `comment`."""
    return _SUFFIX.sub("", key)


def mark_key(name: str, attrs: dict[str, Any]) -> str:
    """The formatting key under which y-tiptap 3.0.9 stores a mark (its `hashOfJSON` for overlapping ones)."""
    if name not in OVERLAPPING:
        return name
    mark = {"type": name, "attrs": attrs} if attrs else {"type": name}  # ProseMirror's Mark.toJSON()
    digest = bytearray(hashlib.sha256(_encode_any(mark)).digest())
    for at in range(6, len(digest)):
        digest[at % 6] ^= digest[at]
    return f"{name}--{base64.b64encode(bytes(digest[:6])).decode()}"


def _encode_any(value: Any) -> bytes:
    """lib0's `encodeAny` for the values a mark attribute can hold (lib0 0.2 `encoding.js`, `writeAny`)."""
    if value is None:
        return b"\x7e"
    if isinstance(value, bool):
        return b"\x78" if value else b"\x79"
    if isinstance(value, int) and abs(value) < 2**31:
        return b"\x7d" + _var_int(value)
    if isinstance(value, int | float):
        return b"\x7b" + struct.pack(">d", value)
    if isinstance(value, str):
        data = value.encode()
        return b"\x77" + write_uint(len(data)) + data
    if isinstance(value, dict):
        pairs = b"".join(write_uint(len(k.encode())) + k.encode() + _encode_any(v) for k, v in value.items())
        return b"\x76" + write_uint(len(value)) + pairs
    if isinstance(value, list | tuple):
        return b"\x75" + write_uint(len(value)) + b"".join(map(_encode_any, value))
    raise TypeError(f"a mark attribute cannot hold {type(value).__name__}")


def _var_int(number: int) -> bytes:
    magnitude = abs(number)
    first = (128 if magnitude > 63 else 0) | (64 if number < 0 else 0) | magnitude & 63
    return bytes([first]) + (write_uint(magnitude >> 6) if magnitude > 63 else b"")
