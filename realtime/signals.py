"""`settled`: a room fell quiet. Receivers get `room`, `number` (of the last update) and `authors` (since the last time)."""

from django.dispatch import Signal

settled = Signal()
