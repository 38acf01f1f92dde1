"""The same sending is carried out once: command ids and alarm keys, remembered by the log beside the events.

A command id is remembered with its content: the same again gives the same answer, other content is refused. An alarm
key names one sending for 24 hours: other content under it is a new alarm, flagged.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Literal, NamedTuple

from dispatch.core.events import AlarmRaised, Event, decode
from dispatch.core.instant import Instant
from dispatch.log.base import CommandKey, Log, LogError, Remembered
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

    def accepted_at(self, now: Instant) -> CommandKey:
        """Return what the log shall remember. An alarm key may come again after its day: its time tells them apart."""
        salt = now.to_bytes(8, "big") if self.kind == "alarm" else b""
        return CommandKey(self.id, self.digest + salt)


def alarm_key(token: str, source: str, key: str, content: bytes) -> IdempotencyKey:
    """Return the sending that an alarm's key names, within its token and source."""
    return IdempotencyKey(f"alarm\x1f{token}\x1f{source}\x1f{key}", content, "alarm")


class Known(NamedTuple):
    """What is remembered of a sending: the events it brought about, or that its id stood for something else, in the
    ``incident`` of that where it was an alarm."""

    answer: tuple[Event, ...] | None = None
    reused: bool = False
    incident: str | None = None


NEW = Known()
"""Nothing is remembered: it was never accepted."""


class Deduplicator:
    """Asks the log what it remembers of a sending; one that is surely new costs no look into it."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._accepted = BloomFilter()  # every id that was accepted, once warm; a few that were not do no harm
        self._warm = False  # whether the filter holds what earlier processes accepted

    @property
    def is_warm(self) -> bool:
        """Whether what earlier processes accepted was read back."""
        return self._warm

    async def warm_up(self) -> None:
        """Read back which ids were accepted before, so that a new one is known to be new without asking the log.

        Until then, and where the log cannot be read, it is asked about every id. The log must lead: nobody else adds
        to what is remembered from then on.
        """
        after = 0
        try:
            while found := await self._log.read_commands(after, _READ_AT_ONCE):
                for each in found:
                    self._accepted.take(each.id)
                after = found[-1].remembered.first_seq
        except LogError as error:
            logger.warning("the accepted ids cannot be read back, the log is asked about every command: %s", error)
            return
        self._warm = True

    async def find(self, key: IdempotencyKey, *, now: Instant) -> Known:
        """Return what is remembered of a sending. One that has no answer yet is taken for accepted from then on.

        Of one id only one sending at a time may be asked about and carried out: the writer sees to that.
        """
        held = self._accepted.take(key.id)
        return NEW if self._warm and not held else await self._look_up(key, now)

    async def _look_up(self, key: IdempotencyKey, now: Instant) -> Known:
        remembered = await self._log.find_commands(key.id)
        if key.kind == "alarm":
            remembered = [each for each in remembered if each.at_ms >= now - KEEP_ALARM_KEYS_MS]
        for each in remembered:
            if each.fingerprint[:_DIGEST_BYTES] == key.digest:
                return Known(answer=await self._events_of(each))
        if not remembered or key.kind != "alarm":
            return Known(reused=bool(remembered))
        first = await self._events_of(remembered[-1])
        incident = next((event.incident for event in first if isinstance(event, AlarmRaised)), None)
        return Known(reused=True, incident=incident)

    async def _events_of(self, remembered: Remembered) -> tuple[Event, ...]:
        stored = await self._log.read(remembered.first_seq - 1, remembered.last_seq - remembered.first_seq + 1)
        return tuple(decode(event.body) for event in stored)
