"""The contents page: an entry for each title that links to it, with the page where it stands once that is known."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.formats.docx.inline import Inline
from documents.formats.docx.links import Links
from documents.formats.docx.markup import Element, W, begin_field, end_field, put_field, put_run, sub
from documents.formats.docx.styles import TEXT_WIDTH
from documents.formats.nodes import Node, change_of, children, kind, marks, text_of, visible, walk
from documents.formats.words import Words

DEEPEST = 3  # levels of titles listed
_MOST = 90  # entries: two pages of them; a longer list is brought back to higher titles
_A_PART = 15  # entries for each document of a volume, where that is more
_FROM_TITLES, FEW_WORDS = 6, 1500  # a text with as many, some four pages, has contents unless told otherwise
_KEPT = ("italic", "superscript", "subscript", "textLanguage")  # what titles keep of their look in the list


@dataclass(frozen=True)
class Title:
    level: int
    name: str  # of its bookmark
    words: list[Node]


@dataclass
class Contents:
    """Collects the titles while the text is written, then writes the list where the contents page was begun."""

    links: Links
    parts: int = 1
    titles: list[Title] = field(default_factory=list)
    width: int = TEXT_WIDTH  # of the text, in twips
    _numbers: dict[str, tuple[Element, Element]] = field(default_factory=dict)  # its paragraph, the run that shows it

    def mark(self, paragraph: Element, level: int, heading: Node) -> None:
        words = _words_of(heading)
        if words:
            name = f"_Toc{len(self.titles) + 1:09}"
            self.links.bookmark(paragraph, name)
            self.titles.append(Title(level, name, words))

    @property
    def depth(self) -> int:
        """How many levels are listed: fewer where there would be too many entries, but never nothing."""
        highest = min((title.level for title in self.titles), default=1)
        depths = range(DEEPEST, highest, -1)
        most = max(_MOST, _A_PART * self.parts)
        return next((depth for depth in depths if len(self._down_to(depth)) <= most), highest)

    @property
    def listed(self) -> list[Title]:
        return self._down_to(self.depth)

    def _down_to(self, depth: int) -> list[Title]:
        return [title for title in self.titles if title.level <= depth]

    def write(self, body: Element, at: int, inline: Inline, words: Words, *, new_page: bool) -> None:
        """Before the element `at` of the body, as the block that Word's own button makes: Word offers to update it."""
        block = body.makeelement(f"{W}sdt")
        gallery = sub(sub(block, "sdtPr"), "docPartObj")
        sub(gallery, "docPartGallery", val="Table of Contents")
        sub(gallery, "docPartUnique")
        inside = sub(block, "sdtContent")
        heading = _paragraph(inside, "TOCHeading")
        if new_page:
            sub(heading[0], "pageBreakBefore")
        put_run(heading, words.contents)
        for number, title in enumerate(self.listed):
            paragraph = _paragraph(inside, f"TOC{min(title.level, DEEPEST)}")
            if number == 0:
                begin_field(paragraph, f'TOC \\o "1-{self.depth}" \\h \\z \\u')
            self._entry(paragraph, title, inline)
        end_field(_paragraph(inside, "Gap"))
        body.insert(at, block)

    def _entry(self, paragraph: Element, title: Title, inline: Inline) -> None:
        link = sub(paragraph, "hyperlink", anchor=title.name, history=1)
        inline.write(link, title.words)
        sub(sub(link, "r"), "tab")
        self._numbers[title.name] = paragraph, put_field(link, f"PAGEREF {title.name} \\h", "00")

    def number(self, pages: dict[str, int]) -> bool:
        """Whether the page of every entry was known. Otherwise none is shown: some might be wrong."""
        known = all(name in pages for name in self._numbers)
        for name, (paragraph, result) in self._numbers.items():
            if known:
                result.find(f"{W}t").text = str(pages[name])
            else:  # Word fills the field when it prints; until then no dots lead to nothing
                result.getparent().remove(result)
                sub(sub(paragraph[0], "tabs"), "tab", val="right", leader="none", pos=self.width)
        return known


def _paragraph(parent: Element, style: str) -> Element:
    paragraph = sub(parent, "p")
    sub(sub(paragraph, "pPr"), "pStyle", val=style)
    return paragraph


def _words_of(heading: Node) -> list[Node]:
    """What a title says today, on one line: no note, no link, nothing that was taken out."""
    if change_of(heading) == "removed":
        return []
    kept = []
    for node in children(heading):
        if kind(node) == "footnote" or change_of(node) == "removed":
            continue
        text = " ".join(f"{visible(node) or text_of([node])}".split("\n"))
        found = [{"type": name, "attrs": attrs} for name, attrs in marks(node).items() if name in _KEPT]
        kept.append({"type": "text", "text": text, "marks": found})
    return kept if text_of(kept) else []


def has_titles(tree: Node) -> bool:
    return any(True for _ in _titles(tree))


def worth_contents(tree: Node) -> bool:
    """Whether a careful colleague would put contents before this text: many titles, and more than a few pages."""
    titles = sum(1 for _ in _titles(tree))
    return titles >= _FROM_TITLES and len(text_of([tree]).split()) >= FEW_WORDS


def _titles(tree: Node) -> Iterator[Node]:
    return (node for node in walk(tree) if kind(node) == "heading" and _words_of(node))
