"""`access_changed`: rights on `subject` changed for `user` (None: for many). Sent after the commit."""

from django.dispatch import Signal

access_changed = Signal()
