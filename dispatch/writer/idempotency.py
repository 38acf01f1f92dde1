"""The same sending is carried out once: command ids and alarm keys, remembered by the log beside the events.

A command id is remembered with its content: the same again gives the same answer, other content is refused. An alarm
key names one sending for 24 hours: other content under it is a new alarm, flagged.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, NamedTuple

from dispatch.core.errors import IdReused
from dispatch.core.events import Event, decode
from dispatch.core.instant import Instant
from dispatch.log.base import CommandKey, Log, LogError
from dispatch.writer.bloom import BloomFilter

logger = logging.getLogger(__name__)

KEEP_COMMANDS_MS = 8 * 24 * 3600 * 1000
"""A day longer than the seven that are promised."""

KEEP_ALARM_KEYS_MS = 24 * 3600 * 1000

_DIGEST_BYTES = 16

_READ_AT_ONCE = 256
"""So many ids are taken in before the loop gets a turn: about a quarter of a millisecond."""


class IdempotencyKey(NamedTuple):
    """How a sending is recognised: its id, its content as it came in, and what its events name as their cause."""

    id: str
    content: bytes
    kind: Literal["command", "alarm"] = "command"

    @property
    def cause(self) -> str:
        """The id that the sender knows it by."""
        return self.id.rsplit("\x1f", 1)[-1]

    @property
    def digest(self) -> bytes:
        """Return what tells one content from another."""
        return hashlib.blake2b(self.content, digest_size=_DIGEST_BYTES).digest()


def alarm_key(token: str, source: str, key: str, content: bytes) -> IdempotencyKey:
    """Return the sending that an alarm's key names, within its token and source."""
    return IdempotencyKey(f"alarm\x1f{token}\x1f{source}\x1f{key}", content, "alarm")


class Known(NamedTuple):
    """What is remembered of a sending: the events it brought about, or that its id stood for something else."""

    answer: tuple[Event, ...] | None = None
    reused: bool = False

    def refuse(self) -> None:
        """Raise `IdReused`."""
        raise IdReused("this command id was accepted before with other content; make a new id for a new command")


class Deduplicator:
    """Asks the log what it remembers; keeps two sendings of one id apart while the first is on its way."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._on_their_way: dict[str, asyncio.Event] = {}
        self._accepted = BloomFilter()
        self._warm = False

    async def warm_up(self) -> None:
        """Read back which ids were accepted before, so that a new one is known to be new without asking the log.

        Until then, and where the log cannot be read, it is asked about every id. The log must lead: nobody else adds
        to what is remembered from then on.
        """
        after = 0
        try:
            while found := await self._log.read_commands(after, _READ_AT_ONCE):
                for each in found:
                    self._accepted.add(each.id)
                after = found[-1].remembered.first_seq
        except LogError as error:
            logger.warning("the accepted ids cannot be read back, the log is asked about every command: %s", error)
            return
        self._warm = True

    @asynccontextmanager
    async def serialize(self, sending_id: str) -> AsyncIterator[None]:
        """Be the only one at work on this id: a second sending waits until the first is durable."""
        while (other := self._on_their_way.get(sending_id)) is not None:
            await other.wait()
        mine = self._on_their_way[sending_id] = asyncio.Event()
        try:
            yield
        finally:
            del self._on_their_way[sending_id]
            mine.set()

    async def find(self, resend: IdempotencyKey, *, now: Instant) -> Known:
        """Return what the log remembers of a sending; it is not asked about an id that is surely new."""
        if self._warm and not self._accepted.may_hold(resend.id):
            return Known()
        remembered = await self._log.find_commands(resend.id)
        if resend.kind == "alarm":
            remembered = [each for each in remembered if each.at_ms >= now - KEEP_ALARM_KEYS_MS]
        for each in remembered:
            if each.fingerprint[:_DIGEST_BYTES] == resend.digest:
                stored = await self._log.read(each.first_seq - 1, each.last_seq - each.first_seq + 1)
                return Known(answer=tuple(decode(event.body) for event in stored))
        return Known(reused=bool(remembered))

    def key(self, resend: IdempotencyKey, *, now: Instant) -> CommandKey:
        """Return what the log shall remember from now on.

        An alarm key may come again after its day: its time tells them apart.
        """
        self._accepted.add(resend.id)
        salt = now.to_bytes(8, "big") if resend.kind == "alarm" else b""
        return CommandKey(resend.id, resend.digest + salt)
