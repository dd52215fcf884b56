"""HTML both ways: `read` what people bring, `write` what the reading page shows."""

from documents.formats.html.reader import read
from documents.formats.html.writer import write

__all__ = ["read", "write"]
