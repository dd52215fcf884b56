"""What a file made from a document holds besides its text: chosen anew at each export, remembered nowhere."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, cast, get_args

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Proposals = Literal["tracked", "accepted", "original"]
PROPOSALS: tuple[Proposals, ...] = get_args(Proposals)
NO_TEMPLATE = "none"
_TEMPLATE = re.compile(rf"(?:{NO_TEMPLATE}|[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})?")
YES_OR_NO = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclass(frozen=True)
class Options:
    """`suggestions`: those that wait for an answer, as tracked changes, as if accepted, or not at all.

    `names`: people by their names, or as "Contributor 3". The last three say how the file is laid out; `contents` that
    are not asked for stand in a long text alone.
    """

    suggestions: Proposals = "tracked"
    comments: bool = True
    names: bool = True
    cover: bool = False
    contents: bool | None = None  # without a word: where the text is long and has many titles
    contributors: bool = False
    template: str = ""  # the key of one, "none" for Tablée's own; without a word, the one that the workspace chose

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> "Options":
        """Of words as they stand in an address. Raises `ValidationError`: a choice that is not understood is not guessed."""
        known = [field.name for field in fields(cls)]
        found: dict[str, Any] = {}
        refused: dict[str, ValidationError] = {}
        for name, value in given.items():
            word = str(value).lower()
            if name not in known:
                refused[name] = _refusal(
                    _("“%(value)s” is not a choice of an export: there are %(known)s."), name, known
                )
            elif name == "suggestions":
                found[name] = cast(Proposals, word)
                if word not in PROPOSALS:
                    refused[name] = _refusal(_("“%(value)s” is no way to show proposals: %(known)s."), word, PROPOSALS)
            elif name == "template":
                found[name] = word
                if not _TEMPLATE.fullmatch(word):
                    refused[name] = no_such_template(word)
            elif name == "contents" and word == "auto":
                found[name] = None
            elif word in YES_OR_NO:
                found[name] = YES_OR_NO[word]
            else:
                refused[name] = _refusal(_("“%(value)s” is neither yes nor no: %(known)s."), word, ("true", "false"))
        if refused:
            raise ValidationError(refused)
        return cls(**found)

    def words(self) -> dict[str, str]:
        """As `parse` reads them."""
        told = {True: "true", False: "false", None: "auto"}
        return {name: value if isinstance(value, str) else told[value] for name, value in asdict(self).items()}


EVERYTHING = Options()


def no_such_template(key: str) -> ValidationError:
    """The same words for one that is not there and for one that is somebody else's."""
    sentence = _("“%(value)s” is no template of this workspace.")
    return ValidationError(sentence % {"value": key[:80]}, code="template_unknown")


def _refusal(sentence: str, value: str, known: Any) -> ValidationError:
    return ValidationError(sentence % {"value": value, "known": ", ".join(known)}, code="option_unknown")
