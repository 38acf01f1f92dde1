"""What the hub does for itself beside its work: tables of travel times, snapshots, witnessed heads, old command ids."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from dispatch.core.commands import NoteDrift, NoteReturn
from dispatch.log.base import Log
from dispatch.log.witness import WitnessFile
from dispatch.upkeep.snapshots import SnapshotKeeper
from dispatch.writer.chores import FORGETTING, SNAPSHOT, WITNESS, Chores
from dispatch.writer.clock import Clock
from dispatch.writer.idempotency import KEEP_COMMANDS_MS
from dispatch.writer.processor import CommandProcessor
from routing.router import Router

logger = logging.getLogger(__name__)

HOUSE_EVERY_S = 5.0
FORGET_EVERY_S = 3600.0
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
    """Writes the record's head to the witness as it grows."""

    def __init__(self, witness: WitnessFile, log: Log) -> None:
        self._witness = witness
        self._log = log
        # The last event whose head the witness has; at a start nothing is new.
        self._seq = log.head.seq

    async def update(self) -> None:
        """Write the head down where it is a new one. Raises `LogUnavailable`."""
        head = self._log.head
        if head.seq <= self._seq:
            return
        await asyncio.to_thread(self._witness.write, head, self._log.epoch)
        self._seq = head.seq


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


class Forgetting:
    """Forgets ids of old commands, once an hour."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._next_at = asyncio.get_running_loop().time()

    async def update(self) -> None:
        """Forget what is old where an hour is over. Raises `LogUnavailable`; it is tried again at the next look."""
        now = asyncio.get_running_loop().time()
        if now < self._next_at:
            return
        await self._log.forget_commands(self._clock.now() - KEEP_COMMANDS_MS)
        self._next_at = now + FORGET_EVERY_S


async def run_maintenance(
    processor: CommandProcessor,
    log: Log,
    clock: Clock,
    witness: WitnessFile | None,
    chores: Chores,
    *,
    keeper: SnapshotKeeper,
) -> None:
    """Write snapshots and witnessed heads, note clock drift, forget old command ids, until cancelled."""
    witness_writer, wal = WitnessWriter(witness, log) if witness is not None else None, WalWatch(log)
    forgetting = Forgetting(log, clock)
    while True:
        drift_ms = clock.new_drift_ms()
        if drift_ms is not None:
            await processor.do(NoteDrift(drift_ms=drift_ms))
        before = clock.now()
        forward_ms = clock.go_forward()
        if forward_ms:
            # Before the watch wakes: what fell due within the leap is judged by nobody's fault.
            await processor.do(NoteReturn(away_from=before, reason="clock"))
            logger.warning("hub time was %.1f s behind the machine's clock and goes forward to it", forward_ms / 1000)
        if witness_writer is not None:
            await chores.attempt(WITNESS, witness_writer.update)
        wal.look()
        await chores.attempt(SNAPSHOT, keeper.update)
        await chores.attempt(FORGETTING, forgetting.update)
        await asyncio.sleep(HOUSE_EVERY_S)
