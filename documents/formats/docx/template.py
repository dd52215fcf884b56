"""Our Word template, built from readable parts: an empty A4 document with styles, numbering, header, footer, notes."""

import io
import zipfile
from datetime import UTC
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import docx

from documents.formats.docx.house_style import fill_margins
from documents.formats.docx.markup import DECLARATIONS, W, put_field, put_run
from documents.formats.docx.model import DocumentInfo
from documents.formats.docx.numbering import numbering_xml
from documents.formats.docx.styles import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, SANS, styles_xml
from documents.formats.docx.theme import theme_xml
from documents.formats.docx.tongues import language_attributes
from documents.formats.nodes import one_line
from documents.formats.words import Words

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The parts below /word, and what kind each is: the same word in its relationship and in its content type.
_PARTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "fontTable": "fontTable",
    "footnotes": "footnotes",
    "header1": "header",
    "header2": "header",
    "footer1": "footer",
    "footer2": "footer",
}


def _part(root: str, inside: str) -> str:
    return f'<w:{root} {DECLARATIONS} mc:Ignorable="w14">{inside}</w:{root}>'


def _document() -> str:
    numbers = {name: number for number, name in enumerate(_PARTS, 1)}
    references = "".join(
        f'<w:{kind}Reference w:type="{place}" r:id="rId{numbers[name]}"/>'
        for kind, place, name in (
            ("header", "default", "header1"),
            ("header", "first", "header2"),
            ("footer", "default", "footer1"),
            ("footer", "first", "footer2"),
        )
    )
    margins = "".join(f' w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return _part(
        "document",
        f'<w:body><w:sectPr>{references}<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar{margins} w:header="709" w:footer="709" w:gutter="0"/>'
        '<w:cols w:space="708"/><w:titlePg/></w:sectPr></w:body>',
    )


def _settings() -> str:
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return _part(
        "settings",
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/><w:hyphenationZone w:val="425"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f'<w:compat>{compat}</w:compat><w:themeFontLang w:val="fr-FR"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>',
    )


def _fonts() -> str:
    fonts = (
        (SANS, "Liberation Sans", "swiss", "variable"),
        ("Courier New", "Liberation Mono", "modern", "fixed"),
        ("MS Gothic", "Noto Sans CJK JP", "modern", "fixed"),
    )
    return _part(
        "fonts",
        "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:family w:val="{family}"/>'
            f'<w:pitch w:val="{pitch}"/></w:font>'
            for name, other, family, pitch in fonts
        ),
    )


def _footnotes() -> str:
    return _part(
        "footnotes",
        "".join(
            f'<w:footnote w:type="{name}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
            f"<w:r><w:{name}/></w:r></w:p></w:footnote>"
            for number, name in ((-1, "separator"), (0, "continuationSeparator"))
        ),
    )


def _margin_part(root: str, style: str) -> str:
    return _part(root, f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')


def _content_types() -> str:
    types = [
        ("/word/document.xml", f"{_WORD}.document.main+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ]
    types += [(f"/word/{name}.xml", f"{_WORD}.{kind}+xml") for name, kind in _PARTS.items()]
    types.append(("/word/theme.xml", "application/vnd.openxmlformats-officedocument.theme+xml"))
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types)
        + "</Types>"
    )


def _relationships(targets: list[tuple[str, str]]) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets, 1)
        )
        + "</Relationships>"
    )


def _properties(organisation: str = "") -> str:
    company = f"<Company>{escape(organisation)}</Company>" if organisation else ""
    return f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>Tablée</Application>{company}</Properties>'


@cache
def template() -> bytes:
    """The template as a .docx file."""
    margins = {
        "header1": ("hdr", "Header"),
        "header2": ("hdr", "Header"),
        "footer1": ("ftr", "Footer"),
        "footer2": ("ftr", "Footer"),
    }
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            [("officeDocument", "word/document.xml"), ("extended-properties", "docProps/app.xml")]
        ),
        "docProps/app.xml": _properties(),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relationships(
            [*((kind, f"{name}.xml") for name, kind in _PARTS.items()), ("theme", "theme.xml")]
        ),
        "word/styles.xml": styles_xml(),
        "word/numbering.xml": numbering_xml(),
        "word/settings.xml": _settings(),
        "word/theme.xml": theme_xml(),
        "word/fontTable.xml": _fonts(),
        "word/footnotes.xml": _footnotes(),
        **{f"word/{name}.xml": _margin_part(*of) for name, of in margins.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, _HEAD + content)
    return buffer.getvalue()


def open_template(info: DocumentInfo, words: Words, *, cover: bool = False, house: bytes = b"") -> Any:
    """A fresh document with its properties, language, header and footer filled in; a cover has neither of the two.

    `house`: an organisation's template that was made ready. Its head and foot stay, also on its first page.
    """
    document = docx.Document(io.BytesIO(house or template()))
    title = one_line(info.title) or words.untitled
    organisation = one_line(info.organisation)
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = "; ".join(one_line(name) for name in info.authors)[:255] or organisation[:255] or title[:255]
    properties.last_modified_by = properties.author
    properties.language = info.language
    moment = info.modified.astimezone(UTC) if info.modified.tzinfo else info.modified  # properties hold universal time
    properties.created = properties.modified = moment.replace(tzinfo=None)
    for name, tag in language_attributes(info.language).items():
        document.styles.element.find(f".//{W}docDefaults//{W}lang").set(W + name, tag)
    document.settings.element.find(f"{W}themeFontLang").set(W + "val", info.language)
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = (_HEAD + _properties(organisation)).encode()
    if house:
        fill_margins(document, title, properties.author, organisation)
    else:
        _fill_margins(document, title, organisation, words, cover)
    return document


def _fill_margins(document: Any, title: str, organisation: str, words: Words, cover: bool) -> None:
    """Title at the head of every page but the first, which shows it large already; page numbers at the foot of all."""
    section = document.sections[0]
    put_run(section.header._element[0], title if len(title) <= 90 else f"{title[:89].rstrip()}…")
    if organisation and not cover:
        put_run(section.first_page_header._element[0], organisation)
    for footer in (section.footer, *([] if cover else [section.first_page_footer])):
        paragraph = footer._element[0]
        put_run(paragraph, f"\t{words.page} ")
        put_field(paragraph, "PAGE", "1")
        put_run(paragraph, " / ")
        put_field(paragraph, "NUMPAGES", "1")
