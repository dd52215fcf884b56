"""When a notice leaves by mail: at once, every morning, on Monday morning, and never in somebody's quiet hours."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from notifications.models import Pace, Preference

MORNING = time(8)
GATHERING = timedelta(minutes=1)  # several things said in a row leave together, and a slip can be taken back
MONDAY, SATURDAY = 0, 5


def due(pace: str, now: datetime, person: Preference | None) -> datetime | None:
    """`person` is the row of their quiet hours. None: not by mail."""
    if pace == Pace.IMMEDIATE:
        return out_of_quiet(now + GATHERING, person)
    if pace == Pace.DAILY:
        return out_of_quiet(_next_morning(now), person)
    if pace == Pace.WEEKLY:
        morning = _next_morning(now)
        while timezone.localtime(morning).weekday() != MONDAY:
            morning = _next_morning(morning)
        return out_of_quiet(morning, person)
    return None


def out_of_quiet(moment: datetime, person: Preference | None) -> datetime:
    """The first moment from this one on in which the person wants mail."""
    while person is not None and (end := _end_of_quiet(timezone.localtime(moment), person)) is not None:
        moment = end
    return moment


def _end_of_quiet(local: datetime, person: Preference) -> datetime | None:
    if person.quiet_weekend and local.weekday() >= SATURDAY:
        return _at(local + timedelta(days=7 - local.weekday()), time(0))
    begin, end = person.quiet_from, person.quiet_until
    if begin is None or end is None or begin == end:
        return None
    hour = local.time()
    if begin < end:
        return _at(local, end) if begin <= hour < end else None
    if hour >= begin:  # the night begins, and ends tomorrow
        return _at(local + timedelta(days=1), end)
    return _at(local, end) if hour < end else None


def _next_morning(after: datetime) -> datetime:
    local = timezone.localtime(after)
    today = _at(local, MORNING)
    return today if today > after else _at(local + timedelta(days=1), MORNING)


def _at(day: datetime, hour: time) -> datetime:
    """That hour of that day, as clocks show it there, summer or winter."""
    return timezone.make_aware(datetime.combine(day.date(), hour))
