"""Dates, hours and numbers as French and English say them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from config.templatetags.words import moment, number, since

NOW = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)  # 14:32 in Paris


@pytest.mark.parametrize(
    ("back", "french", "english"),
    [
        (timedelta(seconds=20), "à l’instant", "just now"),
        (timedelta(minutes=3), "il y a 3\u00a0min", "3 min ago"),
        (timedelta(hours=3), "aujourd’hui à 11\u00a0h\u00a032", "today at 11:32 am"),
        (timedelta(days=1), "hier à 14\u00a0h\u00a032", "yesterday at 2:32 pm"),
        (timedelta(days=21), "le 1er novembre 2026", "on November 1, 2026"),
    ],
)
def test_how_long_ago(back: timedelta, french: str, english: str) -> None:
    for language, said in (("fr", french), ("en", english)):
        with translation.override(language):
            assert since(NOW - back, NOW) == said


def test_a_moment() -> None:
    with translation.override("fr"):
        assert moment(NOW) == "22 novembre 2026 à 14\u00a0h\u00a032"
    with translation.override("en"):
        assert moment(NOW) == "November 22, 2026 at 2:32 pm"


def test_numbers_have_thin_spaces_in_french() -> None:
    with translation.override("fr"):
        assert number(1284) == "1\u202f284"
    with translation.override("en"):
        assert number(1284) == "1,284"
