"""Word files of others, read by the names of their styles and by their numbering."""

import io
from typing import Any

import pytest
from PIL import Image

from documents.formats.reading.docx import read
from tests.documents.files import (
    archive,
    comment,
    commented,
    deleted,
    inserted,
    item,
    paragraph,
    run,
    word,
)
from tests.documents.trees import Node, picture


def found(body: str, **parts: Any) -> dict[str, Any]:
    return read(word(body, **parts))


def blocks(body: str, **parts: Any) -> list[Node]:
    return [bare(node) for node in found(body, **parts)["tree"]["content"]]


def bare(node: Node) -> Node:
    """Without ids; a paragraph of plain words as these words."""
    attrs = {name: value for name, value in node.get("attrs", {}).items() if name != "id"}
    content = [bare(child) for child in node.get("content", [])]
    return {
        "type": node["type"],
        **({"attrs": attrs} if attrs else {}),
        **({"content": content} if content else {}),
    } | {key: node[key] for key in ("text", "marks") if key in node}


def said(nodes: list[Node]) -> Any:
    """The shape and the words: `[("paragraph", "Bonjour")]`, what holds blocks with a list."""
    return [(node["type"], _inside(node)) for node in nodes]


def _inside(node: Node) -> Any:
    content = node.get("content", [])
    if all(child["type"] in ("text", "hardBreak", "footnote") for child in content):
        return "".join(child.get("text", "\n" if child["type"] == "hardBreak" else "*") for child in content)
    return said(content)


def told(body: str, **parts: Any) -> dict[str, int]:
    return {code: one["count"] for code, one in found(body, **parts)["told"].items()}


def test_styles_by_name() -> None:
    made = blocks(
        paragraph("Première partie", "Titre1")
        + paragraph("Détail", "Titre2")
        + paragraph("point", "Liste")
        + paragraph("autre point", "Listepuces")
        + paragraph("On dit", "Citation")
        + paragraph("que oui", "Citation")
        + paragraph("a = 1", "Code")
        + paragraph("b = 2", "Code")
    )
    assert said(made) == [
        ("heading", "Première partie"),
        ("heading", "Détail"),
        ("bulletList", [("listItem", [("paragraph", "point")]), ("listItem", [("paragraph", "autre point")])]),
        ("blockquote", [("paragraph", "On dit"), ("paragraph", "que oui")]),
        ("codeBlock", "a = 1\nb = 2"),
    ]
    assert [node["attrs"]["level"] for node in made[:2]] == [1, 2]


def test_a_style_of_ones_own_is_what_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mien"><w:name w:val="Titre de la mairie"/><w:basedOn w:val="T1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Plan"><w:name w:val="Plan"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
    )
    made = blocks(paragraph("Un", "Mien") + paragraph("Deux", "Plan") + paragraph("Rond", "A"), styles=styles)
    assert [(node["type"], node.get("attrs", {}).get("level")) for node in made] == [
        ("heading", 1),
        ("heading", 3),
        ("paragraph", None),
    ]


def test_lists_nest_restart_and_go_on() -> None:
    made = blocks(
        item("un")
        + item("puce", level=1)
        + item("deux")
        + paragraph("Entre les deux")
        + item("trois")
        + item("de nouveau un", number=2)
    )
    assert said(made) == [
        (
            "orderedList",
            [
                ("listItem", [("paragraph", "un"), ("bulletList", [("listItem", [("paragraph", "puce")])])]),
                ("listItem", [("paragraph", "deux")]),
            ],
        ),
        ("paragraph", "Entre les deux"),
        ("orderedList", [("listItem", [("paragraph", "trois")])]),
        ("orderedList", [("listItem", [("paragraph", "de nouveau un")])]),
    ]
    assert [node.get("attrs") for node in made if node["type"] == "orderedList"] == [None, {"start": 3}, None]


def test_tables_with_merges_headers_and_widths() -> None:
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"

    head = cell("Tête", '<w:gridSpan w:val="2"/>')
    high, below = cell("haut", '<w:vMerge w:val="restart"/>'), cell("", "<w:vMerge/>")
    made = blocks(
        '<w:tbl><w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="3000"/></w:tblGrid>'
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{head}</w:tr>"
        f"<w:tr>{high}{cell('a')}</w:tr><w:tr>{below}{cell('b')}</w:tr></w:tbl>"
    )
    rows = made[0]["content"]
    assert [[(one["type"], one["attrs"]) for one in row["content"]] for row in rows] == [
        [("tableHeader", {"colspan": 2, "colwidth": [100, 200]})],
        [("tableCell", {"rowspan": 2, "colwidth": [100]}), ("tableCell", {"colwidth": [200]})],
        [("tableCell", {"colwidth": [200]})],
    ]


