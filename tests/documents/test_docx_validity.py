"""Word export, the file as a whole: two validators, random trees, no word lost, LibreOffice opens it."""

import shutil
import subprocess
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from documents.formats.docx import Contributor, Layout
from documents.formats.nodes import clean, is_inline, kind, text_of, walk
from tests.documents.schema_check import faults
from tests.documents.trees import (
    Node,
    bullets,
    cell,
    doc,
    full,
    item,
    link,
    node,
    numbers,
    paragraph,
    row,
    text,
    trees,
)
from tests.documents.word import INFO, Everywhere, Word, audit_findings, export, house_findings

BAD = doc(
    text("à la racine"),
    node(
        "table",
        row("a"),
        row("b", cell("c", rowspan=8, colspan=3)),
        row(cell("d", colspan=2)),
        paragraph("hors cellule"),
    ),
    node("tableCell", paragraph("seule")),
    node("heading", level=3),
    node("heading", "Saut", level=5.0),
    node("gadget", node("bulletList", paragraph("perdu"))),
    paragraph(node("paragraph", "dans un paragraphe"), text("lien", link("http://[")), text("vide", link("#rien"))),
    node("figure", image="pas un numéro", alt="Vue"),
    node("table"),
    node("bulletList"),
    node("codeBlock"),
    node("pageBreak"),
)
MERGED = doc(
    node(
        "table",
        row(cell("a", rowspan=3), cell("b", colspan=2)),
        row("c", cell("d", rowspan=2)),
        row("e"),
        row(cell("f", colspan=3)),
    ),
    node("table", row(cell(node("table", row("x"))))),
)
NESTED = doc(
    numbers("a", item("b", bullets("c", item("d", numbers("e", start=5))))),
    numbers("f"),
    bullets("g"),
    numbers("h", start=0),
)
LINKS = doc(
    *(
        paragraph(text(f"lien {n}", link(href)))
        for n, href in enumerate(
            (
                "https://é.fr/ù d",
                "https://u:p@a.fr:80/?q=é#b#c",
                "/x y",
                "mailto:a@b.fr?subject=été !",
                "tel:0102",
                "#p",
            )
        )
    ),
    node("paragraph", "but", id="p"),
)


@pytest.mark.parametrize(
    "tree", [full(), BAD, MERGED, NESTED, LINKS, doc()], ids=["full", "bad", "merged", "nested", "links", "empty"]
)
def test_both_validators_find_nothing(tree, tmp_path):
    file = tmp_path / "export.docx"
    file.write_bytes(export(tree).content)
    assert audit_findings(file) == []
    assert house_findings(file) == []


LINES = st.sampled_from(["", " ", "a", "Été « œuvre »\u202f!", "<b>&amp;", "x\ty\nz", "\x00\ud800", "mot " * 90, "😀"])


def random_exports(count: int) -> list[tuple[Node, Word]]:
    """Documents of random shape laid out at random, the same at every run so that a failure can be looked at again."""
    found = []
    layouts = st.builds(Layout, st.booleans(), st.sampled_from([True, False, None]), st.booleans())
    people = st.lists(st.builds(Contributor, LINES, LINES), max_size=3).map(tuple)
    infos = st.builds(
        replace, st.just(INFO), title=LINES, organisation=LINES, signature=LINES, contributors=people,
        authors=st.lists(LINES, max_size=9).map(tuple), language=st.sampled_from(["fr-FR", "fr", "fr-CA", "?"]),
    )  # fmt: skip

    @seed(20261122)
    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(trees(), layouts, infos, st.sampled_from([{}, Everywhere(3)]))
    def collect(tree, layout, info, pages):
        found.append((tree, export(tree, info, judged=False, layout=layout, count_pages=lambda _: pages)))

    collect()
    return found


@pytest.mark.parametrize("count", [25, pytest.param(200, marks=pytest.mark.slow)])
def test_random_documents_make_valid_files(count, tmp_path):
    files = []
    for number, (tree, word) in enumerate(random_exports(count)):
        files.append(tmp_path / f"{number}.docx")
        files[-1].write_bytes(word.content)
        assert audit_findings(files[-1]) == [], tree
    assert len(files) >= count
    assert house_findings(*files) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees())
def test_no_word_is_lost(tree):
    written = "".join(export(tree, judged=False).text().split())
    for found in walk(tree):
        if is_inline(found) and kind(found) not in ("footnote", "hardBreak"):
            words = "".join((clean(found.get("text")) or text_of([found])).split())
            assert words in written


@pytest.mark.slow
def test_libreoffice_opens_it_and_counts_lists_as_we_do(tmp_path):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    file = tmp_path / "export.docx"
    file.write_bytes(export(full()).content)
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    for format in ("pdf", "txt:Text (encoded):UTF8"):
        subprocess.run(
            [*command, "--convert-to", format, "--outdir", str(tmp_path), str(file)],
            check=True,
            capture_output=True,
            timeout=120,
        )
    assert (tmp_path / "export.pdf").read_bytes().startswith(b"%PDF")
    lines = [" ".join(line.split()) for line in (tmp_path / "export.txt").read_text().splitlines()]
    for line in (
        "1. Premier",
        "2. Deuxième",
        "3. Troisième",
        "1. Autre liste, qui recommence",
        "2. Deux",
        "7. Qui commence à sept",
    ):
        assert line in lines


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees(valid=True))
def test_the_trees_called_valid_are_and_lose_nothing_in_word(tree):
    assert faults(tree) == []
    export(tree, judged=False)
