"""Where a block is written: the element that takes it, the room there is, the style of plain text there."""

from dataclasses import dataclass, replace

from documents.formats.docx.markup import Element
from documents.formats.docx.numbering import LEVELS
from documents.formats.docx.styles import STEP, TEXT_WIDTH

_NARROW = 1400  # twips, 2.5 cm: no indent makes a text narrower


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
        left, right = indents if self.width - sum(indents) >= _NARROW else (0, 0)
        return replace(
            self,
            width=self.width - left - right,
            indent=self.indent + left,
            right=self.right + right,
            style=style,
            box=style,
            depth=self.depth + 1,
        )

    def item(self) -> "Place":
        """Inside an item of a list; no further to the right where Word knows no level or the page no room."""
        step = STEP if self.indent == 0 or (self.level < LEVELS and self.width - STEP >= _NARROW) else 0
        return replace(
            self,
            width=max(self.width - step, _NARROW // 2),
            indent=self.indent + step,
            style="ListContinue",
            level=self.level + 1,
            depth=self.depth + 1,
        )

    def deeper(self) -> "Place":
        return replace(self, depth=self.depth + 1)
