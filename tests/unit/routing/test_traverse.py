from datetime import datetime

import pytest
from hypothesis import given, settings, strategies as st

from routing import synthetic
from routing.assembly import assemble
from routing.model import Network
from routing.modes import AERIAL, DEFAULT_MODES, ENGINE, FOOT, MOTORCYCLE, Mode, override
from routing.speeds import SpeedRule
from routing.tags import KEPT_KEYS
from routing.traverse import Traversal, edge_time_ms, next_change, timed_edges
from tests.unit.routing.drawn import both_ways, draw, passable, street

NOON = datetime(2026, 5, 4, 12)  # noqa: DTZ001 - the district's wall clock
NIGHT = NOON.replace(hour=3)
LOW = override(ENGINE, {"name": "low", "height_m": 2.0})


def refusal(network: Network, mode: Mode, at: datetime | None = None) -> str | None:
    return Traversal(mode, at).refusal(both_ways(network)[0][0])


def seconds(network: Network, mode: Mode, at: datetime | None = None) -> list[float | None]:
    times = [edge_time_ms(*ends, mode, at) for ends in both_ways(network)]
    return [None if ms is None else ms / 1000 for ms in times]


def test_time_is_length_over_the_speed_of_the_class() -> None:
    assert seconds(street({"highway": "residential"}), ENGINE) == pytest.approx([14.4, 14.4], abs=0.02)


@pytest.mark.parametrize(
    ("tags", "mode", "reason"),
    [
        ({"maxheight": "2.3"}, ENGINE, "maxheight 2.3 < 3.5"),
        ({"maxheight": "3.8"}, AERIAL, "maxheight 3.8 < 4"),
        ({"maxwidth": "2"}, ENGINE, "maxwidth 2 < 2.5"),
        ({"width": "1.5"}, ENGINE, "width 1.5 < 2.5"),
        ({"maxweight": "20"}, AERIAL, "maxweight 20 < 33"),
        ({"highway": "steps"}, MOTORCYCLE, "steps"),
        ({"highway": "footway"}, ENGINE, "highway=footway"),
        ({"highway": "trunk"}, FOOT, "highway=trunk"),
        ({"access": "no"}, FOOT, "access=no"),
        ({"emergency": "no"}, ENGINE, "emergency=no"),
    ],
)
def test_an_obstacle_refuses_and_says_why(tags: dict[str, str], mode: Mode, reason: str) -> None:
    assert refusal(street(tags), mode) == reason


@pytest.mark.parametrize(
    ("tags", "mode"),
    [
        ({"maxheight": "3.8"}, ENGINE),
        ({"maxweight": "20"}, ENGINE),
        ({"motor_vehicle": "no"}, FOOT),
        ({"access": "private"}, ENGINE),
        ({"access": "no", "emergency": "yes"}, ENGINE),
        ({"vehicle": "no", "motor_vehicle": "yes"}, ENGINE),
        ({"highway": "trunk", "foot": "yes"}, FOOT),
        ({"highway": "footway", "motor_vehicle": "yes"}, ENGINE),
        ({"maxheight": "low"}, AERIAL),
    ],
)
def test_what_is_no_obstacle_to_this_mode_lets_it_pass(tags: dict[str, str], mode: Mode) -> None:
    assert refusal(street(tags), mode) is None


def test_one_way_binds_vehicles_and_not_walkers_and_a_district_may_exempt_engines() -> None:
    exempt = override(ENGINE, {"keeps_oneway": False})
    for sign, along, against in (("yes", True, False), ("-1", False, True), ("no", True, True)):
        network = street({"oneway": sign})
        assert [time is not None for time in seconds(network, ENGINE)] == [along, against]
        assert all(seconds(network, FOOT))
        assert all(seconds(network, exempt))
    assert seconds(street({"junction": "roundabout"}), ENGINE)[1] is None


def test_hours_open_and_close_a_way_for_what_fits() -> None:
    ring = street({"highway": "secondary", "vehicle": "yes @ (Mo-Su 6:30-24:00)", "maxheight": "2.3"})
    assert refusal(ring, ENGINE, NOON) == "maxheight 2.3 < 3.5"
    assert refusal(ring, LOW, NOON) is None
    assert refusal(ring, LOW, NIGHT) == "vehicle=closed"
    assert refusal(ring, LOW, None) == "vehicle=closed"


