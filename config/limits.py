"""The limits a person can meet, as the words of the page that states them: those the server enforces, and no others."""

from django.conf import settings
from django.utils.formats import number_format

from realtime.limits import LARGEST_STATE, MOST_SOCKETS, MOST_WRITERS, WARN_AT

MB = 1_000_000


def limits_in_words() -> dict[str, str]:
    """Sizes in MB, the warning in per cent, people and pages in heads, as the reader's language writes numbers."""
    numbers = {
        "state": LARGEST_STATE // MB,
        "warn": round(100 * WARN_AT),
        "image": settings.IMAGE_MAX_BYTES // (1024 * 1024),
        "writers": MOST_WRITERS,
        "sockets": MOST_SOCKETS,
    }
    return {name: number_format(value, use_l10n=True, force_grouping=True) for name, value in numbers.items()}
