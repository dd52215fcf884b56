"""Addresses of the pages where a document or a workspace is discussed, and the signs one may put under a comment."""

from typing import Any

from django import template

from documents import moderation, speech

register = template.Library()


@register.simple_tag
def discussion_url(place: Any) -> str:
    return moderation.discussion_url(place)


@register.simple_tag
def moderation_url(place: Any) -> str:
    return moderation.moderation_url(place)


@register.simple_tag
def all_signs() -> tuple[str, ...]:
    return speech.SIGNS
