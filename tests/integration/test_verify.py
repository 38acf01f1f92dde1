"""A record that was tampered with is noticed, and named for what was done to it."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import apsw
import pytest

from dispatch.log.base import GENESIS, Head, LogError
from dispatch.log.chain import next_hash
from dispatch.log.signed_head import SignedHead, format_head, parse_head
from dispatch.log.sqlite import SqliteLog
from dispatch.log.verify import Finding, VerifyReport, verify
from dispatch.log.witness import WitnessFile, read_witness
from dispatch.upkeep.maintenance import WitnessWriter
from dispatch.writer.chores import Chores
from tests.contract.records import batch

N_EVENTS = 2_500


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A closed record of many events."""
    path = tmp_path / "record.db"
    async with SqliteLog(path) as log:
        await log.lead()
        for seq in range(1, N_EVENTS + 1):
            log.append(batch(seq))
    return path


async def head_of(path: Path) -> Head:
    async with SqliteLog(path) as log:
        return log.head


async def examine(path: Path, witnessed: Head | None = None, witnessed_epoch: str | None = None) -> VerifyReport:
    async with SqliteLog(path, create=False) as log:
        return await verify(log, witnessed, witnessed_epoch=witnessed_epoch)


def tamper(path: Path, *statements: str) -> None:
    connection = apsw.Connection(str(path))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def alter_and_hash_again(path: Path, seq: int) -> None:
    """Change one body and recompute every stored hash, as somebody who knows the format would."""
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE events SET body = ? WHERE seq = ?", (b"never happened", seq))
    prev = GENESIS
    rows: list[Any] = connection.execute("SELECT seq, body FROM events ORDER BY seq").fetchall()
    for number, body in rows:
        prev = next_hash(prev, number, body)
        connection.execute("UPDATE events SET hash = ? WHERE seq = ?", (prev, number))
    connection.close()


async def test_with_a_witness_an_untouched_record_is_proven(path: Path) -> None:
    report = await examine(path, await head_of(path))
    assert report.ok
    assert report.finding is Finding.INTACT
    assert "nothing up to event 2500 was altered or cut off" in report.words


async def test_a_witness_of_the_past_proves_the_past(path: Path) -> None:
    witnessed = await head_of(path)
    async with SqliteLog(path) as log:
        await log.lead()
        log.append(batch(N_EVENTS + 1))
    report = await examine(path, witnessed)
    assert report.ok
    assert report.head.seq == N_EVENTS + 1


async def test_without_a_witness_only_consistency_is_claimed(path: Path) -> None:
    report = await examine(path)
    assert report.finding is Finding.CONSISTENT
    assert "without a witnessed head nothing proves" in report.words


async def test_an_altered_body_is_found_and_named(path: Path) -> None:
    tamper(path, "UPDATE events SET body = X'00' WHERE seq = 1234")
    report = await examine(path)
    assert not report.ok
    assert (report.finding, report.seq) == (Finding.ALTERED, 1234)


async def test_an_altered_hash_is_found_and_named(path: Path) -> None:
    tamper(path, "UPDATE events SET hash = zeroblob(32) WHERE seq = 77")
    assert (await examine(path))[:2] == (Finding.ALTERED, 77)


async def test_a_missing_event_is_found_and_named(path: Path) -> None:
    tamper(path, "DELETE FROM events WHERE seq = 1000")
    assert (await examine(path))[:2] == (Finding.GAP, 1000)


async def test_a_record_that_was_cut_off_is_found_only_with_a_witness(path: Path) -> None:
    witnessed = await head_of(path)
    tamper(path, "DELETE FROM events WHERE seq > 2000")
    assert (await examine(path)).finding is Finding.CONSISTENT
    assert (await examine(path, witnessed))[:2] == (Finding.CUT_OFF, 2001)


async def test_an_altered_body_is_found_although_all_hashes_were_recomputed(path: Path) -> None:
    witnessed = await head_of(path)
    alter_and_hash_again(path, 1234)
    assert (await examine(path)).finding is Finding.CONSISTENT
    report = await examine(path, witnessed)
    assert not report.ok
    assert report.finding is Finding.REWRITTEN


