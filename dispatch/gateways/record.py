"""The record as the gate needs it: signals go in as commands of the gateway that passed them on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from dispatch.core import commands as cmd
from dispatch.core.instant import Instant
from dispatch.core.signal import Signal
from dispatch.core.vocabulary import By
from dispatch.core.world import World
from dispatch.writer.idempotency import IdempotencyKey
from dispatch.writer.processor import CommandProcessor


class HubRecord:
    """Brings signals in through the hub's one writer."""

    def __init__(self, processor: CommandProcessor, now: Callable[[], Instant]) -> None:
        self._processor = processor
        self._now = now
        self._asks: Callable[[World, Signal, Instant], bool] | None = None
        with suppress(ImportError):  # the model of signals names the question
            self._asks = import_module("dispatch.core.decide.conditions").would_change

    async def bring(self, signal: Signal, raw: int, key: IdempotencyKey) -> int:
        """Bring a signal of a raw message in; return the position once durable. Raises `Refused` or `LogError`."""
        receive = getattr(cmd, "SignalReceive", None)
        if receive is None:
            return await self.settled()
        by = By(role="device", name=signal.gateway)
        answer = await self._processor.submit(receive(signal=signal, raw=raw), by, key)
        return answer.seq

    def would_change(self, signal: Signal) -> bool:
        """Whether it says anything that is not so already, on the newest World."""
        return bool(self._asks is None or self._asks(self._processor.world, signal, self._now()))

    async def settled(self) -> int:
        """Return the position once all that was decided so far is durable. Raises `LogError`."""
        await self._processor.flush()
        return self._processor.durable.seq
