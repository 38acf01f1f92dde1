"""Where a place is taken to lie: on roads where one can stop, that the main part reaches; and beyond all roads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from routing import straight_line
from routing.inspection import shares, stranded
from routing.model import Network, Spot
from routing.modes import DEFAULT_MODES
from routing.osm import read_osm
from routing.place import Place
from routing.responders import Responder
from routing.router import Router
from tests.field.roads.extracts import RESIDENTIAL, node, read, spot, way
from tests.shared_data import shared_data

AT = datetime(2026, 5, 4, 4, tzinfo=UTC)
ONE_WAY = {**RESIDENTIAL, "oneway": "yes"}


def router_of(network: Network, posts: Sequence[tuple[str, Spot]] = (), mode: str = "engine") -> Router:
    router = Router(network, {mode: DEFAULT_MODES[mode]}, zone=UTC)
    router.set_responders(Responder(key, mode, at, 60_000) for key, at in posts)
    return router


def way_at(router: Router, place: Spot) -> str:
    """The way on which a place is taken to lie."""
    (mode,) = router.snapshot.modes.values()
    snap = mode.approach(place)
    assert snap is not None
    return router.network.edge(mode.timetable.roads.edge(snap.edge))["way"]


def first(router: Router, place: Spot) -> list[str]:
    found = router.nearest(Place(place), 5, mode="engine", at=AT)
    assert found is not None
    return [each.responder for each in found.arrivals]


def motorway(folder: Path, tags: dict[str, str]) -> Network:
    """A fast road along y = 0 that joins the street along y = 60 at both ends."""
    return read(
        folder,
        *(node(1, 0, 0), node(2, 300, 0), node(3, 0, 60), node(4, 300, 60)),
        way(10, [1, 2], tags),
        way(20, [3, 4], RESIDENTIAL),
        *(way(21, [4, 2], RESIDENTIAL), way(22, [1, 3], RESIDENTIAL)),
    )


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway"},
        {"highway": "motorway_link"},
        {"highway": "trunk", "motorroad": "yes"},
        {"highway": "primary", "motorroad": "yes"},
    ],
)
def test_b6_nobody_arrives_at_a_motorway_while_a_street_is_within_reach(tmp_path: Path, tags: dict[str, str]) -> None:
    router = router_of(motorway(tmp_path, {**tags, "oneway": "no"}))
    assert way_at(router, spot(150, 8)) == "20"
    assert way_at(router_of(motorway(tmp_path, {"highway": "primary"})), spot(150, 8)) == "10"


def test_b6_nor_at_a_link_that_leads_onto_a_motorroad_and_says_nothing_itself(tmp_path: Path) -> None:
    network = read(
        tmp_path,
        *(node(1, 0, 0), node(2, 300, 0), node(3, 0, 60), node(4, 300, 60), node(5, 600, 0)),
        way(9, [2, 5], {"highway": "trunk", "motorroad": "yes"}),
        way(10, [1, 2], {"highway": "trunk_link"}),
        *(way(20, [3, 4], RESIDENTIAL), way(21, [4, 2], RESIDENTIAL), way(22, [1, 3], RESIDENTIAL)),
    )
    assert way_at(router_of(network), spot(150, 8)) == "20"


def test_b6_a_motorway_is_passed_and_where_nothing_else_is_near_it_is_arrived_at(tmp_path: Path) -> None:
    network = read(
        tmp_path,
        *(node(1, 0, 0), node(2, 3000, 0), node(3, -50, 0), node(4, 3050, 0)),
        way(10, [1, 2], {"highway": "motorway", "oneway": "no"}),
        *(way(20, [3, 1], RESIDENTIAL), way(21, [2, 4], RESIDENTIAL)),
    )
    router = router_of(network, [("crew", spot(-40, 0))])
    assert way_at(router, spot(1500, 20)) == "10"
    assert first(router, spot(3040, 10)) == ["crew"]
    assert first(router, spot(1500, 20)) == ["crew"]


def town_with_a_stub(folder: Path, stub: dict[str, str], line: Sequence[int]) -> Network:
    """A block of streets; beside it a one-way piece that only leads out of the extract, or into it."""
    return read(
        folder,
        *(node(1, 0, 0), node(2, 200, 0), node(3, 200, 200), node(4, 0, 200), node(5, 100, 30), node(6, 400, 30)),
        way(10, [1, 2, 3, 4, 1], RESIDENTIAL),
        way(11, line, stub),
    )


@pytest.mark.parametrize(("line", "taken_for"), [((6, 2), "10"), ((2, 6), "11")], ids=["leads in", "leads out"])
def test_b12_a_place_beside_a_one_way_stub_is_taken_to_lie_on_what_can_be_reached(
    tmp_path: Path, line: tuple[int, int], taken_for: str
) -> None:
    router = router_of(town_with_a_stub(tmp_path, ONE_WAY, line), [("crew", spot(10, 190))])
    beside = spot(300, 25)
    assert way_at(router, beside) == taken_for
    assert first(router, beside) == ["crew"]


def test_b12_a_crew_beside_a_stub_leaves_by_the_street_from_which_it_gets_anywhere(tmp_path: Path) -> None:
    router = router_of(town_with_a_stub(tmp_path, ONE_WAY, (2, 6)), [("crew", spot(300, 25))])
    assert first(router, spot(10, 190)) == ["crew"]


def test_b12_an_island_gives_way_to_the_main_part_and_stands_where_that_is_far(tmp_path: Path) -> None:
    islanders = [node(100 + each, 400 + 20 * each, 60) for each in range(60)]
    grid = [node(10 * row + column, 100 * column, -100 * row) for row in range(10) for column in range(10)]
    rows = [way(1000 + row, [10 * row + column for column in range(10)], RESIDENTIAL) for row in range(10)]
    columns = [way(2000 + column, [10 * row + column for row in range(10)], RESIDENTIAL) for column in range(10)]
    island = [way(3000 + each, [100 + each, 101 + each], RESIDENTIAL) for each in range(59)]
    router = router_of(read(tmp_path, *grid, *islanders, *rows, *columns, *island), [("crew", spot(0, 0))])
    assert way_at(router, spot(500, 55)) == "1000"
    assert first(router, spot(500, 55)) == ["crew"]
    assert way_at(router, spot(1505, 70)) == "3055"
    assert [
        each.id for each in stranded(router, [("far", "engine", spot(1505, 70)), ("near", "engine", spot(0, 5))])
    ] == ["far"]


def test_b12_the_share_of_places_that_nobody_reaches_is_a_figure_by_mode(tmp_path: Path) -> None:
    beyond = [node(7, 2000, 0), node(8, 2100, 0), way(12, [7, 8], ONE_WAY)]
    network = read(
        tmp_path,
        *(node(1, 0, 0), node(2, 200, 0), node(3, 200, 200), node(4, 0, 200)),
        *(way(10, [1, 2], RESIDENTIAL), way(11, [2, 3, 4, 1], RESIDENTIAL)),
        *beyond,
    )
    (share,) = shares(router_of(network), AT)
    assert (share.mode, share.places, share.unreached) == ("engine", 3, 1)
    assert (share.near, share.unreached_near) == (2, 0)
    assert share.share == pytest.approx(1 / 3)


def test_b14_the_way_that_a_crew_is_shown_names_the_sign_that_it_passes(tmp_path: Path) -> None:
    network = read(
        tmp_path,
        *(node(1, 0, 0), node(2, 200, 0), node(3, 600, 0)),
        *(way(10, [1, 2], RESIDENTIAL), way(11, [2, 3], {**RESIDENTIAL, "motor_vehicle": "no"})),
    )
    router = router_of(network, [("crew", spot(10, 0))])
    beyond, before = (router.route("crew", Place(spot(east, 5)), AT) for east in (500, 150))
    assert beyond is not None
    assert before is not None
    assert beyond.cautions == ("motor_vehicle=no (way 11)",)
    assert before.cautions == ()


def test_b13_beyond_all_roads_the_nearest_by_straight_line_come_and_nobody_over_the_horizon(tmp_path: Path) -> None:
    network = read(tmp_path, node(1, 0, 0), node(2, 500, 0), way(10, [1, 2], RESIDENTIAL))
    router = router_of(network, [("east", spot(490, 0)), ("west", spot(5, 0))])
    farm = Place(spot(1500, 900))
    assert first(router, farm.spot) == []
    found = straight_line.arrivals(router.snapshot, farm)
    assert [each.responder for each in found] == ["east", "west"]
    assert all(each.eta_ms == each.legs.turnout_ms + each.legs.road_ms for each in found)
    assert straight_line.arrivals(router.snapshot, Place(spot(60_000, 0))) == []


@pytest.fixture(scope="module")
def yuzhong() -> Router:
    network = read_osm(shared_data("yuzhong-osm", "yuzhong.osm.pbf"))
    return Router(network, DEFAULT_MODES, zone=UTC)


def test_b12_in_yuzhong_a_place_beside_two_carriageways_lies_on_the_one_that_is_reached(yuzhong: Router) -> None:
    engine = yuzhong.snapshot.modes["engine"]
    place = Spot(106.524025, 29.557634)
    snap = engine.approach(place)
    assert snap is not None
    assert engine.main_within(place, 50)
    assert yuzhong.network.edge(engine.timetable.roads.edge(snap.edge))["way"] != "783088050"


def test_b12_in_yuzhong_engines_reach_all_but_a_two_hundredth_of_the_street_places(yuzhong: Router) -> None:
    for share in shares(yuzhong, AT):
        print(share)
        if share.mode == "engine":
            assert share.places > 1000
            assert share.near > 0.95 * share.places
            assert share.share_near <= 0.005
