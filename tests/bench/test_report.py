"""What bin/bench says of its results: the scenarios it knows, the middle of runs, and whether a bar is met."""

import json
import re
import subprocess
from typing import Any

from tests.bench.conftest import ROOT, Evaluate

JUDGE = """
import { judged } from "./report/bars.mjs";
const run = (result) => ({ result });
answer(judged(%s).map(({ what, than, figure, met }) => ({ what, than, figure, met })));
"""

PAGE = """
import { page } from "./report/page.mjs";
answer(page(%s));
"""


def runs(key: str, *values: float) -> list[dict[str, Any]]:
    return [{"result": {key: value}} for value in values]


def bar(bars: list[dict[str, Any]], what: str) -> dict[str, Any]:
    return next(one for one in bars if one["what"] == what)


def test_help_lists_every_scenario(evaluate: Evaluate):
    known = evaluate('import { scenarios } from "./scenarios/index.mjs"; answer(Object.keys(scenarios));')
    told = subprocess.run([ROOT / "bin" / "bench", "--help"], capture_output=True, text=True, check=True).stdout
    assert {name for name in known if not re.search(rf"\b{name}\b", told)} == set()
    assert set(re.findall(r"workshop-\d+", told)) == {name for name in known if name.startswith("workshop")}


def test_a_word_means_the_scenarios_that_begin_with_it(evaluate: Evaluate):
    script = 'import { named } from "./scenarios/index.mjs"; answer(["workshop", "town", "workshop-7"].map(named));'
    workshops, town, other = evaluate(script)
    assert workshops == ["workshop-20", "workshop-100", "workshop-200"]
    assert (town, other) == (["town"], ["workshop-7"])


def test_a_ratio_is_of_the_medians_of_both(evaluate: Evaluate):
    flood = {"tablee": runs("cpuPer1000", 9, 1, 2), "hocuspocus": runs("cpuPer1000", 4, 5, 1)}
    found = [one for one in evaluate(JUDGE % json.dumps({"flood": flood})) if one["figure"] is not None]
    assert [(one["figure"], one["met"]) for one in found] == [(0.5, True)]


def test_what_may_never_happen_is_judged_by_the_worst_run(evaluate: Evaluate):
    bars = evaluate(JUDGE % json.dumps({"crash": {"tablee": runs("shownLost", 0, 0, 1)}}))
    found = bar(bars, "shown and lost")
    assert (found["figure"], found["met"]) == (1, False)


def test_what_was_not_measured_is_neither_met_nor_missed(evaluate: Evaluate):
    assert {one["met"] for one in evaluate(JUDGE % "{}")} == {None}


def test_the_page_tells_of_runs_that_failed(evaluate: Evaluate):
    about = {"at": "2026-01-02T03:04:05Z", "scenario": "flood", "server": "tablee", "run": 1, "loadBefore": 0.5}
    good = {**about, "result": {"cpuPer1000": 2, "agreed": True}}
    bad = {**about, "run": 2, "error": "it fell over\nand more"}
    text = evaluate(PAGE % json.dumps({"flood": {"tablee": [good, bad]}}))
    assert "- flood, Tablée, run 2: it fell over\n" in text
    assert "1 of 2" in text
