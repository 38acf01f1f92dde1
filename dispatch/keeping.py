"""What the hub does for itself beside its work: tables of travel times, snapshots, witnessed heads, old command ids."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from dispatch import snapshots
from dispatch.core.commands import NoteDrift
from dispatch.hub import Hub
from dispatch.log.witness import WitnessFile
from dispatch.memory import KEEP_COMMANDS_MS

HOUSE_EVERY_S = 5.0
FORGET_EVERY_S = 3600.0
SNAPSHOT_EVERY_S = 30.0
"""Not more often than this: in a surge, encoding the World over and over costs more than folding half a minute."""

TABLES_EVERY_S = 0.5
"""How long changes of roads and positions gather before the tables are filled again; searches answer meanwhile."""


async def keep_tables(hub: Hub) -> None:
    """Keep the tables of the nearest units filled, in a worker thread, until cancelled."""
    router = hub.fleet.router
    while True:
        at = datetime.now(UTC)
        await asyncio.to_thread(router.prepare, at)
        if not router.tables_fresh(at):
            await asyncio.to_thread(router.rebuild_tables, at)
        await asyncio.sleep(TABLES_EVERY_S)


async def keep_house(hub: Hub, witness: WitnessFile | None) -> None:
    """Write snapshots and witnessed heads, note clock drift, forget old command ids, until cancelled."""
    loop = asyncio.get_running_loop()
    snapshot_seq = witnessed_seq = hub.desk.durable.seq
    snapshot_at = loop.time()
    forgotten_at = loop.time() - FORGET_EVERY_S
    while True:
        drift_ms = hub.clock.new_drift_ms()
        if drift_ms is not None:
            await hub.desk.do(NoteDrift(drift_ms=drift_ms))
        if witness is not None and hub.log.head.seq > witnessed_seq:
            head = hub.log.head
            await asyncio.to_thread(witness.write, head)
            witnessed_seq = head.seq
        world = hub.desk.durable
        due = world.seq - snapshot_seq >= snapshots.EVERY_EVENTS
        if due and loop.time() - snapshot_at >= SNAPSHOT_EVERY_S:
            await snapshots.save(hub.log, world)
            snapshot_seq, snapshot_at = world.seq, loop.time()
        if loop.time() - forgotten_at >= FORGET_EVERY_S:
            await hub.log.forget_commands(hub.clock.now() - KEEP_COMMANDS_MS)
            forgotten_at = loop.time()
        await asyncio.sleep(HOUSE_EVERY_S)
