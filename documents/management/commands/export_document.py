"""`manage.py export_document UUID --format docx --output FILE`: writes a document to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from documents.actions.exchange import EXPORTERS, export
from documents.models import Document


class Command(BaseCommand):
    help = "Write a document to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("uuid")
        parser.add_argument("--format", default="docx", help=", ".join(EXPORTERS))
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        document = self._document(options["uuid"])
        try:
            exported = export(document, options["format"], by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
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
