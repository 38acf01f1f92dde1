"""Who would be sent, asked of a real hub before anybody is."""

from __future__ import annotations

import pytest

from dispatch.api import plan
from tests.hub import SMOKE, House, Json, OpenHub

FIRE: Json = {"source": "desk", "kind": "flame", "place": {"building": "B00001", "floor": 6}, "trapped": 1}


async def test_what_would_be_sent_is_said_and_nothing_is_written_down(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        head = hub.hub.processor.world.seq
        said = await foreseen(hub, FIRE)
        assert hub.hub.processor.world.seq == head
        assert said["joins"] is None
        assert said["will_send"]
        sent = await hub.alarm(**FIRE)
        assert [(each["unit"], each["station"]) for each in said["will_send"]] == [
            (each["unit"], each["station"]) for each in sent["assignments"]
        ]
        assert [each["arrives_s"] for each in said["will_send"]] == [each["eta_s"] for each in sent["assignments"]]
        short = [each for each in await hub.events() if each["type"] == "dispatch.shortfall"]
        assert [(each["need"], each["missing"]) for each in said["missing"]] == [
            (each["need"], each["missing"]) for each in short
        ]
        assert {each["type"] for each in said["reasons"]} <= {"by_plan", "beside"}
        assert all(each["floor"] == 6 for each in said["will_send"])


async def test_a_call_that_would_join_says_which_incident_it_joins(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        first = await hub.alarm(**FIRE)
        said = await foreseen(hub, FIRE)
        assert (said["joins"], said["number"]) == (first["incident"], first["number"])


async def test_words_alone_are_missing_a_place_and_a_broken_body_is_told(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        said = await foreseen(hub, {**SMOKE, "place": {"text": "示例桥头"}})
        assert (said["will_send"], {each["why"] for each in said["missing"]}) == ([], {"unlocated"})
        assert "unlocated" in said["flags"]
        assert (await hub.call("POST", "/api/v1/plan", b"[")).code == "malformed"
        assert (await hub.call("POST", "/api/v1/plan", FIRE, role="station")).code == "forbidden"


async def test_who_asks_too_fast_is_told_to_wait(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "ASKED_AT_ONCE", 2.0)
    monkeypatch.setattr(plan, "ASKED_PER_SECOND", 1e-6)
    async with sqlite_house.open() as hub:
        assert [(await hub.call("POST", "/api/v1/plan", FIRE)).status for _ in range(3)] == [200, 200, 429]


async def foreseen(hub: OpenHub, alarm: Json) -> Json:
    reply = await hub.call("POST", "/api/v1/plan", alarm)
    assert reply.status == 200, reply.body
    return reply.body
