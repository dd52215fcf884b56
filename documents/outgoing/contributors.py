"""Who wrote a text, as the list of contributors of a file names them."""

import unicodedata

from documents.contributors import contributors
from documents.formats.docx import Contributor
from documents.models import Document
from documents.outgoing.people import People


def contributors_of(*documents: Document, people: People) -> tuple[Contributor, ...]:
    """Everybody of whom something was or is in the text, by name; without names nobody's organisation is told either.

    Of several documents, each person once. Who closed their account is not listed.
    """
    parts = (part.person for one in documents for part in contributors(one).people)
    wrote = {person.pk: person for person in parts if person and not person.is_closed}
    found = [
        Contributor(people.name(person), _organisation(person) if people.by_name else "") for person in wrote.values()
    ]
    return tuple(sorted(found, key=lambda one: _alphabetical(one.name)) if people.by_name else found)


def _organisation(person: object) -> str:
    profile = getattr(person, "profile", None)
    return str(profile.organisation) if profile and profile.organisation else ""


def _alphabetical(name: str) -> str:
    """Éric beside Eric."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(sign))
