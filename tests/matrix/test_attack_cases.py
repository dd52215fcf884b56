"""The plan of attacks and our tests: no case about rights is without one, and each that is named exists."""

import ast
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parents[1]
PLAN = TESTS.parents[1] / "shared" / "checks" / "attack_cases.json"
BOUND: dict[str, Any] = tomllib.loads(Path(__file__).with_name("attack_cases.toml").read_text())


@cache
def names_in(path: str) -> frozenset[str]:
    found = ast.walk(ast.parse((TESTS / path).read_text()))
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("case", BOUND["tests"])
def test_the_tests_bound_to_it_exist(case: str) -> None:
    for named in BOUND["tests"][case]:
        path, name = named.split("::")
        assert name in names_in(path)


def test_no_case_about_rights_is_forgotten() -> None:
    if not PLAN.exists():
        pytest.skip("the plan of attacks is not beside this folder")
    cases = json.loads(PLAN.read_text())["cases"]
    wanted = {case["id"] for case in cases if case["cls"] in BOUND["classes"]}
    assert not wanted - set(BOUND["tests"])
    assert not set(BOUND["tests"]) - {case["id"] for case in cases}