def test_a_conditional_prohibition_holds_within_its_hours_only() -> None:
    network = street({"access:conditional": "no @ (Mo-Fr 11:00-13:00)"})
    assert refusal(network, ENGINE, NOON) == "access=no"
    assert refusal(network, ENGINE, NIGHT) is None
    sign = street({"motor_vehicle:conditional": "no @ (Mo-Fr 11:00-13:00)"})
    along = both_ways(sign)[0][0]
    assert Traversal(ENGINE, NOON).caution(along) == "motor_vehicle=no"
    assert Traversal(ENGINE, NIGHT).caution(along) is None
    assert Traversal(FOOT, NOON).caution(along) is None


def test_a_tidal_one_way_turns_with_the_hour() -> None:
    network = street({"oneway": "yes", "oneway:conditional": "-1 @ (Mo-Fr 11:00-13:00)"})
    assert [time is None for time in seconds(network, ENGINE, NIGHT)] == [False, True]
    assert [time is None for time in seconds(network, ENGINE, NOON)] == [True, False]


def test_a_bollard_stops_an_engine_behind_it_and_not_before_it() -> None:
    network = draw(
        {1: (0, 0), 2: (50, 0), 3: (100, 0)},
        [("w", [1, 2, 3], {"highway": "residential"})],
        {2: {"barrier": "bollard"}},
    )
    streets = {edge for edge, attrs in network.edges() if attrs["highway"] != "barrier"}
    gates = {edge for edge, attrs in network.edges() if attrs["highway"] == "barrier"}
    assert (len(streets), len(gates)) == (4, 4)
    assert passable(network, ENGINE) == streets
    assert passable(network, FOOT) == streets | gates


def test_a_gate_costs_its_pause_once_and_a_locked_one_more() -> None:
    nodes, way = {1: (0, 0), 2: (50, 0), 3: (100, 0)}, [("w", [1, 2, 3], {"highway": "residential"})]
    pauses = []
    for tags in ({"barrier": "gate"}, {"barrier": "gate", "locked": "yes"}, {"barrier": "gate", "access": "private"}):
        network = draw(nodes, way, {2: tags})
        rules = Traversal(ENGINE)
        pause = {
            rules.time_ms(attrs, network.node(tail), network.node(head))
            for (tail, head, _), attrs in network.edges()
            if attrs["highway"] == "barrier"
        }
        pauses.append(pause)
    assert pauses == [{0, 10_000}, {0, 70_000}, {0, 10_000}]


def test_stairs_take_their_own_time_up_and_down() -> None:
    up, down = seconds(street({"highway": "steps", "incline": "up"}), FOOT)
    assert up == pytest.approx(190, abs=0.2)
    assert down == pytest.approx(90, abs=0.2)
    assert seconds(street({"highway": "steps", "incline": "down"}), FOOT) == [down, up]
    assert seconds(street({"highway": "steps"}), FOOT) == [up, up]


def test_slope_slows_the_climb_but_not_on_a_bridge_or_in_a_tunnel() -> None:
    def drawn(**tags: str) -> Network:
        ends = {1: (0.0, 0.0), 2: (300.0, 0.0)}
        tags = {"highway": "residential", **tags}
        return draw(ends, [("w", [1, 2], tags)], elevation=lambda lon, _: (lon - lon.min()) * 1000)

    flat = seconds(street(length_m=300), FOOT)[0]
    up, down = seconds(drawn(), FOOT)
    assert up is not None
    assert flat is not None
    assert up > 1.02 * flat
    assert down != up
    assert seconds(drawn(bridge="yes"), FOOT) == [flat, flat]
    assert seconds(drawn(tunnel="yes"), FOOT) == [flat, flat]


def test_the_sign_limits_speed_and_a_walker_reads_none() -> None:
    assert seconds(street({"maxspeed": "10"}), ENGINE)[0] == pytest.approx(36, abs=0.1)
    assert seconds(street({"maxspeed": "5"}), FOOT) == seconds(street(), FOOT)


