"""What a text was at a moment: kept by itself, by name, or because it changed its stage; and who came when."""

import json
import uuid
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document, Stage

HANDS = "hands"  # beside the tree, in what is packed


class Version(models.Model):
    """The tree of the text at log number `number` (compressed JSON), and who wrote since the version before.

    Automatic ones are thinned as they grow old; a named one, one of a stage or one that somebody last read stays.
    A published one is read by whoever may read the document, at an address that does not change.
    """

    class Kind(models.TextChoices):
        AUTOMATIC = "automatic", _("kept by itself")
        NAMED = "named", _("named")
        STAGE = "stage", _("change of stage")
        RESTORE = "restore", _("before a return to an older version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.AUTOMATIC)
    name = models.CharField(_("name"), max_length=120, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WORKING)
    title = models.CharField(max_length=250)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    authors: Any = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    packed = models.BinaryField()
    words = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number", "-at"]
        indexes = [models.Index(fields=["document", "-number"], name="version_by_document")]

    def __str__(self) -> str:
        return self.name or f"{self.title} {self.number}"

    @property
    def published(self) -> bool:
        """Whether its address is for whoever may read the document, and does not change."""
        return self.kind == self.Kind.STAGE and self.stage == Stage.PUBLISHED

    @property
    def tree(self) -> dict[str, Any]:
        """A tree as `documents.content.read` gives it."""
        found = self._unpacked()
        found.pop(HANDS, None)
        return found

    @tree.setter
    def tree(self, tree: dict[str, Any]) -> None:
        self.packed = zlib.compress(json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode())

    @property
    def hands(self) -> list[tuple[str, int]] | None:
        """Whose its letters are (`documents.authorship`); None where that was not kept."""
        found = self._unpacked().get(HANDS)
        return None if found is None else [(author, length) for author, length in found]

    def _unpacked(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(zlib.decompress(bytes(self.packed)))
        return found


class Visit(models.Model):
    """Up to which number of the log a person has seen a document, and the version that stood then."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="visits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveBigIntegerField()
    version = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="seen_by")
    first_at = models.DateTimeField(auto_now_add=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [models.UniqueConstraint(fields=["document", "person"], name="one_visit_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.number}"
