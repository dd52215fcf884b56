"""Where attempts are counted: in Redis, for all processes together; while it does not answer, in each process for itself.

Nobody is kept from signing in because Redis is away (DESIGN §4.7 asks the same of live text).
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _or_here(name: str) -> Callable[..., Any]:
    in_redis = getattr(RedisCache, name)

    @wraps(in_redis)
    def ask(self: "Attempts", *args: Any, **options: Any) -> Any:
        try:
            return in_redis(self, *args, **options)
        except RedisError as fault:
            logger.error("Redis does not answer, attempts are counted in this process: %s", type(fault).__name__)
            return getattr(self.here, name)(*args, **options)

    return ask


class Attempts(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.here = LocMemCache("attempts", {})

    add, get, set, delete, incr = map(_or_here, ("add", "get", "set", "delete", "incr"))
