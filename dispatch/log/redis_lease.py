"""Keeps the lease of a record's leader, also while nothing is written, and gives it back in the end.

The lease is not what keeps two hubs from writing: the term is. It only says that this hub lives.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from redis.exceptions import RedisError

from dispatch.log.base import LogError
from dispatch.log.redis_patience import meaning
from dispatch.log.redis_store import RedisStore
from dispatch.log.redis_writer import fenced
from dispatch.log.seat import Claimant

logger = logging.getLogger(__name__)

_RENEWALS = 3
"""So many times within a lease: one that is late is not the end of it."""

LONGEST_S = 2.0
"""Between two renewals of a long lease: so soon a hub that was taken over hears of it, also where it writes nothing."""


class RedisLease:
    """The lease of one term. ``on_stop`` hears that another hub leads now, also where this one has nothing to write."""

    def __init__(
        self, store: RedisStore, term: int, claimant: Claimant, *, on_stop: Callable[[LogError], None]
    ) -> None:
        self._store = store
        self._term = term
        self._claimant = claimant
        self._on_stop = on_stop
        self._task = asyncio.create_task(self._run(), name="record-lease")

    async def close(self, *, give_back: bool) -> None:
        """End; give the lease back, so that who stands by need not wait for its end."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if give_back:
            try:
                await self._store.release(self._term)
            except RedisError as error:
                logger.warning("the lease on the record could not be given back and runs out: %s", meaning(error))

    async def _run(self) -> None:
        """Renew until fenced. A server that does not answer is the writer's matter; its lease it gets later."""
        failing = False
        while True:
            await asyncio.sleep(min(self._claimant.lease_ms / 1000 / _RENEWALS, LONGEST_S))
            try:
                standing = await self._store.hold(self._term, self._claimant)
            except RedisError as error:
                if not failing:
                    logger.warning("the lease on the record could not be renewed; trying on: %s", meaning(error))
                failing = True
                continue
            except LogError as error:
                self._on_stop(error)
                return
            failing = False
            if standing.term != self._term:
                self._on_stop(fenced(standing, self._term))
                return
