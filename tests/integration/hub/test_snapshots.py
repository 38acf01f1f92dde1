"""What a hub leaves behind, so that the next start need not fold again what was folded before."""

from __future__ import annotations

import pytest

from dispatch.log.open import open_log
from dispatch.upkeep.snapshots import SnapshotKeeper
from dispatch.writer import snapshots
from tests.hub import House


async def test_a_hub_that_stopped_in_order_leaves_the_world_at_its_last_event(house: House) -> None:
    async with house.open() as hub:
        await hub.alarm()
    async with open_log(house.data, house.redis, create=False) as log:
        found = await snapshots.load_from(log)
        assert found.snapshot_seq == log.head.seq == found.world.seq > 0, "the next start folds no event"
        assert len(found.world.incidents) == 1


async def test_a_hub_that_failed_leaves_no_snapshot(house: House) -> None:
    await take_an_alarm_and_fail(house)
    async with open_log(house.data, house.redis, create=False) as log:
        assert (await snapshots.load_from(log)).snapshot_seq == 0


async def test_a_long_fold_is_followed_by_a_snapshot_and_a_short_one_is_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.open() as hub:
        log, processor = hub.hub.log, hub.hub.processor
        head = processor.durable.seq
        monkeypatch.setattr(snapshots, "EVERY_EVENTS", head)
        await SnapshotKeeper(processor, log, 1).update()
        assert await log.kept_snapshots() == [], "one event fewer was folded"
        await SnapshotKeeper(processor, log, 0).update()
        assert [kept.seq for kept in await log.kept_snapshots()] == [head]


async def test_the_fold_of_a_start_counts_from_the_snapshot_that_it_began_with(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        await hub.alarm()
    async with open_log(sqlite_house.data, create=False) as log:
        head = log.head.seq
    await take_an_alarm_and_fail(sqlite_house)
    async with sqlite_house.open() as hub:
        newest = (await hub.hub.log.kept_snapshots())[0]
        assert newest.seq == head < hub.hub.processor.durable.seq
    async with open_log(sqlite_house.data, create=False) as log:
        assert [kept.seq for kept in await log.kept_snapshots()] == [log.head.seq, head]


async def take_an_alarm_and_fail(house: House) -> None:
    """Leave behind events that no snapshot has."""
    with pytest.raises(ExceptionGroup):  # noqa: PT012 - the end of the hub raises
        async with house.open() as hub:
            await hub.alarm(device="d-2", place={"building": "B00009"})
            raise RuntimeError("示例: it failed")
