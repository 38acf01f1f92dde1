"""A decision that looks further keeps what it knows; nothing of it outlives what changes in the same millisecond."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from rpds import HashTrieMap

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.reach import Query, Reach
from dispatch.core.vocabulary import HUB, Place
from dispatch.core.world import World
from dispatch.travel.port import FIRST_LOOK
from dispatch.travel.road_times import RoadTravelTimes
from routing.closures import Closure
from routing.model import Spot
from routing.synthetic import generated_network
from stations.model import Station, Unit
from tests.unit.routing.towns import NOON, Town

AT_MS = int(NOON.timestamp() * 1000)
STATIONS = 12


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(generated_network(400, seed=3), 1, modes=("foot", "engine"))


@pytest.fixture
def asked(town: Town) -> tuple[RoadTravelTimes, World, Query]:
    """Return travel times of a district with crews on foot and engines, and a question about a place in it."""
    spots = [town.spot() for _ in range(STATIONS)]
    stations = {
        f"示例{n}": Station(id=f"示例{n}", name=f"示例{n}", kind="small", lon=spot.lon, lat=spot.lat)
        for n, spot in enumerate(spots)
    }
    units = {
        f"{key}-{mode}": Unit(id=f"{key}-{mode}", station=key, name=key, mode=mode, crew=6)
        for key in stations
        for mode in ("foot", "engine")
    }
    world = World(stations=HashTrieMap(stations), units=HashTrieMap(units))
    here = town.spot()
    travel = RoadTravelTimes(town.router.fork(), world)
    travel.router.prepare(NOON)
    return travel, world, Query(place=Place(lon=here.lon, lat=here.lat))


def find(travel: RoadTravelTimes, query: Query, **wanted: int) -> Reach:
    found = travel.find(query, dict(wanted), at_ms=AT_MS)
    assert found is not None
    return found


def test_a_further_look_at_one_mode_shows_more_of_it_and_the_same_of_the_other(
    asked: tuple[RoadTravelTimes, World, Query],
) -> None:
    travel, _, query = asked
    first, further = find(travel, query), find(travel, query, foot=STATIONS)
    shown = first.free["foot"].nearest
    assert FIRST_LOOK <= len(shown) < len(further.free["foot"].nearest)
    assert further.free["foot"].nearest[: len(shown)] == shown
    assert (further.free["engine"], further.around) == (first.free["engine"], first.around)
    assert find(travel, query) == first


def test_who_goes_off_duty_is_free_no_more_in_the_same_millisecond(
    asked: tuple[RoadTravelTimes, World, Query],
) -> None:
    travel, world, query = asked
    gone = find(travel, query).free["foot"].nearest[0].unit
    after = replace(world, seq=1, off_duty=world.off_duty.insert(gone, Instant(AT_MS)))
    off = ev.DutyChanged(seq=1, at=Instant(AT_MS), by=HUB, unit=gone, station=world.units[gone].station, on=False)
    travel.follow(after, [off])
    assert gone not in {each.unit for each in find(travel, query).free["foot"].nearest}


def test_a_road_that_is_closed_is_closed_in_the_same_millisecond(asked: tuple[RoadTravelTimes, World, Query]) -> None:
    travel, _, query = asked
    before = find(travel, query)
    travel.router.close(Closure(id="示例", centre=Spot(query.place.lon or 0.0, query.place.lat or 0.0), radius_m=50.0))
    assert before.closures == ()
    assert find(travel, query).closures == ("示例",)