def test_a_crew_on_foot_keeps_out_of_the_tunnels_of_busy_roads() -> None:
    assert refusal(street({"highway": "primary", "tunnel": "yes"}), FOOT) == "tunnel on primary"
    assert refusal(street({"highway": "primary", "tunnel": "yes"}), ENGINE) is None
    for tags in ({"foot": "yes"}, {"highway": "footway"}, {"tunnel": "building_passage"}):
        assert refusal(street({"highway": "primary", "tunnel": "yes", **tags}), FOOT) is None


def test_speed_overrides_hold_for_their_ways_modes_and_hours() -> None:
    network = street()
    edge, tail, head = both_ways(network)[0]
    rush = SpeedRule(ways=frozenset({"w"}), modes=frozenset({"engine"}), hours="Mo-Fr 11:00-13:00", factor=0.5)

    def ms(mode: Mode, at: datetime | None) -> int:
        time = Traversal(mode, at, [rush]).time_ms(edge, tail, head)
        assert time is not None
        return time

    assert ms(ENGINE, NOON) == pytest.approx(2 * ms(ENGINE, NIGHT), abs=2)
    assert ms(ENGINE, None) == ms(ENGINE, NIGHT)
    assert ms(AERIAL, NOON) == ms(AERIAL, NIGHT)


def test_only_edges_that_know_the_hour_are_timed_and_the_next_change_is_the_first_of_all() -> None:
    network = draw(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)},
        [
            ("a", [1, 2], {"highway": "primary", "vehicle": "yes @ (Mo-Su 6:30-24:00)"}),
            ("b", [2, 3], {"highway": "primary"}),
        ],
    )
    assert {network.edge(edge)["way"] for edge in timed_edges(network)} == {"a"}
    rush = SpeedRule(ways=frozenset({"b"}), hours="Mo-Su 05:00-06:00", factor=0.5)
    timed = timed_edges(network, [rush])
    assert {network.edge(edge)["way"] for edge in timed} == {"a", "b"}
    hours = [schedule for schedules in timed.values() for schedule in schedules]
    assert next_change(hours, NIGHT) == NIGHT.replace(hour=5)
    assert next_change([], NIGHT) is None


VALUES = st.sampled_from(
    ["yes", "no", "-1", "private", "2.3", "3 t", "steps", "up", "yes @ (Mo-Su 06:30-24:00)", "no @ (weight>5)", "@", ""]
)
KEYS = st.sampled_from([*sorted(KEPT_KEYS), "motor_vehicle:conditional", "oneway:conditional", "maxspeed:conditional"])


@settings(max_examples=300, deadline=None)
@given(tags=st.dictionaries(KEYS, VALUES | st.text(max_size=30), max_size=6), at=st.sampled_from([NOON, NIGHT, None]))
def test_no_tag_however_wrong_is_fatal_and_a_time_is_never_negative(tags: dict[str, str], at: datetime | None) -> None:
    network = street(tags)
    for mode in DEFAULT_MODES.values():
        for time in seconds(network, mode, at):
            assert time is None or time >= 0
    for schedules in timed_edges(network).values():
        next_change(schedules, NOON)


def test_ways_that_differ_by_their_names_alone_share_an_answer_that_each_would_get_alone() -> None:
    network = assemble(synthetic.generate(400, 7, lon=106.5, lat=29.5).source)
    evening = (
        SpeedRule(names=frozenset({next(edge["name"] for _, edge in network.edges() if edge["name"])}), kmh=7.0),
    )
    for mode in DEFAULT_MODES.values():
        for rules in ((), evening):
            together = Traversal(mode, NOON, rules)
            for (tail, head, _), edge in network.edges():
                ends = edge, network.node(tail), network.node(head)
                alone = Traversal(mode, NOON, rules)
                assert together.time_ms(*ends) == alone.time_ms(*ends)
                assert together.caution(edge) == alone.caution(edge)
                assert together.refusal(edge) == alone.refusal(edge)
