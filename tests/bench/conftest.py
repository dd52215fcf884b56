"""The generator of bin/bench with the packages of the front end, so that its tests need no installation of their own."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("load", "scenarios", "servers", "report")

Evaluate = Callable[[str], Any]


@pytest.fixture(scope="module")
def evaluate(node: str, tmp_path_factory: pytest.TempPathFactory) -> Evaluate:
    """Runs a script that may import `./load/…` and the like; what it gives to `answer` comes back."""
    folder = tmp_path_factory.mktemp("bench")
    for part in PARTS:
        shutil.copytree(ROOT / "bench" / part, folder / part)
    (folder / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")

    def run(script: str) -> Any:
        file = folder / "script.mjs"
        file.write_text(f"const answer = (value) => console.log(JSON.stringify(value));\n{script}")
        done = subprocess.run([node, str(file)], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
