"""Texts written into an organisation's template: both validators, its page and styles, what is kept of its file."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from documents.formats.adopting.template import NoStyles, adopt
from documents.formats.docx import Layout
from documents.formats.reading.package import TooLong, Unreadable
from documents.sample import sample_file
from tests.documents import house
from tests.documents.trees import bullets, doc, full, node, paragraph, trees
from tests.documents.word import CHECKER, INFO, W, Word, audit_findings, export, house_findings, text_in, value

PLAIN = {"header": house.lines(house.words("Note")), "first": "<w:p/>", "footer": "<w:p/>"}
KINDS: dict[str, dict[str, Any]] = {
    "letter head": {},
    "dotx": {"dotx": True},
    "landscape": {"page": house.LETTER_LANDSCAPE, "title_page": False},
    "narrow": {"page": house.page(8391, 11906, 1134, 2000, 1134, 2000)},
    "bare": {"styles": house.style("Normal", "Normal", base=""), "numbering": "", **PLAIN, "title_page": False},
    "indented": {
        "styles": house.DEFAULTS
        + house.style(
            "Normal", "Normal", '<w:ind w:firstLine="709"/><w:jc w:val="both"/>', '<w:sz w:val="28"/>', base=""
        )
    },
    "facing": {"settings": "<w:mirrorMargins/><w:evenAndOddHeaders/>"},
}


def made(**how: Any) -> tuple[bytes, dict[str, Any]]:
    done = adopt(house.template(**how))
    return done["images"]["template"], done["report"]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "layout", [Layout(), Layout(cover=True, contents=True, contributors=True)], ids=["plain", "full"]
)
def test_both_validators_find_nothing(kind: str, layout: Layout) -> None:
    """They judge every file that these tests make: tests/documents/conftest.py."""
    word = export(full(), layout=layout, house=made(**KINDS[kind])[0])
    assert text_in(word.paragraph("Une place pour tous"))


@pytest.mark.parametrize("count", [20, pytest.param(100, marks=pytest.mark.slow)])
def test_random_documents_are_sound_in_a_template(count: int, tmp_path: Path) -> None:
    templates = [made(**KINDS[kind])[0] for kind in ("letter head", "landscape", "bare", "narrow")]
    layouts = st.builds(Layout, st.booleans(), st.booleans(), st.booleans())
    files: list[Path] = []

    @seed(20261123)
    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(trees(), layouts, st.sampled_from(templates))
    def collect(tree: Any, layout: Layout, template: bytes) -> None:
        files.append(tmp_path / f"{len(files)}.docx")
        files[-1].write_bytes(export(tree, judged=False, layout=layout, house=template).content)
        assert audit_findings(files[-1]) == [], tree

    collect()
    assert house_findings(*files) == []


def test_its_page_is_used_and_tables_are_as_wide_as_its_text() -> None:
    word = export(full(), house=made()[0])
    section = word.body.find(f"{W}sectPr")
    assert (value(section, "pgSz", "w"), value(section, "pgMar", "left")) == ("11906", "1701")
    assert section.find(f"{W}titlePg") is not None
    widths = {table.get(f"{W}w") for table in word.body.findall(f"{W}tbl/{W}tblPr/{W}tblW")}
    assert widths == {str(11906 - 1701 - 1134)}


def test_its_styles_are_known_by_name_and_ours_are_added() -> None:
    content, report = made()
    word = export(doc(node("heading", "Titre", level=1), paragraph("Texte")), house=content)
    styles = word.part("word/styles.xml")
    ours = {style.get(f"{W}styleId"): style for style in styles.iterfind(f"{W}style")}
    assert word.style("Titre") == "Heading1"
    assert value(ours["Heading1"], "name") == "heading 1"
    assert value(ours["Heading1"], "rPr/color") == "7A1F3D"
    assert ["heading 1", "Titre1"] in [list(one) for one in report["found"]]
    assert "heading 3" in report["added"] and "heading 3" not in dict(report["found"])
    assert "MotifMaison" in ours
    assert value(ours["Subtitle"], "pPr/jc") == "center"  # as its title
    assert value(ours["CalloutInfo"], "pPr/pBdr/left", "color") == "7A1F3D"  # in its colour, not in ours
    names = [value(style, "name").lower() for style in styles.iterfind(f"{W}style")]
    assert len(names) == len(set(names)) and len(ours) == len(names)


def test_a_style_of_our_name_and_another_kind_keeps_it() -> None:
    """A paragraph called "Code" is none of our letters called so."""
    styles = house.STYLES + house.style("Code", "Code", '<w:ind w:left="300"/>')
    word = export(full(), house=made(styles=styles)[0])
    named = {value(one, "name"): one for one in word.part("word/styles.xml").iterfind(f"{W}style")}
    assert (named["Code"].get(f"{W}type"), named["Tablée Code"].get(f"{W}styleId")) == ("paragraph", "Code")


@pytest.mark.parametrize("name", ["Heading 1", "titre 1", "Titre 1"])
def test_headings_are_known_by_french_names_too(name: str) -> None:
    report = made(styles=house.style("X", "Normal", base="") + house.style("T", name, '<w:outlineLvl w:val="0"/>'))[1]
    assert ("heading 1", "T") in [tuple(one) for one in report["found"]]


def test_lists_wear_its_signs_and_count_anew() -> None:
    word = export(
        doc(bullets("puce seule"), paragraph("b"), node("orderedList", node("listItem", paragraph("c")))),
        house=made()[0],
    )
    numbering = word.part("word/numbering.xml")
    looks = {one.get(f"{W}abstractNumId"): one for one in numbering.iterfind(f"{W}abstractNum")}
    instances = {one.get(f"{W}numId"): value(one, "abstractNumId") for one in numbering.iterfind(f"{W}num")}
    used = value(word.paragraph("puce seule"), "pPr/numPr/numId")
    assert value(looks[instances[used]], "lvl/lvlText") == "►"
    assert len(instances) == len(numbering.findall(f"{W}num"))
    heading = next(one for one in word.part("word/styles.xml") if one.get(f"{W}styleId") == "Heading1")
    assert instances[value(heading, "pPr/numPr/numId")] not in {"1", "2"}


def test_its_head_shows_the_title_of_the_text() -> None:
    info = replace(INFO, title="Le budget & nous", authors=("Zoé",))
    author = house.lines(house.a_field("AUTHOR", "Jean Dupont") + house.a_field("TITLE", "Modèle"))
    for header in (house.HEADER, author):
        files = export(full(), info, house=made(header=header)[0]).files
        shown = files["word/header1.xml"].decode()
        assert "Le budget &amp; nous" in shown
        assert "Jean Dupont" not in shown and "[Titre]" not in shown and "Modèle" not in shown


def test_pictures_are_written_anew_once() -> None:
    files = parts(made()[0])
    kept = [name for name in files if name.startswith("word/media/")]
    assert len(kept) == 1 and files[kept[0]] != house.logo()
    assert b"Users" not in b"".join(files.values())
    assert b'descr="Logo de Valmont"' in files["word/header1.xml"]


def test_what_leads_outside_or_runs_falls_and_is_told() -> None:
    drawn = house.picture("rId9")
    header = house.lines(
        drawn,
        '<w:hyperlink r:id="rId8"><w:r><w:t>valmont.example</w:t></w:r></w:hyperlink>',
        house.a_field('INCLUDEPICTURE "https://traceur.example/x.png"', "rien"),
        house.a_field('DDEAUTO cmd "/c calc"', "jamais"),
        "<w:r><w:object><w:t>x</w:t></w:object></w:r>",
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>',
    )
    relations = {
        "rId8": ("hyperlink", "https://valmont.example/"),
        "rId9": ("image", "https://traceur.example/x.png"),
    }
    body = f'{house.lines(house.words("Madame, Monsieur,"))}<w:altChunk r:id="rId44"/>'
    secret = '<x xmlns="urn:secret">secret</x>'
    more = {"customXml/item1.xml": secret, "docProps/core.xml": secret, "word/comments.xml": secret}
    content, report = made(header=header, relations=relations, body=body, more=more)
    inside = b"".join(parts(content).values())
    for word in (b"traceur", b"valmont.example/", b"DDEAUTO", b"INCLUDE", b"secret", b"Madame", b"w:pict", b"altChunk"):
        assert word not in inside
    assert b"valmont.example" in inside and b"jamais" in inside
    assert {"text", "picture", "link", "field", "object", "old_drawing", "chunk"} <= set(report["told"])


def test_fields_that_never_end_leave_their_words() -> None:
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + house.words("Page ") + house.a_field("PAGE")
    content, _report = made(footer=house.lines(broken + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 3))
    shown = parts(content)["word/footer1.xml"].decode()
    assert shown.count('"begin"') == shown.count('"end"')


def test_a_template_without_page_numbers_says_so() -> None:
    assert made()[1]["numbered"] is True
    assert made(footer=house.lines(house.words("Valmont")))[1]["numbered"] is False


def test_a_page_without_room_becomes_a4() -> None:
    _content, report = made(page=house.page(3000, 3000, 1400, 1400, 1400, 1400))
    assert (report["page"]["width"], "page" in report["told"]) == (11906, True)
    assert made(page='<w:pgSz w:w="x" w:h="y"/>')[1]["page"]["height"] == 16838


def test_a_template_made_of_an_export_of_ours_is_one() -> None:
    """Given back what it made, it finds all of it."""
    ours = export(full()).content
    report = adopt(ours)["report"]
    assert report["added"] == []
    again = export(full(), house=adopt(adopt(ours)["images"]["template"])["images"]["template"])
    assert again.left_out == export(full()).left_out


def test_what_is_odd_in_its_xml_does_not_reach_the_file() -> None:
    odd = (
        '<w:pPr><w:jc w:val="middle"/><w:spacing w:after="beaucoup" w:before="12"/><w:keepNext w:val="maybe"/>'
        '<w:gadget w:val="1"/><w:ind w:start="99" w:left="12.5"/></w:pPr><w:rPr><w:sz w:val="-1"/><w:b/><w:color/></w:rPr>'
    )
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/><w:next w:val="?"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/>{odd}</w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="twice"/></w:style>'
        '<w:style w:type="table" w:styleId="T"><w:name w:val="Table Grid"/><w:basedOn w:val="N"/></w:style>'
    )
    word = export(full(), house=made(styles=styles)[0])
    assert b"gadget" not in word.files["word/styles.xml"]


CORPUS = Path(__file__).parents[3] / "shared" / "word" / "corpus" / "open"
FILES = sorted(CORPUS.glob("*.docx")) if CORPUS.exists() else []


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[:60])
def test_files_of_the_wild_become_templates_or_are_refused(file: Path, tmp_path: Path) -> None:
    """Whatever their markup is like, what is written into them is sound."""
    from django.core.exceptions import ValidationError

    from documents.formats import guard

    try:
        guard.check(file.read_bytes(), file.name)
        content = adopt(file.read_bytes())["images"]["template"]
    except (ValidationError, Unreadable, NoStyles, TooLong):
        return
    export(full(), house=content, layout=Layout(cover=True, contents=True))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sample_wears_every_style(language: str, tmp_path: Path) -> None:
    from django.utils import translation

    with translation.override(language):
        content = sample_file("Courrier", made()[0], owner="Ville de Valmont")
    (file := tmp_path / "sample.docx").write_bytes(content)
    assert audit_findings(file) == []
    if CHECKER.exists():
        assert house_findings(file, language=language) == []
    word = Word(content, [])
    assert "Courrier" in word.files["word/header1.xml"].decode()
    worn = {value(one, "pPr/pStyle") for one in word.body.iter(f"{W}p")}
    assert {"Heading1", "Heading3", "ListBullet", "ListNumber", "Task", "Quote", "SourceCode", "Caption"} <= worn
    assert len([name for name in word.files if name.startswith("word/media/image")]) == 1
    assert ("Sommaire" in word.text()) is (language == "fr")
