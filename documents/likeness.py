"""How far words that stand somewhere today are the words that were quoted, and where among them these begin and end."""

import re
from difflib import SequenceMatcher
from typing import Any

FEW_WORDS = 4  # below this many, letters are compared
LONGEST = 50_000  # letters: beyond, nothing is compared

TOKEN = re.compile(r"\w+|[^\w\s]")
AT_ITS_END, AT_ITS_BEGINNING = re.compile(r"\w*"), re.compile(r"\w*$")


def alike(words: str, quote: str) -> float:
    """From 0 to 1: word by word, letter by letter where there are few words."""
    if words == quote:
        return 1.0
    mine, theirs, _places = _sides(words, quote)
    if 3 * min(len(mine), len(theirs)) < max(len(mine), len(theirs)):  # then it is less than a half, whatever the words
        return 0.0
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()


def core(words: str, quote: str) -> tuple[int, int]:
    """From where to where, in `words`, what was quoted stands; what was added at either end is left out."""
    exactly = words.find(quote)
    if exactly >= 0:
        return exactly, exactly + len(quote)
    if len(words) > LONGEST:
        return 0, 0
    mine, theirs, places = _sides(words, quote)
    same = [one for one in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks() if one.size]
    if not same:
        return 0, 0
    start, end = places[same[0].a][0], places[same[-1].a + same[-1].size - 1][1]
    before, after = AT_ITS_BEGINNING.search(words[:start]), AT_ITS_END.match(words[end:])
    begun = start > 0 and before is not None and words[start : start + 1].isalnum()
    goes_on = after is not None and words[end - 1 : end].isalnum()
    return start - (len(before[0]) if begun and before else 0), end + (len(after[0]) if goes_on and after else 0)


def _sides(words: str, quote: str) -> tuple[Any, Any, list[tuple[int, int]]]:
    """What is compared of each, and where each part of the first one stands."""
    found = list(TOKEN.finditer(words))
    theirs = TOKEN.findall(quote.casefold())
    if min(len(found), len(theirs)) < FEW_WORDS:
        places = [(at, at + 1) for at in range(len(words))]
        return [letter.casefold() for letter in words], [letter.casefold() for letter in quote], places
    return [one[0].casefold() for one in found], theirs, [one.span() for one in found]
