"""A hub as far as its record goes: opened, written and closed the way that a running one does it, without its roads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from dispatch.cli.record_proof import gather_proof
from dispatch.core import commands as cmd
from dispatch.core.decide import decide
from dispatch.core.events import encode
from dispatch.core.instant import Instant
from dispatch.core.reach import NOWHERE
from dispatch.core.vocabulary import HUB, ClosureArea
from dispatch.core.world import DEFAULT_SETTINGS, World
from dispatch.log.base import Batch, CommandKey, Log, LogError
from dispatch.log.open import open_log
from dispatch.log.verify import Fault, Finding
from dispatch.writer import snapshots
from dispatch.writer.audit import examine
from dispatch.writer.clock import wall_ms
from dispatch.writer.opening import OpenRecord, RecordPlace, open_record
from tests.integration.record.vaults import Vault

DISTRICT = "示例区"


@dataclass
class Office:
    """Runs the record of one vault."""

    vault: Vault

    def place(self, *, accept_loss: bool = False) -> RecordPlace:
        return RecordPlace(
            folder=self.vault.folder, redis=self.vault.redis, witness=self.vault.witness, accept_loss=accept_loss
        )

    @asynccontextmanager
    async def open(self, *, accept_loss: bool = False, district: str = DISTRICT) -> AsyncIterator[OpenRecord]:
        """Open the record as a start does."""
        async with open_record(self.place(accept_loss=accept_loss), district, lambda _step: None) as opened:
            yield opened

    async def run(self, n_commands: int, *, accept_loss: bool = False) -> str:
        """Start, carry out commands, witness, keep a snapshot, stop; return the epoch."""
        async with self.open(accept_loss=accept_loss) as opened:
            world = await self.work(opened.log, opened.world, n_commands)
            assert opened.witness is not None
            opened.witness.write(opened.log.head, opened.log.epoch)
            await snapshots.save(opened.log, world)
            return opened.log.epoch

    async def work(self, log: Log, world: World, n_commands: int, *, district: str = DISTRICT) -> World:
        """Carry out commands as a dispatcher sends them, one after the other."""
        if world.settings == DEFAULT_SETTINGS:
            settings = replace(DEFAULT_SETTINGS, name=district)
            world = await self._do(log, world, cmd.ChangeRegistry(settings=settings), None)
        for _ in range(n_commands):
            area = ClosureArea(lon=106.5, lat=29.5, radius_m=50)
            world = await self._do(log, world, cmd.RoadClose(area=area), f"c-{world.seq + 1}")
        return world

    async def fill(self, log: Log, world: World, n_bytes: int) -> World:
        """Write one large event."""
        area = ClosureArea(lon=106.5, lat=29.5, radius_m=50)
        return await self._do(log, world, cmd.RoadClose(area=area, reason="x" * n_bytes), None)

    async def _do(self, log: Log, world: World, command: cmd.Command, cause: str | None) -> World:
        decision = decide(world, command, now=Instant(max(wall_ms(), world.at)), by=HUB, reach=NOWHERE, cause=cause)
        key = None if cause is None else CommandKey(cause, cause.encode().ljust(16, b"."))
        bodies = tuple(encode(event) for event in decision.events)
        log.append(Batch(world.seq + 1, bodies, decision.world.at, key))
        await log.wait_beyond(world.seq)
        return decision.world

    async def faults(self, *, signed_head: str | None = None, public_key: str | None = None) -> list[Fault]:
        """Return what ``onethree verify`` names."""
        proof = gather_proof(
            self.vault.folder, head=None, witness=self.vault.witness, signed_head=signed_head, public_key=public_key
        )
        try:
            async with open_log(self.vault.folder, self.vault.redis, create=False) as log:
                report = await examine(log, proof.claims)
        except LogError as error:
            return [Fault(Finding.UNREADABLE, None, str(error)), *proof.faults]
        return [*report.faults, *proof.faults]


def folder_of(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
