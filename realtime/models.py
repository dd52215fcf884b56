"""The log: what was written in each room, in order. A room is named by an opaque string, an author by another."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Head(models.Model):
    """One row a room: the number of its last update, how far it was settled, and a snapshot to start from.

    `snapshot` holds everything up to and including number `snapshot_at`. `epoch` changes when history was replaced (a
    backup restored, words or a name taken out): a browser with another epoch must start afresh. Rows up to `archived`
    stand in `Archive` too, and may be gone from `Update`. `faithful` is false where the engine's own encoding would say
    something else than Yjs does: then the snapshot is the rows merged, and bytes are served, never the engine's Doc.
    `crashes` counts deaths of a process inside the engine for this room that could not be explained, since it was
    last quiet. From `quarantined_at` on the room is read-only: see `Quarantine`.
    """

    room = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveBigIntegerField(default=0)
    settled = models.PositiveBigIntegerField(default=0)
    snapshot = models.BinaryField(null=True)
    snapshot_at = models.PositiveBigIntegerField(default=0)
    archived = models.PositiveBigIntegerField(default=0)
    faithful = models.BooleanField(default=True)
    crashes = models.PositiveSmallIntegerField(default=0)
    quarantined_at = models.DateTimeField(null=True, blank=True)
    epoch = models.CharField(max_length=16)
    updated_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    def __str__(self) -> str:
        return f"{self.room} at {self.last}"


class Update(models.Model):
    """One committed Yjs update (v1 encoding). Numbers of a room are gapless from 1."""

    room = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    author = models.CharField(max_length=40, blank=True)
    content = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="one_update_per_number")]

    def __str__(self) -> str:
        return f"{self.room} {self.number}"


class Archive(models.Model):
    """What one author wrote in one sitting, rows merged: the numbers from `first` to `last`, among those of others.

    Nothing that was said is missing from the archive and the rows behind it; only `log.purge` deletes it.
    """

    room = models.CharField(max_length=40)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    author = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [models.UniqueConstraint(fields=["room", "first"], name="one_sitting_per_number")]

    def __str__(self) -> str:
        return f"{self.room} {self.first} to {self.last}"


class Quarantine(models.Model):
    """A room whose text ends the process that opens it: `good` is what is shown of it, read-only, until it is ended.

    `suspects` are the rows left out of `good`, as `[number, reason]`: in the log until somebody sets them aside.
    """

    room = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=250)
    good = models.BinaryField(null=True)
    suspects: Any = models.JSONField(default=list)

    class Meta:
        verbose_name = _("room in quarantine")
        verbose_name_plural = _("rooms in quarantine")

    def __str__(self) -> str:
        return self.room


class SetAside(models.Model):
    """A row that could not be opened, taken out of the log when a quarantine ended: an empty one stands in its place."""

    room = models.CharField(max_length=40, db_index=True)
    number = models.PositiveBigIntegerField()
    author = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=250)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("row set aside")
        verbose_name_plural = _("rows set aside")

    def __str__(self) -> str:
        return f"{self.room} {self.number}"


class Client(models.Model):
    """Whose a Yjs client id is, in a room: recorded with the first content committed under it."""

    room = models.CharField(max_length=40)
    client = models.PositiveBigIntegerField()
    author = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [models.UniqueConstraint(fields=["room", "client"], name="one_author_per_client")]

    def __str__(self) -> str:
        return f"{self.room} {self.client}"
