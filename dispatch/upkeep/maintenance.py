"""What the hub does for itself beside its work: tables of travel times, snapshots, witnessed heads, old command ids."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from dispatch.core.commands import NoteDrift
from dispatch.log.base import Log, LogUnavailable
from dispatch.log.witness import WitnessFile
from dispatch.writer import snapshots
from dispatch.writer.clock import Clock
from dispatch.writer.idempotency import KEEP_COMMANDS_MS
from dispatch.writer.processor import CommandProcessor
from routing.router import Router

logger = logging.getLogger(__name__)

HOUSE_EVERY_S = 5.0
FORGET_EVERY_S = 3600.0
SNAPSHOT_EVERY_S = 30.0
"""Not more often than this: in a surge, encoding the World over and over costs more than folding half a minute."""

WAL_WARN_BYTES = 64 << 20

TABLES_EVERY_S = 0.5
"""How long changes of roads and positions gather before the tables are filled again; searches answer meanwhile."""


async def refresh_tables(router: Router) -> None:
    """Keep the tables of the nearest units filled, in a worker thread, until cancelled."""
    while True:
        at = datetime.now(UTC)
        await asyncio.to_thread(router.prepare, at)
        if not router.tables_fresh(at):
            await asyncio.to_thread(router.rebuild_tables, at)
        await asyncio.sleep(TABLES_EVERY_S)


class WitnessWriter:
    """Writes the record's head to the witness as it grows.

    A witness that cannot be written stops no hub: its disk is another machine's, and alarms do not wait for that. It is
    said once, and tried again until it works.
    """

    def __init__(self, witness: WitnessFile, log: Log) -> None:
        self._witness = witness
        self._log = log
        # The last event whose head the witness has; at a start nothing is new.
        self._seq = log.head.seq
        # Whether the last try failed: that is said once.
        self._fails = False

    async def update(self) -> None:
        """Write the head down where it is a new one."""
        head = self._log.head
        if head.seq <= self._seq:
            return
        try:
            await asyncio.to_thread(self._witness.write, head, self._log.epoch)
        except LogUnavailable as error:
            if not self._fails:
                logger.error("the record goes on without its witness: %s", error)  # noqa: TRY400 - it says it all
            self._fails = True
            return
        if self._fails:
            logger.warning("the witness is written again, from event %s on", head.seq)
        self._seq, self._fails = head.seq, False


class WalWatch:
    """Says once when the record's write-ahead log has grown far: somebody reads the record and never ends."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._said = False

    def look(self) -> None:
        """Warn where it is large; be ready to warn again where it is small."""
        size = self._log.wal_bytes()
        if size > WAL_WARN_BYTES and not self._said:
            logger.warning(
                "the record's write-ahead log has grown to %d MB: another program keeps the record open for reading; "
                "end it (lsof names it), and the log is cut back by itself",
                size >> 20,
            )
        self._said = size > WAL_WARN_BYTES


async def run_maintenance(processor: CommandProcessor, log: Log, clock: Clock, witness: WitnessFile | None) -> None:
    """Write snapshots and witnessed heads, note clock drift, forget old command ids, until cancelled."""
    loop = asyncio.get_running_loop()
    snapshot_seq = processor.durable.seq
    witness_writer, wal = WitnessWriter(witness, log) if witness is not None else None, WalWatch(log)
    snapshot_at = loop.time()
    forgotten_at = loop.time() - FORGET_EVERY_S
    while True:
        drift_ms = clock.new_drift_ms()
        if drift_ms is not None:
            await processor.do(NoteDrift(drift_ms=drift_ms))
        if witness_writer is not None:
            await witness_writer.update()
        wal.look()
        world = processor.durable
        due = world.seq - snapshot_seq >= snapshots.EVERY_EVENTS
        if due and loop.time() - snapshot_at >= SNAPSHOT_EVERY_S:
            await snapshots.save(log, world)
            snapshot_seq, snapshot_at = world.seq, loop.time()
        if loop.time() - forgotten_at >= FORGET_EVERY_S:
            await log.forget_commands(clock.now() - KEEP_COMMANDS_MS)
            forgotten_at = loop.time()
        await asyncio.sleep(HOUSE_EVERY_S)
