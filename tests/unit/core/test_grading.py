"""How serious it is follows from rules as data, from the first call on; by itself it rises and never falls."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.grading import Facts, grade_of
from dispatch.core.decide.sharing import weight
from dispatch.core.instant import Instant
from dispatch.core.reasons import ByGradeRule
from dispatch.core.vocabulary import HUB
from stations.grading.model import GradeRule, Grading
from stations.grading.reading import national_grading
from stations.kinds import RESCUE_KINDS
from stations.rules import PLAN_PROFILES, VERIFY_FIRST, Need, Plan
from tests.unit.core.world_builder import NOON, Town, at, instant, of_kind, only

NIGHT = instant("2026-11-22T23:30:00+08:00")
RULES = national_grading().rules


def town() -> Town:
    """A tower of 99 m, a low house and a mall, nine crews, nine engines, two aerials."""
    t = Town().building("tower", 0, height_m=99.0, storeys=33, kind="residential")
    t.building("house", 1, height_m=9.0, storeys=3, kind="residential").building("mall", 2, height_m=20.0, kind="mall")
    t.station("m", 3, crews=9).engine("f", 5, crews=9)
    return t.station("a", 6, kind="fire", mode="aerial", crews=2)


def grade(kind: str = "flame", *, now: Instant = NOON, confirmed: bool = True, **known: Any) -> int:
    facts = Facts(kind=kind, now=now, timezone="Asia/Shanghai", confirmed=confirmed, **known)
    found = grade_of(RULES, facts)
    return 1 if found is None else found.grade


@pytest.mark.parametrize(
    ("trapped", "expected"), [(None, 1), (0, 1), (1, 2), (2, 2), (3, 3), (10, 4), (30, 5), (50, 5)]
)
def test_the_more_people_are_trapped_the_higher_the_grade(trapped: int | None, expected: int) -> None:
    assert grade(trapped=trapped) == expected
    assert grade("smoke", trapped=trapped, confirmed=False) == expected, "who counts people has seen them"


@pytest.mark.parametrize("kind", RESCUE_KINDS)
def test_a_rescue_has_four_grades(kind: str) -> None:
    assert grade(kind, trapped=50) == 4
    assert grade(kind, height_m=200.0, building_kind="mall", detectors=9) == grade(kind), "it does not burn there"


@pytest.mark.parametrize(
    "known",
    [
        {"height_m": 24.0},
        {"storeys": 9},
        {"floor": 12},
        {"floor": -1},
        {"building_kind": "subway"},
        {"building_kind": "mall"},
        {"building_kind": "hospital"},
        {"building_kind": "gas_station"},
        {"building_kind": "heritage"},
        {"detectors": 4},
    ],
)
def test_a_small_fire_where_it_is_dangerous_is_of_grade_2_once_it_is_known_to_burn(known: dict[str, Any]) -> None:
    assert grade(**known) == 2
    assert grade("smoke", confirmed=False, **known) == 1, "one detector alone proves no fire"


def test_what_is_not_known_meets_no_bound() -> None:
    assert grade(height_m=None, storeys=None, floor=None, trapped=None, building_kind="") == 1
    assert grade(height_m=9.0, storeys=3, floor=2, building_kind="residential", detectors=1) == 1


def test_several_detectors_in_a_high_or_crowded_place_are_a_larger_fire() -> None:
    assert grade(detectors=4, height_m=60.0) == 3
    assert grade(detectors=5, building_kind="mall") == 3


def test_where_people_sleep_a_fire_at_night_is_worse_than_by_day() -> None:
    assert grade(building_kind="hotel") == 2
    assert grade(building_kind="hotel", now=NIGHT) == 3


def test_every_rule_says_where_it_is_written_and_how_sure_that_is() -> None:
    assert all(rule.source and rule.clause and rule.confidence in "ABCD" for rule in RULES)
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_three_trapped_on_floor_28_are_at_least_grade_2_at_the_first_call() -> None:
    t = town()
    events = t.alarm(at(0, building="tower", floor=28), trapped=3)
    opened = only(events, ev.IncidentOpened)
    assert opened.grade >= 2
    assert isinstance(opened.because, ByGradeRule)
    assert opened.because.rule == "some_trapped"
    assert {each.grade for each in of_kind(events, ev.AssignmentAssigned)} == {opened.grade}
    few = len(t.going())
    t = town()
    t.alarm(at(0, building="tower", floor=28), trapped=50)
    assert t.incident().grade > opened.grade
    assert len(t.going()) > few, "fifty trapped are sent more than three"


def test_a_detector_alone_is_of_grade_1_wherever_it_hangs() -> None:
    t = town()
    t.alarm(at(0, building="tower"), device="d1")
    assert (t.incident().grade, t.incident().graded_because) == (1, None)


def test_the_second_detector_in_a_high_building_raises_the_grade_and_sends_what_it_asks_for() -> None:
    t = town()
    t.alarm(at(0, building="tower"), device="d1")
    before = t.going()
    events = t.alarm(at(0, building="tower"), device="d2")
    raised = only(events, ev.IncidentGraded)
    assert (raised.before, raised.grade, raised.by) == (1, 2, HUB)
    assert isinstance(raised.because, ByGradeRule)
    assert raised.because.rule == "high_building"
    assert set(t.going()) - set(before) == {"f-2", "a-1"}, "a second engine and an aerial"


def test_a_fourth_detector_that_is_one_of_the_three_by_another_name_raises_nothing() -> None:
    t = town()
    for device in ("1-1", "1-2", "1-3"):
        t.alarm(at(1, building="house"), device=device)
    assert t.incident().grade == 1
    t.alarm(at(1, building="house"), device="1-3")
    assert t.incident().grade == 1
    t.alarm(at(1, building="house"), device="1-4")
    assert t.incident().grade == 2


@pytest.mark.parametrize("more", [{"trapped": 12}, {"trapped": 30}])
def test_a_joining_call_that_tells_of_people_raises_the_grade_and_sends_more(more: dict[str, int]) -> None:
    t = town()
    t.alarm(at(1, building="house"), source="phone", kind="flame")
    before = len(t.going())
    events = t.alarm(at(1, building="house"), source="phone", kind="flame", **more)
    assert only(events, ev.IncidentGraded).by == HUB
    assert len(t.going()) > before


def test_a_corrected_number_of_people_raises_the_grade_and_fewer_do_not_lower_it() -> None:
    t = town()
    t.alarm(at(1, building="house"), source="phone", kind="flame")
    incident = t.incident().id
    events = t.press(cmd.IncidentUpdate(incident=incident, trapped=4))
    assert only(events, ev.IncidentGraded).grade == 3
    assert of_kind(events, ev.AssignmentAssigned)
    assert not of_kind(t.press(cmd.IncidentUpdate(incident=incident, trapped=0)), ev.IncidentGraded)
    assert t.incident().grade == 3


def test_a_floor_that_is_told_later_raises_the_grade() -> None:
    t = town()
    t.alarm(at(9, text="示例路"), source="phone", kind="flame")
    events = t.press(cmd.IncidentUpdate(incident=t.incident().id, place=at(9, floor=20)))
    assert only(events, ev.IncidentGraded).grade == 2


def test_who_confirms_a_fire_in_a_crowded_place_raises_its_grade_in_the_same_step() -> None:
    t = town()
    t.alarm(at(2, building="mall"), device="d1")
    events = t.press(cmd.IncidentConfirm(incident=t.incident().id))
    assert only(events, ev.IncidentGraded).grade == 2
    assert len(of_kind(events, ev.DispatchChosen)) == 1, "it is chosen once, by the higher grade's plan"


def test_what_a_person_graded_the_machine_leaves_and_proposes_a_higher_grade_once() -> None:
    t = town()
    t.alarm(at(1, building="house"), source="phone", kind="flame", trapped=5)
    incident = t.incident().id
    t.press(cmd.IncidentGrade(incident=incident, grade=1))
    events = t.press(cmd.IncidentUpdate(incident=incident, trapped=6))
    proposed = only(events, ev.GradeProposed)
    assert (proposed.grade, proposed.before, proposed.by) == (3, 1, HUB)
    assert not of_kind(events, ev.AssignmentAssigned)
    assert t.incident().grade == 1
    assert t.incident().grade_proposed_because is not None
    assert not of_kind(t.press(cmd.IncidentUpdate(incident=incident, trapped=7)), ev.GradeProposed), "not twice"
    assert only(t.press(cmd.IncidentUpdate(incident=incident, trapped=11)), ev.GradeProposed).grade == 4
    t.press(cmd.IncidentGrade(incident=incident, grade=4))
    assert (t.incident().grade, t.incident().grade_proposed_because) == (4, None)


def test_where_the_district_wants_a_person_to_decide_every_higher_grade_is_proposed() -> None:
    t = town().set(grading=Grading(rules=RULES, rising="propose"))
    events = t.alarm(at(0, building="tower", floor=28), source="phone", kind="flame", trapped=3)
    assert only(events, ev.IncidentOpened).grade == 1
    assert only(events, ev.GradeProposed).grade == 3
    before = t.going()
    t.press(cmd.IncidentGrade(incident=t.incident().id, grade=3))
    assert len(t.going()) > len(before)


def test_a_district_may_do_without_grading() -> None:
    t = town().set(grading=Grading(rules=RULES, rising="off"))
    t.alarm(at(0, building="tower", floor=28), source="phone", kind="flame", trapped=3)
    assert t.incident().grade == 1


def test_a_rule_of_the_districts_own_counts() -> None:
    own = GradeRule(id="own", grade=4, zh="示例", en="example", source="示例", building_kinds=("tea_house",))
    t = town().building("tea", 7, kind="tea_house").set(grading=Grading(rules=(*RULES, own)))
    t.alarm(at(7, building="tea"), device="d1")
    assert t.incident().grade == 4, "in whatever order the rules stand"


def test_a_test_signal_is_not_graded() -> None:
    t = town()
    t.alarm(at(0, building="tower"), trapped=9, test=True)
    assert t.incident().grade == 1


def test_two_incidents_that_are_one_have_the_higher_grade_of_both() -> None:
    t = town()
    t.alarm(at(1, building="house"), source="phone", kind="flame")
    low = t.incident().id
    t.alarm(at(0, building="tower"), source="phone", kind="flame", trapped=1)
    (high,) = (each.id for each in t.world.incidents.values() if each.id != low)
    t.press(cmd.IncidentGrade(incident=high, grade=4))
    before = len(t.going(t.world.incidents[low])) + len(t.going(t.world.incidents[high]))
    events = t.press(cmd.IncidentMerge(incident=high, into=low))
    assert only(events, ev.IncidentGraded).grade == 4
    assert t.incident().grade == 4
    assert len(t.going()) >= before


def test_a_look_is_not_enough_where_people_are_said_to_be_trapped() -> None:
    t = town().set(plans=PLAN_PROFILES[VERIFY_FIRST])
    t.alarm(at(1, building="house"), device="d1", trapped=2)
    assert any(unit.startswith("f-") for unit in t.going())


def test_trapped_people_weigh_where_crews_are_shared() -> None:
    t = town()
    t.alarm(at(1, building="house"), source="phone", kind="flame", trapped=1)
    t.alarm(at(0, building="tower"), source="phone", kind="flame", trapped=30)
    t.alarm(at(2, building="mall"), device="d9")
    one, many, none = (weight(each) for each in sorted(t.world.incidents.values(), key=lambda each: each.opened_by_seq))
    assert many > one > none


def test_the_districts_own_plan_comes_before_those_that_are_ready() -> None:
    own = Plan(name="own", needs=(Need(count=5, modes=("engine",)),))
    t = town()
    t.set(plans=(own, *t.world.settings.plans))
    t.alarm(at(1, building="house"), source="phone", kind="flame", trapped=3)
    assert t.going() == ["f-1", "f-2", "f-3", "f-4", "f-5"]


def test_an_old_record_has_the_rules_that_come_with_the_hub() -> None:
    assert replace(Town().world.settings).grading == national_grading()
