"""A gate for the tests of protocols: it keeps in memory, and can be shut or broken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from dispatch.core.signal import Signal
from dispatch.gateways.port import Part, RawMessage, Taken

PATIENCE_S = 60


class KeptInMemory:
    """A gate that keeps in memory: while ``broken`` it keeps nothing, and mends itself after so many (``mends_after``);
    while ``open`` is not set nobody gets through.
    """

    def __init__(self) -> None:
        self.kept: dict[str, RawMessage] = {}
        self.signals: list[Signal] = []
        self.heard: list[tuple[str, str | None]] = []
        self.lost: list[tuple[str, str | None]] = []
        self.waiting = 0
        self.broken = False
        self.mends_after: int | None = None
        self.open = asyncio.Event()
        self.open.set()

    @property
    def messages(self) -> list[RawMessage]:
        """What was kept, in order."""
        return list(self.kept.values())

    async def take(self, message: RawMessage, signals: Sequence[Signal]) -> Taken:
        """Keep a message, once."""
        self.waiting += 1
        try:
            await self.open.wait()
        finally:
            self.waiting -= 1
        if self.broken:
            if self.mends_after is not None:
                self.mends_after -= 1
                self.broken = self.mends_after > 0
            raise OSError("the disk is full")
        key = message.same or f"#{len(self.kept)}"
        repeated = key in self.kept
        if not repeated:
            self.kept[key] = message
            self.signals += signals
        return Taken(raw=len(self.kept), repeated=repeated)

    async def take_parts(self, message: RawMessage, parts: Sequence[Part]) -> Taken:
        """Keep all of it as one."""
        return await self.take(message, [signal for part in parts for signal in part.signals])

    def hear(self, gateway: str, address: str | None = None) -> None:
        """Note it."""
        self.heard.append((gateway, address))

    def lose(self, gateway: str, address: str | None = None) -> None:
        """Note it."""
        self.lost.append((gateway, address))


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
