"""`manage.py verify_audit`: says what is whole, ends with 1 when something is broken, compares with what was noted."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from activity import seals
from activity.chain import chain_of
from activity.models import ChainHead, Event
from activity.record import record
from tests.activity.tampering import change
from workspaces.models import Workspace


def run(**options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("verify_audit", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_it_says_what_is_whole(workspace: Workspace) -> None:
    out, err = run()
    assert chain_of(workspace.pk) in out
    assert err == ""


def test_a_broken_chain_ends_it_with_one(workspace: Workspace) -> None:
    change(1, "verb", "access.shared", chain_of(workspace.pk))
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as broken:
        call_command("verify_audit", stdout=out, stderr=err)
    assert broken.value.returncode == 1
    assert "1" in err.getvalue()


def rewritten(chain: str) -> None:
    """By somebody who can write everything: another title, and every hash computed again to the end."""
    before = ""
    for event in Event.objects.filter(chain=chain).order_by("number"):
        event.data = {**event.data, "title": "Autre"}
        event.seals, event.previous = seals.seal(event.data), before
        event.hash = before = seals.fingerprint(event)
        event.save()
    ChainHead.objects.filter(pk=chain).update(hash=before)


def test_what_was_noted_elsewhere_tells_on_a_chain_written_anew(
    workspace: Workspace, alice: Any, tmp_path: Path
) -> None:
    noted = tmp_path / "ends.jsonl"
    run(keep=noted)
    record("access.shared", by=alice, on=workspace, workspace=workspace.pk, title="Un", reach="public")
    run(against=noted)
    rewritten(chain_of(workspace.pk))
    run()
    with pytest.raises(CommandError):
        run(against=noted)


def test_a_broken_chain_is_not_noted(workspace: Workspace, tmp_path: Path) -> None:
    change(1, "verb", "access.shared", chain_of(workspace.pk))
    with pytest.raises(CommandError):
        run(keep=tmp_path / "ends.jsonl")
    assert not (tmp_path / "ends.jsonl").exists()


@pytest.mark.parametrize("text", ["", "{}", '{"chain": 1}', "no json"])
def test_a_file_that_cannot_be_read_is_told(workspace: Workspace, tmp_path: Path, text: str) -> None:
    noted = tmp_path / "ends.jsonl"
    noted.write_text(text)
    if text:
        with pytest.raises(CommandError):
            run(against=noted)
    else:
        run(against=noted)
    with pytest.raises(CommandError):
        run(against=tmp_path / "absent")
    with pytest.raises(CommandError):
        run(keep=tmp_path / "absent" / "ends.jsonl")
