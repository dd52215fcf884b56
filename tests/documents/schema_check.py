"""Whether a tree keeps to the content model: its expressions read as regular expressions."""

import re
from functools import cache

from documents.formats.nodes import Node, children, kind, marks, walk
from documents.schema import MARKS, NODES


def faults(tree: Node) -> list[str]:
    """What in a tree does not keep to the schema: contents by its expressions, unknown attributes, empty texts."""
    found = []
    for each in walk(tree):
        known = NODES.get(kind(each))
        if known is None:
            found.append(f"unknown node {each}")
            continue
        names = "".join(f"{kind(child)}," for child in children(each))
        if not re.fullmatch(_pattern(known.content), names):
            found.append(f"{kind(each)} holds {names or 'nothing'}")
        if set(each.get("attrs") or {}) - set(known.attrs):
            found.append(f"{kind(each)} has attributes {each['attrs']}")
        if kind(each) == "text" and not each.get("text"):
            found.append("an empty text")
        for name, attrs in marks(each).items():
            if name not in MARKS or set(attrs) - set(MARKS[name]):
                found.append(f"mark {name} {attrs}")
    return found


@cache
def _pattern(expression: str) -> str:
    """A content expression of ProseMirror as a regular expression over `name,name,`."""

    def names(word: re.Match[str]) -> str:
        members = [word[0]] if word[0] in NODES else [name for name, each in NODES.items() if each.group == word[0]]
        return f"(?:{'|'.join(f'{name},' for name in members)})"

    return re.sub("[A-Za-z]+", names, expression).replace(" ", "")
