"""The gate: raw first, then the record, then the answer.

1. The message is on the disk, byte for byte with its reading, before anything is done about it.
2. What would change something goes to the writer, under the sending's own key: brought in twice, it counts once.
3. Whoever handed it on hears of it once all that it rests on is durable.

A crash after 1 leaves the message unsettled. Its sender was not told and sends again; the same sending is found and
finished. One that told of a fire is finished by the hub itself at its start: not every sender sends again.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from secrets import token_hex
from typing import NamedTuple, Protocol

import msgspec
from msgspec.structs import replace

from dispatch.core.errors import Refused
from dispatch.core.signal import Signal
from dispatch.gateways.port import Part, RawMessage, Taken
from dispatch.gateways.raw_file import DAY_MS, Filing, Found, Kept, RawRow, Settling, parts_of, sending_of
from dispatch.gateways.raw_store import RawStore
from dispatch.gateways.turns import Turns
from dispatch.log.base import LogError
from dispatch.writer.idempotency import IdempotencyKey

logger = logging.getLogger(__name__)


class Record(Protocol):
    """What the gate needs of the writer."""

    @property
    def decides_at_once(self) -> bool:
        """Whether what is no fire is decided the moment it is brought, before anything else gets a turn."""

    async def bring(self, signal: Signal, raw: int, key: IdempotencyKey) -> int:
        """Bring a signal of a raw message in; return the position once durable. Raises `Refused` or `LogError`."""

    def would_change(self, signal: Signal) -> bool:
        """Whether it says anything that is not so already, on the newest World."""

    async def settled(self) -> int:
        """Return the position once all that was decided so far is durable. Raises `LogError`."""


class Hearing(Protocol):
    """Who notes that a gateway or a device was heard of, or that its line is gone."""

    def hear(self, gateway: str, address: str | None = None) -> None:
        """It was heard of."""

    def lose(self, gateway: str, address: str | None = None) -> None:
        """Its line is gone for certain."""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[Part, ...]).decode


def decode_reading(reading: bytes) -> tuple[Part, ...]:
    """Return how a message was read, part by part. Raises `msgspec.MsgspecError`."""
    return _decode(reading)


def key_of(gateway: str, same: str, index: int) -> IdempotencyKey:
    """Return the key under which one signal of a sending counts once within a day, whichever hub takes it."""
    return IdempotencyKey(f"signal\x1f{gateway}\x1f{same}\x1f{index}", b"", "alarm")


class SignalGate:
    """The `Gate` of a running hub."""

    def __init__(self, store: RawStore, record: Record, hearing: Hearing) -> None:
        self._store = store
        self._record = record
        self._hearing = hearing
        self._turns = Turns()
        self.taken = 0
        self.repeated = 0

    async def take(self, message: RawMessage, signals: Sequence[Signal]) -> Taken:
        """Keep a message and bring its signals in; see `Gate.take`."""
        return await self.take_parts(message, (Part(same=message.same, signals=tuple(signals)),))

    async def take_parts(self, message: RawMessage, parts: Sequence[Part]) -> Taken:
        """Keep a message of several sendings and bring in what of it is new; see `Gate.take_parts`."""
        if len(parts) > 1:
            parts = [part if part.same else replace(part, same=f"#{token_hex(8)}") for part in parts]
        self._hear(message.gateway, parts)
        kept = await self._store.put(_filing(message, parts))
        self.taken += 1
        todo = _to_do(parts, kept)
        mine = kept.n if kept.n is not None else kept.parts[0].n
        if not todo:
            self.repeated += 1
            return Taken(raw=mine, repeated=True, seq=max(found.seq or 0 for found in kept.parts))
        seq = await self._bring_in(message.gateway, message.at_ms, todo)
        return Taken(raw=mine, repeated=kept.n is None, seq=seq)

    def hear(self, gateway: str, address: str | None = None) -> None:
        """Note that it was heard of; in memory only."""
        self._hearing.hear(gateway, address)

    def lose(self, gateway: str, address: str | None = None) -> None:
        """Note that its line is gone."""
        self._hearing.lose(gateway, address)

    async def finish(self, now_ms: int) -> int:
        """Bring in the fires that an earlier process kept and did not bring in, oldest first; return how many messages.

        What is no fire waits for its sender, who was not told: it may have changed since. Raises `OSError`.
        """
        finished = 0
        for row in await self._store.list_unsettled():
            if row.at_ms <= now_ms - DAY_MS:
                continue
            if todo := _fires_of(row, await self._store.read(partial(parts_of, n=row.n))):
                await self._bring_in(row.gateway, row.at_ms, todo)
                finished += 1
        return finished

    def _hear(self, gateway: str, parts: Sequence[Part]) -> None:
        self._hearing.hear(gateway)
        for part in parts:
            for signal in part.signals:
                if signal.address is not None:
                    self._hearing.hear(signal.gateway, signal.address)

    async def _bring_in(self, gateway: str, at_ms: int, todo: Sequence[_ToDo]) -> int:
        """Bring parts into the record, in their order, and settle them; return the position. Raises `OSError`."""
        fire = any("fire" in signal.raised for each in todo for signal in each.part.signals)
        async with self._turns.of(gateway, fire=fire, at_once=self._record.decides_at_once):
            return await self._bring(at_ms, todo, at_once=fire)

    async def _bring(self, at_ms: int, todo: Sequence[_ToDo], *, at_once: bool) -> int:
        seq, notes = 0, dict[int, str]()
        for _, run in itertools.groupby(_items(todo, at_ms), key=lambda item: "fire" in item.signal.raised):
            # Side by side, each decided in its turn; what stands behind a fire waits for it, as behind a message.
            items = list(run)
            works = [self._bring_one(item) for item in items]
            outcomes = [await works[0]] if len(works) == 1 else await asyncio.gather(*works)
            for item, outcome in zip(items, outcomes, strict=True):
                if isinstance(outcome, LogError):
                    raise _unavailable(outcome) from outcome
                if isinstance(outcome, Refused):
                    notes[item.owner] = f"{outcome.code}: {outcome.detail}"
                    logger.error("a signal of raw message %s was refused: %s", item.raw, outcome.detail)
                else:
                    seq = max(seq, outcome)
        self._store.settle(
            [Settling(each.found.n, each.found.part, seq, notes.get(owner)) for owner, each in enumerate(todo)],
            at_once=at_once,
        )
        return seq

    async def _bring_one(self, item: _Item) -> int | Refused | LogError:
        """Return what became of one of several, so that none is left alone where another fails."""
        try:
            if self._record.would_change(item.signal):
                return await self._record.bring(item.signal, item.raw, item.key)
            # What changes nothing rests on what was decided before, which must be durable as well.
            return await self._record.settled()
        except (Refused, LogError) as error:
            return error


class _Item(NamedTuple):
    """A signal to be brought in: of which part, of which raw message, under which key."""

    owner: int
    signal: Signal
    raw: int
    key: IdempotencyKey


class _ToDo(NamedTuple):
    """A part that is not in the record yet, and where it is kept."""

    part: Part
    found: Found


def _items(todo: Sequence[_ToDo], at_ms: int) -> Iterator[_Item]:
    for owner, each in enumerate(todo):
        same = each.part.same or _nameless(each.found.n, at_ms)
        for index, signal in enumerate(each.part.signals):
            yield _Item(owner, signal, each.found.n, key_of(signal.gateway, same, index))


def _to_do(parts: Sequence[Part], kept: Kept) -> list[_ToDo]:
    """Return what of a message must be brought in; of two equal parts the first."""
    found_twice: set[tuple[int, int]] = set()
    todo = []
    for part, found in zip(parts, kept.parts, strict=True):
        if found.seq is None and (found.n, found.part) not in found_twice:
            found_twice.add((found.n, found.part))
            todo.append(_ToDo(part, found))
    return todo


def _filing(message: RawMessage, parts: Sequence[Part]) -> Filing:
    addresses = {signal.address for part in parts for signal in part.signals if signal.address is not None}
    return Filing(
        message,
        tuple(sending_of(message.gateway, part.same) for part in parts if part.same),
        _encode(parts),
        tuple(sorted(addresses)),
    )


def _fires_of(row: RawRow, own: Mapping[bytes, Found]) -> Sequence[_ToDo]:
    """Return the parts that tell of a fire and are not settled; ``own`` are those that the message brought first."""
    try:
        parts = decode_reading(row.reading)
    except msgspec.MsgspecError:
        return ()
    placed = [
        (part, own.get(sending_of(row.gateway, part.same)) if part.same else Found(row.n, 0, None)) for part in parts
    ]
    return [
        _ToDo(part, found)
        for part, found in placed
        if found is not None and found.seq is None and any("fire" in signal.raised for signal in part.signals)
    ]


def _nameless(n: int, at_ms: int) -> str:
    """Return what stands for the name of a message that has none: its number, with its time should that come again."""
    return f"#{n}@{at_ms}"


def _unavailable(error: LogError) -> OSError:
    return OSError(f"the record is not available: {error}")
