"""`manage.py demo`: a workspace about a bill, its text, and the people of the demonstration. Safe to run again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from config.demo import people
from config.demo.bill import bill, source
from config.demo.review import review
from documents.actions.documents import create_document
from documents.models import Document
from permissions.actions import grant
from workspaces.actions import create_workspace
from workspaces.models import Workspace

NAME = "Projet de loi pour une République numérique"
SLUG = "projet-de-loi-pour-une-republique-numerique"
DESCRIPTION = "Écrire ensemble les articles du projet de loi, à partir de la consultation publique de 2015."
TITLE = "Projet de loi pour une République numérique\u00a0: les articles"


class Command(BaseCommand):
    help = "Make the demonstration workspace, or print how to sign in to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sign-ins", metavar="ADDRESS", help="print the address of the site and the sign-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            self._print_sign_ins(options["sign_ins"])
            return
        with translation.override("fr"):
            cast = people.cast()
            if not Workspace.objects.filter(slug=SLUG).exists():
                review(self._make(cast), cast)

    @staticmethod
    @transaction.atomic
    def _make(cast: dict[str, User]) -> Document:
        alice = cast["alice"]
        people.gather(cast)
        workspace = create_workspace(NAME, by=alice, description=DESCRIPTION)
        for name, role in (("bob", "change"), ("carol", "view"), ("dan", "view")):
            grant(workspace, role, to=cast[name], by=alice)
        document = create_document(workspace, TITLE, by=alice, tree=bill(source()))
        for name, role in (("bob", "change"), ("carol", "comment"), ("dan", "view")):
            grant(document, role, to=cast[name], by=alice)
        return document

    def _print_sign_ins(self, address: str) -> None:
        self.stdout.write(
            f"\n  Tablée  {address}\n\n  " + _("Sign in as (password %(word)s):") % {"word": people.PASSWORD}
        )
        for name, role in people.ROLES.items():
            self.stdout.write(f"    {name}@example.org".ljust(26) + f"{people.CAST[name][0]} ({role})")
        self.stdout.write("\n  " + _("Ctrl-C stops the site.") + "\n\n")
