"""The log: what was written in each room, in order. A room is named by an opaque string, an author by another."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Head(models.Model):
    """One row a room: the number of its last update, how far it was settled, and a snapshot to start from.

    `snapshot` holds everything up to and including number `snapshot_at`. `epoch` changes when history was
    replaced (a backup restored): a browser with another epoch must start afresh.
    """

    room = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveBigIntegerField(default=0)
    settled = models.PositiveBigIntegerField(default=0)
    snapshot = models.BinaryField(null=True)
    snapshot_at = models.PositiveBigIntegerField(default=0)
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
