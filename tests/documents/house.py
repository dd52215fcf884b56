"""Templates as organisations have them: French ids of styles, a logo at the head, numbered pages at the foot; made here."""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from documents.formats.adopting.template import adopt
from documents.formats.docx.markup import DECLARATIONS, NAMESPACES
from documents.models import Template
from tests.documents.files import archive

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = f'{DECLARATIONS} xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def page(width: int, height: int, top: int, right: int, bottom: int, left: int, turned: str = "") -> str:
    margins = f'w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
    size = f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
    return f'{size}<w:pgMar {margins} w:header="567" w:footer="567" w:gutter="0"/>'


A4 = page(11906, 16838, 1985, 1134, 1418, 1701)
LETTER_LANDSCAPE = page(15840, 12240, 1440, 1440, 1440, 1440, ' w:orient="landscape"')


def style(
    key: str,
    name: str,
    paragraph: str = "",
    run: str = "",
    *,
    base: str = "Normal",
    kind: str = "paragraph",
    more: str = "",
) -> str:
    default = ' w:default="1"' if name in ("Normal", "Default Paragraph Font", "Normal Table", "No List") else ""
    base = "Policepardfaut" if kind == "character" and base else base
    based = f'<w:basedOn w:val="{base}"/>' if base and not default else ""
    ppr = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    rpr = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}{more}{ppr}{rpr}</w:style>'
    )


def _letters(color: str, size: int) -> str:
    fonts = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/>'
    return f'{fonts}<w:b/><w:color w:val="{color}"/><w:sz w:val="{size}"/>'


def _edge(side: str, color: str) -> str:
    return f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{color}"/>'


_WINE, _NIGHT, _ROSE = "7A1F3D", "1D3557", "C9A9B4"
_NUMBERED = '<w:keepNext/><w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="{0}"/>'
_NEXT = '<w:next w:val="Normal"/>'
_BORDERS = _edge("top", _WINE) + _edge("bottom", _WINE) + _edge("insideH", _ROSE)
_TABS = '<w:tabs><w:tab w:val="center" w:pos="4536"/><w:tab w:val="right" w:pos="9072"/></w:tabs>'
_BULLET = '<w:numPr><w:numId w:val="1"/></w:numPr><w:ind w:left="1000" w:hanging="300"/>'
DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/><w:sz w:val="22"/>'
    '<w:lang w:val="fr-FR" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)
STYLES = "".join(
    (
        DEFAULTS,
        style("Normal", "Normal", '<w:jc w:val="both"/>', base="", more="<w:qFormat/>"),
        style("Policepardfaut", "Default Paragraph Font", kind="character", base=""),
        style("TableauNormal", "Normal Table", kind="table", base=""),
        style("Aucuneliste", "No List", kind="numbering", base=""),
        style("Titre", "Title", '<w:jc w:val="center"/>', _letters(_WINE, 52), more=_NEXT),
        style(
            "Titre1", "heading 1", _NUMBERED.format(0), _letters(_WINE, 32), more=f'{_NEXT}<w:link w:val="Titre1Car"/>'
        ),
        style("Titre2", "heading 2", _NUMBERED.format(1), _letters(_NIGHT, 26), more=_NEXT),
        style("Titre1Car", "Titre 1 Car", run=_letters(_WINE, 32), kind="character", more='<w:link w:val="Titre1"/>'),
        style("Paragraphedeliste", "List Paragraph", '<w:ind w:left="720"/><w:contextualSpacing/>'),
        style("Listepuces", "List Bullet", _BULLET),
        style("Citation", "Quote", '<w:ind w:left="864" w:right="864"/>', "<w:i/>"),
        style("En-tte", "header", _TABS),
        style("Pieddepage", "footer", '<w:jc w:val="center"/>', '<w:sz w:val="18"/>'),
        style("Lgende", "caption", "", '<w:i/><w:sz w:val="18"/>'),
        style("TM1", "toc 1", '<w:spacing w:after="100"/>'),
        style("Lienhypertexte", "Hyperlink", run='<w:color w:val="0563C1"/><w:u w:val="single"/>', kind="character"),
        style(
            "Grilledutableau",
            "Table Grid",
            base="TableauNormal",
            kind="table",
            more=f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>",
        ),
        style("MotifMaison", "Encadré maison", f"<w:pBdr>{_edge('top', 'auto')}</w:pBdr>"),
    )
)