async def test_another_record_is_told_from_a_rewritten_one_by_its_identity(path: Path, tmp_path: Path) -> None:
    async with SqliteLog(path) as log:
        witnessed, epoch = log.head, log.epoch
    other = tmp_path / "other.db"
    async with SqliteLog(other) as log:
        await log.lead()
        for seq in range(1, N_EVENTS + 1):
            log.append(batch(seq, b"another district"))
    assert (await examine(other, witnessed, epoch)).finding is Finding.OTHER_RECORD
    alter_and_hash_again(path, 5)
    assert (await examine(path, witnessed, epoch)).finding is Finding.REWRITTEN


async def test_an_empty_record_is_consistent_and_contains_the_beginning(tmp_path: Path) -> None:
    async with SqliteLog(tmp_path / "record.db") as log:
        assert (await verify(log)).finding is Finding.CONSISTENT
        assert (await verify(log, Head(0, GENESIS))).finding is Finding.INTACT
        assert (await verify(log, Head(1, GENESIS))).finding is Finding.CUT_OFF


async def test_progress_ends_at_the_head(path: Path) -> None:
    seen: list[tuple[int, int]] = []
    async with SqliteLog(path) as log:
        await verify(log, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (N_EVENTS, N_EVENTS)
    assert seen == sorted(seen)


async def test_a_missing_record_is_not_made_by_looking_at_it(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(LogError, match="no record"):
            await examine(tmp_path / "record.db")


class TestWitness:
    HEADS = (Head(1, b"a" * 32), Head(20, b"b" * 32))

    def test_lines_are_only_ever_added(self, tmp_path: Path) -> None:
        path = tmp_path / "witness"
        for head in self.HEADS:
            with WitnessFile(path) as witness:
                witness.write(head, "epoch")
        assert read_witness(path) == [SignedHead(head) for head in self.HEADS]
        assert path.read_text() == f"1:{'61' * 32}\n20:{'62' * 32}\n"

    def test_a_line_that_a_crash_tore_is_left_out_and_the_next_one_is_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "witness"
        path.write_text(format_head(self.HEADS[0]) + "\n" + format_head(self.HEADS[1])[:30])
        assert read_witness(path) == [SignedHead(self.HEADS[0])]
        with WitnessFile(path) as witness:
            witness.write(self.HEADS[1], "epoch")
        assert read_witness(path) == [SignedHead(head) for head in self.HEADS]

    async def test_a_witness_that_is_away_holds_nothing_up_and_is_written_when_it_is_back(
        self, tmp_path: Path, path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        file = tmp_path / "elsewhere" / "witness"
        async with SqliteLog(path) as log, AsyncExitStack() as stack:
            await log.lead()
            witness = WitnessFile(file)
            stack.push(witness)
            witness_writer, chores = WitnessWriter(witness, log), Chores()
            for _ in range(2):
                seq = log.head.seq + 1
                log.append(batch(seq))
                await log.wait_beyond(seq - 1)
                assert not await chores.attempt("witness", witness_writer.update)
            assert [record.levelname for record in caplog.records] == ["ERROR"], "it is said once"
            file.parent.mkdir()
            assert await chores.attempt("witness", witness_writer.update)
            assert read_witness(file) == [SignedHead(log.head)]
            assert caplog.records[-1].levelname == "WARNING"

    def test_an_unreadable_line_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "witness"
        path.write_text(format_head(self.HEADS[0]) + "\nnonsense\n")
        with pytest.raises(LogError, match="line 2"):
            read_witness(path)

    @pytest.mark.parametrize("text", ["", "1", "1:", ":" + "ab" * 32, "-1:" + "ab" * 32, "1:" + "ab" * 31, "x:y"])
    def test_what_is_no_position_is_refused(self, text: str) -> None:
        with pytest.raises(LogError, match="SEQ:HASH"):
            parse_head(text)
