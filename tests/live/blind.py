"""The site as it is served, but for the look at large rows before they are opened: what is poisonous reaches the engine."""

from config.asgi import application
from realtime import quarantine

__all__ = ["application"]

quarantine.WORTH_A_LOOK = 10**9
