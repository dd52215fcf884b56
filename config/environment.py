"""Reads settings from the environment; a value that cannot be understood stops the start with a sentence."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """`1 true yes on` or `0 false no off`, in any case; raises `ImproperlyConfigured` for anything else."""
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false")


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated words, empty ones dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment, else one made at the first start and kept in a file only its owner reads."""
    if os.environ.get(name):
        return os.environ[name]
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        kept_in.touch(mode=0o600)
        kept_in.write_text(secrets.token_urlsafe(50))
    value = kept_in.read_text().strip()
    if len(value) < 40:
        raise ImproperlyConfigured(f"{kept_in} should hold a secret of 40 characters or more: remove the file")
    return value


def of_child(**more: str) -> dict[str, str]:
    """The environment for a process of ours, with some values more: what is secret never stands on a command line."""
    return os.environ | more
