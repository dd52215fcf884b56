"""`manage.py verify_packages`: files against their list, the list against the audit trail."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from accounts.models import User
from workspaces.deletion import delete_workspace
from workspaces.models import Workspace
from workspaces.package import SUMS


@pytest.fixture
def folder(workspace: Workspace, eve: User) -> Path:
    User.objects.filter(pk=eve.pk).update(is_staff=True, is_superuser=True)
    return delete_workspace(workspace, by=User.objects.get(pk=eve.pk)).folder


def broken(*folders: Path) -> str:
    """What it says of what is wrong."""
    err = io.StringIO()
    with pytest.raises(CommandError) as ended:
        call_command("verify_packages", *map(str, folders), stdout=io.StringIO(), stderr=err)
    assert ended.value.returncode == 1
    return err.getvalue()


def test_it_says_what_is_whole(folder: Path) -> None:
    (Path(site.ARCHIVE_DIR) / ".made-now.half").mkdir()
    for named in ([], [str(folder)]):
        out = io.StringIO()
        call_command("verify_packages", *named, stdout=out)
        assert out.getvalue().splitlines() == [f"{folder.name}: intacte"]


def test_without_packages_it_says_nothing(db: Any) -> None:
    out = io.StringIO()
    call_command("verify_packages", stdout=out)
    assert out.getvalue() == ""


def test_a_changed_file_is_named(folder: Path) -> None:
    (folder / "workspace.json").write_text("{}")
    assert "workspace.json" in broken()


def test_a_list_written_anew_is_found(folder: Path) -> None:
    """By somebody who can write in the folder: the list agrees with the files again."""
    file = folder / "workspace.json"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_text("{}")
    listed = (folder / SUMS).read_text().replace(before, hashlib.sha256(b"{}").hexdigest())
    (folder / SUMS).write_text(listed)
    told = broken()
    assert SUMS in told and "workspace.json" not in told


def test_a_package_of_another_site_is_told(folder: Path) -> None:
    other = folder.rename(folder.with_name("autre"))
    assert broken(other)


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"no list"])
def test_a_list_that_is_none_is_told(folder: Path, content: bytes | None) -> None:
    (folder / SUMS).unlink()
    if content is not None:
        (folder / SUMS).write_bytes(content)
    assert SUMS in broken()
