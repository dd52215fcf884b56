"""`manage.py document_permissions`: writes docs/permissions.md from the ladders; with `--check`, compares only."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from permissions import roles
from permissions.models import Reach

PAGE = settings.BASE_DIR / "docs" / "permissions.md"

OPENING = """\
# Who may do what

Written by `manage.py document_permissions` from `permissions/roles.py`: change the ladders there, never this page.

A role is a rung of a ladder, held together with all rungs below it. Code, JSON and the database use the rung;
pages show its name. An account's rung on an object is the highest of three:

1. a **grant** to the account, or to a group of it, on the object itself;
2. the **link**: what the reach of the object gives to whoever has its address, until its end date; where it has a
   password, to those alone who gave it; to someone without an account, once they came in as a guest;
3. what its rung is worth on what the object **stands in** (another document, else its workspace), unless the object is
   closed to it (its field `restricted`).

Ask `user.has_perm("documents.comment_document", document)`, and list with `Document.objects.visible_to(user)`. Being an
administrator of the site gives no rung on content. The kind of a profile never gives one.
"""

REACHES = {
    "restricted": ("nothing", "nothing", "nothing"),
    "signed_in": ("the link's role", "nothing", "nothing"),
    "public": ("the link's role", "the link's role", "`view`, never more"),
}


class Command(BaseCommand):
    help = "Write docs/permissions.md from the ladders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is not up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        text = page()
        if not options["check"]:
            PAGE.write_text(text, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            raise CommandError("docs/permissions.md is not up to date: run manage.py document_permissions")


def page() -> str:
    ladders = [f"## {kind.capitalize()}\n\n{_ladder(kind)}" for kind in roles.LADDERS]
    worth = [f"## From {parent} to {child}\n\n{_worth(parent, child)}" for parent, child in roles.INHERITED]
    return "\n".join([OPENING, *ladders, *worth, f"## By reach\n\n{_reaches()}"])


def _ladder(kind: str) -> str:
    head = ("rung", "shown in French", "shown in English", "what it lets one do", "permission")
    rows = []
    for rung, (codename, _) in zip(roles.LADDERS[kind], roles.permissions_of(kind), strict=True):
        names = [_said(roles.NAMES[rung], language) for language in ("fr", "en")]
        rows.append([f"`{rung}`", *names, _said(roles.ABLE_TO[rung], "en"), f"`{kind}s.{codename}`"])
    return _table(head, rows)


def _worth(parent: str, child: str) -> str:
    rows = ((f"`{above}`", f"`{below}`") for above, below in roles.INHERITED[parent, child].items())
    return _table((f"rung on the {parent}", f"is worth on each {child} that is not closed"), rows)


def _reaches() -> str:
    rows = ((f"`{reach}`", *REACHES[reach]) for reach in Reach.values)
    return _table(("reach", "with an account", "as a guest who came in", "without"), rows)


def _said(words: Any, language: str) -> str:
    with translation.override(language):
        return str(words)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
