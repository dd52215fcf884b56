"""The project's settings, with a relay that loses, repeats and shuffles when it is told to (`bench.faults.injected`)."""

from config.settings import *  # noqa: F403
from config.settings import CHANNEL_LAYERS, REDIS_URL

if REDIS_URL:
    CHANNEL_LAYERS["default"]["BACKEND"] = "bench.faults.injected.FaultyLayer"
