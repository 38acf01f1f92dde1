"""``onethree serve`` on a record that is not the confirmed one: the exit status that no service manager answers."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import apsw
from typer.testing import CliRunner, Result

from dispatch.cli.main import build
from tests.hub import House

MAIN = "from dispatch.cli import main; main()"
LIMIT_S = 90


async def serve(house: House, *more: str) -> tuple[int, str]:
    """Run ``onethree serve`` until it ends by itself; return its exit status and what it said."""
    arguments = ["serve", str(house.district), "--data", str(house.data), "--port", "0", *more]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MAIN, *arguments, stdout=pipe, stderr=pipe, env=dict(os.environ)
    )
    async with asyncio.timeout(LIMIT_S):
        _, said = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def verify(house: House) -> Result:
    """Run ``onethree verify`` in a thread that has no event loop yet."""
    return await asyncio.to_thread(CliRunner().invoke, build(["verify"]), ["verify", str(house.data)])


def cut(record: Path, after: int) -> None:
    connection = apsw.Connection(str(record))
    connection.execute("DELETE FROM events WHERE seq > ?", (after,))
    connection.close()


async def test_c2_a_record_that_lost_its_end_ends_with_3_and_goes_on_when_told(sqlite_house: House) -> None:
    house = sqlite_house
    async with house.open() as hub:
        await hub.alarm()
        epoch, kept = hub.hub.log.epoch, hub.hub.feed.head
        await hub.alarm(device="d-2", place={"building": "B00009"})
        lost = hub.hub.feed.head
    cut(house.data / "record.db", kept)
    status, said = await serve(house)
    assert status == 3
    assert "Traceback" not in said
    assert f"ends at event {kept}, but event {lost} was confirmed" in said
    assert "--accept-loss" in said
    checked = await verify(house)
    assert (checked.exit_code, checked.stdout.split(":")[0]) == (1, "cut off")
    house.accept_loss = True
    async with house.open() as hub:
        assert hub.hub.log.epoch != epoch
        (event,) = [event for event in await hub.events() if event["type"] == "record.lost"]
        assert (event["confirmed_seq"], event["kept_seq"]) == (lost, kept)
        await hub.still_works()
    checked = await verify(house)
    assert checked.exit_code == 0, checked.stdout
    assert "a loss was accepted" in checked.stdout


async def test_d2_another_districts_folder_ends_with_3(sqlite_house: House, tmp_path: Path) -> None:
    async with sqlite_house.open():
        pass
    other = tmp_path / "other"
    other.mkdir()
    for file in sqlite_house.district.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    (other / "district.toml").write_text('name = "示例二区"\ntimezone = "Asia/Shanghai"\n', "utf-8")
    status, said = await serve(House(other, sqlite_house.data))
    assert status == 3
    assert "--record NAME" in said
