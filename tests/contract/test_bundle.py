"""What a page makes people download stays within its budget (compressed, as the server sends it)."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

DIST = Path(__file__).parents[2] / "frontend" / "dist"


@pytest.mark.parametrize(("entry", "budget"), [("src/document.ts", 220_000), ("src/site.ts", 20_000)])
def test_the_script_of_a_page_is_within_its_budget(entry: str, budget: int) -> None:
    manifest = DIST / "manifest.json"
    if not manifest.exists():
        pytest.skip("the front end is not built: bin/test builds it")
    known = json.loads(manifest.read_text())
    weights = {key: len(gzip.compress((DIST / known[key]["file"]).read_bytes(), 9)) for key in together(known, entry)}
    assert sum(weights.values()) <= budget, weights


def together(known: dict[str, Any], entry: str) -> set[str]:
    """A script and all that it cannot begin without; what it asks for later is not counted."""
    found, waiting = set(), [entry]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(known[key].get("imports", []))
    return found
