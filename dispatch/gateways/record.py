"""The record as the gate needs it: signals go in as commands of the gateway that passed them on."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dispatch.core import commands as cmd
from dispatch.core.decide.conditions import would_change
from dispatch.core.instant import Instant
from dispatch.core.signal import Signal
from dispatch.core.vocabulary import By
from dispatch.writer.idempotency import IdempotencyKey
from dispatch.writer.processor import CommandProcessor

logger = logging.getLogger(__name__)


class HubRecord:
    """Brings signals in through the hub's one writer."""

    def __init__(self, processor: CommandProcessor, now: Callable[[], Instant]) -> None:
        self._processor = processor
        self._now = now

    @property
    def decides_at_once(self) -> bool:
        """Whether a command is decided the moment it is brought: once the hub knows what it accepted before."""
        return self._processor.is_warm

    async def bring(self, signal: Signal, raw: int, key: IdempotencyKey) -> int:
        """Bring a signal of a raw message in; return the position once durable. Raises `Refused` or `LogError`."""
        by = By(role="device", name=signal.gateway)
        answer = await self._processor.submit(cmd.SignalReceive(signal=signal, raw=raw), by, key)
        return answer.seq

    def would_change(self, signal: Signal) -> bool:
        """Whether it says anything that is not so already, on the newest World."""
        try:
            return would_change(self._processor.world, signal, self._now())
        except Exception:  # a broken rule: the wall around the writer reports it, and takes a fire all the same
            logger.exception("whether a signal changes anything could not be told")
            return True

    async def settled(self) -> int:
        """Return the position once all that was decided so far is durable. Raises `LogError`."""
        await self._processor.flush()
        return self._processor.durable.seq
