"""The theme part: the colours and fonts that Word offers to whoever goes on with the file."""

from documents.formats.docx.markup import NAMESPACES
from documents.formats.docx.styles import INK, LINE, SANS, SOFT, TEAL, WASH

_COLORS = {
    "dk1": INK,
    "lt1": "FFFFFF",
    "dk2": TEAL,
    "lt2": WASH,
    "accent1": TEAL,
    "accent2": "B4541A",
    "accent3": "3B4B8F",
    "accent4": SOFT,
    "accent5": LINE,
    "accent6": "0D6B3A",
    "hlink": TEAL,
    "folHlink": SOFT,
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml() -> str:
    """Plain fills and lines: the schema wants three of each."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLORS.items())
    font = f'<a:latin typeface="{SANS}"/><a:ea typeface=""/><a:cs typeface=""/>'
    lines = "".join(f'<a:ln w="{width}">{_FILL}</a:ln>' for width in (6350, 12700, 19050))
    return (
        f'<a:theme xmlns:a="{NAMESPACES["a"]}" name="Tablée"><a:themeElements>'
        f'<a:clrScheme name="Tablée">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Tablée"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Tablée"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
