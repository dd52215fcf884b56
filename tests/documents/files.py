"""Small files for tests of what comes in: Word files from a few lines of WordprocessingML, archives of any shape."""

import io
import zipfile
from collections.abc import Mapping

from documents.formats.docx.markup import DECLARATIONS

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = ("styles", "numbering", "footnotes", "endnotes", "comments", "commentsExtended", "header")
NAMESPACES = (
    f'{DECLARATIONS} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
    for key, name in (
        ("Titre", "Title"),
        ("Titre1", "heading 1"),
        ("Titre2", "heading 2"),
        ("Listepuces", "List Bullet"),
        ("Liste", "Liste à puces"),
        ("Citation", "Quote"),
        ("Code", "Source Code"),
        ("Lgende", "caption"),
        ("TM1", "toc 1"),
    )
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def word(
    body: str, *, more: Mapping[str, str] | None = None, links: Mapping[str, str] | None = None, **parts: str
) -> bytes:
    """`body` stands in w:body; `parts` are the insides of others; `links` the addresses of relationships by id."""
    parts = {"styles": STYLES, "numbering": NUMBERING, **parts}
    roots = {"commentsExtended": "w15:commentsEx", "header": "w:hdr"}
    files = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml", "")}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            {f"part{name}": (name, f"{name}.xml", "") for name in parts}
            | {key: ("hyperlink", address, ' TargetMode="External"') for key, address in (links or {}).items()}
        ),
    }
    for name, inside in parts.items():
        root = roots.get(name, f"w:{name}")
        files[f"word/{name}.xml"] = f"<{root} {NAMESPACES}>{inside}</{root}>"
    return archive(files | dict(more or {}))


def archive(files: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()


def paragraph(words: str = "", style: str = "", *, inside: str = "", properties: str = "") -> str:
    """One paragraph; `inside` comes after its words, `properties` into its w:pPr."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{run(words) if words else ''}{inside}</w:p>"


def run(words: str, properties: str = "", tag: str = "t") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def item(words: str, *, number: int = 1, level: int = 0) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(words, properties=numbering)


def inserted(inside: str, who: str = "Marie Curie", when: str = "2026-05-02T10:00:00Z") -> str:
    return f'<w:ins w:id="9" w:author="{who}" w:date="{when}">{inside}</w:ins>'


def deleted(words: str, who: str = "Marie Curie", when: str = "2026-05-02T10:00:00Z") -> str:
    return f'<w:del w:id="9" w:author="{who}" w:date="{when}">{run(words, tag="delText")}</w:del>'


def comment(key: int, words: str, *, who: str = "Paul Éluard", paragraph_id: str = "00000001") -> str:
    return (
        f'<w:comment w:id="{key}" w:author="{who}" w:initials="P" w:date="2026-05-01T09:00:00Z">'
        f'<w:p w14:paraId="{paragraph_id}"><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>'
    )


def commented(key: int, words: str) -> str:
    return (
        f'<w:commentRangeStart w:id="{key}"/>{run(words)}<w:commentRangeEnd w:id="{key}"/>'
        f'<w:r><w:commentReference w:id="{key}"/></w:r>'
    )


def _types(parts: Mapping[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>' for name in parts if name in _KINDS
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{overrides}</Types>'
    )


def _relations(listed: Mapping[str, tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for key, (kind, target, mode) in listed.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
