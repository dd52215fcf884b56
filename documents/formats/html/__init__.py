"""HTML both ways: `read` what people bring, `write` what the reading page shows."""

from documents.formats.html.passages import Passages
from documents.formats.html.reader import read
from documents.formats.html.writer import write, write_each

__all__ = ["Passages", "read", "write", "write_each"]
