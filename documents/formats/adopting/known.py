"""Which properties of WordprocessingML pass, in the order that the schema (ECMA-376, transitional) wants them in."""


def listed(names: str) -> tuple[str, ...]:
    return tuple(names.split())


PARAGRAPH = listed(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl rPr"
)
RUN = listed(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish"
    " webHidden color spacing w kern position sz szCs highlight u effect bdr shd vertAlign rtl cs em lang"
)
TABLE = listed(
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd"
    " tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
)
ROW = ("gridBefore", "gridAfter", "wBefore", "wAfter", "cantSplit", "trHeight", "tblHeader", "tblCellSpacing", "jc")
CELL = listed("tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark")
LEVEL = ("start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "lvlJc", "pPr", "rPr")
STYLE = listed("name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr trPr tcPr tblStylePr")
_SIDES = ("top", "left", "bottom", "right")

# What a property may hold; one that is not named holds nothing.
INSIDE: dict[str, tuple[str, ...]] = {
    "pPr": PARAGRAPH,
    "rPr": RUN,
    "tblPr": TABLE,
    "trPr": ROW,
    "tcPr": CELL,
    "lvl": LEVEL,
    "style": STYLE,
    "tblStylePr": ("pPr", "rPr", "tblPr", "trPr", "tcPr"),
    "numPr": ("ilvl", "numId"),
    "pBdr": (*_SIDES, "between", "bar"),
    "tabs": ("tab",),
    "tblBorders": (*_SIDES, "insideH", "insideV"),
    "tcBorders": (*_SIDES, "insideH", "insideV", "tl2br", "tr2bl"),
    "tblCellMar": _SIDES,
    "tcMar": _SIDES,
    "pgBorders": _SIDES,
}
# Those whose children are sides, and what each child must say.
SIDED = {
    **dict.fromkeys(("pBdr", "tblBorders", "tcBorders", "pgBorders"), "val"),
    **dict.fromkeys(("tblCellMar", "tcMar"), "w"),
}
MANY = frozenset({"tab", "tblStylePr"})  # may stand several times

# The newer form of the format names sides by the direction of the text.
OTHER_NAMES = {"start": "left", "end": "right"}
RENAMED_ATTRIBUTES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}

_SWITCHES = listed(
    "keepNext keepLines pageBreakBefore widowControl suppressLineNumbers suppressAutoHyphens kinsoku wordWrap"
    " overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid contextualSpacing mirrorIndents"
    " suppressOverlap b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof vanish webHidden"
    " rtl cs bidiVisual cantSplit tblHeader noWrap tcFitText hideMark isLgl semiHidden unhideWhenUsed qFormat"
)
_SHADES = (
    "nil clear solid horzStripe vertStripe reverseDiagStripe diagStripe horzCross diagCross thinHorzStripe"
    " thinVertStripe thinReverseDiagStripe thinDiagStripe thinHorzCross thinDiagCross"
)
_LINES = (
    "nil none single thick double dotted dashed dotDash dotDotDash triple thinThickSmallGap thickThinSmallGap"
    " thinThickThinSmallGap thinThickMediumGap thickThinMediumGap thinThickThinMediumGap thinThickLargeGap"
    " thickThinLargeGap thinThickThinLargeGap wave doubleWave dashSmallGap dashDotStroked threeDEmboss threeDEngrave"
    " outset inset"
)
_COLOR = r"auto|[0-9A-Fa-f]{6}"
_WHOLE, _COUNT, _ON = r"-?\d{1,9}", r"\d{1,9}", "0|1|true|false|on|off"


def _one_of(words: str) -> str:
    return "|".join(words.split())


