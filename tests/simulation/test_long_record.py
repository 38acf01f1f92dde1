"""A day that follows itself under later numbers and times is a record like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.core.instant import Instant
from dispatch.core.world import World
from dispatch.log.open import open_log
from dispatch.past.catalogue import Catalogue
from dispatch.simulation import long_record
from dispatch.writer import snapshots

DAY_MS = 86_400_000
END = Instant(1_790_000_000_000)


async def test_a_day_three_times_folds_and_ends_with_nothing_standing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_record, "BUSY_HOURS", 0.1)
    once = await long_record.write_long_record(tmp_path / "once", events=1, days=9, ends_at=END)
    events = await long_record.write_long_record(tmp_path / "thrice", events=2 * once + 1, days=9, ends_at=END)
    assert events == 3 * once
    async with open_log(tmp_path / "thrice", create=False) as log:
        world = await snapshots.load(log)
        assert (world.seq, world.at) == (events, END)
        assert world.incidents == World().incidents, "a day ends as it began"
        catalogue = Catalogue(log)
        await catalogue.read_on()
        (first,), (again,) = (await log.read(0, 1), await log.read(once, 1))
        apart_ms = snapshots.read_event(again).at - snapshots.read_event(first).at
        assert apart_ms == 3 * DAY_MS
        found = [key for key in range(1, once + 1) if catalogue.find(f"inc-{key}") is not None]
        assert found
        assert all(catalogue.find(f"inc-{key + 2 * once}") is not None for key in found)


async def test_days_that_do_not_fit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_record, "BUSY_HOURS", 0.1)
    with pytest.raises(ValueError, match="do not fit"):
        await long_record.write_long_record(tmp_path / "many", events=100_000, days=2, ends_at=END)
