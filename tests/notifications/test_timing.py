"""When a notice leaves: at once, at eight, on Monday, never in quiet hours; summer and winter."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notifications.models import Pace, Preference
from notifications.timing import due

PARIS = ZoneInfo("Europe/Paris")
NIGHT = {"quiet_from": time(20), "quiet_until": time(7, 30)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("pace", "now", "quiet", "expected"),
    [
        (Pace.IMMEDIATE, "2026-11-24 10:00", {}, "2026-11-24 10:01"),
        (Pace.DAILY, "2026-11-24 07:59", {}, "2026-11-24 08:00"),
        (Pace.DAILY, "2026-11-24 08:00", {}, "2026-11-25 08:00"),
        (Pace.WEEKLY, "2026-11-24 10:00", {}, "2026-11-30 08:00"),
        (Pace.WEEKLY, "2026-11-30 07:00", {}, "2026-11-30 08:00"),
        (Pace.IMMEDIATE, "2026-11-24 22:00", NIGHT, "2026-11-25 07:30"),
        (Pace.IMMEDIATE, "2026-11-25 03:00", NIGHT, "2026-11-25 07:30"),
        (Pace.IMMEDIATE, "2026-11-24 12:00", NIGHT, "2026-11-24 12:01"),
        (Pace.IMMEDIATE, "2026-11-24 12:30", {"quiet_from": time(12), "quiet_until": time(14)}, "2026-11-24 14:00"),
        (Pace.IMMEDIATE, "2026-11-28 10:00", {"quiet_weekend": True}, "2026-11-30 00:00"),
        (Pace.IMMEDIATE, "2026-11-28 10:00", {"quiet_weekend": True} | NIGHT, "2026-11-30 07:30"),
        (Pace.DAILY, "2026-11-27 10:00", {"quiet_weekend": True}, "2026-11-30 00:00"),
        (Pace.DAILY, "2026-10-24 10:00", {}, "2026-10-25 08:00"),  # clocks go back that night
        (Pace.IMMEDIATE, "2026-03-28 22:00", NIGHT, "2026-03-29 07:30"),  # clocks go forward
    ],
)
def test_due(pace: str, now: str, quiet: dict[str, Any], expected: str) -> None:
    assert due(pace, at(now), Preference(**quiet)) == at(expected)


@pytest.mark.parametrize("pace", [Pace.NEVER, Pace.OFF])
def test_never(pace: str) -> None:
    assert due(pace, at("2026-11-24 10:00"), None) is None
