"""HTML as a file: it stands alone, says its language and title, fetches nothing, and no word of the text is lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html as lxml_html

from documents.formats.html.page import write_page
from documents.formats.nodes import clean, is_inline, kind, walk
from tests.documents.trees import IMAGES, LOST, PLAN, doc, full, link, node, paragraph, text, trees
from tests.documents.word import INFO, WORDS


def page(*blocks, source=IMAGES.get, info=INFO):
    return write_page(doc(*blocks), info, source, WORDS, edited="Modifié le 1er novembre 2026")


def test_it_says_what_it_is():
    root = lxml_html.document_fromstring(page(*full()["content"])[0])
    assert root.get("lang") == "fr-FR"
    assert root.findtext(".//title") == root.findtext(".//h1") == "La place du marché"
    assert len(root.findall(".//main")) == 1
    assert [found.get("href") for found in root.findall(".//nav//a")][:1] == ["#place"]
    assert "Alice Martin, Bob Durand" in root.find(".//p[@class='byline']").text_content()


def test_it_fetches_nothing_and_runs_nothing():
    written, _left = page(*full()["content"])
    sources = re.findall(r'(?:src|srcset)="([^"]*)"', written)
    assert sources and all(source.startswith("data:image/") for source in sources)
    assert not re.search(r"<script|<link|@import|url\(|<iframe|\son\w+=", written)
    assert "default-src 'none'" in written


def test_a_picture_that_cannot_be_had_becomes_its_words():
    written, left = page(node("figure", image=LOST, alt="La fontaine"), node("figure", image=PLAN, alt="Plan"))
    assert "[Image manquante : La fontaine]" in written
    assert written.count("<img") == 1
    assert len(left) == 1 and "La fontaine" in left[0]


@pytest.mark.parametrize(
    ("href", "becomes"),
    [
        ("/documents/1/", "https://tablee.example/documents/1/"),
        ("https://a.fr/", "https://a.fr/"),
        ("#but", "#but"),
        ("#absent", None),
        ("javascript:alert(1)", None),
    ],
)
def test_links_lead_somewhere_from_anywhere(href, becomes):
    target = node("paragraph", "but", id="but")
    found = re.search(r'<p>(?:<a href="([^"]*)"[^>]*>)?lien', page(paragraph(text("lien", link(href))), target)[0])
    assert found and found[1] == becomes


def test_without_an_address_of_the_site_its_links_are_words_and_that_is_told():
    written, left = page(paragraph(text("lien", link("/documents/1/"))), info=replace(INFO, address=""))
    assert "<p>lien</p>" in written and len(left) == 1


def test_a_title_is_no_markup():
    written, _left = page(paragraph("a"), info=replace(INFO, title="<script>x</script>", language='"><b'))
    assert "<script>" not in written and '<html lang="fr">' in written


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees())
def test_no_word_is_lost(tree):
    written, _left = write_page(tree, INFO, IMAGES.get, WORDS, edited="")
    shown = "".join(lxml_html.document_fromstring(written).text_content().split())
    for found in walk(tree):
        if is_inline(found) and kind(found) not in ("footnote", "hardBreak"):
            assert "".join(clean(found.get("text")).split()) in shown