# What an attribute may say, by (element, attribute), else by attribute alone; another value is left out.
VALUES: dict[tuple[str, str], str] = {
    **{(name, "val"): _ON for name in _SWITCHES},
    **{
        (name, "val"): _COUNT
        for name in ("sz", "szCs", "kern", "outlineLvl", "ilvl", "numId", "gridSpan", "lvlRestart")
    },
    **{(name, "val"): _WHOLE for name in ("position", "uiPriority", "gridBefore", "gridAfter")},
    **{(name, "val"): _COUNT for name in ("start", "tblStyleRowBandSize", "tblStyleColBandSize", "trHeight")},
    **{
        (side, "val"): _one_of(_LINES)
        for side in (*_SIDES, "insideH", "insideV", "between", "bar", "bdr", "tl2br", "tr2bl")
    },
    ("spacing", "val"): _WHOLE,
    ("w", "val"): r"\d{1,3}%?",
    ("color", "val"): _COLOR,
    ("shd", "val"): f"{_one_of(_SHADES)}|pct\\d{{1,2}}",
    ("jc", "val"): _one_of("left center right both distribute mediumKashida highKashida lowKashida thaiDistribute"),
    ("lvlJc", "val"): _one_of("left center right"),
    ("suff", "val"): _one_of("tab space nothing"),
    ("vertAlign", "val"): _one_of("baseline superscript subscript"),
    ("vAlign", "val"): _one_of("top center both bottom"),
    ("vMerge", "val"): _one_of("restart continue"),
    ("hMerge", "val"): _one_of("restart continue"),
    ("tab", "val"): _one_of("clear left center right decimal bar num"),
    ("tab", "pos"): _WHOLE,
    ("tab", "leader"): _one_of("none dot hyphen underscore heavy middleDot"),
    ("u", "val"): _one_of(
        "single words double thick dotted dottedHeavy dash dashedHeavy dashLong dashLongHeavy dotDash dashDotHeavy"
        " dotDotDash dashDotDotHeavy wave wavyHeavy wavyDouble none"
    ),
    ("highlight", "val"): _one_of(
        "black blue cyan green magenta red yellow white darkBlue darkCyan darkGreen darkMagenta darkRed darkYellow"
        " darkGray lightGray none"
    ),
    ("em", "val"): _one_of("none dot comma circle underDot"),
    ("textAlignment", "val"): _one_of("top center baseline bottom auto"),
    ("textDirection", "val"): _one_of("tbRl btLr lrTb lrTbV tbRlV tbLrV"),
    ("textboxTightWrap", "val"): _one_of("none allLines firstAndLastLine firstLineOnly lastLineOnly"),
    ("tblOverlap", "val"): _one_of("never overlap"),
    ("effect", "val"): "none",
    ("tblLayout", "type"): _one_of("fixed autofit"),
    ("lang", "val"): r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*",
    ("tblStylePr", "type"): _one_of(
        "wholeTable firstRow lastRow firstCol lastCol band1Vert band2Vert band1Horz band2Horz neCell nwCell seCell swCell"
    ),
    ("trHeight", "hRule"): _one_of("auto exact atLeast"),
    ("framePr", "hRule"): _one_of("auto exact atLeast"),
    ("ind", "left"): _WHOLE,
    ("ind", "right"): _WHOLE,
}
COMMON_VALUES: dict[str, str] = {
    **dict.fromkeys(
        (
            "before",
            "after",
            "beforeLines",
            "afterLines",
            "sz",
            "space",
            "hanging",
            "firstLine",
            "hangingChars",
            "firstLineChars",
        ),
        _COUNT,
    ),
    **dict.fromkeys(("w", "left", "right", "line", "leftChars"), _WHOLE),
    "rightChars": _WHOLE,
    "color": _COLOR,
    "fill": _COLOR,
    "themeFillTint": r"[0-9A-Fa-f]{1,2}",
    "themeFillShade": r"[0-9A-Fa-f]{1,2}",
    "themeTint": r"[0-9A-Fa-f]{1,2}",
    "themeShade": r"[0-9A-Fa-f]{1,2}",
    "lineRule": _one_of("auto exact atLeast"),
    "type": _one_of("nil pct dxa auto"),
    "beforeAutospacing": _ON,
    "afterAutospacing": _ON,
    "shadow": _ON,
    "frame": _ON,
}
# An element that says nothing without these is left out with them.
NEEDED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("sz", "szCs", "kern", "outlineLvl", "ilvl", "numId", "gridSpan", "position", "w"), ("val",)),
    **dict.fromkeys(("color", "shd", "jc", "lvlJc", "suff", "vertAlign", "vAlign", "highlight", "em"), ("val",)),
    **dict.fromkeys(("textAlignment", "textDirection", "textboxTightWrap", "tblOverlap", "bdr"), ("val",)),
    **dict.fromkeys(("basedOn", "next", "link", "name", "pStyle", "rStyle", "tblStyle", "numFmt", "lvlText"), ("val",)),
    **dict.fromkeys(("between", "bar", "insideH", "insideV", "effect", "uiPriority", "start", "lvlRestart"), ("val",)),
    **dict.fromkeys(("gridBefore", "gridAfter", "tblStyleRowBandSize", "tblStyleColBandSize"), ("val",)),
    "tab": ("val", "pos"),
    "tblStylePr": ("type",),
}
