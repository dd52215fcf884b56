"""Every Word file that tests of documents make is judged by both validators at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents.word import CHECKER, MADE, audit_findings, house_findings

FOUND = "unsound-word-files"


@pytest.fixture(scope="session", autouse=True)
def _every_word_file_is_sound(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[None]:
    """What is found is kept in pytest's cache as well, where `.ci/run` looks: no test tried again alone would show it."""
    yield
    folder = tmp_path_factory.mktemp("word")
    files: dict[Path, str] = {}
    for number, (content, made_by) in enumerate(MADE.items()):
        file = folder / f"{number}.docx"
        file.write_bytes(content)
        files[file] = made_by
    found = [f"{made_by}: {finding}" for file, made_by in files.items() for finding in audit_findings(file)]
    if files and CHECKER.exists():
        found += house_findings(*files)
    if found:
        (folder := request.config.rootpath / ".pytest_cache").mkdir(exist_ok=True)
        (folder / FOUND).write_text("\n".join(found))
    assert found == [], {str(file): made_by for file, made_by in files.items()}