def test_marks_links_and_languages() -> None:
    here = run("ici", '<w:u w:val="single"/>')
    made = found(
        paragraph(
            "Du ",
            inside=run("gras", "<w:b/>")
            + run(" pas", '<w:b w:val="0"/>')
            + run(" anglais", '<w:lang w:val="en-GB"/>')
            + f'<w:hyperlink r:id="a">{here}</w:hyperlink>'
            + f'<w:hyperlink r:id="b">{run("piège")}</w:hyperlink>'
            + f'<w:hyperlink w:anchor="la">{run("plus bas")}</w:hyperlink>',
        )
        + paragraph("Là", inside='<w:bookmarkStart w:id="1" w:name="la"/>')
        + paragraph("Beaucoup de mots en français pour dire la langue.", properties=""),
        links={"a": "https://exemple.fr/", "b": "javascript:alert(1)"},
        styles='<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>',
    )
    first, second = made["tree"]["content"][:2]
    assert [(node["text"], [mark["type"] for mark in node.get("marks", [])]) for node in first["content"]] == [
        ("Du ", []),
        ("gras", ["bold"]),
        (" pas", []),
        (" anglais", ["textLanguage"]),
        ("ici", ["link"]),
        ("piège", []),
        ("plus bas", ["link"]),
    ]
    assert first["content"][-1]["marks"][0]["attrs"]["href"] == f"#{second['attrs']['id']}"
    assert (made["language"], made["told"]["link"]["about"]) == ("fr-FR", ["javascript:alert(1)"])


def test_notes_breaks_equations_and_contents() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        paragraph("Sommaire ........ 3", "TM1")
        + paragraph("Texte", inside=note + "<w:r><w:br/></w:r>" + "<m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath>")
        + paragraph("Avant", inside='<w:r><w:br w:type="page"/></w:r>' + run("Après"))
    )
    notes = f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(" La source.")}</w:p></w:footnote>'
    made = blocks(body, footnotes=notes)
    assert said(made) == [
        ("paragraph", "Texte*\nx²"),
        ("paragraph", "Avant"),
        ("pageBreak", ""),
        ("paragraph", "Après"),
    ]
    assert made[0]["content"][1] == {"type": "footnote", "content": [{"type": "text", "text": "La source."}]}
    assert told(body, footnotes=notes) == {"contents": 1, "equation": 1}


