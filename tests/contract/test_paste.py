"""What pasting reads without a page: numbers of lists, spaces, markers of remarks, cut lines, pictures in RTF."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent

NUMBERS = {
    "1.": 1, "12)": 12, "(3)": 3, "2.4": 4, "2.4.": 4, "a)": 1, "c.": 3, "iii.": 3, "iv)": 4, "xiv.": 14,
    "·": None, "§": None, "o": None, "": None, "Article": None, "-": None,
}  # fmt: skip

MARKERS = {
    "Un [GA1] et [f2].": ["[GA1]", "[f2]"],
    "[JD12][MT3]": ["[JD12]", "[MT3]"],
    "[CE2], [A1] et [RGPD2] peuvent être des références : on demande.": ["[CE2]", "[A1]", "[RGPD2]"],
    "[ÉB4]": ["[ÉB4]"],
    "[1], [12], [2015], [sic], […], [RGPD], [art. 12], [n° 3], [GA 1], [GA1 ], [GA1, JD2], [a1b], [12a], (GA1), GA1": [],
    "tableau[i][j1]": ["[j1]"],
    "[ABCDE1] [GA1234]": [],
}

SPACES = {
    "un  deux": "un  deux",  # the browser joins ordinary ones
    "un\u00a0\u00a0\u00a0deux": "un deux",
    "vrai\u00a0!": "vrai\u00a0!",
    "vrai \u00a0!": "vrai\u00a0!",
    "«\u00a0 oui\u00a0»": "«\u00a0oui\u00a0»",
    "10\u00a0000": "10\u00a0000",
}

PROSE = (
    "Les guichets ouvrent chaque samedi matin pour que\ntoutes et tous puissent y venir sans devoir perdre\n"
    "une demi-journée de travail, et ils le restent\njusqu’à midi."
)
VERSE = "Un titre\nUne ligne complète, qui s’arrête sur un point final.\nUne autre ligne complète, qui s’arrête aussi.\nFin."
PICTURE = "89504e470d0a1a0a"
RTF = (
    "{\\rtf1\\ansi{\\*\\shppict{\\pict{\\*\\picprop\\shplid1{\\sp{\\sn a}{\\sv b}}}\\picw100\\pich50\\pngblip\\bliptag-1"
    f"{{\\*\\blipuid 0a1b}}\n{PICTURE[:8]}\n{PICTURE[8:]}}}}}{{\\nonshppict{{\\pict\\wmetafile8 010009}}}}"
    "{\\pict\\jpegblip ffd8ff}{\\pict\\pngblip }"
)


@pytest.fixture(scope="module")
def read(node: str) -> Any:
    def ask(*questions: tuple[str, str]) -> list[Any]:
        done = subprocess.run(
            [node, str(HERE / "paste.mjs")],
            input=json.dumps(questions),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout.splitlines()[-1]))

    return ask


@pytest.mark.parametrize(
    ("what", "expected"),
    [("number", NUMBERS), ("markers", MARKERS), ("spaces", SPACES), ("cut", {PROSE: True, VERSE: False, "": False})],
)
def test_what_is_read_of_words(read: Any, what: str, expected: dict[str, Any]) -> None:
    seen = read(*((what, asked) for asked in expected))
    assert dict(zip(expected, seen, strict=True)) == expected


def test_styles_are_read_by_their_exact_names(read: Any) -> None:
    """`mso-bidi-font-weight: normal` stands on every bold word of Word and says nothing of it."""
    [style] = read(("style", "MSO-bidi-font-weight:normal; Font-Weight : BOLD;color"))
    assert style == {"mso-bidi-font-weight": "normal", "font-weight": "bold"}


def test_pictures_are_taken_out_of_rtf_in_their_order(read: Any) -> None:
    """Those for old programs and empty ones are not pictures of the text."""
    pictures, nothing, broken = read(("rtf", RTF), ("rtf", "{\\rtf1 rien}"), ("rtf", "{\\pict\\pngblip 0xyz"))
    assert pictures == [["image/png", PICTURE], ["image/jpeg", "ffd8ff"]]
    assert nothing == broken == []


def test_only_pictures_of_three_kinds_are_taken_out_of_an_address(read: Any) -> None:
    addresses = [
        "data:image/png;base64,aGVsbG8=",
        "data:image/svg+xml;base64,aGVsbG8=",
        "data:image/png;base64,%%",
        "data:image/png;base64,a",
    ]
    assert read(*(("data", address) for address in addresses)) == ["image/png", None, None, None]
