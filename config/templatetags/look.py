"""Icons, faces and small helpers of the templates."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from accounts.palette import COLOURS

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Lucide drawing beside words: hidden from screen readers, which read the words."""
    return _drawn(str(name))


@lru_cache(maxsize=128)
def _drawn(name: str) -> SafeString:
    return mark_safe(lucide(name, size=20, aria_hidden="true", stroke_width="1.75", **{"class": "icon"}))


@register.filter
def face_class(person: Any) -> str:
    """The class of a person's colour: style attributes are forbidden by the content policy."""
    return f"face-c{(getattr(person, 'pk', 0) or 0) % len(COLOURS)}"


@register.filter
def at(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    return (mapping or {}).get(str(key), "")


@register.filter
def undo_url(message: Any) -> str:
    """The address that undoes what a message tells, carried by its tag `undo:/address/`."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return tags.removeprefix("undo:") if tags.startswith("undo:/") else ""
