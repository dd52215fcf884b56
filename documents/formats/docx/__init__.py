"""Word files: `write` turns a node tree into a .docx that looks as if a careful colleague had made it."""

from documents.formats.docx.comments import Remark, Talk
from documents.formats.docx.contents import FEW_WORDS, worth_contents
from documents.formats.docx.model import Contributor, DocumentInfo, Export, ImageSource, Layout
from documents.formats.docx.pages import CountPages, by_libreoffice
from documents.formats.docx.revisions import Hand, Revisions
from documents.formats.docx.writer import write

__all__ = [
    "FEW_WORDS",
    "Contributor",
    "CountPages",
    "DocumentInfo",
    "Export",
    "Hand",
    "ImageSource",
    "Layout",
    "Remark",
    "Revisions",
    "Talk",
    "by_libreoffice",
    "worth_contents",
    "write",
]
