"""The look of an exported document: every style of our template, as data."""

from dataclasses import dataclass

from documents.formats.docx.markup import DECLARATIONS

TEAL, INK, SOFT, LINE, WASH = "0B5F57", "1F2421", "5B625D", "BFC7C4", "E6F2F0"
SANS, MONO = "Arial", "Courier New"

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11906, 16838, 1417  # A4, 2.5 cm, in twentieths of a point
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
TEXT_HEIGHT = PAGE_HEIGHT - 2 * MARGIN
STEP = 397  # 0.7 cm: one level of a list

# Left and right indents that a style brings with it; a paragraph that stands elsewhere says so itself.
QUOTE, CALLOUT, CODE = (340, 340), (227, 113), (113, 113)

_CALLOUTS = {
    "Info": (TEAL, WASH),
    "Warning": ("B4541A", "FDF3E9"),
    "Decision": ("3B4B8F", "EEF0F9"),
    "Example": (SOFT, "F4F3F0"),
}


def _bar(color: str, size: int, space: int, fill: str = "") -> str:
    """A bar on the left; with a fill, a ground whose borders of the same colour make room around the words."""
    bar = f'<w:left w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'
    if not fill:
        return f"<w:pBdr>{bar}</w:pBdr>"
    top, bottom, right = (
        f'<w:{side} w:val="single" w:sz="4" w:space="5" w:color="{fill}"/>' for side in ("top", "bottom", "right")
    )
    return f'<w:pBdr>{top}{bar}{bottom}{right}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


# Border and shading that a list takes over when it stands inside a quotation or a callout.
BOXES = {"Quote": _bar(LINE, 18, 10)} | {
    f"Callout{name}": _bar(ink, 24, 8, wash) for name, (ink, wash) in _CALLOUTS.items()
}
INDENTS = {"Quote": QUOTE, "SourceCode": CODE} | {f"Callout{name}": CALLOUT for name in _CALLOUTS}


@dataclass(frozen=True)
class Style:
    """`name` is the one Word knows (built-in names are English in every language), `id` the one our markup uses."""

    id: str
    name: str
    paragraph: str = ""  # inside w:pPr
    run: str = ""  # inside w:rPr
    base: str = "Normal"
    following: str = ""
    kind: str = "paragraph"
    custom: bool = False

    def xml(self) -> str:
        default = ' w:default="1"' if self.id in ("Normal", "DefaultParagraphFont", "TableNormal", "NoList") else ""
        own = ' w:customStyle="1"' if self.custom else ""
        parts = [f'<w:style w:type="{self.kind}"{default}{own} w:styleId="{self.id}"><w:name w:val="{self.name}"/>']
        if self.base and self.base != self.id:
            parts.append(f'<w:basedOn w:val="{self.base}"/>')
        if self.following:
            parts.append(f'<w:next w:val="{self.following}"/>')
        parts.append('<w:uiPriority w:val="99"/>' if default and self.id != "Normal" else "")
        parts.append("" if self.id in ("DefaultParagraphFont", "TableNormal", "NoList") else "<w:qFormat/>")
        parts.append(f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else "")
        parts.append(f"<w:rPr>{self.run}</w:rPr>" if self.run else "")
        parts.append(_TABLE_NORMAL if self.id == "TableNormal" else _TABLE_GRID if self.kind == "table" else "")
        return "".join(parts) + "</w:style>"


