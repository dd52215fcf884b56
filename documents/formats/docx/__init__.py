"""Word files: `write` turns a node tree into a .docx that looks as if a careful colleague had made it."""

from documents.formats.docx.model import DocumentInfo, Export, ImageSource
from documents.formats.docx.writer import write

__all__ = ["DocumentInfo", "Export", "ImageSource", "write"]
