"""What the router promises, on towns small enough to reckon by hand: engines at 36 km/h take 100 ms per metre."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import pytest

from routing.approach import Nearest
from routing.closures import Closure
from routing.errors import ClosureError, ModeError, UnknownResponderError
from routing.kernels import area, search, signs, table
from routing.model import Network, Spot
from routing.modes import ENGINE, FOOT
from routing.place import BuildingAccess, Place
from routing.responders import Responder
from routing.router import Router
from tests.unit.routing.drawn import draw, spot

STREET = {"highway": "residential"}
ONEWAY = {**STREET, "oneway": "yes"}
MODES = {
    "engine": msgspec.structs.replace(
        ENGINE, speeds_kmh={"residential": 36.0}, slope="none", keeps_maxspeed=False, approach_kmh=3.6
    ),
    "foot": msgspec.structs.replace(FOOT, speeds_kmh={"residential": 3.6}, slope="none", approach_kmh=3.6),
}
AT = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def line(tags: Mapping[str, str] = STREET, length_m: float = 1000.0) -> Network:
    """One street to the east, with a crossing every 500 m."""
    return draw({1: (0, 0), 2: (500, 0), 3: (length_m, 0)}, [("a", [1, 2], tags), ("b", [2, 3], tags)])


def ring() -> Network:
    """A block of four streets."""
    return draw(
        {1: (0, 0), 2: (400, 0), 3: (400, 300), 4: (0, 300)},
        [("south", [1, 2], STREET), ("east", [2, 3], STREET), ("north", [3, 4], STREET), ("west", [4, 1], STREET)],
    )


def router_of(network: Network, *responders: Responder) -> Router:
    router = Router(network, MODES, zone=ZONE)
    router.set_responders(responders)
    return router


def engine(
    name: str, east_m: float, north_m: float = 0.0, *, turnout_s: float = 60.0, building: str | None = None
) -> Responder:
    return Responder(name, "engine", spot(east_m, north_m), round(turnout_s * 1000), building)


def ask(router: Router, place: Place | Spot, k: int = 9, *, mode: str = "engine", who: str | None = None) -> Nearest:
    """The nearest; `who` lets only these single-letter responders be eligible."""
    mask = None if who is None else np.array([name in who for name in router.responder_ids], bool)
    place = place if isinstance(place, Place) else Place(place)
    nearest = router.nearest(place, k, mode=mode, at=AT, eligible=mask)
    assert nearest is not None
    return nearest


def names(nearest: Nearest) -> list[str]:
    return [arrival.responder for arrival in nearest.arrivals]


def eta_s(nearest: Nearest) -> list[float]:
    return [round(arrival.eta_ms / 1000, 1) for arrival in nearest.arrivals]


def test_nearest_is_who_arrives_first_and_not_who_is_closest() -> None:
    router = router_of(line(), engine("close", 600, turnout_s=80), engine("ready", 900, turnout_s=20))
    assert names(ask(router, spot(500, 0))) == ["ready", "close"]


def test_an_arrival_is_the_sum_of_its_legs() -> None:
    router = router_of(line(), engine("a", 100, 20))
    building = BuildingAccess("tower", entrance=spot(700, 10), storeys=6, height_m=18.0)
    [arrival] = ask(router, Place(spot(700, 50), floor=4, building=building)).arrivals
    assert arrival.legs.turnout_ms == 60_000
    assert arrival.legs.road_ms == pytest.approx(20_000 + 60_000, abs=100)
    assert arrival.legs.entrance_ms == pytest.approx(10_000, abs=100)
    assert arrival.legs.storeys_ms == 45_000
    assert arrival.eta_ms == sum(msgspec.structs.astuple(arrival.legs))


def test_the_crew_of_the_burning_building_starts_inside_it() -> None:
    tower = BuildingAccess("tower", storeys=6, height_m=18.0)
    router = router_of(line(), engine("own", 900, building="tower"), engine("next", 500, turnout_s=0))
    legs = {arrival.responder: arrival.legs for arrival in ask(router, Place(spot(500, 5), 2, tower)).arrivals}
    assert msgspec.structs.astuple(legs["own"]) == (60_000, 0, 0, 15_000)
    assert msgspec.structs.astuple(legs["next"]) == (0, 0, 5_000, 15_000)


def test_a_crew_that_moved_has_left_its_building() -> None:
    tower = BuildingAccess("tower", storeys=6, height_m=18.0)
    router = router_of(line(), engine("own", 900, building="tower"))
    router.move("own", spot(500, 0))
    [arrival] = ask(router, Place(spot(700, 0), 2, tower)).arrivals
    assert arrival.legs.road_ms > 0


def test_the_crew_inside_answers_even_where_no_road_is_near() -> None:
    router = router_of(line(), engine("own", 900, building="tower"), engine("other", 500))
    nearest = ask(router, Place(spot(0, 5000), building=BuildingAccess("tower")))
    assert (names(nearest), nearest.complete) == (["own"], True)


def test_equal_times_come_in_order_of_the_id() -> None:
    router = router_of(line(), engine("b", 400), engine("a", 600), engine("c", 400))
    nearest = ask(router, spot(500, 0), 2)
    assert names(nearest) == ["a", "b"]
    assert nearest.arrivals[0].eta_ms == nearest.arrivals[1].eta_ms


def test_on_one_edge_the_way_is_the_piece_between() -> None:
    router = router_of(line(), engine("a", 100), engine("b", 450))
    assert eta_s(ask(router, spot(300, 0))) == [75.0, 80.0]


def test_on_a_oneway_a_crew_just_past_the_place_must_go_round() -> None:
    block = draw(
        {1: (0, 0), 2: (400, 0), 3: (400, 100), 4: (0, 100)},
        [("w1", [1, 2], ONEWAY), ("w2", [2, 3], ONEWAY), ("w3", [3, 4], ONEWAY), ("w4", [4, 1], ONEWAY)],
    )
    router = router_of(block, engine("before", 100), engine("past", 300))
    assert names(ask(router, spot(200, 0))) == ["before", "past"]
    assert eta_s(ask(router, spot(200, 0))) == [70.0, 60.0 + 90.0]


def test_at_the_very_spot_only_the_turnout_remains() -> None:
    router = router_of(line(ONEWAY), engine("a", 250))
    assert eta_s(ask(router, spot(250, 0))) == [60.0]


def test_who_cannot_reach_the_place_is_absent_and_the_answer_is_complete() -> None:
    router = router_of(line(ONEWAY), engine("before", 100), engine("past", 900))
    nearest = ask(router, spot(400, 0))
    assert (names(nearest), nearest.complete) == (["before"], True)


def test_a_place_beyond_the_limit_is_reached_by_nobody() -> None:
    router = router_of(line(), engine("a", 100))
    assert ask(router, spot(500, 400)) == Nearest((), complete=True)


def test_only_the_eligible_count_and_complete_speaks_of_them() -> None:
    router = router_of(line(), engine("a", 500), engine("b", 600), engine("c", 700))
    assert names(ask(router, spot(500, 0), 2, who="bc")) == ["b", "c"]
    assert ask(router, spot(500, 0), 2, who="bc").complete
    assert not ask(router, spot(500, 0), 2).complete
    assert ask(router, spot(500, 0), 2, who="") == Nearest((), complete=True)


def test_a_mask_for_other_responders_is_refused() -> None:
    router = router_of(line(), engine("a", 500))
    with pytest.raises(UnknownResponderError, match="a mask for 2 responders was given for 1"):
        router.nearest(Place(spot(0, 0)), 1, mode="engine", at=AT, eligible=np.ones(2, bool))


def test_each_mode_has_its_own_crews_and_roads() -> None:
    walker = Responder("walker", "foot", spot(900, 0), 0)
    router = router_of(line(ONEWAY), engine("a", 100), walker)
    assert names(ask(router, spot(400, 0))) == ["a"]
    assert eta_s(ask(router, spot(400, 0), mode="foot")) == [500.0]


def test_nobody_travels_by_a_mode_without_responders() -> None:
    assert ask(router_of(line(), engine("a", 0)), spot(0, 0), mode="foot") == Nearest((), complete=True)


def test_an_unknown_mode_and_an_unknown_responder_are_named() -> None:
    router = router_of(line(), engine("a", 0))
    with pytest.raises(ModeError, match="no mode 'boat' on these roads; known are engine, foot"):
        router.nearest(Place(spot(0, 0)), 1, mode="boat", at=AT)
    with pytest.raises(UnknownResponderError, match="responder z is not known"):
        router.move("z", spot(0, 0))
    with pytest.raises(UnknownResponderError, match="responder a is given twice"):
        router.set_responders([engine("a", 0), engine("a", 1)])
    with pytest.raises(UnknownResponderError, match="no mode 'boat' for a responder"):
        router.set_responders([Responder("a", "boat", spot(0, 0), 0)])
    with pytest.raises(UnknownResponderError, match="turnout_ms -1 is not within 0 and 24 h"):
        router.set_turnout("a", -1)


def test_a_closure_moves_the_choice_and_opening_moves_it_back() -> None:
    router = router_of(ring(), engine("west", 0, 200), engine("east", 400, 200))
    before = ask(router, spot(150, 0))
    assert names(before) == ["west", "east"]
    closed = router.close(Closure(id="c", centre=spot(0, 100), radius_m=20))
    assert closed == 2
    after = ask(router, spot(150, 0))
    assert names(after) == ["east", "west"]
    assert router.closed == ("c",)
    router.open("c")
    assert ask(router, spot(150, 0)) == before


def test_overlapping_closures_may_be_lifted_in_any_order() -> None:
    for order in (("way", "spot"), ("spot", "way")):
        router = router_of(ring(), engine("a", 350))
        free = ask(router, spot(0, 150))
        router.close(Closure(id="way", way="south"))
        router.close(Closure(id="spot", centre=spot(200, 0), radius_m=50))
        both = ask(router, spot(0, 150))
        router.open(order[0])
        assert ask(router, spot(0, 150)) == both != free
        router.open(order[1])
        assert ask(router, spot(0, 150)) == free


def test_a_closure_for_engines_lets_walkers_through() -> None:
    router = router_of(line(), engine("a", 100), Responder("w", "foot", spot(100, 0), 0))
    router.close(Closure(id="c", way="b", modes=frozenset({"engine"})))
    assert names(ask(router, spot(900, 0), mode="foot")) == ["w"]
    assert names(ask(router, spot(900, 0))) == []


def test_a_place_on_a_closed_street_is_approached_from_the_next_open_one() -> None:
    router = router_of(ring(), engine("a", 0, 200))
    assert ask(router, spot(200, 0)).arrivals[0].legs.entrance_ms == 0
    router.close(Closure(id="c", way="south"))
    [arrival] = ask(router, spot(200, 0)).arrivals
    assert arrival.legs.entrance_ms == pytest.approx(200_000, abs=500)


def test_a_crew_on_a_closed_street_starts_from_the_next_open_one() -> None:
    router = router_of(ring(), engine("a", 100, 0))
    router.close(Closure(id="c", way="south"))
    [arrival] = ask(router, spot(0, 150)).arrivals
    assert arrival.legs.road_ms == pytest.approx(100_000 + 15_000, abs=500)


def test_opening_what_is_not_closed_is_an_error() -> None:
    with pytest.raises(ClosureError, match="closure c is not in force; in force are none"):
        router_of(line()).open("c")


def test_a_move_and_another_turnout_count_from_the_next_question() -> None:
    router = router_of(line(), engine("a", 500), engine("b", 600))
    assert names(ask(router, spot(500, 0))) == ["a", "b"]
    router.move("a", spot(1000, 0))
    assert eta_s(ask(router, spot(500, 0))) == [70.0, 110.0]
    router.set_turnout("b", 200_000)
    assert names(ask(router, spot(500, 0))) == ["a", "b"]


def test_a_question_over_its_budget_is_not_answered_but_may_be_asked_without_one() -> None:
    router = router_of(line(), engine("a", 1000))
    router.prepare(AT)
    place = Place(spot(0, 0))
    assert router.nearest(place, 1, mode="engine", at=AT, budget=1) is None
    assert router.nearest(place, 1, mode="engine", at=AT, budget=10) == ask(router, place, 1)


def test_a_snapshot_keeps_its_state_while_the_router_goes_on() -> None:
    router = router_of(line(), engine("a", 500), engine("b", 600))
    before = ask(router, spot(500, 0))
    snapshot = router.snapshot
    router.set_responders([engine("z", 500)])
    router.close(Closure(id="c", way="b"))
    assert snapshot.nearest(Place(spot(500, 0)), 9, mode="engine", at=AT) == before


def test_tables_are_fresh_after_filling_until_something_changes() -> None:
    router = router_of(ring(), engine("a", 100), engine("b", 400, 200))
    assert not router.tables_fresh(AT)
    changes: list[Callable[[], object]] = [
        lambda: router.close(Closure(id="c", way="north")),
        lambda: router.open("c"),
        lambda: router.move("a", spot(200, 0)),
        lambda: router.set_turnout("b", 5_000),
        lambda: router.set_responders([engine("a", 100)]),
    ]
    for change in changes:
        router.rebuild_tables(AT)
        assert router.tables_fresh(AT)
        change()
        assert not router.tables_fresh(AT)


def test_a_closure_for_another_mode_leaves_a_table_fresh() -> None:
    router = router_of(ring(), engine("a", 100))
    router.rebuild_tables(AT)
    router.close(Closure(id="c", way="north", modes=frozenset({"foot"})))
    assert router.tables_fresh(AT)


def test_the_hours_of_a_street_are_those_of_the_district_clock() -> None:
    by_day = {**STREET, "vehicle": "yes @ (Mo-Su 06:30-24:00)"}
    roads = draw({1: (0, 0), 2: (500, 0), 3: (1000, 0)}, [("a", [1, 2], STREET), ("b", [2, 3], by_day)])
    router = router_of(roads, engine("a", 100))
    place = Place(spot(900, 0))

    def found(at: datetime) -> list[str]:
        nearest = router.nearest(place, 1, mode="engine", at=at)
        assert nearest is not None
        return names(nearest)

    assert found(datetime(2026, 5, 4, 12, 0, tzinfo=ZONE)) == ["a"]
    assert found(datetime(2026, 5, 4, 5, 0, tzinfo=ZONE)) == []
    assert found(datetime(2026, 5, 3, 22, 30, tzinfo=UTC)) == ["a"]
    assert router.next_change(datetime(2026, 5, 4, 5, 0, tzinfo=ZONE)) == datetime(2026, 5, 4, 6, 30, tzinfo=ZONE)


def test_a_new_hour_is_worked_out_beside_the_questions_that_have_a_budget() -> None:
    by_day = {**STREET, "vehicle": "yes @ (Mo-Su 06:30-24:00)"}
    router = router_of(draw({1: (0, 0), 2: (500, 0)}, [("a", [1, 2], by_day)]), engine("a", 100))
    place = Place(spot(400, 0))
    assert router.nearest(place, 1, mode="engine", at=AT, budget=10) is None
    router.prepare(AT)
    assert router.nearest(place, 1, mode="engine", at=AT, budget=10) == ask(router, place, 1)


def test_a_route_has_its_line_its_streets_and_the_arrival_of_the_question() -> None:
    named = draw(
        {1: (0, 0), 2: (400, 0), 3: (400, 300)},
        [("a", [1, 2], {**STREET, "name": "示例东路"}), ("b", [2, 3], {**STREET, "name": "示例北路"})],
    )
    router = router_of(named, engine("a", 100, 10))
    place = Place(spot(410, 200))
    route = router.route("a", place, AT)
    assert route is not None
    assert route.eta_ms == ask(router, place).arrivals[0].eta_ms
    assert [(step.name, round(step.length_m)) for step in route.steps] == [("示例东路", 300), ("示例北路", 200)]
    assert route.length_m == pytest.approx(10 + 300 + 200 + 10, rel=1e-3)
    path = [spot(100, 10), spot(100, 0), spot(400, 0), spot(400, 200), spot(410, 200)]
    assert np.allclose(route.geometry, [(at.lon, at.lat) for at in path], atol=1e-6)


def test_a_route_along_one_edge_is_the_piece_between() -> None:
    router = router_of(line(), engine("a", 100), engine("b", 450))
    for name, length_m in (("a", 200), ("b", 150)):
        route = router.route(name, Place(spot(300, 0)), AT)
        assert route is not None
        assert route.length_m == pytest.approx(length_m, rel=1e-3)


def test_a_route_against_the_drawing_begins_at_the_crew() -> None:
    route = router_of(line(), engine("a", 900)).route("a", Place(spot(100, 0)), AT)
    assert route is not None
    lons = [lon for lon, _ in route.geometry]
    assert lons == sorted(lons, reverse=True)
    assert route.length_m == pytest.approx(800, rel=1e-3)


def test_there_is_no_route_where_there_is_no_way() -> None:
    router = router_of(line(ONEWAY), engine("a", 900))
    assert router.route("a", Place(spot(100, 0)), AT) is None
    assert router.route("a", Place(spot(100, 5000)), AT) is None


def test_the_crew_inside_has_a_route_without_length() -> None:
    router = router_of(line(), engine("a", 900, building="tower"))
    route = router.route("a", Place(spot(100, 0), building=BuildingAccess("tower")), AT)
    assert route is not None
    assert (route.length_m, route.eta_ms, route.steps) == (0.0, 60_000, ())


def test_after_preparation_nothing_is_compiled_any_more() -> None:
    router = router_of(ring(), *(engine(f"{number:02}", 20.0 * number) for number in range(20)))
    router.prepare(AT)
    kernels = [search.explore, table.fill, table.departures, table.merge, signs.may_pass]
    kernels += [area.touches_circle, area.touches_polygon]
    known = [set(kernel.signatures) for kernel in kernels]  # type: ignore[attr-defined]  # the compiler's own
    place = Place(spot(200, 290))
    for _ in range(2):
        for k in (1, 20):
            router.nearest(place, k, mode="engine", at=AT)
        router.close(Closure(id="c", polygon=(spot(-9, 100), spot(9, 100), spot(0, 120))))
        router.close(Closure(id="d", centre=spot(400, 100), radius_m=5))
        router.rebuild_tables(AT)
    assert [set(kernel.signatures) for kernel in kernels] == known  # type: ignore[attr-defined]  # the same
