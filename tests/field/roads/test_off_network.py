"""An alarm from where no road leads: somebody is sent, it is flagged, exchanged coordinates are said, not used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.field.roads.extracts import node, spot, way
from tests.field.roads.test_check import make_district
from tests.hub import House, OpenHub

ALARMS = "/api/v1/alarms"


@pytest.fixture
def farm_house(tmp_path: Path) -> House:
    """A district of two streets, with a station in the west and one in the east."""
    folder = make_district(tmp_path / "district", stations={"WEST": (5.0, 5.0), "EAST": (295.0, 5.0)})
    return House(folder, tmp_path / "data")


def at(hub: OpenHub, *, east_km: float) -> dict[str, float]:
    _, south, east, _ = hub.hub.travel_times.router.extent
    return {"lon": east + east_km / 97.4, "lat": south}


async def raise_at(hub: OpenHub, place: dict[str, float]) -> dict[str, Any]:
    taken = await hub.alarm(device=None, kind="report", source="person", place=place)
    incident = (await hub.call("GET", f"/api/v1/incidents/{taken['incident']}")).body
    return {**taken, "shortfalls": incident["shortfalls"], "incident": incident}


async def test_b13_the_nearest_by_straight_line_go_to_a_farm_beyond_all_roads(farm_house: House) -> None:
    async with farm_house.open() as hub:
        taken = await raise_at(hub, at(hub, east_km=1.5))
        assert "off_network" in taken["flags"]
        assert "swapped_coordinates" not in taken["flags"]
        chosen = [event for event in await hub.events() if event["type"] == "dispatch.chosen"]
        near = [each["unit"] for each in chosen[0]["considered"]]
        assert near == ["U-EAST", "U-WEST"], "in the order of their distances"
        orders = [event["unit"] for event in await hub.events() if event["type"] == "assignment.assigned"]
        assert orders
        assert orders[0] == "U-EAST"


async def test_b14_the_reasons_of_a_choice_name_the_sign_that_the_nearest_crew_passes(tmp_path: Path) -> None:
    lane = (node(8, 700, 0), way(30, [2, 8], {"highway": "residential", "motor_vehicle": "no"}))
    house = House(make_district(tmp_path / "district", *lane), tmp_path / "data")
    async with house.open() as hub:
        beyond, before = spot(650, 5), spot(150, 5)
        for number, (place, said) in enumerate(((beyond, ["motor_vehicle=no (way 30)"]), (before, []))):
            taken = await raise_at(hub, {"lon": place.lon, "lat": place.lat})
            chosen = [event for event in await hub.events() if event["type"] == "dispatch.chosen"][number]
            assert [each["cautions"] for each in chosen["considered"]] == [said]
            for order in taken["assignments"]:
                await hub.command(f"recall-{number}", "assignment.recall", assignment=order, reason="示例")


async def test_b13_nobody_is_sent_over_the_horizon(farm_house: House) -> None:
    async with farm_house.open() as hub:
        taken = await raise_at(hub, at(hub, east_km=80))
        assert "off_network" in taken["flags"]
        assert not [event for event in await hub.events() if event["type"] == "assignment.assigned"]
        assert {each["why"] for each in taken["shortfalls"]} == {"off_network"}


async def test_b13_a_crew_that_a_person_sends_there_has_an_arrival_time(farm_house: House) -> None:
    async with farm_house.open() as hub:
        place = at(hub, east_km=1.5)
        found = (await hub.call("GET", f"/api/v1/reach?lon={place['lon']:.6f}&lat={place['lat']:.6f}")).body
        assert [each["unit"] for each in found["units"]] == ["U-EAST", "U-WEST"]
        assert all(each["eta_s"] > 0 for each in found["units"])


async def test_b13_exchanged_coordinates_are_said_and_never_used(tmp_path: Path) -> None:
    """In a district where both numbers are below 90, so that no degree gives it away."""
    house = House(in_the_west(tmp_path), tmp_path / "data")
    async with house.open() as hub:
        west, south, _, _ = hub.hub.travel_times.router.extent
        taken = await raise_at(hub, {"lon": south, "lat": west})
        assert {"off_network", "swapped_coordinates"} <= set(taken["flags"])
        assert (taken["incident"]["place"]["lon"], taken["incident"]["place"]["lat"]) == (south, west)
        assert not [event for event in await hub.events() if event["type"] == "assignment.assigned"]


def in_the_west(tmp_path: Path) -> Path:
    """The same streets and stations, moved to longitude 16."""
    folder = make_district(tmp_path / "district")
    for name in ("roads.osm", "stations.csv", "buildings.csv"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace("106.", "16."), encoding="utf-8")
    return folder
