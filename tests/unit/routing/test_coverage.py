import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from routing.arrays import Flags
from routing.closures import Closure
from routing.coverage import Building, Coverage, coverage, write_uncovered
from routing.errors import RoadsError
from routing.place import BuildingAccess
from routing.responders import Responder
from routing.router import Router
from routing.sites import propose_sites, solve
from tests.unit.routing.drawn import spot
from tests.unit.routing.test_router import AT, MODES, ONEWAY, ZONE, engine, line, router_of


def building(name: str, east_m: float, storeys: int | None = None) -> Building:
    return Building(name, spot(east_m, 0), BuildingAccess(name, storeys=storeys, height_m=20.0))


def walker(name: str, east_m: float, *, at: str | None = None) -> Responder:
    return Responder(name, "foot", spot(east_m, 0), 10_000, at)


def reached(router: Router, *buildings: Building) -> Coverage:
    return coverage(router.snapshot, buildings, at=AT, within_s=(180, 60))


def test_a_building_is_reached_by_whoever_is_there_first_whatever_the_mode() -> None:
    router = router_of(line(), engine("e", 100), walker("w", 480))
    [near, far] = reached(router, building("near", 500), building("far", 900)).reached
    assert (near.first, near.mode, far.first, far.mode) == ("w", "foot", "e", "engine")
    assert near.eta_ms == pytest.approx(30_000, abs=50)
    assert far.eta_ms == pytest.approx(140_000, abs=50)


def test_the_storey_counts_and_how_high_the_crew_comes_is_told() -> None:
    [tower] = reached(router_of(line(), walker("w", 475)), building("tower", 500, storeys=6)).reached
    assert tower.door_ms == pytest.approx(35_000, abs=50)
    assert tower.eta_ms == pytest.approx(35_000 + 5 * 15_000, abs=50)
    assert (tower.within(60), tower.within(180)) == (False, True)
    assert tower.storeys_within == {60: 2, 180: 6}


def test_a_building_of_unknown_storeys_is_judged_at_its_entrance_and_counted() -> None:
    found = reached(router_of(line(), walker("w", 480)), building("a", 500), building("b", 500, storeys=2))
    assert [each.eta_ms for each in found.reached] == [pytest.approx(30_000, abs=50), pytest.approx(45_000, abs=50)]
    assert found.storeys_unknown == 1


def test_what_nobody_reaches_is_uncovered_and_comes_first() -> None:
    found = reached(
        router_of(line(ONEWAY), engine("e", 400)), building("behind", 100), building("far", 950), building("near", 450)
    )
    assert [each.building.name for each in found.uncovered(60)] == ["behind", "far", "near"]
    assert found.covered(180) == 2
    assert found.reached[0].eta_ms is None


def test_the_report_names_the_roads_and_closures_it_saw() -> None:
    router = router_of(line(), engine("e", 400))
    router.close(Closure(id="c", way="b"))
    found = reached(router, building("a", 500))
    assert (found.version, found.closed, found.within_s) == (router.version, ("c",), (60, 180))


def test_uncovered_buildings_are_written_as_points(tmp_path: Path) -> None:
    found = reached(router_of(line(), engine("e", 100)), building("far", 900, storeys=3), building("near", 100))
    write_uncovered(found, 60, tmp_path / "uncovered.geojson")
    features = json.loads((tmp_path / "uncovered.geojson").read_bytes())["features"]
    assert [feature["properties"]["id"] for feature in features] == ["far"]
    assert features[0]["geometry"]["coordinates"] == pytest.approx([spot(900, 0).lon, spot(900, 0).lat])
    assert features[0]["properties"]["eta_s"] == pytest.approx(170, abs=1)
    with pytest.raises(RoadsError, match="cannot be written"):
        write_uncovered(found, 60, tmp_path / "nowhere" / "uncovered.geojson")


def test_the_next_station_goes_where_it_covers_most() -> None:
    router = Router(line(), MODES, zone=ZONE)
    houses = [building(f"h{east}", east) for east in (100, 120, 140, 500, 900)]
    found = reached(router, *houses)
    proposal = propose_sites(router.snapshot, found, 1, limit_s=60, at=AT, turnout_ms=30_000)
    assert [site.building.name for site in proposal.sites] == ["h120"]
    assert (proposal.covered, proposal.bound, proposal.demand, proposal.optimal) == (3, 3, 5, True)
    both = propose_sites(router.snapshot, found, 5, limit_s=60, at=AT, turnout_ms=30_000)
    assert [site.gains for site in both.sites] == [3, 1, 1]


def test_a_crew_need_not_leave_the_building_it_is_stationed_in() -> None:
    router = Router(line(), MODES, zone=ZONE)
    away = Building("away", spot(500, 5_000), BuildingAccess("away"))
    proposal = propose_sites(router.snapshot, reached(router, away), 1, limit_s=60, at=AT)
    assert proposal.covered == 1


covers = st.tuples(st.integers(1, 7), st.integers(1, 6)).flatmap(
    lambda shape: st.lists(st.booleans(), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]).map(
        lambda flags: np.array(flags, bool).reshape(shape)
    )
)


@given(covers, st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_the_chosen_sites_cover_as_much_as_the_best_of_all_choices(covers: Flags, n: int) -> None:
    chosen, bound = solve(covers, n, 10.0)
    best = max(
        int(covers[:, list(sites)].any(axis=1).sum())
        for count in range(min(n, covers.shape[1]) + 1)
        for sites in combinations(range(covers.shape[1]), count)
    )
    assert len(chosen) <= n
    assert int(covers[:, chosen].any(axis=1).sum()) == best == bound
