"""`text_changed`: the derived rows of `document` are stored. Search and notices listen here, never to `settled`."""

from django.dispatch import Signal

text_changed = Signal()
