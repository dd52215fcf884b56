"""Text with its marks as Markdown: what would be read as a sign is escaped, what Markdown has no sign for is a tag."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from documents.formats.nodes import Node, children, kind, link_of, marks, visible
from documents.schema import is_safe_link

_SIGNS = {"bold": ("**", "strong"), "italic": ("*", "em"), "strike": ("~~", "del")}
_TAGS = {"underline": "u", "superscript": "sup", "subscript": "sub", "highlight": "mark"}
_ORDER = (*_SIGNS, *_TAGS, "code")

_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?\w+;)|!(?=\[)")
_AT_START = re.compile(r"^(\s*)(?:([#>+=-])|(\d{1,9})([.)])(?=\s|$)|(~~~))")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>()\\]")


class Inline:
    """Of one document: its notes are counted through."""

    def __init__(self, anchors: Mapping[str, str] | None = None) -> None:
        """`anchors` maps the id of a heading to the name under which Markdown's readers know it."""
        self.notes: list[list[Node]] = []
        self._anchors = anchors or {}

    def text(self, nodes: Iterable[Node]) -> str:
        """One paragraph; its lines are separated by Markdown's own line break."""
        lines = self._linked(list(nodes), "").strip(" \n").split("\n")
        return "\n".join(_AT_START.sub(_escape_start, line.strip(" \t")) for line in lines)

    def one_line(self, nodes: Iterable[Node]) -> str:
        return " ".join(self.text(nodes).replace("\\\n", " ").split("\n")).strip()

    def _linked(self, nodes: list[Node], out: str) -> str:
        groups = [(href, list(group)) for href, group in groupby(nodes, link_of)]
        for number, (href, members) in enumerate(groups):
            following = _first(groups[number + 1 :])
            address = self._address(href) if any(visible(node).strip() for node in members) else ""
            if address:
                out += f"[{self._marked(members, _ORDER, '', '')}]({address})"
            else:
                out = self._marked(members, _ORDER, out, following)
        return out

    def _address(self, href: object) -> str:
        """Nothing where the words alone stay: an unsafe address, or a passage that has no name in Markdown."""
        if not is_safe_link(href):
            return ""
        address = str(href).strip().replace("\n", "")
        if address.startswith("#"):
            anchor = self._anchors.get(address[1:], "")
            return f"#{anchor}" if anchor else ""
        if not _UNSAFE_IN_ADDRESS.search(address):
            return address
        return "<" + re.sub(r"[<>\\]", lambda found: f"%{ord(found[0]):02X}", address) + ">"

    def _marked(self, nodes: list[Node], order: tuple[str, ...], out: str, following: str) -> str:
        """`out` is what stands before, `following` the character after: both decide whether a sign would be read."""
        if not order:
            return out + "".join(map(self._leaf, nodes))
        name, rest = order[0], order[1:]
        groups = [(has, list(group)) for has, group in groupby(nodes, lambda node: name in _marks(node))]
        for number, (has, members) in enumerate(groups):
            after = _first(groups[number + 1 :]) or following
            if not has:
                out = self._marked(members, rest, out, after)
            elif name == "code":
                out += _code("".join(visible(node) for node in members))
            else:
                out += _wrapped(self._marked(members, rest, "", ""), name, out[-1:], after)
        return out

    def _leaf(self, node: Node) -> str:
        if kind(node) == "footnote":
            self.notes.append([child for child in children(node) if kind(child) != "footnote"])
            return f"[^{len(self.notes)}]"
        if kind(node) == "hardBreak":
            return "\\\n"
        return escaped(visible(node)).replace("\n", "\\\n")


def escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _marks(node: Node) -> frozenset[str]:
    return frozenset() if kind(node) in ("footnote", "hardBreak") else frozenset(marks(node))


def _first(groups: Sequence[tuple[object, list[Node]]]) -> str:
    """The character that follows: of marked text a sign or a tag, which is no letter either way."""
    for _, members in groups:
        for node in members:
            if text := visible(node):
                return "*" if _marks(node) & {*_SIGNS, *_TAGS, "code"} else text[0]
    return ""


def _wrapped(text: str, name: str, before: str, after: str) -> str:
    """Blanks go outside, where Markdown wants them; where a sign would not be understood, a tag says the same."""
    inner = text.strip()
    if not inner:
        return text
    begin, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    sign, tag = _SIGNS.get(name, ("", _TAGS.get(name, "")))
    before, after = begin[-1:] or before, end[:1] or after
    unclear = (before.isalnum() and not inner[0].isalnum()) or (after.isalnum() and not inner[-1].isalnum())
    unclear = unclear or before in ("*", "~", "\\") or after in ("*", "~") or "\\\n" in inner[-3:]
    if sign and not unclear and inner[0] not in "*~" and inner[-1] not in "*~\\":
        return f"{begin}{sign}{inner}{sign}{end}"
    return f"{begin}<{tag}>{inner}</{tag}>{end}"


def _code(text: str) -> str:
    text = " ".join(text.split("\n"))
    if not text.strip():
        return text
    fence = "`" * (max((len(found) for found in re.findall("`+", text)), default=0) + 1)
    room = " " if text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " ") else ""
    return f"{fence}{room}{text}{room}{fence}"


def _escape_start(found: re.Match[str]) -> str:
    if found[3]:
        return f"{found[1]}{found[3]}\\{found[4]}"
    return f"{found[1]}\\{found[2] or found[5]}"
