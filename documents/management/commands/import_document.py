"""`manage.py import_document FILE --workspace SLUG --by EMAIL`: makes a document of a file, and prints its uuid alone."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from documents.actions.importing import import_document
from documents.brought import report_of
from documents.formats import guard
from documents.models import Import
from workspaces.models import Workspace


class Command(BaseCommand):
    help = "Make a document of a file: Word, LibreOffice, Markdown or HTML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--workspace", required=True, help="its slug")
        parser.add_argument("--by", required=True, help="the e-mail address of whoever makes it")

    def handle(self, *args: Any, **options: Any) -> None:
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(_("There is no workspace %(key)s.") % {"key": options["workspace"]})
        person = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if person is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": options["by"]})
        try:
            file: Path = options["file"]
            if file.stat().st_size > guard.LARGEST:
                raise guard.too_large()
            made = import_document(workspace, file.name, file.read_bytes(), by=person)
        except OSError as error:
            raise CommandError(str(error)) from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except PermissionDenied as refusal:
            raise CommandError(str(refusal) or _("You are not allowed to do this.")) from None
        report = report_of(Import.objects.get(document=made))
        for told in [*report.changed, *report.lost]:
            self.stderr.write(told.sentence)
        self.stdout.write(str(made.pk))