def _level(level: int, form: str, text: str, font: str = "", named: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>' if font else ""
    indent = 432 + 144 * level
    belongs = f'<w:pStyle w:val="{named}"/>' if named else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{belongs}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr>{fonts}</w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
    f"{_level(0, 'bullet', '►', 'Arial')}</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>'
    f"{_level(0, 'decimal', '%1.', named='Titre1')}{_level(1, 'decimal', '%1.%2', named='Titre2')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)


def logo(colour: str = "#7a1f3d") -> bytes:
    image = Image.new("RGB", (360, 120), "white")
    drawing = ImageDraw.Draw(image)
    drawing.ellipse((10, 10, 110, 110), fill=colour)
    drawing.rectangle((130, 30, 350, 50), fill="#1d3557")
    drawing.rectangle((130, 70, 290, 86), fill="#c9a9b4")
    held = io.BytesIO()
    told = PngInfo()
    told.add_text("Author", "Jean, C:\\Users\\jean")
    image.save(held, "PNG", pnginfo=told)
    return held.getvalue()


def picture(relation: str, about: str = "Logo de Valmont", width: int = 1_440_000, height: int = 480_000) -> str:
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="1" name="C:\\Users\\jean\\logo.png" descr="{about}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="logo.png"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def a_field(instruction: str, shown: str = "1") -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{words(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def lines(*insides: str, named: str = "En-tte") -> str:
    return "".join(f'<w:p><w:pPr><w:pStyle w:val="{named}"/></w:pPr>{inside}</w:p>' for inside in insides)


TITLE_CONTROL = (
    '<w:sdt><w:sdtPr><w:alias w:val="Titre "/><w:id w:val="77"/><w:dataBinding '
    f"w:prefixMappings=\"xmlns:ns0='http://purl.org/dc/elements/1.1/' xmlns:ns1='{_CORE}'\" "
    'w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/><w:text/>'
    f"</w:sdtPr><w:sdtContent>{words('[Titre]')}</w:sdtContent></w:sdt>"
)
HEADER = lines(f"{picture('rId1')}{words('Commune de Valmont')}<w:r><w:tab/></w:r><w:r><w:tab/></w:r>{TITLE_CONTROL}")
FIRST_HEADER = lines(picture("rId1", width=2_160_000, height=720_000), words("Direction de la vie citoyenne"))
FOOTER = lines(f"{words('Page ')}{a_field('PAGE')}{words(' sur ')}{a_field('NUMPAGES', '9')}", named="Pieddepage")


def template(
    *,
    styles: str = STYLES,
    numbering: str = NUMBERING,
    page: str = A4,
    header: str = HEADER,
    first: str = FIRST_HEADER,
    footer: str = FOOTER,
    title_page: bool = True,
    body: str = "",
    settings: str = "",
    dotx: bool = False,
    relations: Mapping[str, tuple[str, str]] | None = None,
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Of a town: a logo and the title at the head, "Page 1 sur 9" at the foot. `relations`: of the header, beside its logo."""
    parts = {
        "styles": f"<w:styles {_SPACES}>{styles}</w:styles>",
        "numbering": f"<w:numbering {_SPACES}>{numbering}</w:numbering>",
    }
    parts["settings"] = f"<w:settings {_SPACES}>{settings}</w:settings>"
    margins = {"header1": ("hdr", header), "header2": ("hdr", first), "footer1": ("ftr", footer)}
    parts |= {name: f"<w:{root} {_SPACES}>{inside}</w:{root}>" for name, (root, inside) in margins.items()}
    named = {f"part{name}": (name.rstrip("12"), f"{name}.xml") for name in parts}
    references = "".join(
        f'<w:{kind}Reference w:type="{place}" r:id="part{name}"/>'
        for kind, place, name in (
            ("header", "default", "header1"),
            ("header", "first", "header2"),
            ("footer", "default", "footer1"),
            ("footer", "first", "footer1"),
        )
    )
    section = f"<w:sectPr>{references}{page}{'<w:titlePg/>' if title_page else ''}</w:sectPr>"
    of_header = {"rId1": ("image", "media/image1.png"), **(relations or {})}
    kind = "template" if dotx else "document"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(parts, kind),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(named),
        "word/_rels/header1.xml.rels": _relations(of_header),
        "word/_rels/header2.xml.rels": _relations(of_header),
        "word/media/image1.png": logo(),
        **{f"word/{name}.xml": content for name, content in parts.items()},
    }
    return archive(files | dict(more or {}))


@cache
def ready() -> tuple[bytes, dict[str, Any]]:
    """The town's template as it is kept, and the report on it; made in this process."""
    made = adopt(template())
    return made["images"]["template"], made["report"]


def stored(owner: Any, name: str) -> Template:
    """A template of a workspace or of an organisation, without the file that it is made of."""
    content, report = ready()
    made = Template(**{owner._meta.model_name: owner}, name=name, size=len(content), sha256="0" * 64, report=report)
    made.file.save("template.docx", ContentFile(content), save=False)
    made.save()
    return made


def _types(parts: Mapping[str, str], kind: str) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name.rstrip("12")}+xml"/>' for name in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.{kind}.main+xml"/>{overrides}</Types>'
    )


def _relations(listed: Mapping[str, tuple[str, str]]) -> str:
    def outside(target: str) -> str:
        return ' TargetMode="External"' if "://" in target else ""

    inside = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"{outside(target)}/>'
        for key, (kind, target) in listed.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
