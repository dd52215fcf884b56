"""One's own data: the register that every app fills in its apps.py, and the zip made from it.

`collect(user)` gives `{file name: value}`, or an iterable of such pairs where it is much: what JSON can say, bytes, or
a file of the storage. `erase(user, how)` forgets; it may be called again. `leaves(user)` gives what others would have
without anybody to manage it, then what nobody but the person can open.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_fields import PURPOSES
from accounts.personal_rows import Purpose, Rows
from activity.models import Event
from activity.record import record

Collected = Mapping[str, Any] | Iterable[tuple[str, Any]]
Left = tuple[list[Any], list[Any]]

ANONYMISE, BLANK = "anonymise", "blank"
HOWS = (ANONYMISE, BLANK)

EXPORTS_A_DAY = 5


def _nothing(user: User) -> Collected:
    return {}


def _forgets_nothing(user: User, how: str) -> None:
    """For an app that has nothing to forget."""


def _leaves_nothing(user: User) -> Left:
    return [], []


@dataclass(frozen=True)
class Part:
    """What one app knows of people."""

    collect: Callable[[User], Collected] = _nothing
    erase: Callable[[User, str], None] = _forgets_nothing
    leaves: Callable[[User], Left] = _leaves_nothing


PARTS: dict[str, Part] = {}


def register(app: str, **does: Any) -> None:
    """Called from the `ready` of an app; apps that stand higher come later."""
    PARTS[app] = Part(**does)


def left_by(user: User) -> Left:
    """What somebody else must manage before this account can be closed; what would be deleted with it."""
    found = [part.leaves(user) for part in PARTS.values()]
    return [one for held, _ in found for one in held], [one for _, gone in found for one in gone]


def erase(user: User, how: str) -> None:
    """From the highest floor down: what stands above may still ask who had which right."""
    for part in reversed(PARTS.values()):
        part.erase(user, how)


# The export


def export_personal_data(user: User, *, by: User | None, to: IO[bytes]) -> None:
    """Write the zip of everything about a person; `by` is None for a command. Raises `ValidationError` if asked too often."""
    if by is not None and _exported_lately(user) >= EXPORTS_A_DAY:
        raise ValidationError(
            _("You took your data several times today already: come back tomorrow."), code="too_often"
        )
    record("account.exported", by=by, on=user)
    with translation.override(user.language), zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_("READ ME.txt"), _read_me())
        for name, value in _everything(user):
            _put(archive, name, value)


def _exported_lately(user: User) -> int:
    since = timezone.now() - timedelta(days=1)
    return Event.objects.filter(verb="account.exported", actor=user, at__gte=since).count()


def _read_me() -> str:
    lines = [
        _("Your data on %(site)s, taken on %(day)s.") % {"site": settings.SITE_NAME, "day": timezone.localdate()},
        "",
    ]
    lines += [f"{purpose.key}.json: {purpose.title}. {purpose.what}" for purpose in PURPOSES if purpose.rows]
    lines += [
        "",
        _("The other folders hold your texts and your images. Secrets (passwords, keys) are in none of them."),
    ]
    return "\n".join(lines) + "\n"


def _everything(user: User) -> Iterator[tuple[str, Any]]:
    for purpose in PURPOSES:
        if purpose.rows:
            yield f"{purpose.key}.json", _told(user, purpose)
    for part in PARTS.values():
        found = part.collect(user)
        yield from found.items() if isinstance(found, Mapping) else found


def _told(user: User, purpose: Purpose) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for rows in purpose.rows:
        if rows.of and model_of(rows) is not None:
            about = rows_about(user, rows)
            simple = [name for name in rows.fields.split() if not about.model._meta.get_field(name).many_to_many]
            found.setdefault(rows.model, []).extend(about.order_by("pk").values("pk", *simple))
    return found


def rows_about(user: User, rows: Rows) -> Any:
    """The rows of a person, and of those who stand for them without a name, by the lookup that the register gives."""
    found: Any = model_of(rows)._base_manager
    if rows.by == "address":
        return found.filter(**{rows.of: user.email}) if user.email is not None else found.none()
    key, own = (Cast("pk", CharField()), str(user.pk)) if rows.by == "text" else (F("pk"), user.pk)
    others = user.stand_ins.values_list(key, flat=True)
    theirs = found.filter(Q(**{rows.of: own}) | Q(**{f"{rows.of}__in": others}))
    return found.filter(pk__in=theirs.values("pk"))  # a row of two of them once


def model_of(rows: Rows) -> Any:
    """None for a part of allauth that this site does not use."""
    label, _dot, _name = rows.model.partition(".")
    return apps.get_model(rows.model) if label in apps.app_configs else None


def _put(archive: zipfile.ZipFile, name: str, value: Any) -> None:
    """Files go through in pieces: nothing large is held in memory."""
    if isinstance(value, bytes):
        archive.writestr(name, value)
    elif isinstance(value, File):
        try:
            with value.open("rb") as kept, archive.open(name, "w") as entry:
                for chunk in kept.chunks():
                    entry.write(chunk)
        except FileNotFoundError:
            archive.writestr(f"{name}.txt", _("This file is missing on the server."))
    else:
        archive.writestr(name, json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
