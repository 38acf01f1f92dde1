"""What a hub does at its start with a record that is not the one that alarms were answered from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from redis import Redis

from dispatch.core import events as ev
from dispatch.core.events import decode
from dispatch.log.backup import backup, restore
from dispatch.log.base import ForeignRecord, RecordDamaged, RecordLost, WrongClock
from dispatch.log.confirmed import CONFIRMED_FILE, read_confirmed
from dispatch.log.keys import KEY_FILE
from dispatch.log.open import open_log
from dispatch.log.redis_store import RedisStore
from dispatch.log.seat import Claimant
from dispatch.log.verify import Finding
from dispatch.log.witness import read_witness
from dispatch.writer import snapshots
from dispatch.writer.clock import wall_ms
from dispatch.writer.opening import RecordPlace, open_record
from tests.integration.record.office import DISTRICT, Office, folder_of
from tests.integration.record.vaults import ServerVault, SqliteVault, Vault, edited, make_server_vault


def losses(vault: Vault) -> list[ev.RecordLost]:
    return [event for body in vault.bodies() if isinstance(event := decode(body), ev.RecordLost)]


async def test_c2_d1_an_old_copy_is_refused_until_the_loss_is_accepted(vault: Vault) -> None:
    office = Office(vault)
    first_epoch = await office.run(20)
    put_back = vault.copy()
    await office.run(30)
    confirmed = read_confirmed(vault.folder)
    assert confirmed is not None
    assert confirmed.head == vault.head
    put_back()
    for _ in range(2):
        with pytest.raises(RecordLost, match=f"ends at event 21, but event {confirmed.head.seq} was confirmed.*accept"):
            await office.run(1)
    epoch = await office.run(1, accept_loss=True)
    assert epoch != first_epoch, "clients of the lost history start over"
    (loss,) = losses(vault)
    assert (loss.lost_epoch, loss.confirmed_seq, loss.kept_seq) == (first_epoch, confirmed.head.seq, 21)
    assert loss.confirmed_hash == confirmed.head.hash.hex()
    await office.run(1)
    assert len(losses(vault)) == 1, "it is said once"


async def test_c2_a_record_that_was_set_back_and_outgrew_the_old_one_is_refused(vault: Vault) -> None:
    office = Office(vault)
    await office.run(20)
    vault.put_bodies([edited(body, reason="another day") for body in vault.bodies()])
    with pytest.raises(RecordLost, match=r"event \d+ of the record is not the one that was confirmed"):
        await office.run(1)


async def test_m4_a_record_that_is_gone_is_not_begun_anew_in_silence(vault: Vault) -> None:
    office = Office(vault)
    await office.run(20)
    vault.empty()
    with pytest.raises(RecordLost, match=r"no record.* but event 21 was confirmed"):
        await office.run(1)
    assert {fault.finding for fault in await office.faults()} == {Finding.UNREADABLE}
    await office.run(1, accept_loss=True)
    assert [(loss.confirmed_seq, loss.kept_seq) for loss in losses(vault)] == [(21, 0)]


async def test_h2_a_clock_far_from_the_end_of_the_record_starts_nothing_unless_told(vault: Vault) -> None:
    office = Office(vault)
    await office.run(3)

    def a_month_ago() -> int:
        return wall_ms() - 30 * 24 * 3_600_000

    with pytest.raises(WrongClock, match="--accept-clock"):
        async with open_record(office.place(), DISTRICT, lambda _step: None, wall=a_month_ago):
            pass
    told = replace(office.place(), accept_clock=True)
    async with open_record(told, DISTRICT, lambda _step: None, wall=a_month_ago) as opened:
        assert opened.world.seq == opened.log.head.seq


async def test_c1_d1_the_witness_alone_stops_a_start(vault: Vault) -> None:
    office = Office(vault)
    await office.run(20)
    put_back = vault.copy()
    await office.run(20)
    put_back()
    (vault.folder / CONFIRMED_FILE).unlink()
    with pytest.raises(RecordLost, match="line 2 of the witness"):
        await office.run(1)
    old = vault.witness.read_bytes()
    await office.run(1, accept_loss=True)
    kept = [path for path in vault.folder.iterdir() if path.name.startswith("witness.txt.until-")]
    assert [path.read_bytes() for path in kept] == [old], "what proves the loss is kept"
    assert len(read_witness(vault.witness)) == 1
    await office.run(1)


@pytest.mark.parametrize("damage", ["altered", "missing", "no JSON"])
async def test_m2_a_record_that_contradicts_itself_is_refused(vault: Vault, damage: str) -> None:
    office = Office(vault)
    async with office.open() as opened:
        await office.work(opened.log, opened.world, 40)
    match damage:
        case "altered":
            vault.put_bytes(12, edited(vault.bodies()[11], at="2026-01-01T00:00:00.000Z"))
        case "missing":
            rows = vault.rows()
            vault.put_rows([*rows[:11], *rows[12:]])
        case _:
            bodies = vault.bodies()
            vault.put_bodies([*bodies[:11], b'{"type":', *bodies[12:]])
    with pytest.raises((RecordDamaged, RecordLost), match="event"):
        await office.run(1)
    await office.run(1, accept_loss=True)
    assert [loss.kept_seq for loss in losses(vault)] == [11]
    assert vault.bodies()[11:12] != [b'{"type":'], "the damaged record was set aside"
    await office.run(1)


async def test_a_damaged_confirmed_head_is_said_and_not_guessed(vault: Vault) -> None:
    office = Office(vault)
    await office.run(5)
    (vault.folder / CONFIRMED_FILE).write_bytes(b"\0" * 1024)
    with pytest.raises(RecordLost, match="confirmed is damaged"):
        await office.run(1)
    await office.run(1, accept_loss=True)


async def test_one_torn_slot_of_the_confirmed_head_leaves_the_other(vault: Vault) -> None:
    office = Office(vault)
    await office.run(5)
    path = vault.folder / CONFIRMED_FILE
    path.write_bytes(b"\0" * 512 + path.read_bytes()[512:])
    await office.run(1)


async def test_d2_another_districts_folder_is_refused(vault: Vault) -> None:
    office = Office(vault)
    await office.run(5)
    with pytest.raises(ForeignRecord, match=f"belongs to the district “{DISTRICT}”.*--record NAME"):
        async with office.open(district="示例二区"):
            pytest.fail("two districts in one record")
    await office.run(1)


async def test_the_key_is_its_owners_alone_and_stays(vault: Vault) -> None:
    office = Office(vault)
    await office.run(1)
    path = vault.folder / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    secret = path.read_bytes()
    await office.run(1)
    assert path.read_bytes() == secret


async def test_c2_a_write_ahead_log_that_was_deleted_is_missed(tmp_path: Path) -> None:
    vault = SqliteVault(tmp_path)
    office = Office(vault)
    await office.run(20)
    async with office.open() as opened:
        await office.work(opened.log, opened.world, 40)
        as_killed = vault.copy()
    as_killed()
    (tmp_path / "record.db-wal").unlink()
    with pytest.raises((RecordLost, RecordDamaged)):
        await office.run(1)


async def test_d5_a_write_ahead_log_that_grew_beside_a_reader_is_cut_back(tmp_path: Path) -> None:
    vault = SqliteVault(tmp_path)
    office = Office(vault)
    async with office.open() as opened:
        world = await office.work(opened.log, opened.world, 2)
        reader = apsw.Connection(str(vault.file), flags=apsw.SQLITE_OPEN_READONLY)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchall()
        async with open_log(tmp_path / "other") as other:
            assert other.wal_bytes() < 1 << 20
        for _ in range(80):
            world = await office.fill(opened.log, world, 256 << 10)
        assert opened.log.wal_bytes() > 16 << 20
        reader.close()
        for _ in range(40):
            world = await office.fill(opened.log, world, 256 << 10)
        assert opened.log.wal_bytes() <= 17 << 20


@pytest.fixture
def server_vault(request: pytest.FixtureRequest, tmp_path: Path) -> ServerVault:
    """A vault on a server."""
    return make_server_vault(request.getfixturevalue("redis_server"), tmp_path)


async def test_m1_settling_on_an_emptied_server_makes_no_record(server_vault: ServerVault) -> None:
    client = server_vault.asynchronous()
    with pytest.raises(RecordDamaged, match="gone"):
        await RedisStore(client, "district").settle()
    with pytest.raises(RecordDamaged, match="gone"):
        await RedisStore(client, "district").lead("writer", Claimant("示例", "holder", 5000), take_over=True)
    assert await client.keys() == []
    await client.aclose()


async def test_m1_a_backup_is_restored_after_the_server_was_emptied(server_vault: ServerVault, tmp_path: Path) -> None:
    office = Office(server_vault)
    await office.run(10)
    async with open_log(server_vault.folder, server_vault.redis, create=False) as log:
        await backup(log, tmp_path / "copy")
    server_vault.empty()
    with Redis.from_url(server_vault.redis) as client:
        client.hincrby("{onethree:district}:record", "settled", 1)  # what an older hub left there
    async with open_log(server_vault.folder, server_vault.redis) as log:
        assert await restore(tmp_path / "copy", log) == 11
    await office.run(1)


async def test_d2_two_districts_share_a_server_under_two_names(server_vault: ServerVault, tmp_path: Path) -> None:
    for name in ("north", "south"):
        place = RecordPlace(folder=folder_of(tmp_path / name), redis=server_vault.redis, name=name)
        async with open_record(place, name, lambda _step: None) as opened:
            assert opened.log.head.seq == 0
            await Office(server_vault).work(opened.log, opened.world, 1, district=name)
    async with open_log(tmp_path / "north", f"{server_vault.redis}#north", create=False) as log:
        assert (await snapshots.load(log)).settings.name == "north"
