"""What ways out have in common: each thing is said by one task at a time, so many to one receiver at once.

A thing that comes up while it is being said is looked at once more afterwards: nothing that happened in between is
lost, and nothing is said twice at a time. A receiver that does not answer delays no other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable, Iterable
from typing import Generic, TypeVar

import aiohttp

from dispatch.log.base import LogError
from dispatch.webhooks import ANSWER_WITHIN_S

logger = logging.getLogger(__name__)

WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Between tries."""

AT_ONCE = 16
"""Things on their way to one receiver at a time."""

T = TypeVar("T", bound=Hashable)


class Outbox(Generic[T]):
    """Says things. ``say`` says one, however often it must be tried, each try in the receiver's `room`."""

    def __init__(self, say: Callable[[aiohttp.ClientSession, T], Awaitable[None]]) -> None:
        self._say = say
        self._room: dict[str, asyncio.Semaphore] = {}
        self._new: asyncio.Queue[T] = asyncio.Queue()
        # What is being said now, and whether it came up again since.
        self._saying: dict[T, bool] = {}

    def put(self, thing: T) -> None:
        """There may be something to say about this."""
        self._new.put_nowait(thing)

    def room(self, receiver: str) -> asyncio.Semaphore:
        """Return what a try to tell a receiver is made in: never held while a try is waited for."""
        return self._room.setdefault(receiver, asyncio.Semaphore(AT_ONCE))

    async def run(self, pending: Iterable[T] = ()) -> None:
        """Say what is pending and what comes, until cancelled."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        async with aiohttp.ClientSession(timeout=timeout) as client, asyncio.TaskGroup() as tasks:
            for thing in pending:
                self.put(thing)
            while True:
                thing = await self._new.get()
                if thing in self._saying:
                    self._saying[thing] = True
                else:
                    self._saying[thing] = False
                    tasks.create_task(self._take(client, thing))

    async def _take(self, client: aiohttp.ClientSession, thing: T) -> None:
        try:
            await self._say(client, thing)
        except LogError:
            raise
        except Exception:  # a broken rule, words that cannot be written: the hub goes on, and so do the other messages
            logger.exception(
                "what is to be said about %s could not be; it is tried again when something happens", thing
            )
        finally:
            if self._saying.pop(thing):
                self.put(thing)
