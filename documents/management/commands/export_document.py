"""`manage.py export_document UUID --format docx --output FILE`: writes a document to a file, alone or with its tree."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from documents.actions.exporting import EXPORTERS, export
from documents.actions.other_formats import options_for
from documents.actions.volumes import export_tree
from documents.formats import libreoffice
from documents.formats.options import PROPOSALS, Options
from documents.models import Document, Failure


class Command(BaseCommand):
    help = "Write a document to a file, with what every reader sees beside the text."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("uuid")
        parser.add_argument("--format", default="docx", help=", ".join(EXPORTERS))
        parser.add_argument("--output", required=True, type=Path)
        parser.add_argument(
            "--suggestions",
            help=f"what becomes of proposals that wait: {', '.join(PROPOSALS)}",
        )
        parser.add_argument("--without-comments", action="store_true")
        parser.add_argument("--without-names", action="store_true", help="“Contributor 3” instead of names")
        parser.add_argument("--cover", action="store_true", help="a cover page")
        parser.add_argument("--contents", help="a contents page: true, false, or auto (in a long text)")
        parser.add_argument("--tree", action="store_true", help="with the documents that stand in it, as one volume")
        parser.add_argument("--title", help="of the volume; without it, that of the document")
        parser.add_argument("--template", help="the key of a Word template of its workspace, or none for Tablée's own")
        parser.add_argument("--contributors", action="store_true", help="a list of those who wrote, at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        document = self._document(options["uuid"])
        try:
            if options["tree"]:
                title = options["title"] or document.title
                exported = export_tree(document, title, options["format"], options=_chosen(options))
            else:
                exported = export(document, options["format"], by=None, options=_chosen(options))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except libreoffice.Missing:
            raise CommandError(Failure.MISSING.label) from None
        except libreoffice.Failed as error:
            raise CommandError(str(error)) from None
        try:
            options["output"].write_bytes(exported.content)
        except OSError as error:
            raise CommandError(str(error)) from None
        for sentence in exported.left_out:
            self.stderr.write(sentence)

    @staticmethod
    def _document(key: str) -> Document:
        try:
            document = Document.objects.select_related("workspace").filter(pk=UUID(key)).first()
        except ValueError:
            document = None
        if document is None:
            raise CommandError(_("There is no document %(key)s.") % {"key": key})
        return document


def _chosen(options: dict[str, Any]) -> Options:
    """What is not said is as usual in the format."""
    given: dict[str, Any] = {name: options[name] for name in ("suggestions", "contents", "template") if options[name]}
    given |= {name: True for name in ("cover", "contributors") if options[name]}
    given |= {name: False for name in ("comments", "names") if options[f"without_{name}"]}
    return options_for(options["format"], given)
