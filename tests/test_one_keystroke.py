"""`docs/one-keystroke.md` is read beside the code: whatever it names is there, and stands where it says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from activity.verbs import SENTENCES

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "one-keystroke.md").read_text()
APPS = ("accounts", "activity", "api", "config", "documents", "notifications", "permissions", "realtime", "workspaces")
NOT_CODE = {"default", "Origin", "GET", "wait"}  # the root of the text, what HTTP and its addresses say


def in_python() -> Iterator[str]:
    """`name` and `Class.name` or `module.name` of everything defined in our apps."""
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts):
        for node in ast.parse(path.read_text()).body:
            for name in _names(node):
                yield from (name, f"{path.stem}.{name}")
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    for name in _names(inner):
                        yield from (name, f"{node.name}.{name}")
                made = (one for one in ast.walk(node) if isinstance(one, ast.Attribute) and _is_own(one))
                yield from (f"{node.name}.{one.attr}" for one in made)
            if isinstance(node, ast.ImportFrom):  # what a module hands on under its own name: `log.append`
                yield from (f"{path.stem}.{one.asname or one.name}" for one in node.names)


def _is_own(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def in_typescript() -> Iterator[str]:
    """`name` and `Class.name` of members, classes and functions of the front end."""
    for path in (ROOT / "frontend" / "src").rglob("*.ts"):
        holder = ""
        for line in path.read_text().splitlines():
            if found := re.match(r"export (?:class|function|const|interface) (\w+)", line):
                holder = found[1]
                yield holder
            elif found := re.match(r"  (?:(?:private|readonly|static|async|get) )*(\w+)(?:\(| = |:)", line):
                yield from (found[1], f"{holder}.{found[1]}")


DEFINED = {*in_python(), *in_typescript(), *SENTENCES}
NAMED = sorted(set(re.findall(r"`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)`", PAGE)) - NOT_CODE)


@pytest.mark.parametrize("name", NAMED)
def test_what_the_page_names_is_there(name: str) -> None:
    assert name in DEFINED


def test_it_names_much() -> None:
    """Should the page be written in another way, the test above would look at nothing."""
    assert len(NAMED) > 40


def test_a_file_named_beside_a_function_holds_it() -> None:
    """As in: `Writer.run` (`realtime/writer.py`)."""
    pairs = re.findall(r"`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)`,? (?:in |\(|\(in )`([\w/.-]+\.(?:py|ts))`", PAGE)
    wrong = [(name, path) for name, path in pairs if name.split(".")[-1] not in (ROOT / path).read_text()]
    assert len(pairs) > 15
    assert not wrong


def test_its_steps_are_numbered_without_a_gap() -> None:
    assert [int(number) for number in re.findall(r"(?m)^(\d+)\. ", PAGE)] == list(range(1, 27))
