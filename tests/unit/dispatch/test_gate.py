"""Raw first: nothing is brought into the record before it is kept, nothing counts twice, nobody is told too early."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dispatch.core.errors import RuleFailed
from dispatch.core.signal import Signal
from dispatch.gateways.gate import SignalGate
from dispatch.gateways.liveness import Liveness
from dispatch.gateways.port import Part, RawMessage
from dispatch.gateways.raw_store import RawStore
from dispatch.log.base import LogUnavailable
from dispatch.writer.idempotency import IdempotencyKey
from tests.failing_vfs import FailingVFS

NOW = 1_780_000_000_000
DAY = 24 * 3_600_000


class FakeRecord:
    """Counts each key once, as the writer does; ``cut`` is a crash between the raw message and the record."""

    def __init__(self) -> None:
        self.brought: dict[str, Signal] = {}
        self.asked: list[Signal] = []
        self.heard = asyncio.Event()
        self.cut = False
        self.dies_at = ""
        self.refuse = False
        self.changes = True
        self.holding: asyncio.Event | None = None
        self.decides_at_once = True
        self.held: set[str] | None = None

    async def bring(self, signal: Signal, raw: int, key: IdempotencyKey) -> int:  # noqa: ARG002
        self.asked.append(signal)
        self.heard.set()
        if self.cut or signal.address == self.dies_at:
            raise LogUnavailable("示例: cut")
        if self.refuse:
            raise RuleFailed("示例: broken")
        if self.holding is not None and "fire" in signal.raised:
            await self.holding.wait()
        if not self.decides_at_once:
            await asyncio.sleep(0)
        if self.held is not None:
            self.held |= set(signal.raised)
            self.held -= set(signal.cleared)
        self.brought.setdefault(key.id, signal)
        return len(self.brought)

    def would_change(self, signal: Signal) -> bool:
        if self.held is not None:  # as the World has it, of faults and fires alone
            return bool(set(signal.raised) - self.held or set(signal.cleared) & self.held)
        return self.changes

    async def settled(self) -> int:
        return len(self.brought)


@asynccontextmanager
async def gate_at(path: Path, record: FakeRecord, vfs: str | None = None) -> AsyncIterator[tuple[SignalGate, RawStore]]:
    async with RawStore(path / "raw.db", lambda: NOW, vfs=vfs) as store:
        yield SignalGate(store, record, Liveness(lambda: 0.0)), store


def message(body: bytes = b"\x40\x40\xff", same: str = "7", at_ms: int = NOW) -> RawMessage:
    return RawMessage(gateway="gw-1", protocol="gb26875", body=body, at_ms=at_ms, remote="127.0.0.1:9", same=same)


def signal(address: str = "1.1.2", raised: Sequence[str] = ("fault",)) -> Signal:
    return Signal(gateway="gw-1", protocol="gb26875", address=address, raised=tuple(raised))  # type: ignore[arg-type]


async def test_a_message_is_kept_byte_for_byte_with_its_reading(tmp_path: Path) -> None:
    record = FakeRecord()
    async with gate_at(tmp_path, record) as (gate, store):
        taken = await gate.take(message(), [signal()])
        assert (taken.repeated, taken.seq) == (False, 1)
        await store.ask(lambda _connection: None)
        row = await store.find(taken.raw)
        assert row is not None
        assert (row.body, row.gateway, row.remote, row.at_ms) == (b"\x40\x40\xff", "gw-1", "127.0.0.1:9", NOW)
        assert b'"1.1.2"' in row.reading
        assert [each.n for each in await store.newest(gateway="gw-1", address="1.1.2")] == [taken.raw]
        assert await store.newest(gateway="gw-1", address="9.9.9") == []


async def test_a_repeat_is_told_what_the_first_was_and_nothing_happens(tmp_path: Path) -> None:
    record = FakeRecord()
    async with gate_at(tmp_path, record) as (gate, store):
        first = await gate.take(message(), [signal()])
        again = await gate.take(message(at_ms=NOW + DAY - 1), [signal()])
        assert (again.raw, again.repeated) == (first.raw, True)
        assert len(record.asked) == 1
        other = await gate.take(message(same="8"), [signal()])
        assert not other.repeated
        assert [each.n for each in await store.newest()] == [2, 1]


async def test_the_same_number_a_day_later_is_another_message(tmp_path: Path) -> None:
    record = FakeRecord()
    async with gate_at(tmp_path, record) as (gate, _):
        await gate.take(message(), [signal()])
        later = await gate.take(message(at_ms=NOW + DAY + 1), [signal()])
        assert not later.repeated


async def test_messages_without_a_name_are_each_new(tmp_path: Path) -> None:
    record = FakeRecord()
    async with gate_at(tmp_path, record) as (gate, _):
        for _each in range(3):
            assert not (await gate.take(message(same=""), [signal()])).repeated
    assert len(record.brought) == 3


async def test_a_crash_between_leaves_it_unsettled_and_the_repeat_finishes_it(tmp_path: Path) -> None:
    record = FakeRecord()
    async with gate_at(tmp_path, record) as (gate, _):
        record.cut = True
        with pytest.raises(OSError, match="record"):
            await gate.take(message(), [signal()])
    record.cut = False
    async with gate_at(tmp_path, record) as (gate, store):
        assert [row.n for row in await store.list_unsettled()] == [1]
        again = await gate.take(message(), [signal()])
        assert (again.raw, again.repeated) == (1, True)
        assert len(record.brought) == 1
    async with gate_at(tmp_path, record) as (_, store):
        assert await store.list_unsettled() == []


async def test_a_fire_that_was_kept_and_not_brought_in_is_finished_at_the_start(tmp_path: Path) -> None:
    """Not every sender sends again. What is no fire waits for its sender: it may have changed since."""
    record = FakeRecord()
    async with gate_at(tmp_path, record) as (gate, _):
        record.cut = True
        for name, raised in (("1", "fault"), ("2", "fire"), ("", "fire")):
            with pytest.raises(OSError, match="record"):
                await gate.take(message(same=name), [signal(raised=[raised])])
    record.cut = False
    async with gate_at(tmp_path, record) as (gate, _):
        assert await gate.finish(NOW + DAY + 1) == 0  # too old: somebody has seen to it meanwhile
        assert await gate.finish(NOW) == 2
        assert [each.raised for each in record.brought.values()] == [("fire",), ("fire",)]
        assert (await gate.take(message(same="2"), [signal(raised=["fire"])])).repeated
    assert len(record.brought) == 2


async def test_all_of_an_array_is_kept_before_any_of_it_counts(tmp_path: Path) -> None:
    record = FakeRecord()
    parts = [Part(same=f"d-{n}", signals=(signal(f"{n}"),)) for n in range(5)]
    async with gate_at(tmp_path, record) as (gate, store):
        record.cut = True
        with pytest.raises(OSError, match="record"):
            await gate.take_parts(message(), parts)
        rows = await store.newest()
        assert len(rows) == 1
        assert all(f'"{n}"'.encode() in rows[0].reading for n in range(5))


async def test_an_array_cut_short_by_a_crash_is_brought_in_whole_and_once(tmp_path: Path) -> None:
    """An earlier receiver counted parts before all were written, and had them twice after a restart."""
    record = FakeRecord()
    parts = [Part(same=f"d-{n}", signals=(signal(f"{n}"),)) for n in range(5)]
    record.dies_at = "3"
    async with gate_at(tmp_path, record) as (gate, _):
        with pytest.raises(OSError, match="record"):
            await gate.take_parts(message(), parts)
    record.dies_at = ""
    async with gate_at(tmp_path, record) as (gate, store):
        first = await gate.take_parts(message(), parts)
        assert first.repeated
        assert sorted(each.address or "" for each in record.brought.values()) == ["0", "1", "2", "3", "4"]
        again = await gate.take_parts(message(), parts[1:3])
        assert again.repeated
        assert len(await store.newest()) == 1


async def test_parts_that_come_again_in_other_company_count_once(tmp_path: Path) -> None:
    record = FakeRecord()
    parts = [Part(same=f"d-{n}", signals=(signal(f"{n}"),)) for n in range(4)]
    async with gate_at(tmp_path, record) as (gate, _):
        record.cut = True
        with pytest.raises(OSError, match="record"):
            await gate.take_parts(message(), parts[:3])
        record.cut = False
        second = await gate.take_parts(message(), parts[1:])  # finishes two of the first, and one of its own
        assert (second.raw, second.repeated) == (2, False)
        third = await gate.take_parts(message(), parts[:1])
        assert (third.raw, third.repeated) == (1, True)
    async with gate_at(tmp_path, record) as (_, store):
        assert await store.list_unsettled() == []
    assert len(record.brought) == 4


async def test_what_changes_nothing_is_kept_and_passes_by_the_writer(tmp_path: Path) -> None:
    record = FakeRecord()
    record.changes = False
    async with gate_at(tmp_path, record) as (gate, store):
        taken = await gate.take(message(), [signal()])
        assert record.asked == []
        assert (await store.find(taken.raw)) is not None


async def test_a_refused_signal_is_acknowledged_and_its_refusal_kept_beside_it(tmp_path: Path) -> None:
    """A sender that is refused sends for ever, and what it has to say cannot be read any better then."""
    record = FakeRecord()
    record.refuse = True
    async with gate_at(tmp_path, record) as (gate, _):
        taken = await gate.take(message(), [signal()])
    async with gate_at(tmp_path, record) as (_, store):
        row = await store.find(taken.raw)
        assert row is not None
        assert row.note is not None
        assert row.note.startswith("rule_failed")


async def test_a_reset_does_not_pass_the_fire_before_it(tmp_path: Path) -> None:
    record = FakeRecord()
    record.holding = asyncio.Event()
    async with gate_at(tmp_path, record) as (gate, _):
        fire = asyncio.create_task(gate.take(message(same="1"), [signal(raised=["fire"])]))
        await record.heard.wait()
        reset = asyncio.create_task(gate.take(message(same="2"), [signal(raised=[])]))
        await gate.take(RawMessage(gateway="gw-2", protocol="mqtt", body=b"", at_ms=NOW), [signal()])
        assert [each.raised for each in record.asked] == [("fire",), ("fault",)]  # another gateway waits for nobody
        record.holding.set()
        await asyncio.gather(fire, reset)
        assert [each.raised for each in record.brought.values()] == [("fault",), ("fire",), ()]


def states(address: str, *, raised: Sequence[str] = (), cleared: Sequence[str] = ()) -> Signal:
    return Signal(gateway="gw-1", protocol="gb26875", address=address, raised=tuple(raised), cleared=tuple(cleared))  # type: ignore[arg-type]


@pytest.mark.parametrize("condition", ["fault", "fire"])
async def test_of_one_message_what_comes_later_counts_later(tmp_path: Path, condition: str) -> None:
    """It ends and begins again within one message: what would change is asked of each when its turn comes."""
    record = FakeRecord()
    record.held = set()
    async with gate_at(tmp_path, record) as (gate, _):
        await gate.take(message(same="1"), [states("1", raised=[condition]), states("1", cleared=[condition])])
        assert record.held == set()
        await gate.take(message(same="2"), [states("1", cleared=[condition]), states("1", raised=[condition])])
        assert record.held == {condition}
        await gate.take(message(same="3"), [states("1", cleared=[condition]), states("1", raised=[condition])])
        assert record.held == {condition}


@pytest.mark.parametrize("at_once", [True, False])
async def test_of_one_gateway_messages_are_decided_in_the_order_in_which_they_came(
    tmp_path: Path, *, at_once: bool
) -> None:
    """Also while each waits for a look into the record, as after a start, when every sender empties its queue."""
    record = FakeRecord()
    record.held, record.decides_at_once = set(), at_once
    async with gate_at(tmp_path, record) as (gate, _):
        said = [states("1", raised=["fault"]), states("1", cleared=["fault"])] * 20 + [states("1", raised=["fault"])]
        await asyncio.gather(*(gate.take(message(same=str(n)), [each]) for n, each in enumerate(said)))
        assert list(record.brought.values()) == said
        assert record.held == {"fault"}


async def test_a_fire_behind_a_clearance_that_waits_for_a_fire_is_the_last_word(tmp_path: Path) -> None:
    record = FakeRecord()
    record.held, record.holding = set(), asyncio.Event()
    said = [states("1", raised=["fire"]), states("1", cleared=["fire"]), states("1", raised=["fire"])]
    async with gate_at(tmp_path, record) as (gate, _):
        taking = [asyncio.create_task(gate.take(message(same=str(n)), [each])) for n, each in enumerate(said)]
        await record.heard.wait()
        record.holding.set()
        await asyncio.gather(*taking)
        assert list(record.brought.values()) == said
        assert record.held == {"fire"}


async def test_a_full_disk_refuses_and_room_again_needs_no_restart(tmp_path: Path) -> None:
    vfs, record = FailingVFS("raw-full"), FakeRecord()
    async with gate_at(tmp_path, record, vfs.name) as (gate, store):
        await gate.take(message(same="1"), [signal()])
        vfs.full = True
        with pytest.raises(OSError, match="disk is full"):
            await gate.take(message(same="2"), [signal()])
        assert "disk is full" in store.failing
        assert len(record.brought) == 1
        vfs.full = False
        taken = await gate.take(message(same="2"), [signal()])
        assert not taken.repeated
        assert store.failing == ""
        assert len(record.brought) == 2


async def test_a_damaged_file_is_set_aside_and_messages_are_kept(tmp_path: Path) -> None:
    (tmp_path / "raw.db").write_bytes(b"no database at all" * 1000)
    record = FakeRecord()
    async with gate_at(tmp_path, record) as (gate, store):
        assert (await gate.take(message(), [signal()])).raw == 1
        assert store.failing == ""
    assert (tmp_path / f"raw.db.damaged-{NOW}").exists()


async def test_many_at_once_share_their_syncs_and_each_is_kept_once(tmp_path: Path) -> None:
    record = FakeRecord()
    async with gate_at(tmp_path, record) as (gate, store):
        taken = await asyncio.gather(*(gate.take(message(same=str(n % 500)), [signal(str(n))]) for n in range(1_000)))
        assert sorted({each.raw for each in taken}) == list(range(1, 501))
        assert sum(each.repeated for each in taken) == 500
        assert len(await store.newest(limit=1_000)) == 500
    assert len(record.brought) == 500
