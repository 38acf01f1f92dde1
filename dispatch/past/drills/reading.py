"""Reads drills from the log: exercise events alone are decoded, operations are passed over by their bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from dispatch.core import events as ev
from dispatch.core.old_reasons import with_reasons
from dispatch.core.world import World
from dispatch.log.base import Head
from dispatch.log.readable import Readable
from dispatch.log.signed_head import format_head
from dispatch.past.drills.facts import DrillFacts, Gathering, gather
from dispatch.past.drills.ledger import Ledger, ledger
from dispatch.past.drills.record import DrillRecord, record
from dispatch.past.reader import LogReader


async def read_drill_record(log: Readable, drill: str, kinds: Mapping[str, str]) -> DrillRecord:
    """Return the record of one drill, archived ones too. Raises `NotFound`."""
    facts = await read_drill(log, drill)
    return record(facts, kinds, await head_at(log, facts.last_seq))


async def read_drill(log: Readable, drill: str) -> DrillFacts:
    """Return what the log says of one drill. Raises `NotFound`."""
    bodies = [stored.body async for stored in LogReader(log).of_drill(drill)]
    return gather(with_reasons(map(ev.decode, bodies)))[drill]


async def read_ledger(log: Readable, kinds: Mapping[str, str]) -> Ledger:
    """Return the ledger of the whole record; it is counted in a worker thread."""
    head = log.head
    drills = await read_drills(log)
    heads = {each.last_seq: await head_at(log, each.last_seq) for each in drills if each.started is not None}
    return await asyncio.to_thread(ledger, tuple(drills), kinds, heads, format_head(head))


async def read_drills(log: Readable) -> list[DrillFacts]:
    """Return what the log says of every drill that was ever planned, in that order."""
    gathering = Gathering()
    async for stored in LogReader(log).exercises():
        gathering.take(ev.decode(stored.body))
    return list(gathering.drills.values())


async def head_at(log: Readable, seq: int) -> str:
    """Return the chain's ``SEQ:HASH`` at a position of the record."""
    stored = await LogReader(log).event(seq)
    return format_head(Head(stored.seq, stored.hash))


def kinds_of(world: World) -> dict[str, str]:
    """Return the kind of each station of a World."""
    return {key: station.kind for key, station in world.stations.items()}
