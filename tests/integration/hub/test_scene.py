"""What a crew says of the ground, on 渝中区's real roads: who is near goes round it, the river closes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loadtest.districts import make_yuzhong_district
from tests.hub import House, Json, OpenHub
from tests.shared_data import shared_data

RIVER = {"lon": 106.585, "lat": 29.5705}
"""In the middle of the Jialing."""

HUANGHUAYUAN_BRIDGE = "39874497"
"""黄花园大桥, a way of OpenStreetMap."""


@pytest.fixture
def yuzhong_house(tmp_path: Path) -> House:
    """渝中区's real roads and buildings, with synthetic stations (示例)."""
    data = shared_data("yuzhong-osm", "yuzhong.osm.pbf").parent
    return House(make_yuzhong_district(tmp_path / "district", data, stations=20, seed=1), tmp_path / "data")


async def fire(hub: OpenHub) -> Json:
    """Raise a fire beside a way that engines come by, and return the answer."""
    place = {"lon": 106.5745, "lat": 29.5565}
    return await hub.alarm(place=place, source="phone", kind="report")


async def report(hub: OpenHub, raised: Json, number: int = 1, **said: Any) -> list[Json]:
    """Have the first crew report; return the events that followed."""
    order = raised["assignments"][0]
    token = hub.house.token("station", order["station"])
    body = {"id": f"r-{number}", "type": "scene.report", "incident": raised["incident"], **said}
    headers = {"Authorization": f"Bearer {token}"}
    reply = await hub.call("POST", "/api/v1/commands", body, headers=headers)
    assert reply.status == 200, reply
    return list(reply.body["events"])


def of_type(events: list[Json], kind: str) -> list[Json]:
    return [each for each in events if each["type"] == kind]


async def test_a_blocked_lane_closes_pieces_of_road_and_is_gone_when_its_time_is_over(yuzhong_house: House) -> None:
    async with yuzhong_house.open() as hub:
        raised = await fire(hub)
        events = await report(hub, raised, lane={"lon": 106.5745, "lat": 29.5565, "for_s": 1})
        (closed,) = of_type(events, "road.closed")
        assert closed["pieces"] > 0
        assert closed["to"] == ["*"]
        assert closed["report"] == of_type(events, "scene.reported")[0]["report"]
        while not of_type(await hub.events(), "road.opened"):
            await hub.still_works()


async def test_a_lane_too_narrow_for_an_engine_lets_a_crew_on_foot_through(yuzhong_house: House) -> None:
    async with yuzhong_house.open() as hub:
        raised = await fire(hub)
        spot = {"lon": 106.5745, "lat": 29.5565}
        (closed,) = of_type(await report(hub, raised, lane={**spot, "narrows_to_m": 2.2}), "road.closed")
        assert "engine" in closed["modes"]
        assert "foot" not in closed["modes"]
        assert not of_type(await report(hub, raised, 2, lane={**spot, "narrows_to_m": 3.5}), "road.closed")


async def test_who_is_under_way_is_shown_a_way_round_it(yuzhong_house: House) -> None:
    async with yuzhong_house.open() as hub:
        raised = await fire(hub)
        order = raised["assignments"][-1]
        before = await way_of(hub, order)
        lon, lat = before[len(before) // 2]
        events = await report(hub, raised, lane={"lon": lon, "lat": lat})
        assert of_type(events, "road.closed")
        after = await way_of(hub, order)
        assert [lon, lat] in before
        assert [lon, lat] not in after


async def way_of(hub: OpenHub, order: Json) -> list[list[float]]:
    """Return the corners of the way that an order's crew takes."""
    found = (await hub.call("GET", f"/api/v1/assignments/{order['id']}/route")).body
    return list(found["geometry"]["coordinates"])


async def test_a_bridge_across_the_town_that_a_crew_names_stays_open(yuzhong_house: House) -> None:
    async with yuzhong_house.open() as hub:
        raised = await hub.alarm(place={"lon": 106.53, "lat": 29.55}, source="phone", kind="report")
        events = await report(hub, raised, lane={"way": HUANGHUAYUAN_BRIDGE, "for_s": 604_800})
        assert of_type(events, "scene.reported")[0]["flags"] == ["lane_far"]
        assert not of_type(events, "road.closed")


async def test_a_lane_in_the_river_is_kept_and_closes_nothing(yuzhong_house: House) -> None:
    async with yuzhong_house.open() as hub:
        raised = await hub.alarm(place={"lon": 106.5835, "lat": 29.5640}, source="phone", kind="report")
        events = await report(hub, raised, saw="fire", lane=RIVER)
        (reported,) = of_type(events, "scene.reported")
        assert "lane_off_road" in reported["flags"]
        assert reported["said"]["lane"]["lon"] == RIVER["lon"]
        assert not of_type(events, "road.closed")
