"""What happened before at a device and in a building, asked of a real hub."""

from __future__ import annotations

import pytest

from dispatch.api import incidents
from tests.hub import House, Json, OpenHub


async def test_a_history_is_told_to_who_may_read_the_incident(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for number in range(2):
            false = await hub.alarm()
            wish = {"incident": false["incident"], "reason": "false_cooking"}
            assert (await hub.command(f"c-{number}", "incident.false_alarm", **wish)).status == 200
        fire = await hub.alarm()
        said = await told(hub, fire["incident"])
        (device,) = said["devices"]
        assert (device["source"], device["device"], device["past"]["false_alarms"]) == ("detector", "d-1", 2)
        assert device["past"]["last_false"]["close_reason"] == "false_cooking"
        assert said["building"]["last"]["number"] == false["number"]
        nobody = f"/api/v1/incidents/{fire['incident']}/before"
        assert (await hub.call("GET", nobody, role="device")).code == "forbidden"
        gone = await hub.call("GET", "/api/v1/incidents/inc-999/before")
        assert gone.code == "not_found"


async def test_what_left_the_world_is_asked_of_the_process_that_reads_the_past(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sqlite_house.open() as hub:
        fire = await hub.alarm()
        of_the_world = await told(hub, fire["incident"])
        assert hub.hub.past.pid is None, "a record of a day needs no process"
        monkeypatch.setattr(incidents, "is_all_in_world", lambda *_: False)
        assert await told(hub, fire["incident"]) == of_the_world
        assert hub.hub.past.pid is not None


async def told(hub: OpenHub, incident: str) -> Json:
    reply = await hub.call("GET", f"/api/v1/incidents/{incident}/before")
    assert reply.status == 200, reply
    return reply.body
