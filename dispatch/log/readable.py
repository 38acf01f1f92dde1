"""What reading the past needs of a record, and a record as it was confirmed up to one event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from dispatch.log.base import GENESIS, Head, HeadProof, Log, Stored


class Readable(Protocol):
    """The part of the port `Log` that readers of the past use; every log is one."""

    @property
    def head(self) -> Head:
        """As `Log.head`."""

    @property
    def prove(self) -> Callable[[Head], HeadProof] | None:
        """As `Log.prove`."""

    async def read(self, after: int, limit: int) -> list[Stored]:
        """As `Log.read`."""

    def erasures_of(self, incident: str) -> tuple[int, ...]:
        """As `Log.erasures_of`."""


class Confirmed:
    """Another process's record up to the head that its writer confirmed; what lies behind it is not there yet."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.head = Head(0, GENESIS)

    @property
    def prove(self) -> Callable[[Head], HeadProof] | None:
        """As `Log.prove`."""
        return self._log.prove

    async def read(self, after: int, limit: int) -> list[Stored]:
        """As `Log.read`, up to the confirmed head."""
        limit = min(limit, self.head.seq - after)
        return await self._log.read(after, limit) if limit > 0 else []

    def erasures_of(self, incident: str) -> tuple[int, ...]:
        """As `Log.erasures_of`."""
        return self._log.erasures_of(incident)
