"""`{% vite "src/site.ts" %}`: the script and the styles of a front-end entry, found through Vite's manifest."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def vite(entry: str) -> SafeString:
    """Raises `ImproperlyConfigured` when the front end was not built, or has no such entry."""
    manifest = settings.FRONTEND_DIST / "manifest.json"
    try:
        chunk = _read(manifest, manifest.stat().st_mtime_ns if settings.DEBUG else 0)[entry]
    except (OSError, KeyError) as problem:
        raise ImproperlyConfigured(
            f"The front end has no build of {entry}: run `npm ci && npm run build` in frontend/, or bin/dev."
        ) from problem
    styles = format_html_join("", '<link rel="stylesheet" href="{}">', ((static(s),) for s in chunk.get("css", [])))
    return format_html('{}<script type="module" src="{}"></script>', styles, static(chunk["file"]))


@lru_cache(maxsize=2)
def _read(manifest: Path, changed: int) -> dict[str, Any]:
    """Read once; read again when the file changes in development, where `changed` is its time."""
    return dict(json.loads(manifest.read_text()))
