"""What a page makes people download stays within its budget (compressed, as the server sends it)."""

import gzip
import json
from pathlib import Path

import pytest

DIST = Path(__file__).parents[2] / "frontend" / "dist"


@pytest.mark.parametrize(("entry", "budget"), [("src/document.ts", 220_000), ("src/site.ts", 20_000)])
def test_the_script_of_a_page_is_within_its_budget(entry: str, budget: int) -> None:
    manifest = DIST / "manifest.json"
    if not manifest.exists():
        pytest.skip("the front end is not built: bin/test builds it")
    script = DIST / json.loads(manifest.read_text())[entry]["file"]
    assert len(gzip.compress(script.read_bytes(), 9)) <= budget