def _spacing(before: float, after: float, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{lines}/>'


def _font(size: float = 0, color: str = "", bold: bool = False, italic: bool = False, family: str = "") -> str:
    """Run properties in the order the schema asks for."""
    parts = [
        f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{family}" w:cs="{family}"/>' if family else ""
    ]
    parts += ["<w:b/><w:bCs/>" if bold else "", "<w:i/><w:iCs/>" if italic else ""]
    parts.append("<w:noProof/>" if family == MONO else "")
    parts.append(f'<w:color w:val="{color}"/>' if color else "")
    parts.append(f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "")
    return "".join(parts)


_MARGINS = (
    '<w:tblCellMar><w:top w:w="{0}" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="{0}" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE_NORMAL = f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_MARGINS.format(0)}</w:tblPr>'
_TABLE_GRID = f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders>{_MARGINS.format(57)}</w:tblPr>"


def _heading(level: int, size: float, before: float, after: float, color: str = TEAL) -> Style:
    stay = f'<w:keepNext/><w:keepLines/>{_spacing(before, after, 252)}<w:outlineLvl w:val="{level - 1}"/>'
    return Style(f"Heading{level}", f"heading {level}", stay, _font(size, color, bold=True), following="Normal")


def _entry(level: int, before: float, *, bold: bool = False) -> Style:
    """A line of the contents: its number at the right edge, long titles turned before they reach it."""
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    indent = f'<w:ind w:left="{STEP * (level - 1)}"/>'
    return Style(f"TOC{level}", f"toc {level}", f"{tab}{_spacing(before, 2, 259)}{indent}", _font(bold=bold))


def _list(name: str, number: int) -> Style:
    numbering = f'<w:numPr><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return Style(name.replace(" ", ""), name, f"{numbering}{_spacing(0, 4)}")


def _callout(name: str) -> Style:
    box = BOXES[f"Callout{name}"] + _spacing(0, 6) + '<w:ind w:left="227" w:right="113"/>'
    return Style(f"Callout{name}", f"Callout {name}", box, custom=True)


STYLES = (
    Style("Normal", "Normal", base=""),
    Style("DefaultParagraphFont", "Default Paragraph Font", base="", kind="character"),
    Style("TableNormal", "Normal Table", base="", kind="table"),
    Style("NoList", "No List", base="", kind="numbering"),
    Style("Title", "Title", f"<w:keepNext/>{_spacing(0, 6, 240)}", _font(26, TEAL, bold=True), following="Normal"),
    Style(
        "Subtitle",
        "Subtitle",
        f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="10" w:color="{TEAL}"/></w:pBdr>{_spacing(0, 24)}'
        "<w:contextualSpacing/>",
        _font(10.5, SOFT),
        following="Normal",
    ),
    Style("CoverOrganisation", "Cover Organisation", _spacing(0, 0), _font(13, SOFT), custom=True),
    Style("TOCHeading", "TOC Heading", f"<w:keepNext/>{_spacing(18, 10, 252)}", _font(18, TEAL, bold=True)),
    _entry(1, 6, bold=True),
    _entry(2, 1),
    _entry(3, 0),
    _heading(1, 18, 24, 8),
    _heading(2, 14.5, 18, 6),
    _heading(3, 12.5, 14, 4),
    _heading(4, 11, 12, 4),
    _heading(5, 10.5, 10, 3, INK),
    _heading(6, 10.5, 10, 3, SOFT),
    _list("List Bullet", 1),
    _list("List Number", 2),
    _list("List Continue", 0),
    Style("Task", "Task", _spacing(0, 4), custom=True),
    Style("Quote", "Quote", f'{BOXES["Quote"]}{_spacing(0, 8)}<w:ind w:left="340" w:right="340"/>', _font(color=SOFT)),
    *(_callout(name) for name in _CALLOUTS),
    Style(
        "SourceCode",
        "Source Code",
        f'{_bar("F3F3F1", 4, 5, "F3F3F1")}{_spacing(6, 12, 252)}<w:ind w:left="113" w:right="113"/>',
        _font(9, family=MONO),
        custom=True,
    ),
    Style("DetailsSummary", "Details Summary", f"<w:keepNext/>{_spacing(8, 4)}", _font(bold=True), custom=True),
    Style("Figure", "Figure", _spacing(8, 8), following="Caption", custom=True),
    Style("Caption", "caption", _spacing(2, 14), _font(9.5, SOFT), following="Normal"),
    Style(
        "HorizontalLine",
        "Horizontal Line",
        f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="{LINE}"/></w:pBdr>{_spacing(4, 14)}',
        _font(6),
        custom=True,
    ),
    Style("TableText", "Table Text", _spacing(1, 2, 259), _font(10), custom=True),
    Style(
        "TableHeading",
        "Table Heading",
        f"<w:keepNext/>{_spacing(1, 2, 259)}",
        _font(10, bold=True),
        "TableText",
        custom=True,
    ),
    Style(
        "Gap",
        "Gap",
        '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>',
        _font(4),
        custom=True,
    ),
    Style(
        "Header",
        "header",
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{_spacing(0, 0, 240)}',
        _font(9, SOFT),
    ),
    Style(
        "Footer",
        "footer",
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{_spacing(0, 0, 240)}',
        _font(9, SOFT),
    ),
    Style("FootnoteText", "footnote text", _spacing(0, 2, 240), _font(9)),
    Style(
        "FootnoteReference",
        "footnote reference",
        "",
        '<w:vertAlign w:val="superscript"/>',
        "DefaultParagraphFont",
        kind="character",
    ),
    Style("CommentText", "annotation text", _spacing(0, 4, 240), _font(10)),
    Style(
        "CommentReference",
        "annotation reference",
        "",
        '<w:sz w:val="16"/><w:szCs w:val="16"/>',
        "DefaultParagraphFont",
        kind="character",
    ),
    Style(
        "Hyperlink",
        "Hyperlink",
        "",
        f'<w:color w:val="{TEAL}"/><w:u w:val="single"/>',
        "DefaultParagraphFont",
        kind="character",
    ),
    Style("Code", "Code", "", _font(9.5, family=MONO), "DefaultParagraphFont", kind="character", custom=True),
    Style("CalloutTitle", "Callout Title", "", _font(bold=True), "DefaultParagraphFont", kind="character", custom=True),
    Style("TableGrid", "Table Grid", base="TableNormal", kind="table"),
)


def styles_xml() -> str:
    """The styles part: document defaults first, then every style."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_font(10.5, family=SANS).split("<w:sz")[0]}<w:color w:val="{INK}"/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_spacing(0, 8, 276)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return (
        f'<w:styles {DECLARATIONS} mc:Ignorable="w14">{defaults}{"".join(style.xml() for style in STYLES)}</w:styles>'
    )
