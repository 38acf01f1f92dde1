"""Reads drills from the log: exercise events alone are decoded, operations are passed over by their bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

from dispatch.core import events as ev
from dispatch.core.errors import NotFound
from dispatch.core.world import World
from dispatch.log.base import Head, Log, Stored
from dispatch.log.witness import format_head
from dispatch.past import reads
from dispatch.past.drills.facts import DrillFacts, Gathering
from dispatch.past.drills.ledger import Ledger, ledger
from dispatch.past.drills.record import DrillRecord, record

EXERCISE = b'"exercise":true'
"""How every exercise event is stored. A text that says the same is decoded in vain and sorted out by its fields."""


async def read_drill_record(log: Log, drill: str, kinds: Mapping[str, str]) -> DrillRecord:
    """Return the record of one drill, archived ones too. Raises `NotFound`."""
    facts = await read_drill(log, drill)
    return record(facts, kinds, await head_at(log, facts.last_seq))


async def read_drill(log: Log, drill: str) -> DrillFacts:
    """Return what the log says of one drill. Raises `NotFound`.

    A drill's id is made from the number of the event that planned it, and archiving is its last event: the log itself
    is the index.
    """
    number = drill.removeprefix("drl-")
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:16]) <= log.head.seq):
        raise _missing(drill)
    gathering = Gathering()
    async for event in _exercises(log, int(number[:16]) - 1):
        gathering.take(event)
        if drill not in gathering.drills or (isinstance(event, ev.DrillArchived) and event.drill == drill):
            break
    if drill not in gathering.drills:
        raise _missing(drill)
    return gathering.drills[drill]


async def read_ledger(log: Log, kinds: Mapping[str, str]) -> Ledger:
    """Return the ledger of the whole record; it is counted in a worker thread."""
    head = log.head
    drills = await read_drills(log)
    heads = {each.last_seq: await head_at(log, each.last_seq) for each in drills if each.started is not None}
    return await asyncio.to_thread(ledger, tuple(drills), kinds, heads, format_head(head))


async def read_drills(log: Log) -> list[DrillFacts]:
    """Return what the log says of every drill that was ever planned, in that order."""
    gathering = Gathering()
    async for event in _exercises(log, 0):
        gathering.take(event)
    return list(gathering.drills.values())


async def head_at(log: Log, seq: int) -> str:
    """Return the chain's ``SEQ:HASH`` at a position of the record."""
    (stored,) = await log.read(seq - 1, 1)
    return format_head(Head(stored.seq, stored.hash))


def kinds_of(world: World) -> dict[str, str]:
    """Return the kind of each station of a World."""
    return {key: station.kind for key, station in world.stations.items()}


async def _exercises(log: Log, after: int) -> AsyncIterator[ev.AnyEvent]:
    async for stored in _following(log, after):
        if EXERCISE in stored.body:
            yield ev.decode(stored.body)


async def _following(log: Log, after: int) -> AsyncIterator[Stored]:
    while stored := await log.read(after, reads.SLICE):
        for each in stored:
            yield each
        after = stored[-1].seq


def _missing(drill: str) -> NotFound:
    return NotFound(f"there is no drill {drill} in the record; the ledger lists those that were run")
