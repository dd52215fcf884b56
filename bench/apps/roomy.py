"""The site with a higher limit of sockets in one process, for the measurement of 2,000 open texts with someone in each."""

from config.asgi import application
from realtime import limits

limits.MOST_SOCKETS = 10_000

__all__ = ["application"]
