"""The past of a real hub's record over HTTP: what is in it, what was, and what if."""

from __future__ import annotations

import pytest

from dispatch.core.instant import to_builtins
from dispatch.core.state import to_state
from dispatch.past import history
from dispatch.past.history import History
from tests.hub import House, Json, OpenHub

DRILL = {
    "name": "示例夜间拉动",
    "kind": "no_notice",
    "place": {"building": "B00005", "floor": 2},
    "everybody": True,
    "objectives": [{"id": "o1", "text": "一分钟到场", "milestone_to": "on_scene", "limit_s": 60}],
}


async def test_incidents_and_drills_are_found_by_number_place_and_day(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        fire = await hub.alarm()
        drill = await a_drill(hub)
        (newest, oldest) = await found(hub)
        assert (newest["id"], newest["drill"], newest["name"]) == (drill, True, "示例夜间拉动")
        assert (oldest["id"], oldest["numbers"], oldest["orders"]) == (fire["incident"], [fire["number"]], 3)
        assert newest["first_seq"] > oldest["first_seq"]
        assert [each["id"] for each in await found(hub, f"text={fire['number']}")] == [fire["incident"]]
        assert [each["id"] for each in await found(hub, "text=夜间")] == [drill]
        assert [each["id"] for each in await found(hub, f"text={oldest['building_name']}")] == [fire["incident"]]
        assert await found(hub, "day=2001-01-01") == []
        assert len(await found(hub, f"before={newest['first_seq']}")) == 1
        of_its_incident = (await hub.call("GET", f"/api/v1/episodes/{newest['incidents'][0]}")).body
        assert of_its_incident["id"] == drill
        assert (await hub.call("GET", "/api/v1/episodes/inc-999")).code == "not_found"
        assert (await hub.call("GET", "/api/v1/episodes?day=yesterday")).code == "unusable"
        assert (await hub.call("GET", "/api/v1/episodes", role="station")).code == "forbidden"


async def test_an_end_is_told_and_a_reopening_takes_it_back(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        incident = (await hub.alarm())["incident"]
        await hub.command("c-1", "incident.close", incident=incident)
        (closed,) = await found(hub)
        assert (closed["ending"], closed["ended_at"] is not None) == ("handled", True)
        await hub.command("c-2", "incident.reopen", incident=incident)
        (again,) = await found(hub)
        assert (again["ending"], again["ended_at"]) == (None, None)
        assert again["last_seq"] > closed["last_seq"]


async def test_every_world_of_the_past_is_the_fold_up_to_there(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "KEPT_AT_MOST", 3)
    async with sqlite_house.open() as hub:
        for _ in range(3):
            await hub.alarm()
        head, keeping = hub.hub.feed.head, History(hub.hub.log, every=2)
        assert head > 8, "some that were kept are forgotten again"
        for seq in [head, *range(head + 1)]:
            alone = await History(hub.hub.log).at(seq)
            assert to_builtins(to_state(await keeping.at(seq))) == to_builtins(to_state(alone)), seq
        refused = await hub.call("GET", f"/api/v1/state?at={head + 1}")
        assert refused.code == "not_found"


async def test_what_if_answers_beside_the_record_and_changes_nothing(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        assert await found(hub) == [], "what reads the past runs: no deadline passes while it starts"
        fire = await hub.alarm()
        before, roads = hub.hub.feed.head, hub.hub.travel_times.router.snapshot
        path = f"/api/v1/incidents/{fire['incident']}/whatif"
        same = (await hub.call("POST", path, {"changes": []}, role="commander")).body
        assert same["same_units"] is True
        first = fire["assignments"][0]["unit"]
        other = (await hub.call("POST", path, {"changes": [f"off:{first}"]}, role="commander")).body
        (left_out,) = (each for each in other["pairs"] if each["unit"] == first)
        assert (left_out["rerun"], left_out["recorded"] is not None) == (None, True)
        assert other["rerun"]["orders"]
        assert hub.hub.feed.head == before
        assert hub.hub.travel_times.router.snapshot is roads, "the hub's own roads are not touched"


async def test_what_if_reads_no_file_of_the_hubs_machine(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        fire = await hub.alarm()
        path = f"/api/v1/incidents/{fire['incident']}/whatif"
        assert (await hub.call("POST", path, {"changes": ["settings:district.toml"]})).code == "unusable"
        assert (await hub.call("POST", path, {"changes": ["off:nobody"]})).code == "not_found"
        assert (await hub.call("POST", path, {"changes": []}, role="station")).code == "forbidden"
        assert (await hub.call("POST", "/api/v1/incidents/inc-999/whatif", {"changes": []})).code == "not_found"


async def a_drill(hub: OpenHub) -> str:
    planned = await hub.call(
        "POST", "/api/v1/commands", {"id": "d-1", "type": "drill.plan", "plan": DRILL}, role="commander"
    )
    assert planned.status == 200, planned.body
    drill: str = planned.body["events"][0]["drill"]
    started = await hub.call(
        "POST", "/api/v1/commands", {"id": "d-2", "type": "drill.start", "drill": drill}, role="commander"
    )
    assert started.status == 200, started.body
    return drill


async def found(hub: OpenHub, query: str = "") -> list[Json]:
    answer = await hub.call("GET", f"/api/v1/episodes?{query}")
    assert answer.status == 200, answer.body
    listed: list[Json] = answer.body["episodes"]
    return listed
