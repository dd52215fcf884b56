"""How a file calls people: by their names, or as "Contributor 3", everywhere in it the same."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.organisations import signature
from documents.content import Tree
from documents.models import Comment, Suggestion


class People:
    """Numbered in the order in which they are asked for, so that those who wrote come first."""

    def __init__(self, *, by_name: bool) -> None:
        self.by_name = by_name
        self._numbers: dict[str, int] = {}

    def name(self, person: Any) -> str:
        """Of an account."""
        if person is None:
            return _("Former member")
        return str(person) if self.by_name else self._numbered(person.pk)

    def signature(self, one: Comment | Suggestion) -> str:
        """Under what somebody said or proposed; in whose name stays, it is no person's."""
        if self.by_name:
            return one.signature or _("Former member")
        who: Any = one.author_id or getattr(one, "author_name", "")
        return signature(self._numbered(who) if who else _("Former member"), one.on_behalf_of)

    def names(self, known: dict[int, str]) -> dict[int, str]:
        """Of those whom comments mention, by number."""
        return known if self.by_name else {number: self._numbered(number) for number in known}

    def text(self, tree: Tree) -> Tree:
        """The same text; whom it mentions as the file calls them."""
        if self.by_name:
            return tree
        if tree.get("type") == "mention":
            attrs = tree.get("attrs") or {}
            return {**tree, "attrs": {**attrs, "label": self._numbered(attrs.get("user") or attrs.get("label"))}}
        if "content" not in tree:
            return tree
        return {**tree, "content": [self.text(child) for child in tree["content"]]}

    def _numbered(self, who: Any) -> str:
        number = self._numbers.setdefault(str(who), len(self._numbers) + 1)
        return _("Contributor %(number)s") % {"number": number}
