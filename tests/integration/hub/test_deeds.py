"""Who did what: each deed names its token, and what is done about tokens is in the record."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import orjson

from dispatch.access.token_file import FILE_NAME
from dispatch.access.tokens import Tokens
from dispatch.access.wrong_tokens import FREE_TRIES
from dispatch.client.stream import Position
from tests.hub import PATIENCE_S, STATION, House, Json, OpenHub, received


async def told(hub: OpenHub, kind: str, token: str) -> Json:
    """Return the event of that type about a token, once it is in the record."""
    async with hub.stream("console", Position(hub.hub.log.epoch, 0)) as console:
        while True:
            event = await received(console, kind)
            if event.get("token", event.get("invitation")) == token:
                return event


def id_of(text: str) -> str:
    return text.partition(".")[0]


async def test_h8_every_deed_names_the_token_and_never_its_secret(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        taken = await hub.alarm()
        await hub.command("c-1", "incident.take", incident=taken["incident"])
        events = {event["type"]: event for event in await hub.events()}
        assert events["alarm.raised"]["by"]["token"] == id_of(sqlite_house.token("device"))
        assert events["incident.taken"]["by"]["token"] == id_of(sqlite_house.token("dispatcher"))
        assert "token" not in events["registry.changed"]["by"]
        secret = sqlite_house.token("dispatcher").partition(".")[2]
        assert secret not in str(await hub.events())


async def test_h8_inviting_redeeming_and_withdrawing_are_events_of_who_did_it(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        asker = id_of(sqlite_house.token("dispatcher"))
        invited = await hub.call("POST", "/api/v1/invitations", {"station": STATION, "name": "指挥员 李四"})
        code = {"code": invited.body["code"]}
        token = id_of((await hub.call("POST", "/api/v1/invitations/redeem", code, role=None)).body["token"])
        await hub.call("DELETE", f"/api/v1/tokens/{token}")
        withdrawn = await told(hub, "token.withdrawn", token)
        redeemed = await told(hub, "token.redeemed", token)
        made = await told(hub, "token.invited", redeemed["invitation"])
        assert (made["by"]["token"], made["bearer"], made["station"]) == (asker, "指挥员 李四", STATION)
        assert (redeemed["by"]["token"], redeemed["station"]) == (token, STATION)
        assert withdrawn["by"]["token"] == asker
        assert made["to"] == redeemed["to"] == withdrawn["to"] == []


async def test_h8_what_the_command_line_and_a_hand_did_to_the_file_is_in_the_record_too(sqlite_house: House) -> None:
    early = id_of(Tokens(sqlite_house.data).issue("commander", name="示例"))
    async with sqlite_house.open() as hub:
        assert (await told(hub, "token.made", early))["by"]["name"] == "onethree token"
        late = id_of(Tokens(sqlite_house.data).issue("device", name="示例", expires_ms=4_000_000_000_000))
        assert (await told(hub, "token.made", late))["expires_at"] == "2096-10-02T07:06:40.000Z"
        path = sqlite_house.data / FILE_NAME
        async with asyncio.timeout(PATIENCE_S):
            while True:  # or the hand would undo what the hub is about to write
                if not orjson.loads(path.read_bytes())["deeds"]:
                    break
                await asyncio.sleep(0.1)
        content = orjson.loads(path.read_bytes())
        content["tokens"] = [each for each in content["tokens"] if each["id"] != late]
        path.write_bytes(orjson.dumps(content))
        assert (await told(hub, "token.withdrawn", late))["by"]["name"] == FILE_NAME
        assert [event["token"] for event in await hub.events() if event["type"] == "token.made"].count(late) == 1


async def test_h8_wrong_tokens_are_slowed_and_counted_and_good_ones_are_not(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        wrong = {"Authorization": "Bearer 0a1b2c3d.wrong"}
        answers = [
            (await hub.call("GET", "/api/v1/me", role=None, headers=wrong)).status for _ in range(FREE_TRIES + 1)
        ]
        assert answers == [401] * FREE_TRIES + [429]
        assert (await hub.call("GET", "/api/v1/me")).status == 200, "who has a good token waits for nobody"
        async with hub.session.get(f"{hub.url}/metrics") as response:
            figures = await response.text()
        assert f"onethree_wrong_tokens_total {FREE_TRIES + 1}.0" in figures
        assert 'onethree_sign_ins_total{how="page"} 1.0' in figures


async def test_h8_an_expired_token_is_refused_with_a_sentence_that_says_so(sqlite_house: House) -> None:
    gone = Tokens(sqlite_house.data).issue("device", name="示例", expires_ms=1_800_000_000_000 - 10**12)
    async with sqlite_house.open() as hub:
        headers = {"Authorization": f"Bearer {gone}"}
        reply = await hub.call("GET", "/api/v1/me", role=None, headers=headers)
        assert reply.code == "unauthorized"
        assert "expired at 1995-" in reply.body["detail"]


async def test_m5_a_served_data_folder_is_its_users_alone(sqlite_house: House) -> None:
    """Under the umask of most systems, with what an older hub left open."""
    house = sqlite_house
    house.token("device")
    house.data.chmod(0o755)
    arguments = ["serve", str(house.district), "--data", str(house.data), "--port", "0"]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import os; os.umask(0o022); from dispatch.cli import main; main()",
        *arguments,
        stderr=asyncio.subprocess.PIPE,
        env=dict(os.environ),
    )
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE_S):
        while b"listening" not in await process.stderr.readline():
            pass
    assert _open_to_others(house.data) == []
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(PATIENCE_S):
        await process.communicate()
    assert _open_to_others(house.data) == []


def _open_to_others(folder: Path) -> list[str]:
    return [path.name for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
