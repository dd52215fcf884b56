"""What people say in threads: plain text, in which a person mentioned stands by number and is shown by today's name."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.lines import TURNS

LONGEST = 5000
SIGNS = ("👍", "❤️", "🎉", "👀", "❓", "✅")

# Two signs for private use stand around the number: nobody can type them, they are taken out of what comes in.
BEFORE, AFTER = "\ue000", "\ue001"
MENTION = re.compile(f"{BEFORE}(\\d+){AFTER}")
LINK = re.compile(r"https?://[^\s<>\"«»\ue000\ue001]+")
AFTER_A_LINK = ".,;:!?)]}'’…"
PARAGRAPH = re.compile(r"\n\s*\n")

Names = Mapping[int, str]


def clean(text: str) -> str:
    """Raises `ValidationError` for nothing, and for what is too long to be read beside a text."""
    text = TURNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    text = text.replace(BEFORE, "").replace(AFTER, "").strip()
    if not text:
        raise _about_the_body(_("Write something first."), "body_empty")
    if len(text) > LONGEST:
        raise _about_the_body(_("This is too long: %(most)s characters at most.") % {"most": LONGEST}, "body_long")
    return text


def _about_the_body(sentence: str, code: str) -> ValidationError:
    return ValidationError({"body": ValidationError(sentence, code=code)})


def with_numbers(text: str, mentioned: Iterable[Any]) -> str:
    """A clean text as it is stored: `@Alice Diop` becomes the number of the account, so that a name is kept nowhere."""
    for person in sorted(mentioned, key=lambda one: -len(str(one))):
        text = re.sub(f"@{re.escape(str(person))}(?!\\w)", as_stored(person.pk), text)
    return text


def as_stored(number: Any) -> str:
    return f"{BEFORE}{number}{AFTER}"


def mentioned_in(stored: Iterable[str]) -> set[int]:
    return {int(number) for text in stored for number in MENTION.findall(text)}


def with_names(stored: str, names: Names) -> str:
    """As one would type it."""
    return MENTION.sub(lambda found: f"@{_name(found[1], names)}", stored)


def as_html(stored: str, names: Names) -> SafeString:
    """Paragraphs, lines, links and mentions; all else is plain text."""
    paragraphs = [part.split("\n") for part in PARAGRAPH.split(stored)]
    return mark_safe("".join(f"<p>{'<br>'.join(_line(line, names) for line in lines)}</p>" for lines in paragraphs))


def _line(line: str, names: Names) -> str:
    parts, at = [], 0
    for found in LINK.finditer(line):
        address = found[0].rstrip(AFTER_A_LINK)
        parts.append(_with_mentions(line[at : found.start()], names))
        parts.append(format_html('<a href="{}" rel="nofollow ugc noopener">{}</a>', address, address))
        at = found.start() + len(address)
    return "".join([*parts, _with_mentions(line[at:], names)])


def _with_mentions(text: str, names: Names) -> str:
    words = MENTION.split(text)  # in turn what stands between, and a number
    shown = [conditional_escape(word) for word in words]
    for at in range(1, len(words), 2):
        shown[at] = format_html('<span class="mention">@{}</span>', _name(words[at], names))
    return "".join(shown)


def _name(number: str, names: Names) -> str:
    return names.get(int(number)) or _("Former member")
