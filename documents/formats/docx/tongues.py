"""How Word is told a language: it has three, by script, and shows some scripts from the right."""

_FROM_THE_RIGHT = frozenset({"ar", "fa", "he", "ps", "ur", "yi", "dv", "ug", "sd", "ckb"})
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})


def language_attributes(tag: str) -> dict[str, str]:
    """The attributes of a w:lang element."""
    if written_from_the_right(tag):
        return {"val": tag, "bidi": tag}
    return {"val": tag, "eastAsia": tag} if _primary(tag) in _EAST_ASIAN else {"val": tag}


def written_from_the_right(tag: str) -> bool:
    return _primary(tag) in _FROM_THE_RIGHT


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
