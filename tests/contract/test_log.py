"""What every record promises, checked once for each kind: memory, SQLite, and a real Redis or Valkey server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from pathlib import Path

import pytest

from dispatch.log.base import (
    GENESIS,
    Fenced,
    Head,
    Log,
    LogError,
    LogUnavailable,
    Remembered,
    SequenceConflict,
    Snapshot,
)
from tests.contract.records import MemoryRecord, Record, RedisRecord, SqliteRecord, batch, key


@pytest.fixture(params=["memory", "sqlite", "redis"])
async def record(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Record]:
    kinds: dict[str, Callable[[], Record]] = {
        "memory": MemoryRecord,
        "sqlite": lambda: SqliteRecord(tmp_path),
        "redis": lambda: RedisRecord(request.getfixturevalue("redis_server")),
    }
    made = kinds[request.param]()
    yield made
    await made.aclose()


@pytest.fixture
async def writer(record: Record) -> AsyncIterator[Log]:
    async with record.log() as log:
        await log.lead()
        yield log


async def append_all(log: Log, n_batches: int) -> None:
    first = log.head.seq + 1
    for seq in range(first, first + n_batches):
        log.append(batch(seq))
    await log.wait_beyond(first + n_batches - 2)


class TestOrder:
    async def test_a_new_record_is_empty(self, record: Record) -> None:
        async with record.log() as log:
            assert log.head == Head(0, GENESIS)
            assert await log.read(0, 10) == []
            assert await log.load_snapshot() is None

    async def test_events_come_back_verbatim_in_order_and_chained(self, writer: Log) -> None:
        bodies = [b"", b"\x00\xff\r\n", "汉字".encode(), b"x" * 100_000]
        writer.append(batch(1, *bodies))
        assert await writer.wait_beyond(3) == 4
        stored = await writer.read(0, 10)
        assert [event.seq for event in stored] == [1, 2, 3, 4]
        assert [event.body for event in stored] == bodies
        prev = GENESIS
        for event in stored:
            prev = sha256(prev + event.seq.to_bytes(8, "big") + event.body).digest()
            assert event.hash == prev
        assert writer.head == Head(4, prev)

    async def test_a_read_starts_after_a_position_and_ends_at_a_limit(self, writer: Log, record: Record) -> None:
        await append_all(writer, 10)
        async with record.log() as reader:
            for log in (writer, reader):
                assert [event.seq for event in await log.read(4, 3)] == [5, 6, 7]
                assert [event.seq for event in await log.read(8, 9)] == [9, 10]
                assert await log.read(10, 5) == []
                assert await log.read(3, 0) == []

    async def test_many_writers_of_one_loop_leave_no_gap_and_keep_the_order_of_their_calls(self, writer: Log) -> None:
        next_seq, called = 1, []

        async def work(name: int) -> None:
            nonlocal next_seq
            for turn in range(20):
                bodies = [f"{name}/{turn}/{part}".encode() for part in range(1 + turn % 3)]
                mine = batch(next_seq, *bodies)
                next_seq = mine.last_seq + 1
                called.extend(bodies)
                writer.append(mine)
                assert await writer.wait_beyond(mine.last_seq - 1) >= mine.last_seq

        await asyncio.gather(*(work(name) for name in range(20)))
        stored = await writer.read(0, 10_000)
        assert [event.seq for event in stored] == list(range(1, next_seq))
        assert [event.body for event in stored] == called

    @pytest.mark.parametrize("first_seq", [0, 1, 3, 99])
    async def test_a_batch_that_does_not_follow_is_refused(self, writer: Log, first_seq: int) -> None:
        writer.append(batch(1))
        with pytest.raises(SequenceConflict, match="continues at 2"):
            writer.append(batch(first_seq))
        writer.append(batch(2))
        assert await writer.wait_beyond(1) == 2

    async def test_a_batch_without_events_is_refused(self, writer: Log) -> None:
        with pytest.raises(SequenceConflict, match="no events"):
            writer.append(batch(1)._replace(bodies=()))

    async def test_only_a_leader_appends(self, record: Record) -> None:
        async with record.log() as log:
            with pytest.raises(LogError, match="lead"):
                log.append(batch(1))


class TestDurability:
    async def test_an_append_is_not_durable_before_the_loop_turns(self, writer: Log) -> None:
        writer.append(batch(1))
        assert writer.head.seq == 0
        assert await writer.wait_beyond(0) == 1
        assert writer.head.seq == 1

    async def test_waiting_for_the_past_returns_at_once(self, writer: Log) -> None:
        await append_all(writer, 3)
        assert await writer.wait_beyond(0) == 3

    async def test_who_follows_hears_of_a_new_head_after_it_is_confirmed_and_before_who_waits(
        self, writer: Log
    ) -> None:
        heard: list[str] = []
        writer.confirm_with(lambda head: heard.append(f"confirmed {head.seq}"))
        writer.follow_with(lambda: heard.append(f"followed {writer.head.seq}"))
        waiting = asyncio.create_task(writer.wait_beyond(0))
        waiting.add_done_callback(lambda _task: heard.append("waited"))
        await asyncio.sleep(0)
        writer.append(batch(1))
        await waiting
        await asyncio.sleep(0)
        assert heard == ["confirmed 1", "followed 1", "waited"]
        writer.follow_with(None)
        await append_all(writer, 1)
        assert heard[3:] == ["confirmed 2"]

    async def test_who_follows_may_append_and_refresh(self, writer: Log) -> None:
        heard: list[int] = []

        def go_on() -> None:
            heard.append(writer.head.seq)
            if writer.head.seq < 5:
                writer.append(batch(writer.head.seq + 1))
            writer.refresh()

        writer.follow_with(go_on)
        writer.append(batch(1))
        assert await writer.wait_beyond(4) == 5
        assert heard == [1, 2, 3, 4, 5]

    async def test_a_refresh_shows_only_what_is_durable(self, writer: Log, record: Record) -> None:
        for seq in range(1, 51):
            writer.append(batch(seq))
            writer.refresh()
            shown = writer.head.seq  # before the reader looks: while it opens, more becomes durable
            async with record.log() as reader:
                assert shown <= reader.head.seq
        assert await writer.wait_beyond(49) == 50

    async def test_thousands_wait_and_each_is_woken_by_its_own_position(self, writer: Log) -> None:
        waiting = [asyncio.create_task(writer.wait_beyond(index % 50)) for index in range(5_000)]
        for seq in range(1, 51):
            writer.append(batch(seq))
        heads = await asyncio.gather(*waiting)
        assert all(head > index % 50 for index, head in enumerate(heads))

    async def test_a_cancelled_wait_leaves_the_others_waiting(self, writer: Log) -> None:
        given_up, patient = (asyncio.create_task(writer.wait_beyond(0)) for _ in range(2))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        writer.append(batch(1))
        assert await patient == 1

    async def test_leaving_the_block_makes_what_was_appended_durable(self, record: Record) -> None:
        async with record.log() as log:
            await log.lead()
            for seq in range(1, 101):
                log.append(batch(seq))
        async with record.log() as log:
            assert log.head.seq == 100

    async def test_whoever_waits_when_the_log_closes_is_told(self, record: Record) -> None:
        async with record.log() as log:
            waiting = asyncio.create_task(log.wait_beyond(0))
            await asyncio.sleep(0)
        with pytest.raises(LogUnavailable, match="closed"):
            await waiting


class TestIdentity:
    async def test_the_epoch_stays_over_reopening_and_a_change_of_writer(self, record: Record) -> None:
        epochs, terms = set(), []
        for _ in range(3):
            async with record.log() as log:
                epochs.add(log.epoch)
                terms.append(await log.lead())
        assert len(epochs) == 1
        assert terms == sorted(set(terms)), "each term is higher than any before"

    async def test_a_reopened_record_goes_on_where_it_ended(self, record: Record) -> None:
        for first in (1, 11, 21):
            async with record.log() as log:
                await log.lead()
                assert log.head.seq == first - 1
                await append_all(log, 10)
        async with record.log() as log:
            assert [event.seq for event in await log.read(0, 100)] == list(range(1, 31))

    async def test_leading_twice_is_leading(self, writer: Log) -> None:
        assert await writer.lead() == await writer.lead()


class TestFencing:
    async def test_a_writer_with_an_old_term_stores_nothing_more(self, record: Record, writer: Log) -> None:
        await append_all(writer, 3)
        await record.take_over()
        writer.append(batch(4))
        with pytest.raises(Fenced, match="another writer"):
            await writer.wait_beyond(3)
        with pytest.raises(Fenced, match="another writer"):
            writer.append(batch(5))
        async with record.log() as reader:
            assert reader.head.seq == 3

    async def test_a_fenced_log_still_reads(self, record: Record, writer: Log) -> None:
        await append_all(writer, 3)
        await record.take_over()
        writer.append(batch(4))
        with pytest.raises(Fenced):
            await writer.wait_beyond(3)
        assert len(await writer.read(0, 10)) == 3

    @pytest.fixture
    async def writer(self, record: Record) -> AsyncIterator[Log]:
        # Leaving a fenced log whose appends were lost raises; here each test has seen the error already.
        log = await record.log().__aenter__()
        await log.lead()
        yield log
        with pytest.raises(Fenced):
            await log.__aexit__(None, None, None)


class TestCommandMemory:
    async def test_an_accepted_command_is_found_by_its_id_and_only_when_durable(self, writer: Log) -> None:
        writer.append(batch(1, b"a", b"b", at_ms=1_234, command=key("c-1")))
        assert await writer.find_commands("c-2") == []
        await writer.wait_beyond(1)
        assert await writer.find_commands("c-1") == [Remembered(key("").fingerprint, 1_234, 1, 2)]

    async def test_ids_are_remembered_over_reopening(self, record: Record) -> None:
        async with record.log() as log:
            await log.lead()
            log.append(batch(1, command=key("c-1")))
        async with record.log() as log:
            assert [found.first_seq for found in await log.find_commands("c-1")] == [1]

    async def test_one_id_with_other_contents_is_remembered_with_each(self, writer: Log) -> None:
        writer.append(batch(1, at_ms=10, command=key("c", b"one")))
        writer.append(batch(2, at_ms=20, command=key("c", b"two")))
        await writer.wait_beyond(1)
        found = await writer.find_commands("c")
        assert [(kept.fingerprint, kept.at_ms) for kept in found] == [
            (key("", b"one").fingerprint, 10),
            (key("", b"two").fingerprint, 20),
        ]

    async def test_of_the_same_command_twice_the_first_acceptance_stays(self, writer: Log) -> None:
        writer.append(batch(1, at_ms=10, command=key("c")))
        writer.append(batch(2, at_ms=20, command=key("c")))
        await writer.wait_beyond(1)
        assert [found.first_seq for found in await writer.find_commands("c")] == [1]

    async def test_an_id_may_hold_any_text(self, writer: Log) -> None:
        ids = ["a:b;c", "空格 与 汉字", "'; DROP TABLE events; --", "*", "%", "{x}"]
        for seq, command_id in enumerate(ids, start=1):
            writer.append(batch(seq, command=key(command_id)))
        await writer.wait_beyond(len(ids) - 1)
        for seq, command_id in enumerate(ids, start=1):
            assert [found.first_seq for found in await writer.find_commands(command_id)] == [seq]
        assert [command.id for command in await writer.read_commands(0, 10)] == ids

    async def test_old_ids_are_forgotten_and_their_events_stay(self, writer: Log) -> None:
        for seq in range(1, 1_501):
            writer.append(batch(seq, at_ms=seq, command=key(f"c-{seq}")))
        await writer.wait_beyond(1_499)
        assert await writer.forget_commands(1_201) == 1_200
        assert await writer.forget_commands(1_201) == 0
        assert await writer.find_commands("c-1200") == []
        assert len(await writer.find_commands("c-1201")) == 1
        assert len(await writer.read(0, 2_000)) == 1_500

    async def test_of_one_id_only_the_old_content_is_forgotten(self, writer: Log) -> None:
        writer.append(batch(1, at_ms=10, command=key("c", b"one")))
        writer.append(batch(2, at_ms=20, command=key("c", b"two")))
        await writer.wait_beyond(1)
        assert await writer.forget_commands(15) == 1
        assert [found.at_ms for found in await writer.find_commands("c")] == [20]
        assert [command.remembered.at_ms for command in await writer.read_commands(0, 10)] == [20]

    async def test_remembered_commands_are_read_in_the_order_of_their_events(self, writer: Log) -> None:
        for seq in range(1, 10):
            writer.append(batch(seq, at_ms=seq, command=key(f"c-{seq}") if seq % 3 else None))
        await writer.wait_beyond(8)
        assert [command.id for command in await writer.read_commands(0, 3)] == ["c-1", "c-2", "c-4"]
        assert [command.id for command in await writer.read_commands(4, 10)] == ["c-5", "c-7", "c-8"]


class TestReaders:
    async def test_another_log_sees_what_the_writer_made_durable(self, record: Record, writer: Log) -> None:
        async with record.log() as reader:
            waiting = asyncio.create_task(reader.wait_beyond(0))
            writer.append(batch(1, command=key("c")))
            assert await waiting == 1
            await writer.wait_beyond(0)  # a reader of the same file may see a commit before its writer hears of it
            assert reader.head == writer.head
            assert await reader.read(0, 10) == await writer.read(0, 10)
            assert await reader.find_commands("c") == await writer.find_commands("c")

    async def test_a_reader_follows_the_writer_to_the_end(self, record: Record, writer: Log) -> None:
        async def follow(reader: Log) -> list[int]:
            seen: list[int] = []
            while len(seen) < 200:
                await reader.wait_beyond(len(seen))
                seen += [event.seq for event in await reader.read(len(seen), 7)]
            return seen

        async with record.log() as one, record.log() as other:
            following = [asyncio.create_task(follow(reader)) for reader in (one, other, writer)]
            for start in range(0, 200, 20):
                await append_all(writer, 20)
                assert writer.head.seq == start + 20
            for seen in await asyncio.gather(*following):
                assert seen == list(range(1, 201))


class TestSnapshots:
    async def test_the_newest_snapshot_comes_back(self, record: Record, writer: Log) -> None:
        for _ in range(4):
            await append_all(writer, 2)
            await writer.save_snapshot(Snapshot(*writer.head, data=b"world at %d" % writer.head.seq))
        async with record.log() as reader:
            for log in (writer, reader):
                assert await log.load_snapshot() == Snapshot(*writer.head, data=b"world at 8")

    async def test_a_large_snapshot_comes_back_whole(self, writer: Log) -> None:
        await append_all(writer, 1)
        snapshot = Snapshot(*writer.head, data=bytes(range(256)) * 12_345)
        await writer.save_snapshot(snapshot)
        assert await writer.load_snapshot() == snapshot

    async def test_a_snapshot_may_be_saved_again(self, writer: Log) -> None:
        await append_all(writer, 1)
        for data in (b"one", b"two", b""):
            await writer.save_snapshot(Snapshot(*writer.head, data=data))
        found = await writer.load_snapshot()
        assert found is not None
        assert found.data == b""

    @pytest.mark.parametrize("position", [Head(1, bytes(32)), Head(7, bytes(32))])
    async def test_a_snapshot_of_another_record_is_refused(self, writer: Log, position: Head) -> None:
        await append_all(writer, 3)
        with pytest.raises(SequenceConflict, match="not a durable event"):
            await writer.save_snapshot(Snapshot(*position, data=b"stranger"))
        assert await writer.load_snapshot() is None


class TestFailure:
    @pytest.fixture
    async def writer(self, record: Record) -> AsyncIterator[Log]:
        log = await record.log().__aenter__()
        await log.lead()
        yield log
        with pytest.raises(LogUnavailable):
            await log.__aexit__(None, None, None)

    async def test_a_storage_that_refuses_stops_the_log_for_good(self, record: Record, writer: Log) -> None:
        await append_all(writer, 3)
        waiting = [asyncio.create_task(writer.wait_beyond(seq)) for seq in (3, 3, 4)]
        await record.refuse_to_store()
        writer.append(batch(4))
        with pytest.raises(LogUnavailable, match="full") as first:
            await writer.wait_beyond(3)
        for outcome in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(outcome, LogUnavailable)
            assert str(outcome) == str(first.value)
        for _ in range(2):
            with pytest.raises(LogUnavailable, match="full"):
                writer.append(batch(5))
            with pytest.raises(LogUnavailable, match="full"):
                await writer.wait_beyond(0)
        assert writer.head.seq == 3
        assert [event.seq for event in await writer.read(0, 10)] == [1, 2, 3]
