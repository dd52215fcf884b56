"""The browser and the server know the same content model: same nodes, same marks, same stored keys."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from documents import schema

FRONTEND = Path(__file__).parents[2] / "frontend"


@pytest.fixture(scope="module")
def browser() -> dict[str, Any]:
    """The model as the front end's own code builds it, printed by `npm run contract`."""
    npm = shutil.which("npm")
    if npm is None or not (FRONTEND / "node_modules").exists():
        pytest.skip("Node or the front end's packages are absent: bin/test installs both")
    subprocess.run([npm, "run", "contract", "--silent"], cwd=FRONTEND, check=True, timeout=120)
    model: dict[str, Any] = json.loads((FRONTEND / "contract" / "schema.json").read_text())
    return model


def test_the_version_is_the_same(browser):
    assert browser["version"] == schema.VERSION


def test_the_nodes_are_the_same(browser):
    ours = {
        name: {"content": node.content, "group": node.group, "inline": node.inline, "attrs": node.attrs}
        for name, node in schema.NODES.items()
    }
    assert browser["nodes"] == ours


def test_the_marks_are_the_same(browser):
    ours = {name: {"attrs": attrs, "overlapping": name in schema.OVERLAPPING} for name, attrs in schema.MARKS.items()}
    assert browser["marks"] == ours


def test_an_overlapping_mark_is_stored_under_the_same_key(browser):
    assert browser["markKeys"]
    for sample in browser["markKeys"]:
        assert schema.mark_key("comment", sample["attrs"]) == sample["key"], sample
        assert schema.mark_name(sample["key"]) == "comment"


def test_a_comment_may_be_marked_on_all_words(browser):
    """The server marks any words of a block; y-tiptap deletes what the browser's model forbids."""
    assert set(browser["commentable"]) == {
        name for name, node in schema.NODES.items() if node.content in {"inline*", "text*"} and not node.inline
    }
    assert set(browser["besideComments"]) == set(schema.MARKS)


@pytest.mark.parametrize("href", ["https://exemple.fr", "mailto:a@exemple.fr", "/lire/", "#titre", "tel:+33102030405"])
def test_a_safe_link_stays_a_link(href):
    assert schema.is_safe_link(href)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//exemple.fr", "data:text/html,x", "", None, 3])
def test_an_unsafe_link_is_none(href):
    assert not schema.is_safe_link(href)
