"""bin/messages sees what is wrong (tests/test_house.py holds that every sentence has its French)."""

import importlib.machinery
import importlib.util

from tests.conftest import ROOT

TOOL = ROOT / "bin" / "messages"


def test_bad_french_is_seen() -> None:
    loader = importlib.machinery.SourceFileLoader("messages_tool", str(TOOL))
    spec = importlib.util.spec_from_loader("messages_tool", loader)
    assert spec is not None
    tool = importlib.util.module_from_spec(spec)
    loader.exec_module(tool)
    for bad in ("Vraiment ?", "Vraiment!", "« oui »", "l'eau", "Attention ; danger", "Attendez..."):
        assert tool.BAD_FRENCH.search(bad), bad
    for good in ("Vraiment\u202f?", "«\u202foui\u202f»", "l’eau", "14:32", "http://x"):
        assert not tool.BAD_FRENCH.search(good), good