def test_text_boxes_keep_their_words_once() -> None:
    box = f"<w:txbxContent>{paragraph('Dans le cadre')}</w:txbxContent>"
    body = paragraph(
        "Autour",
        inside=f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    assert said(blocks(body)) == [("paragraph", "Autour"), ("paragraph", "Dans le cadre")]
    assert told(body) == {"text_box": 1}


def drawing(key: str = "image", alt: str = "Un plan") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="952500" cy="952500"/><wp:docPr id="1" name="x" descr="{alt}"/>'
        f'<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{key}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def with_picture(body: str, data: bytes, mode: str = "") -> bytes:
    made = word(body)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        files: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    relations = bytes(files["word/_rels/document.xml.rels"]).decode()  # type: ignore[arg-type]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    one = f'<Relationship Id="image" Type="{kind}" Target="media/a.png"{mode}/></Relationships>'
    files["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", one)
    return archive(files | {"word/media/a.png": data})


def test_pictures_with_what_they_show_and_their_caption() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Marie"
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG", exif=exif)
    caption = paragraph(
        "",
        "Lgende",
        inside=run("Figure ") + f'<w:fldSimple w:instr=" SEQ Figure ">{run("1")}</w:fldSimple>' + run(" : la place"),
    )
    made = read(with_picture(paragraph("", inside=drawing()) + caption, data.getvalue()))
    figure = made["tree"]["content"][0]
    assert (figure["type"], figure["attrs"]["alt"], figure["content"]) == (
        "figure",
        "Un plan",
        [{"type": "text", "text": "la place"}],
    )
    assert b"Marie" not in made["images"][figure["attrs"]["image"]]


@pytest.mark.parametrize(
    ("data", "mode", "code"),
    [(b"\x01\x00\x00\x00EMF", "", "picture"), (picture(), ' TargetMode="External"', "picture_outside")],
)
def test_a_picture_that_cannot_be_had_leaves_its_description(data: bytes, mode: str, code: str) -> None:
    made = read(with_picture(paragraph("", inside=drawing()), data, mode))
    assert said([bare(node) for node in made["tree"]["content"]]) == [("paragraph", "[Un plan]")]
    assert made["told"][code] == {"count": 1, "about": ["Un plan"]}


def test_boxes_to_tick() -> None:
    def box(ticked: int, words: str) -> str:
        control = (
            f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{ticked}"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent>{run('☐')}</w:sdtContent></w:sdt>"
        )
        return f"<w:p>{control}{run(' ' + words)}</w:p>"

    made = blocks(box(1, "fait") + box(0, "à faire"))
    assert said(made) == [
        ("taskList", [("taskItem", [("paragraph", "fait")]), ("taskItem", [("paragraph", "à faire")])])
    ]
    assert [one["attrs"]["checked"] for one in made[0]["content"]] == [True, False]


def test_hidden_words_stay_hidden_and_the_language_of_most_words_is_the_texts() -> None:
    body = paragraph(
        "", inside=run("Beaucoup de mots en français", '<w:lang w:val="fr-FR"/>') + run("secret", "<w:vanish/>")
    )
    made = found(
        body,
        styles='<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>',
    )
    assert said(made["tree"]["content"]) == [("paragraph", "Beaucoup de mots en français")]
    assert (made["language"], made["told"]["hidden"]["count"]) == ("fr-FR", 1)
    assert "marks" not in made["tree"]["content"][0]["content"][0]


def proposals(body: str) -> list[tuple[str, list[Any], list[str]]]:
    """For each, the words it is about, those proposed, and by whom."""
    made = found(body)
    return [(_words_of(made["tree"], one["block"]), said(one["proposed"]), one["who"]) for one in made["proposals"]]


def _words_of(node: Node, key: str) -> str:
    if node.get("attrs", {}).get("id") == key:
        return str(_inside(node))
    return next((words for child in node.get("content", []) if (words := _words_of(child, key))), "")


def test_changes_in_a_paragraph_are_one_proposal() -> None:
    body = paragraph("Le ", inside=deleted("vieux ") + inserted(run("nouveau "), "Jean") + run("texte") + deleted("."))
    assert proposals(body) == [("Le vieux texte.", [("paragraph", "Le nouveau texte")], ["Marie Curie", "Jean"])]


END = '<w:rPr><w:ins w:id="1" w:author="Jean" w:date="2026-05-02T10:00:00Z"/></w:rPr>'
GONE = END.replace("w:ins", "w:del")


def test_a_paragraph_put_in_is_told_with_its_neighbour() -> None:
    body = paragraph("Un") + paragraph("", properties=END, inside=inserted(run("Deux"))) + paragraph("Trois")
    assert said(blocks(body)) == [("paragraph", "Un"), ("paragraph", "Trois")]
    assert proposals(body)[0][:2] == ("Un", [("paragraph", "Un"), ("paragraph", "Deux")])


def test_enter_at_the_end_of_a_line_is_a_paragraph_put_in_after_it() -> None:
    body = paragraph("Un", properties=END) + paragraph("", inside=inserted(run("Deux")))
    assert said(blocks(body)) == [("paragraph", "Un")]
    assert proposals(body)[0][:2] == ("Un", [("paragraph", "Un"), ("paragraph", "Deux")])


def test_cut_in_two_and_joined() -> None:
    cut = paragraph("Un ", properties=END) + paragraph("deux")
    assert (said(blocks(cut)), proposals(cut)[0][:2]) == (
        [("paragraph", "Un deux")],
        ("Un deux", [("paragraph", "Un "), ("paragraph", "deux")]),
    )
    joined = paragraph("Un ", properties=GONE) + paragraph("deux")
    assert [one[:2] for one in proposals(joined)] == [("Un ", [("paragraph", "Un deux")]), ("deux", [])]


def test_a_paragraph_taken_out_and_a_new_item() -> None:
    out = paragraph("Un") + paragraph("", properties=GONE, inside=deleted("Deux")) + paragraph("Trois")
    assert [one[:2] for one in proposals(out)] == [("Deux", [])]
    new = item("un") + item("").replace("</w:p>", inserted(run("deux")) + "</w:p>").replace(
        "</w:pPr>", END + "</w:pPr>", 1
    )
    assert [one[1] for one in proposals(new)] == [
        [("listItem", [("paragraph", "un")]), ("listItem", [("paragraph", "deux")])]
    ]


def test_marks_that_were_proposed() -> None:
    change = '<w:b/><w:rPrChange w:id="1" w:author="Jean" w:date="2026-05-02T10:00:00Z"><w:rPr/></w:rPrChange>'
    made = found(paragraph("Un ", inside=run("mot", change)))
    assert made["tree"]["content"][0]["content"] == [{"type": "text", "text": "Un mot"}]
    assert made["proposals"][0]["proposed"][0]["content"][1]["marks"] == [{"type": "bold"}]


def test_comments_with_replies() -> None:
    made = found(
        paragraph("", inside=commented(0, "ici")),
        comments=comment(0, "Pourquoi ?", paragraph_id="0A") + comment(1, "Parce que.", who="Marie", paragraph_id="0B"),
        commentsExtended='<w15:commentEx w15:paraId="0A" w15:done="1"/>'
        '<w15:commentEx w15:paraId="0B" w15:paraIdParent="0A" w15:done="0"/>',
    )
    (thread,) = made["threads"]
    assert (thread["resolved"], [one["text"] for one in thread["said"]]) == (True, ["Pourquoi ?", "Parce que."])
    assert made["tree"]["content"][0]["content"][0]["marks"] == [{"type": "comment", "attrs": {"thread": "0"}}]


def test_the_title_is_set_apart() -> None:
    made = found(paragraph("Le plan", "Titre") + paragraph("Texte"))
    assert (made["title"], said(made["tree"]["content"])) == ("Le plan", [("paragraph", "Texte")])


def test_deep_nesting_is_read_in_bounds() -> None:
    table = paragraph("au fond")
    for _ in range(12):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    assert "au fond" in str(found(table)["tree"])
