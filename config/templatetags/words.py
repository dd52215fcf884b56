"""Dates, hours and numbers said as a careful person would say them, in the reader's language."""

from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import grades
from accounts.models import Role
from permissions import roles

register = template.Library()


@register.filter
def number(value: int) -> str:
    """1284 -> "1 284" with the thin space of French."""
    return str(format_decimal(value, locale=translation.get_language() or "fr"))


@register.filter
def role_name(rung: str) -> str:
    """A rung of a ladder, or a role in a group or an organisation."""
    names = {**roles.NAMES, **dict(Role.choices)}
    return str(names.get(rung, rung))


@register.filter
def grade_name(person: Any) -> str:
    """How well we know who this is: "verified public servant"."""
    return str(grades.NAMES[grades.grade(person)])


@register.filter
def moment(value: datetime) -> str:
    """“22 novembre 2026 à 14 h 32”."""
    local = timezone.localtime(value)
    return _("%(date)s at %(time)s") % {"date": day(local.date()), "time": hour(local)}


@register.filter
def day(value: date) -> str:
    language = translation.get_language() or "fr"
    said = str(format_date(value, "d MMMM y" if language == "fr" else "long", locale=language))
    return said.replace("1 ", "1er ", 1) if language == "fr" and value.day == 1 else said


def hour(value: datetime) -> str:
    """14 h 32 in French, 2:32 pm in English."""
    words = {"h24": value.hour, "h12": value.hour % 12 or 12, "minute": f"{value.minute:02}"}
    return (_("%(h12)s:%(minute)s am") if value.hour < 12 else _("%(h12)s:%(minute)s pm")) % words


@register.filter
def time_of_day(value: datetime) -> str:
    return hour(timezone.localtime(value))


@register.filter
def ago(value: datetime) -> SafeString:
    """“il y a 3 min”, “hier à 14 h 32”, then the date; the exact moment stays in the title of the element."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), moment(value), since(value, timezone.now())
    )


def since(value: datetime, now: datetime) -> str:
    minutes = int((now - value).total_seconds() // 60)
    local, today = timezone.localtime(value), timezone.localtime(now).date()
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)s min ago", "%(n)s min ago", minutes) % {"n": minutes}
    if local.date() == today:
        return _("today at %(time)s") % {"time": hour(local)}
    if local.date() == today - timedelta(days=1):
        return _("yesterday at %(time)s") % {"time": hour(local)}
    return _("on %(date)s") % {"date": day(local.date())}
