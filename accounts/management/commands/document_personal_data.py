"""`manage.py document_personal_data`: writes docs/personal-data.md from the register; with `--check`, compares only."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.personal_fields import INNOCENT, PURPOSES
from accounts.personal_rows import BLANK, DELETE, KEEP, Purpose

PAGE = settings.BASE_DIR / "docs" / "personal-data.md"

OPENING = """\
# Personal data

Written by `manage.py document_personal_data` from `accounts/personal_fields.py`: change the register there, never this page.
People read the same words, in French or English, on `/aide/donnees/`.

The body that runs a site is the controller: it may have to add its own purposes, and sets how long technical logs are kept.
What is said here is what the software does. `manage.py export_personal_data EMAIL --output FILE` and
`manage.py close_account EMAIL --how anonymise|blank` do for somebody what they can do from their profile.

Backups hold what they held on their day: keep them no longer than thirty days, and after a restore close again the
accounts that were closed since (the audit trail of the site that was replaced names them: `account.closed`).
"""

AT_CLOSING = {DELETE: "row deleted", BLANK: "emptied", KEEP: "kept, by number"}


class Command(BaseCommand):
    help = "Write docs/personal-data.md from the register of personal fields."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is not up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            text = page()
        if not options["check"]:
            PAGE.write_text(text, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            raise CommandError("docs/personal-data.md is not up to date: run manage.py document_personal_data")


def page() -> str:
    looked_at = "".join(f"| `{model}` | {_fields(fields)} |\n" for model, fields in INNOCENT.items())
    nobody = f"## About nobody\n\nLooked at, and about no person.\n\n| model | fields |\n| --- | --- |\n{looked_at}"
    return "\n".join([OPENING, *map(_section, PURPOSES), nobody])


def _section(purpose: Purpose) -> str:
    told = (
        ("Why", f"{purpose.why} {purpose.ground}"),
        ("For how long", purpose.kept),
        ("Who sees it", purpose.seen),
        ("When the account is closed", purpose.closing),
    )
    words = "".join(f"- **{title}.** {said}\n" for title, said in told)
    rows = "".join(
        f"| `{rows.model}` | {_fields(rows.fields, rows.hidden)} | {AT_CLOSING[rows.closing]} |\n"
        for rows in purpose.rows
    )
    table = f"\n| model | fields | at closing |\n| --- | --- | --- |\n{rows}" if rows else ""
    return f"## {purpose.title}\n\n{purpose.what}\n\n{words}{table}"


def _fields(fields: str, hidden: str = "") -> str:
    return ", ".join([f"`{name}`" for name in fields.split()] + [f"`{name}` (in no export)" for name in hidden.split()])
