"""Size signs in every spelling, rules by direction, emergency access, barriers that yield, clauses of mappers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from routing import tags
from routing.conditional import Size, parse
from routing.modes import AERIAL, DEFAULT_MODES, ENGINE, FOOT, MOTORCYCLE, modes_from, override
from routing.traverse import Traversal
from tests.field.roads.extracts import (
    RESIDENTIAL,
    caution,
    edges_of,
    node,
    pause_s,
    read,
    relation,
    seconds,
    street,
    way,
)

FRIDAY_EVENING = datetime(2026, 5, 8, 20)  # noqa: DTZ001 - the district's wall clock
SUNDAY_NOON = datetime(2026, 5, 10, 12)  # noqa: DTZ001
TUESDAY_NOON = datetime(2026, 5, 5, 12)  # noqa: DTZ001
TRUCK = Size(width=2.5, height=3.5, weight=16.0)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("2.6米", 2.6),
        ("限高2.6米", 2.6),
        ("2.6 公尺", 2.6),
        ("２．６ｍ", 2.6),
        ("8'6\"", 2.5908),
        ("8'-6\"", 2.5908),
        ("8’ 6”", 2.5908),
        ("8ft 6in", 2.5908),
        ("8 feet", 2.4384),
        ("102 in", 2.5908),
        ("2600 mm", 2.6),
        ("2m60", 2.6),
        ("2.6;2.8", 2.6),
        ("2.8 m; 2.6 m", 2.6),
        ("2.6-2.8", 2.6),
        ("2,6 meters", 2.6),
        ("default;2.6", 2.6),
        ("<2.6", 2.6),
    ],
)
def test_b1_a_height_is_read_in_any_spelling_the_lowest_of_several(text: str, metres: float) -> None:
    assert tags.parse_metres(text) == pytest.approx(metres)
    assert list(tags.unreadable({"maxheight": text})) == []


@pytest.mark.parametrize(
    ("text", "tonnes"),
    [
        ("3.5吨", 3.5),
        ("限重3.5吨", 3.5),
        ("3500公斤", 3.5),
        ("3.5 tonnes", 3.5),
        ("10T", 10),
        ("8 st", 7.257),
        ("3.5;5", 3.5),
    ],
)
def test_b1_so_is_a_weight(text: str, tonnes: float) -> None:
    assert tags.parse_tonnes(text) == pytest.approx(tonnes, rel=1e-3)


@pytest.mark.parametrize(
    "key", ["maxheight", "maxheight:physical", "maxwidth:physical", "maxweight", "maxheight:forward"]
)
@pytest.mark.parametrize("text", ["low", "260", "0.02", "2.6 apples", "2.6;low", "?", "-2"])
def test_b1_an_unreadable_size_is_named_with_its_way(tmp_path: Path, key: str, text: str) -> None:
    report = street(tmp_path, {key: text}).report
    assert report.unreadable == {f"{key}={text}": 1}
    assert report.where[f"{key}={text}"] == ("10",)
    assert any("way 10" in line and text in line for line in report.findings())


def test_b1_a_sign_on_a_node_is_named_by_its_node(tmp_path: Path) -> None:
    report = street(tmp_path, {}, on_node={"maxheight": "low"}).report
    assert report.where["maxheight=low"] == ("node/2",)


@pytest.mark.parametrize("text", ["3500", "3.500 kg", "0"])
def test_b1_a_weight_that_was_meant_in_another_unit_is_named(tmp_path: Path, text: str) -> None:
    report = street(tmp_path, {"maxweight": text}).report
    assert report.where[f"maxweight={text}"] == ("10",)


def test_b1_a_height_restrictor_without_a_height_is_named(tmp_path: Path) -> None:
    report = street(tmp_path, {}, on_node={"barrier": "height_restrictor"}).report
    assert report.where["barrier=height_restrictor without a height: passed by all"] == ("node/2",)
    known = street(tmp_path, {}, on_node={"barrier": "height_restrictor", "maxheight:physical": "2.1"}).report
    assert not known.assumed


def test_b1_a_size_with_hours_or_weight_counts_too(tmp_path: Path) -> None:
    network = street(tmp_path, {"maxheight:conditional": "2.6 @ (Mo-Su 00:00-24:00)"})
    assert seconds(network, ENGINE) is None
    assert seconds(network, MOTORCYCLE) is not None
    odd = street(tmp_path, {"maxheight:conditional": "low @ (Mo-Fr 07:00-09:00)"}).report
    assert odd.where["maxheight=low"] == ("10",)


def test_b2_turn_restrictions_are_counted_and_named(tmp_path: Path) -> None:
    roads = (
        node(1, 0, 0),
        node(2, 100, 0),
        node(3, 200, 0),
        way(10, [1, 2], RESIDENTIAL),
        way(11, [2, 3], RESIDENTIAL),
    )
    members = [("way", 10, "from"), ("node", 2, "via"), ("way", 11, "to")]
    report = read(
        tmp_path,
        *roads,
        relation(7, members, {"type": "restriction", "restriction": "no_straight_on"}),
        relation(8, members, {"type": "restriction", "restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}),
        relation(9, members, {"type": "restriction", "restriction": "no_u_turn", "except": "psv;emergency"}),
        relation(6, [("way", 99, "from")], {"type": "restriction", "restriction": "no_u_turn"}),
    ).report
    assert report.not_read == {"turn restriction no_straight_on": 1, "turn restriction no_left_turn": 1}
    assert report.where["turn restriction no_straight_on"] == ("10 by relation/7",)
    assert any(line.startswith("not read: turn restriction no_straight_on × 1") for line in report.findings())


def test_b2_limits_that_no_rule_knows_are_named(tmp_path: Path) -> None:
    report = street(tmp_path, {"maxlength": "8"}).report
    assert any("maxlength=8" in line and "way 10" in line for line in report.findings())


def test_b2_a_conditional_rule_of_one_direction_holds_in_it_alone(tmp_path: Path) -> None:
    network = street(tmp_path, {"motor_vehicle:backward:conditional": "no @ (Fr 16:00-24:00)"})
    (along, against) = (
        [attrs for _, attrs in edges_of(network, "10") if attrs["reversed"] == back] for back in (False, True)
    )
    friday, tuesday = Traversal(ENGINE, FRIDAY_EVENING), Traversal(ENGINE, TUESDAY_NOON)
    assert friday.refusal(against[0]) == "motor_vehicle:backward=no"
    assert friday.refusal(along[0]) is None
    assert tuesday.refusal(against[0]) is None


def test_b2_a_speed_by_direction_counts_in_it(tmp_path: Path) -> None:
    network = street(tmp_path, {"maxspeed": "20", "maxspeed:backward": "10"})
    assert seconds(network, ENGINE) == pytest.approx(36, abs=0.5)
    assert seconds(network, ENGINE, against=True) == pytest.approx(72, abs=0.5)


def test_b2_a_district_may_exempt_its_engines_from_directions(tmp_path: Path) -> None:
    exempt = override(ENGINE, {"keeps_oneway": False})
    for sign in ({"oneway": "yes"}, {"oneway:vehicle": "yes"}, {"motor_vehicle:backward": "no"}):
        assert seconds(street(tmp_path, sign), ENGINE, against=True) is None
        assert seconds(street(tmp_path, sign), exempt, against=True) is not None


@pytest.mark.parametrize("tag", [{"motor_vehicle": "emergency"}, {"access": "emergency"}])
def test_b3_emergency_access_lets_the_brigade_in_and_keeps_others_out(tmp_path: Path, tag: dict[str, str]) -> None:
    volunteers = override(ENGINE, {"name": "volunteers", "brigade": False})
    network = street(tmp_path, tag)
    assert seconds(network, ENGINE) == seconds(street(tmp_path, {}), ENGINE)
    assert seconds(network, volunteers) is None
    assert network.report.unreadable == {}


def test_b3_a_fire_lane_is_open_to_the_brigade_where_all_others_are_kept_out(tmp_path: Path) -> None:
    lane = {"highway": "service", "service": "emergency_access", "access": "no"}
    volunteers = override(ENGINE, {"name": "volunteers", "brigade": False})
    for mode in DEFAULT_MODES.values():
        assert seconds(street(tmp_path, lane), mode) is not None, mode.name
    assert seconds(street(tmp_path, lane), volunteers) is None
    assert seconds(street(tmp_path, {"motor_vehicle": "no"}), volunteers) is None


def test_b4_a_district_sets_the_pause_of_each_kind_of_bollard(tmp_path: Path) -> None:
    engine = modes_from({"engine": {"barriers_s": {"bollard=rising": 8, "bollard=removable": False, "chain": 90}}})[
        "engine"
    ]

    def pause(on_node: dict[str, str]) -> float | None:
        return pause_s(street(tmp_path, {}, on_node=on_node), engine)

    assert pause({"barrier": "bollard", "bollard": "rising"}) == 8
    assert pause({"barrier": "bollard", "bollard": "removable"}) is None
    assert pause({"barrier": "chain"}) == 90
    assert pause({"barrier": "bollard"}) is None


def test_b4_what_a_tag_opens_to_the_brigade_is_taken_out_first(tmp_path: Path) -> None:
    assert pause_s(street(tmp_path, {}, on_node={"barrier": "bollard", "emergency": "yes"}), ENGINE) == 45
    assert pause_s(street(tmp_path, {}, on_node={"barrier": "bollard", "access": "emergency"}), ENGINE) == 45
    assert pause_s(street(tmp_path, {}, on_node={"barrier": "gate;bollard"}), ENGINE) is None
    assert pause_s(street(tmp_path, {}, on_node={"barrier": "gate;lift_gate"}), ENGINE) == 10


def test_b5_hours_go_on_with_the_clause_before() -> None:
    rule = parse("no @ Fr 16:00-24:00; Sa,Su 00:00-24:00")
    told = [rule.value(TRUCK, at, strict=lambda _: True) for at in (FRIDAY_EVENING, SUNDAY_NOON, TUESDAY_NOON)]
    assert told == ["no", "no", None]
    assert rule.ignored == ()
    bracketed = parse("no @ (Fr 16:00-24:00); Sa,Su 00:00-24:00")
    assert bracketed.value(TRUCK, SUNDAY_NOON, strict=lambda _: True) == "no"


def test_b5_a_bare_last_value_is_what_holds_otherwise() -> None:
    rule = parse("no @ Fr 16:00-24:00; destination")
    told = [rule.value(TRUCK, at, strict=lambda _: True) for at in (FRIDAY_EVENING, TUESDAY_NOON)]
    assert told == ["no", "destination"]
    speed = parse("30 @ Mo-Fr 07:00-09:00; 50")
    assert speed.value(TRUCK, SUNDAY_NOON, strict=lambda _: True) == "50"


def test_b5_two_clauses_without_brackets_stay_two() -> None:
    rule = parse("no @ Mo-Fr 11:00-13:00; yes @ weight<3.5")
    assert rule.value(TRUCK, TUESDAY_NOON, strict=lambda _: True) == "no"
    assert rule.value(Size(1.0, 2.0, 0.3), TUESDAY_NOON, strict=lambda _: True) == "yes"


@pytest.mark.parametrize("clause", ["no @ (when it snows)", "no @ snow", "no @ (Mo-Fr 07:00-09:00", "no @ (length>8)"])
def test_b5_a_restriction_that_cannot_be_read_is_in_force_and_named(tmp_path: Path, clause: str) -> None:
    network = street(tmp_path, {"access:conditional": clause})
    assert seconds(network, ENGINE) is None
    report = network.report
    assert report.where[f"access: {clause}"] == ("10",)


def test_b5_an_allowance_that_cannot_be_read_opens_nothing(tmp_path: Path) -> None:
    assert seconds(street(tmp_path, {"access": "no", "access:conditional": "yes @ (dry season)"}), ENGINE) is None


def test_b5_a_condition_about_the_brigade_holds(tmp_path: Path) -> None:
    assert seconds(street(tmp_path, {"access": "no", "access:conditional": "yes @ emergency"}), ENGINE) is not None


def test_b14_a_sign_against_motor_vehicles_costs_dearly_and_is_said(tmp_path: Path) -> None:
    network = street(tmp_path, {"motor_vehicle": "no"})
    plain = seconds(street(tmp_path, {}), ENGINE)
    assert plain is not None
    assert seconds(network, ENGINE) == pytest.approx(4 * plain, rel=1e-3)
    assert caution(network, ENGINE) == "motor_vehicle=no"
    assert caution(network, FOOT) is None
    strict = override(ENGINE, {"against_sign_factor": 0})
    assert seconds(network, strict) is None
    assert seconds(street(tmp_path, {"motor_vehicle": "no", "emergency": "yes"}), ENGINE) == plain


def test_b14_lists_of_values_are_read_and_the_best_entry_counts(tmp_path: Path) -> None:
    network = street(tmp_path, {"access": "no", "motor_vehicle": "agricultural; forestry"})
    assert network.report.unreadable == {}
    assert seconds(network, ENGINE) is not None
    assert street(tmp_path, {"access": "private;delivery"}).report.unreadable == {}
    assert street(tmp_path, {"access": "private;maybe"}).report.unreadable == {"access=private;maybe": 1}


def test_b14_a_pedestrian_street_with_deliveries_takes_engines_faster_than_one_without(tmp_path: Path) -> None:
    bare = seconds(street(tmp_path, {"highway": "pedestrian"}), ENGINE)
    delivered = seconds(street(tmp_path, {"highway": "pedestrian", "motor_vehicle": "delivery"}), ENGINE)
    assert bare is not None
    assert delivered is not None
    assert delivered < bare
    narrow = seconds(street(tmp_path, {"highway": "pedestrian", "width": "2"}), ENGINE)
    assert narrow is None


@pytest.mark.parametrize("kind", ["hoist", "yes", "陷阱"])
def test_b14_an_unknown_barrier_lets_walkers_past_and_is_named(tmp_path: Path, kind: str) -> None:
    network = street(tmp_path, {}, on_node={"barrier": kind})
    assert pause_s(network, FOOT) == 5
    assert pause_s(network, AERIAL) is None
    assert network.report.where[f"barrier={kind}: passed on foot only"] == ("node/2",)


@pytest.mark.parametrize("tags", [{"access": "No"}, {"motor_vehicle": " Closed"}, {"oneway": "Yes"}])
def test_b14_words_in_capitals_and_blanks_are_the_same_words(tmp_path: Path, tags: dict[str, str]) -> None:
    plain = {key: text.strip().lower() for key, text in tags.items()}
    for against in (False, True):
        told = seconds(street(tmp_path, tags), ENGINE, against=against)
        assert told == seconds(street(tmp_path, plain), ENGINE, against=against)
    assert seconds(street(tmp_path, tags), ENGINE, against=True) is None


def test_b14_hours_keep_their_capitals(tmp_path: Path) -> None:
    network = street(tmp_path, {"vehicle": "yes @ (Mo-Su 06:30-24:00)"})
    assert network.report.unreadable == {}


@pytest.mark.parametrize("sign", [{"access": "no"}, {"vehicle": "no"}, {"motor_vehicle": "no"}])
@pytest.mark.parametrize("open_to", ["bus", "psv", "hgv", "motorcar"])
def test_b14_where_a_bus_or_a_lorry_passes_an_engine_does(tmp_path: Path, sign: dict[str, str], open_to: str) -> None:
    plain = seconds(street(tmp_path, {}), ENGINE)
    assert seconds(street(tmp_path, {**sign, open_to: "designated"}), ENGINE) == plain
    assert seconds(street(tmp_path, {**sign, open_to: "no"}), ENGINE) != plain
    assert seconds(street(tmp_path, {**sign, open_to: "yes", "emergency": "no"}), ENGINE) is None


def test_b4_a_bollard_that_lets_buses_through_is_sunk_for_an_engine(tmp_path: Path) -> None:
    assert pause_s(street(tmp_path, {}, on_node={"barrier": "bollard", "bus": "yes"}), ENGINE) == 45
