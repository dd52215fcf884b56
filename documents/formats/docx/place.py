"""Where a block is written: the element that takes it, the room there is, the style of plain text there."""

from dataclasses import dataclass, replace

from documents.formats.docx.markup import Element
from documents.formats.docx.styles import TEXT_WIDTH


@dataclass(frozen=True)
class Place:
    """Widths and indents in twips."""

    parent: Element
    width: int = TEXT_WIDTH
    indent: int = 0
    right: int = 0
    style: str = "Normal"
    level: int = 0  # how many lists this stands in
    depth: int = 0  # how many blocks
    box: str = ""  # the style whose border and shading run along here
    cell: bool = False

    def boxed(self, style: str, indents: tuple[int, int]) -> "Place":
        """Inside a quotation or a callout."""
        left, right = indents
        return replace(
            self,
            width=self.width - left - right,
            indent=self.indent + left,
            right=self.right + right,
            style=style,
            box=style,
            depth=self.depth + 1,
        )

    def item(self, step: int) -> "Place":
        """Inside an item of a list; lists deeper than Word knows get no further indent."""
        return replace(
            self,
            width=self.width - step,
            indent=self.indent + step,
            style="ListContinue",
            level=self.level + 1,
            depth=self.depth + 1,
        )

    def deeper(self) -> "Place":
        return replace(self, depth=self.depth + 1)
