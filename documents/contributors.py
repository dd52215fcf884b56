"""The people behind a text: how much of it is whose, by person or by the way they take part; and the text that shows it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from babel.numbers import format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.grades import ANONYMOUS, GUEST, grade
from accounts.models import Profile, User
from documents.authorship import Authorship, authorship_of
from documents.formats.nodes import Node
from documents.models import Document

INKS = 12  # colours; with more people they come again, and the number beside a passage says whose it is


@dataclass(frozen=True)
class Part:
    """What one person, or those of one kind, wrote of a text. `key` names it in addresses, `number` on the page."""

    key: str
    name: str
    letters: int
    percent: float
    number: int
    person: User | None = None

    @property
    def ink(self) -> str:
        return f"ink-{(self.number - 1) % INKS}"

    @property
    def share(self) -> str:
        """ "12 %", "less than 1 %"."""
        if not self.letters:
            return _("nothing left in the text")
        if self.percent < 1:
            return _("less than 1 percent")
        return str(format_percent(round(self.percent) / 100, locale=get_language() or "fr"))


@dataclass(frozen=True)
class Contributors:
    """Who wrote a text, and the text with its authors. `of_kind` says to which kind each author's key belongs."""

    found: Authorship
    people: list[Part]
    kinds: list[Part]
    of_kind: dict[str, str]


def contributors(document: Document) -> Contributors:
    """Everybody who wrote, also those of whom nothing is left; most first."""
    found = authorship_of(document)
    accounts = {str(one.pk): one for one in document.authors().select_related("profile__organisation")}
    unseen = set(found.letters) - set(accounts)
    later = User.objects.select_related("profile__organisation").filter(pk__in=[key for key in unseen if key.isdigit()])
    accounts |= {str(one.pk): one for one in later} if unseen - {""} else {}
    counted = Counter({key: found.letters[key] for key in {*accounts, *found.letters}})
    of_kind = {key: kind_of(accounts.get(key)) for key in counted}
    kinds: Counter[str] = Counter()
    for key, letters in counted.items():
        kinds[of_kind[key]] += letters
    people = _parts(counted, found, lambda key: str(accounts[key]) if key in accounts else _("Nobody known"), accounts)
    return Contributors(found, people, _parts(kinds, found, kind_name), of_kind)


def _parts(
    counted: Counter[str], found: Authorship, name: Callable[[str], str], accounts: dict[str, User] | None = None
) -> list[Part]:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0] == "", pair[0]))
    return [
        Part(key, name(key), letters, 100 * letters / (found.length or 1), number, (accounts or {}).get(key))
        for number, (key, letters) in enumerate(ordered, 1)
    ]


def kind_of(person: Any) -> str:
    """How somebody takes part: a kind of profile, or the grade of who has none."""
    known = grade(person)
    if known in (GUEST, ANONYMOUS):
        return known
    profile = getattr(person, "profile", None)
    return profile.kind if profile else ""


def kind_name(kind: str) -> str:
    others = {GUEST: _("Guests"), ANONYMOUS: _("Former members, and nobody known"), "": _("Without a profile")}
    return others.get(kind) or str(dict(Profile.Kind.choices).get(kind, kind))


def inked(parts: Iterable[Part], key_of: Callable[[str], str], only: str | None = None) -> Callable[[Node, str], str]:
    """Puts around each passage its author's colour and, where the author changes, their number, and their name for ears.

    `only` leaves all others as they are.
    """
    known = {part.key: part for part in parts}
    before: list[str | None] = [None]

    def around(node: Node, html: str) -> str:
        key = key_of(str(node.get("author", "")))
        changed, before[0] = key != before[0], key
        part = known.get(key)
        if part is None or (only is not None and key != only):
            return html
        said = f'<span class="visually-hidden"> [{escape(part.name)}] </span>' if changed else ""
        number = f'<span class="ink-number" aria-hidden="true">{part.number}</span>' if changed else ""
        return f'<span class="ink {part.ink}">{said}{number}{html}</span>'

    return around
