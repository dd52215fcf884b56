"""Writing a node tree as Markdown: CommonMark with tables, tasks, notes and strikethrough, as most tools read it."""

from documents.formats.markdown_out.blocks import write

__all__ = ["write"]
