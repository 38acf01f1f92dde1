"""How long a log goes on trying when its server does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis import exceptions as driver

from dispatch.log.base import LogUnavailable

T = TypeVar("T")
_FIRST_PAUSE_S = 0.02
_LONGEST_PAUSE_S = 1.0

UNCERTAIN = (driver.ConnectionError, driver.TimeoutError)
"""The request may or may not have been carried out; asking again can help."""


class Patience:
    """Pauses that double, up to a limit of time since the first; after that `LogUnavailable`."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._pause_s = _FIRST_PAUSE_S
        self._ends_at: float | None = None

    async def pause(self, error: driver.RedisError) -> None:
        """Wait before the next try. Raises `LogUnavailable` where the time is over or no try can help."""
        now = asyncio.get_running_loop().time()
        if self._ends_at is None:
            self._ends_at = now + self._limit_s
        if isinstance(error, driver.AuthenticationError) or now + self._pause_s > self._ends_at:
            raise meaning(error) from error
        await asyncio.sleep(self._pause_s)
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)


async def patiently(limit_s: float, request: Callable[[], Awaitable[T]]) -> T:
    """Repeat a request that is harmless to repeat until it is answered. Raises `LogUnavailable`."""
    patience = Patience(limit_s)
    while True:
        try:
            return await request()
        except UNCERTAIN as error:
            await patience.pause(error)
        except driver.RedisError as error:
            raise meaning(error) from error


def meaning(error: driver.RedisError) -> LogUnavailable:
    """Say an error of the driver in the port's terms."""
    if isinstance(error, driver.AuthenticationError):
        return LogUnavailable(f"the record's server refused the login ({error}); check the address's user and password")
    if isinstance(error, driver.OutOfMemoryError):
        return LogUnavailable(f"the record's server is full and stored nothing ({error}); raise its maxmemory")
    if isinstance(error, driver.ReadOnlyError):
        return LogUnavailable(f"the record's server is a replica and cannot store ({error}); name the primary")
    if isinstance(error, UNCERTAIN):
        return LogUnavailable(f"the record's server does not answer ({error}); check that it runs and can be reached")
    return LogUnavailable(f"the record's server refused a request ({error}); check its log and its access rights")
