"""The list of contents of a reading page."""

from typing import Any

from accounts.models import User
from documents.actions.documents import create_document
from documents.content import read_document
from documents.formats.contents import contents
from workspaces.models import Workspace


def heading(text: str, level: int = 2, **attrs: Any) -> dict[str, Any]:
    return {"type": "heading", "attrs": {"level": level, **attrs}, "content": [{"type": "text", "text": text}]}


def doc(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(blocks)}


def test_each_heading_leads_to_its_place(client_of: Any, alice: User, workspace: Workspace) -> None:
    tree = doc(heading("Un", id="kept"), heading("Deux", 3), heading("Trois <b>", 3))
    made = create_document(workspace, "Long", by=alice, tree=tree)
    text = client_of(alice).get(f"/documents/{made.pk}/lire/").content.decode()
    assert text.count('href="#kept"') == text.count('id="kept"') == 1
    ids = [node["attrs"]["id"] for node in read_document(made)["content"]]
    assert len(set(ids)) == 3
    for anchor in ids:
        assert text.count(f'href="#{anchor}"') == text.count(f'id="{anchor}"') == 1
    assert "Trois &lt;b&gt;" in text and "Trois <b>" not in text


def test_a_short_text_has_none() -> None:
    assert contents(doc(heading("Un"), heading("Deux"))) == []


def test_empty_headings_are_left_out_and_depths_are_relative() -> None:
    found = contents(doc(heading("", 1), heading("Un", 3), heading("Deux", 4), heading("Trois", 6)))
    assert [(one.text, one.depth) for one in found] == [("Un", 0), ("Deux", 1), ("Trois", 2)]


def test_two_headings_with_one_id_have_two_anchors() -> None:
    found = contents(doc(heading("Un", id="same"), heading("Deux", id="same"), heading("Trois", id="not an id")))
    assert [one.anchor for one in found] == ["same", "heading-2", "heading-3"]


def test_a_badly_shaped_tree_does_no_harm() -> None:
    assert contents({"type": "doc", "content": [{"type": "heading", "attrs": None}, "x", {}]}) == []
