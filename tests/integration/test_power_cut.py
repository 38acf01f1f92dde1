"""The power fails at two hundred random moments: what was confirmed is there, whole, chained, and can be written on.

Each run appends to a record on a VFS that knows which writes were synced (`tests/power_cut_vfs.py`). At random moments
it notes what had been confirmed and writes into a new folder what a cut just then may leave; the run goes on. Every
such folder is then opened with the driver and the settings that ship.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import pytest

from dispatch.log.base import Batch, LogError
from dispatch.log.sqlite import SqliteLog
from dispatch.log.verify import verify
from tests.contract.records import key
from tests.power_cut_vfs import PowerCutVFS

N_RUNS = 10
CUTS_PER_RUN = 20
N_CHANGES = 4_500  # about how many writes and syncs a run makes; cuts are spread over them
N_BATCHES = 260


@dataclass(frozen=True)
class Cut:
    """A record as a power cut left it, and the last event that had been confirmed before."""

    folder: Path
    confirmed: int


class Run:
    """One record that is written to while power cuts are imagined."""

    def __init__(self, folder: Path, seed: int, synchronous: Literal["FULL", "OFF"]) -> None:
        self._random = Random(seed)
        self._folder = folder
        self._synchronous = synchronous
        self._moments = set(self._random.sample(range(N_CHANGES), CUTS_PER_RUN))
        self._n_changes = 0
        self._confirmed = 0
        self.vfs = PowerCutVFS(f"power-cut-{seed}-{synchronous}", self._before_change)
        self.batches: list[Batch] = []
        self.cuts: list[Cut] = []

    async def work(self) -> None:
        """Append, wait now and then, and start again twice."""
        (self._folder / "disk").mkdir()
        for _ in range(3):
            path = self._folder / "disk" / "record.db"
            async with SqliteLog(path, vfs=self.vfs.name, synchronous=self._synchronous) as log:
                await log.lead()
                for _ in range(N_BATCHES // 3):
                    self.batches.append(self._batch())
                    log.append(self.batches[-1])
                    if self._random.random() < 0.4:
                        self._confirmed = await log.wait_beyond(self.batches[-1].last_seq - 1)
        while len(self.cuts) < CUTS_PER_RUN:
            self._cut()

    def _batch(self) -> Batch:
        first_seq = self.batches[-1].last_seq + 1 if self.batches else 1
        sizes = [self._random.choice([40, 400, 20_000]) for _ in range(self._random.randint(1, 4))]
        command = key(f"c-{self._random.random()}") if self._random.random() < 0.8 else None
        return Batch(first_seq, tuple(self._random.randbytes(size) for size in sizes), first_seq, command)

    def _before_change(self) -> None:
        self._n_changes += 1
        if self._n_changes in self._moments:
            self._cut()

    def _cut(self) -> None:
        # What is confirmed is read first: a confirmation after this line may be newer than the image.
        confirmed, folder = self._confirmed, self._folder / f"cut-{len(self.cuts)}"
        self.vfs.cut(folder, self._random)
        self.cuts.append(Cut(folder, confirmed))


async def complaint(run: Run, cut: Cut) -> str | None:
    """Open what the cut left, as a hub would; return what is wrong with it."""
    try:
        async with SqliteLog(cut.folder / "record.db") as log:
            await log.lead()
            last = log.head.seq
            if last < cut.confirmed:
                return f"event {cut.confirmed} was confirmed, the record ends at {last}"
            kept = [batch for batch in run.batches if batch.last_seq <= last]
            if last and (not kept or kept[-1].last_seq != last):
                return f"the record ends at {last}, inside a batch"
            if [event.body for event in await log.read(0, last + 1)] != [body for b in kept for body in b.bodies]:
                return "the events are not those that were appended"
            commands = {(c.id, c.remembered.first_seq) for c in await log.read_commands(0, last + 1)}
            if commands != {(b.command.id, b.first_seq) for b in kept if b.command is not None}:
                return "the remembered commands are not those of the events"
            if not (report := await verify(log)).ok:
                return report.words
            log.append(Batch(last + 1, (b"goes on",), last + 1))
            if await log.wait_beyond(last) != last + 1:
                return "the record cannot be written on"
    except LogError as error:
        return str(error)
    return None


@pytest.fixture
def seeds() -> Iterator[list[int]]:
    first = int(os.environ.get("ONETHREE_SEED", "0")) or Random().randrange(1, 10**9)
    yield (found := list(range(first, first + N_RUNS)))
    print(f"power cuts with seeds {found[0]} to {found[-1]}; ONETHREE_SEED={found[0]} repeats them")


async def test_what_was_confirmed_survives_two_hundred_power_cuts(tmp_path: Path, seeds: list[int]) -> None:
    n_cuts = 0
    for seed in seeds:
        folder = tmp_path / str(seed)
        folder.mkdir()
        run = Run(folder, seed, "FULL")
        await run.work()
        for number, cut in enumerate(run.cuts):
            found = await complaint(run, cut)
            assert found is None, f"seed {seed}, cut {number} (set ONETHREE_SEED={seed}): {found}"
            n_cuts += 1
    assert n_cuts == 200


async def test_without_syncing_the_same_cuts_lose_confirmed_events(tmp_path: Path, seeds: list[int]) -> None:
    run = Run(tmp_path, seeds[0], "OFF")
    await run.work()
    complaints = [await complaint(run, cut) for cut in run.cuts]
    assert any(found is not None and "was confirmed, the record ends at" in found for found in complaints), (
        f"seed {seeds[0]}: with synchronous=OFF this harness must see loss, but saw {complaints}"
    )
