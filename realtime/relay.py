"""Tells every process "room R is at number N" and "ask again about user U". Nothing depends on it: it only saves waiting.

Content never travels here: who hears the news reads the log, and who misses it looks at the log every few seconds.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from asgiref.sync import async_to_sync
from channels import layers
from django.conf import settings

logger = logging.getLogger(__name__)

GROUP = "realtime.news"
PROCESS = secrets.token_hex(8)  # to know one's own news when the relay brings it back

Listener = Callable[[dict[str, Any]], None]
_listeners: dict[Listener, asyncio.AbstractEventLoop] = {}


def listen(listener: Listener) -> asyncio.Task[None] | None:
    """Call `listener` in the running event loop for all news; the task that hears other processes, if there are any."""
    _listeners[listener] = asyncio.get_running_loop()
    return asyncio.create_task(_hear(listener)) if settings.REDIS_URL else None


def forget(listener: Listener) -> None:
    _listeners.pop(listener, None)


def announce(numbers: dict[str, int]) -> None:
    """Rooms have reached these numbers of the log. May be called from any thread, after the commit."""
    _tell({"numbers": numbers})


def recheck(rooms: Iterable[str], user_key: str | None) -> None:
    """Rights in these rooms changed, for one person or (None) for all: ask the gatekeeper again."""
    _tell({"recheck": list(rooms), "user": user_key})


def leave(user_key: str) -> None:
    """A session of this person ended: their sockets are closed and let in again if another session admits them."""
    _tell({"left": user_key})


def beside(rooms: Iterable[str], topic: str) -> None:
    """Something beside the text of these rooms changed: threads, proposals, the stage of the document."""
    _tell({"beside": list(rooms), "topic": topic})


def _tell(news: dict[str, Any]) -> None:
    for listener, loop in list(_listeners.items()):
        if loop.is_closed():
            forget(listener)
        else:
            loop.call_soon_threadsafe(listener, news)
    if settings.REDIS_URL:
        _tell_others({"type": "news", "sender": PROCESS, **news})


def _tell_others(news: dict[str, Any]) -> None:
    """A lost message is healed by the next look at the log, so a failure is noted and forgotten."""
    loop = next(iter(_listeners.values()), None)
    try:
        if loop is not None:
            asyncio.run_coroutine_threadsafe(_layer().group_send(GROUP, news), loop)
        else:
            async_to_sync(_layer().group_send)(GROUP, news)
    except Exception:
        logger.exception("the relay is out of reach")


def _layer() -> Any:
    return layers.get_channel_layer()  # type: ignore[no-untyped-call]


async def _hear(listener: Listener) -> None:
    while True:
        try:
            layer = _layer()
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
            while True:
                news = await layer.receive(channel)
                if news.get("sender") != PROCESS:
                    listener(news)
        except asyncio.CancelledError:
            raise
        except Exception:
            logger.exception("the relay is out of reach")
            await asyncio.sleep(2)
