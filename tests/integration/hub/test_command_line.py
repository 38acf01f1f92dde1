"""The command line beside a running hub: what a person types, what is printed, and the exit status."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest
from typer.testing import CliRunner

from dispatch.cli.main import GROUPS, build
from dispatch.log.signed_head import format_head
from tests.hub import PATIENCE_S, STATION, House, OpenHub

MAIN = "from dispatch.cli import main; main()"


class Ran(NamedTuple):
    status: int
    out: str
    err: str


async def start(*arguments: str, **environment: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", MAIN, *arguments, stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ | environment
    )


async def onethree(*arguments: object, typed: str = "", **environment: str) -> Ran:
    process = await start(*(str(each) for each in arguments), **environment)
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate(typed.encode())
    assert process.returncode is not None
    return Ran(process.returncode, out.decode(), err.decode())


COMMANDS = [command for commands in GROUPS.values() for command in commands if command != "bench"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_with_an_example(command: str) -> None:
    told = CliRunner().invoke(build([command]), [command, "--help"])
    assert told.exit_code == 0
    assert "Example" in told.output


def test_the_help_of_all_names_every_command() -> None:
    told = CliRunner().invoke(build(["--help"]), ["--help"])
    assert all(f" {command} " in told.output for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("alarm", "--token", "t"),
        ("alarm", "--token", "t", "--lon", "200", "--lat", "1"),
        ("alarm", "--text", "x"),
        ("serve",),
        ("verify", "data", "--head", "1:00", "--witness", "file"),
        ("loadtest", "district"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert CliRunner().invoke(build(arguments), list(arguments)).exit_code == 2


async def test_a_failure_is_1_in_one_sentence(tmp_path: Path) -> None:
    for arguments in (
        ("alarm", "--token", "t", "--text", "x", "--url", "http://127.0.0.1:9"),
        ("verify", str(tmp_path)),
        ("check", str(tmp_path / "none")),
    ):
        ran = await onethree(*arguments)
        assert ran.status == 1, (arguments, ran)
        assert "Traceback" not in ran.err
        assert len(ran.err.strip().splitlines()) == 1, ran.err


async def test_a_data_folder_that_cannot_be_made_is_said_with_what_to_do(district: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = await onethree("serve", district, "--data", tmp_path / "file" / "data")
    assert ran.status == 3, "starting again does not mend a folder"
    assert "name another one" in ran.err


async def test_a_district_folder_that_is_none_ends_serve_with_3(tmp_path: Path) -> None:
    ran = await onethree("serve", tmp_path / "none", "--data", tmp_path / "data")
    assert ran.status == 3
    assert "Traceback" not in ran.err


async def test_a_token_for_a_folder_that_is_not_there_yet_says_which_hub_will_know_it(tmp_path: Path) -> None:
    ran = await onethree("token", tmp_path / "dta", "--role", "device")
    assert ran.status == 0
    assert f"--data {tmp_path / 'dta'}" in ran.err
    assert len(ran.out.split()) == 1, "nothing but the token on stdout"


async def test_an_alarm_from_the_terminal_says_who_goes_and_when(sqlite_house: House) -> None:
    token = sqlite_house.token("dispatcher")
    async with sqlite_house.open() as hub:
        ran = await onethree(
            "alarm", "--building", "B00001", "--lang", "en", ONETHREE_URL=hub.url, ONETHREE_TOKEN=token
        )
        assert ran.status == 0, ran
        first, *orders = ran.out.splitlines()
        assert first.startswith("incident ")
        assert len(orders) == len(hub.hub.processor.world.assignments) > 0
        assert all(" goes, there about " in each for each in orders)
        refused = await onethree("alarm", "--text", "x", "--url", hub.url, "--token", "none.such")
        assert refused.status == 1
        assert "this token is not known" in refused.err


async def test_a_station_at_a_terminal_answers_with_one_key_and_comes_back_after_a_cut(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        place = hub.hub.processor.world.stations[STATION]
        client = await start(
            "station", STATION, "--url", hub.url, "--token", sqlite_house.token("station"), "--lang", "en"
        )
        assert client.stdin is not None
        assert client.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            await said(client, "connected")
            taken = await hub.alarm(place={"lon": place.lon, "lat": place.lat})
            await said(client, "order to")
            for connection in hub.hub.streams:
                connection._transport.abort()
            await said(client, "connection lost")
            await said(client, "connected")
            for key in ("a", "e", "o", "h", "r"):
                client.stdin.write(f"{key}1\n".encode())
            await said(client, "released")
            client.stdin.write(b"q\n")
            assert await client.wait() == 0
        await milestones_are_there(hub, taken["incident"])


async def said(client: asyncio.subprocess.Process, words: str) -> None:
    """Read what the client prints until these words come."""
    assert client.stdout is not None
    while line := await client.stdout.readline():
        if words in line.decode():
            return
    pytest.fail(f"the client ended without saying {words!r}")


async def milestones_are_there(hub: OpenHub, incident: str) -> None:
    told = (await hub.call("GET", f"/api/v1/incidents/{incident}/timeline")).body["events"]
    mine = [each["type"] for each in told if each.get("station") == STATION]
    for step in ("delivered", "acknowledged", "en_route", "on_scene", "controlled", "released"):
        assert f"assignment.{step}" in mine, step


async def test_a_station_that_may_not_come_in_is_told_so(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        ran = await onethree("station", "S0002", "--url", hub.url, "--token", sqlite_house.token("station"))
        assert ran.status == 1
        assert "4403" in ran.err


async def test_a_record_is_told_proved_copied_and_put_back(house: House, tmp_path: Path) -> None:
    where = [str(house.data), *(["--redis", house.redis] if house.redis else [])]
    async with house.open() as hub:
        taken = await hub.alarm()
        head = format_head(hub.hub.log.head)
        told = await onethree("replay", where[0], taken["number"], *where[1:])
        assert told.status == 0, told
        assert taken["number"] in told.out
        assert (await onethree("verify", *where, "--head", head)).status == 0
        cut = await onethree("verify", *where, "--head", "999999:" + "0" * 64)
        assert cut.status == 1
        assert "cut off" in cut.out
        copied = await onethree("backup", where[0], tmp_path / "copy.onethree", *where[1:])
        assert copied.status == 0, copied
        again = await onethree("backup", where[0], tmp_path / "copy.onethree", *where[1:])
        assert again.status == 1, "a backup is never written over"
    restored = await onethree("restore", tmp_path / "copy.onethree", tmp_path / "restored")
    assert restored.status == 0, restored
    assert (await onethree("verify", tmp_path / "restored", "--head", head)).status == 0
    async with House(house.district, tmp_path / "restored").open() as hub:
        assert (await hub.call("GET", f"/api/v1/incidents/{taken['incident']}")).status == 200


async def test_a_second_hub_says_in_one_sentence_why_it_does_not_start(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        ran = await onethree("serve", sqlite_house.district, "--data", sqlite_house.data, "--port", "0")
        assert ran.status == 1
        assert ran.err.strip().splitlines()[-1].startswith("onethree: process ")
        await hub.still_works()


async def test_coverage_is_one_json_object(district: Path) -> None:
    ran = await onethree("coverage", district, "--within", "180", "--sites", "1", "--json")
    figures = {each["name"]: each for each in orjson.loads(ran.out)["figures"]}
    assert figures["buildings"]["value"] == 24
    assert 0 < figures["reached within 180 s"]["ratio"] <= 1


async def test_the_demo_tells_a_story_and_ends_in_order() -> None:
    demo = await start("demo", "--port", "0", "--lang", "zh")
    async with asyncio.timeout(PATIENCE_S):
        for words in ("报警：", "下达", "已收到", "签收"):
            await said(demo, words)
        demo.send_signal(signal.SIGINT)
        await said(demo, "演示结束")
        assert await demo.wait() == 0
    assert demo.stderr is not None
    assert b"Traceback" not in await demo.stderr.read()
