"""`recorded`: sent after the commit of an event. Receivers get `event`."""

from django.dispatch import Signal

recorded = Signal()
