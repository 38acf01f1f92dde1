"""The power fails at random moments while messages of devices are kept: what was told to be kept is there, once.

What is imagined is what `tests/power_cut_vfs.py` says; the same with ``synchronous`` off shows that it can lose them.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from dispatch.gateways.gate import SignalGate
from dispatch.gateways.liveness import Liveness
from dispatch.gateways.port import RawMessage
from dispatch.gateways.raw_file import list_rows
from dispatch.gateways.raw_store import RawStore
from dispatch.log.sqlite_file import connect
from tests.power_cut_vfs import PowerCutVFS
from tests.unit.dispatch.test_gate import NOW, FakeRecord, signal

CUTS = 15
MESSAGES = 150


class Run:
    """A store that is written to while power cuts are imagined; each cut with what was told to be kept before it."""

    def __init__(self, folder: Path, seed: int, synchronous: str) -> None:
        self._folder = folder
        self._random = Random(seed)
        self._synchronous = synchronous
        self._told: list[str] = []
        self.vfs = PowerCutVFS(f"raw-cut-{seed}-{synchronous}", self._before_change)
        self.cuts: list[tuple[Path, list[str]]] = []

    async def work(self) -> None:
        (self._folder / "disk").mkdir()
        path = self._folder / "disk" / "raw.db"
        for start in (0, MESSAGES):
            async with RawStore(path, lambda: NOW, vfs=self.vfs.name, synchronous=self._synchronous) as store:
                gate = SignalGate(store, FakeRecord(), Liveness(lambda: 0.0))
                for first in range(start, start + MESSAGES, 10):
                    await asyncio.gather(*(self._keep(gate, str(n)) for n in range(first, first + 10)))

    async def _keep(self, gate: SignalGate, same: str) -> None:
        body = self._random.randbytes(self._random.choice([40, 400, 8_000]))
        message = RawMessage(gateway="gw-1", protocol="mqtt", body=body, at_ms=NOW, same=same)
        await gate.take(message, [signal()])
        self._told.append(same)

    def _before_change(self) -> None:
        if self._told and len(self.cuts) < CUTS and self._random.random() < 0.02:
            told = list(self._told)  # first: what is told after this line may be newer than the image
            folder = self._folder / f"cut-{len(self.cuts)}"
            self.vfs.cut(folder, self._random)
            self.cuts.append((folder, told))

    async def lost(self) -> int:
        """Return how many messages that were told to be kept are not there after the cuts."""
        n_lost = 0
        for folder, told in self.cuts:
            async with RawStore(folder / "raw.db", lambda: NOW) as store:
                assert store.failing == ""
            with closing(connect(folder / "raw.db", read_only=True)) as connection:
                kept = [row.same for row in list_rows(connection, limit=10_000)]
            assert len(kept) == len(set(kept)), "once each"
            n_lost += len(set(told) - set(kept))
        return n_lost


@pytest.mark.parametrize("seed", [1, 2])
async def test_what_was_told_to_be_kept_outlives_a_power_cut(tmp_path: Path, seed: int) -> None:
    run = Run(tmp_path, seed, "full")
    await run.work()
    assert len(run.cuts) > CUTS // 3
    assert await run.lost() == 0


async def test_this_test_can_fail(tmp_path: Path) -> None:
    run = Run(tmp_path, 3, "off")
    await run.work()
    assert await run.lost() > 0
