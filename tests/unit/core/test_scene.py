"""What a crew saw: fire makes it real, no fire closes nothing, and of what contradicts the worse counts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.orders import LATEST
from dispatch.core.errors import Unusable
from dispatch.core.events import Event
from dispatch.core.reach import Closing
from dispatch.core.reasons import AskedOnScene, SeenOnScene
from dispatch.core.scene import BlockedLane, Wanted
from dispatch.core.vocabulary import By
from dispatch.core.world import DEFAULT_SETTINGS
from stations.drills.model import DrillAlarm, DrillPlace, DrillPlan
from stations.rules import PLAN_PROFILES, VERIFY_FIRST
from tests.unit.core.world_builder import LAT, LON, STEP_DEG, Town, at, minutes, of_kind, only

CAREFUL = replace(DEFAULT_SETTINGS, plans=PLAN_PROFILES[VERIFY_FIRST])


@pytest.fixture
def t() -> Town:
    """Two crews on their way to look at one detector's alarm; an engine waits."""
    return town()


def town() -> Town:
    town = Town(CAREFUL).station("m1", 1).station("m2", 2).station("m3", 3).engine("f1", 4).building("mall", 0)
    town.alarm(at(0, building="mall"), device="d1")
    assert town.going() == ["m1-1", "m2-1"]
    return town


def phone(station: str) -> By:
    return By(role="station", name=f"示例 {station}", station=station)


def say(t: Town, station: str = "m1", **said: Any) -> tuple[Event, ...]:
    """Have a crew report from its own phone."""
    return t.do(cmd.SceneReport(incident=t.incident().id, **said), by=phone(station))


def test_fire_makes_it_real_and_sends_the_whole_plan(t: Town) -> None:
    events = say(t, saw="fire")
    reported, confirmed = only(events, ev.SceneReported), only(events, ev.IncidentConfirmed)
    assert (reported.unit, reported.assignment) == ("m1-1", t.order("m1-1").id)
    assert confirmed.because == SeenOnScene(who="m1-1")
    assert t.going() == ["m1-1", "m2-1", "f1-1"]


def test_everybody_who_is_assigned_sees_it(t: Town) -> None:
    reported = only(say(t, saw="cannot_tell", note="烟很大"), ev.SceneReported)
    assert reported.to == ("m1", "m2")
    assert t.incident().reports[0].said.note == "烟很大"


def test_no_fire_advises_a_false_alarm_and_closes_nothing(t: Town) -> None:
    reported = only(say(t, saw="no_fire"), ev.SceneReported)
    assert reported.advice == "false_alarm"
    assert t.incident().open
    assert t.going() == ["m1-1", "m2-1"]


def test_cannot_tell_brings_about_nothing_where_everybody_has_been_sent(t: Town) -> None:
    t.press(cmd.IncidentConfirm(incident=t.incident().id))
    (reported,) = say(t, saw="cannot_tell")
    assert isinstance(reported, ev.SceneReported)
    assert reported.advice is None


def test_what_is_left_out_is_not_known(t: Town) -> None:
    (reported,) = say(t)
    assert isinstance(reported, ev.SceneReported)
    assert reported.said.trapped is None
    assert t.incident().trapped is None


@pytest.mark.parametrize(("first", "second"), [("fire", "no_fire"), ("no_fire", "fire")])
def test_of_fire_and_no_fire_both_stay_and_fire_counts(t: Town, first: str, second: str) -> None:
    one = only(say(t, "m1", saw=first), ev.SceneReported)
    other = only(say(t, "m2", saw=second), ev.SceneReported)
    assert other.contradicts == (one.report,)
    assert "contradicted" in other.flags
    assert "contradicted" in t.incident().flags
    assert other.advice is None
    assert t.incident().confirmed_at is not None
    assert [each.said.saw for each in t.incident().reports] == [first, second]


@pytest.mark.parametrize(("first", "second"), [(3, 1), (1, 3)])
def test_of_two_numbers_of_trapped_the_larger_counts(t: Town, first: int, second: int) -> None:
    say(t, "m1", trapped=first)
    other = only(say(t, "m2", trapped=second), ev.SceneReported)
    assert t.incident().trapped == 3
    assert "contradicted" in other.flags


def test_a_phone_that_says_yes_and_no_all_day_names_the_newest_of_what_it_contradicts(t: Town) -> None:
    for number in range(100):
        reported = only(say(t, saw=("fire", "no_fire")[number % 2]), ev.SceneReported)
    assert len(reported.contradicts) == 16
    assert reported.contradicts[-1] == t.incident().reports[-2].id


def test_people_who_got_out_are_no_contradiction(t: Town) -> None:
    say(t, trapped=3)
    later = only(say(t, got_out=2, trapped=1), ev.SceneReported)
    assert later.flags == ()
    assert t.incident().trapped == 1


def test_fewer_than_the_caller_said_changes_nothing(t: Town) -> None:
    t.press(cmd.IncidentUpdate(incident=t.incident().id, trapped=4))
    assert "contradicted" in only(say(t, trapped=0), ev.SceneReported).flags
    assert t.incident().trapped == 4


def test_nobody_trapped_is_knowledge_too(t: Town) -> None:
    say(t, trapped=0)
    assert t.incident().trapped == 0


def test_trapped_without_fire_confirms_no_fire_and_no_false_alarm(t: Town) -> None:
    reported = only(say(t, saw="no_fire", trapped=2), ev.SceneReported)
    assert reported.advice is None
    assert t.incident().confirmed_at is None
    assert t.incident().trapped == 2


@pytest.mark.parametrize("said", [{"under_control": True}, {"out": True}])
def test_under_control_is_the_crews_own_milestone_and_no_others(t: Town, said: dict[str, Any]) -> None:
    events = say(t, **said)
    assert only(events, ev.AssignmentControlled).unit == "m1-1"
    assert t.order("m1-1").on_scene_at is None
    assert t.order("m2-1").controlled_at is None
    assert t.incident().open


def test_out_advises_to_close_and_fire_after_it_contradicts(t: Town) -> None:
    assert only(say(t, out=True), ev.SceneReported).advice == "close"
    again = only(say(t, "m2", saw="fire"), ev.SceneReported)
    assert again.advice is None
    assert "contradicted" in again.flags


def test_the_first_floor_on_which_fire_is_seen_is_the_incidents(t: Town) -> None:
    say(t, saw="fire", floor=12, room="1203")
    assert t.incident().place.floor == 12
    say(t, "m2", saw="fire", floor=14)
    assert t.incident().place.floor == 12


def test_a_dispatcher_passes_on_what_a_crew_said_over_the_radio(t: Town) -> None:
    order = t.order("m2-1")
    events = t.press(cmd.SceneReport(incident=order.incident, assignment=order.id, saw="fire", under_control=True))
    reported = only(events, ev.SceneReported)
    assert (reported.by.role, reported.unit, reported.station) == ("dispatcher", "m2-1", "m2")
    assert only(events, ev.AssignmentControlled).unit == "m2-1"


def test_a_crew_of_another_incident_is_refused(t: Town) -> None:
    order = t.order("m1-1")
    t.alarm(at(9), source="phone", kind="report")
    other = next(each for each in t.world.incidents.values() if each.id != order.incident)
    with pytest.raises(Unusable, match="another incident"):
        t.press(cmd.SceneReport(incident=other.id, assignment=order.id, saw="fire"))


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ({"trapped": -1}, "bad_trapped"),
        ({"got_out": 10**9}, "bad_got_out"),
        ({"hurt": -5}, "bad_hurt"),
        ({"floor": 5000}, "bad_floor"),
        ({"occurred_at": "this morning"}, "bad_time"),
    ],
)
def test_what_cannot_be_is_flagged_and_kept_as_words(t: Town, said: dict[str, Any], flag: str) -> None:
    reported = only(say(t, saw="fire", **said), ev.SceneReported)
    assert flag in reported.flags
    assert list(reported.said.unread.values()) == [str(*said.values())]
    assert t.incident().confirmed_at is not None


def test_a_report_to_a_closed_incident_is_kept_and_advises_to_reopen(t: Town) -> None:
    key = t.incident().id
    t.press(cmd.IncidentFalseAlarm(incident=key))
    (reported,) = t.do(cmd.SceneReport(incident=key, saw="fire", trapped=1), by=phone("m1"))
    assert isinstance(reported, ev.SceneReported)
    assert reported.advice == "reopen"
    assert not t.world.incidents[key].open


def test_a_report_about_an_incident_that_was_merged_goes_where_it_went(t: Town) -> None:
    t.alarm(at(9), source="phone", kind="report")
    one, other = t.world.incidents.values()
    t.press(cmd.IncidentMerge(incident=one.id, into=other.id))
    reported = only(t.do(cmd.SceneReport(incident=one.id, saw="fire"), by=phone("m1")), ev.SceneReported)
    assert (reported.incident, reported.unit) == (other.id, "m1-1")


def test_an_exercises_report_stays_in_the_exercise(t: Town) -> None:
    t.press(cmd.IncidentClose(incident=t.incident().id))
    t.alarm(at(0, building="mall"), device="d9", exercise=True)
    for event in say(t, saw="fire"):
        assert event.exercise


def test_a_test_signal_sends_nobody_whatever_is_seen(t: Town) -> None:
    t.press(cmd.IncidentClose(incident=t.incident().id))
    t.alarm(at(5), device="d7", test=True)
    events = t.press(cmd.SceneReport(incident=t.incident().id, saw="fire"))
    assert not of_kind(events, ev.AssignmentAssigned)


# --- reinforcement ----------------------------------------------------------------------------------------------------


def test_reinforcement_that_a_crew_asks_for_goes_at_once(t: Town) -> None:
    order = only(say(t, want=(Wanted(kind="engine"),)), ev.AssignmentAssigned)
    assert (order.unit, order.because) == ("f1-1", AskedOnScene(who="m1-1"))


def test_who_is_on_the_way_already_is_not_sent_twice(t: Town) -> None:
    say(t, want=(Wanted(kind="crew", count=2),))
    assert t.going() == ["m1-1", "m2-1"], "two crews are coming"
    say(t, want=(Wanted(kind="crew", count=3),))
    assert t.going() == ["m1-1", "m2-1", "m3-1"]


def test_who_is_there_does_not_fill_the_wish(t: Town) -> None:
    for unit in ("m1-1", "m2-1"):
        t.press(cmd.AssignmentArrive(assignment=t.order(unit).id))
    say(t, want=(Wanted(kind="crew"),))
    assert t.going() == ["m1-1", "m2-1", "m3-1"]


def test_fire_and_a_wish_in_one_report_send_one_engine(t: Town) -> None:
    events = say(t, saw="fire", want=(Wanted(kind="engine"),))
    assert [each.unit for each in of_kind(events, ev.AssignmentAssigned)] == ["f1-1"]


def test_a_capability_is_asked_for_by_its_name(t: Town) -> None:
    t.station("c1", 6, mode="engine", kind="fire", capabilities=("foam",))
    assert only(say(t, want=(Wanted(kind="foam"),)), ev.AssignmentAssigned).unit == "c1-1"


def test_what_no_unit_can_do_is_named_for_a_person(t: Town) -> None:
    (reported,) = say(t, want=(Wanted(kind="gas-company"),))
    assert isinstance(reported, ev.SceneReported)
    assert reported.flags == ("unknown_want",)


def test_reports_of_one_incident_cannot_empty_the_district(t: Town) -> None:
    t.set(ladder_max_units=1)
    t.engine("f2", 5).engine("f3", 6)
    flagged = only(say(t, want=(Wanted(kind="engine", count=9),)), ev.SceneReported)
    assert "want_held" in flagged.flags
    assert t.going() == ["m1-1", "m2-1", "f1-1"]
    assert "want_held" in only(say(t, "m2", want=(Wanted(kind="engine", count=9),)), ev.SceneReported).flags
    assert t.going() == ["m1-1", "m2-1", "f1-1"]


# --- lanes and hydrants -----------------------------------------------------------------------------------------------

NEAR = BlockedLane(lon=LON + 0.1 * STEP_DEG, lat=LAT)


def test_a_blocked_lane_is_closed_to_everybody_until_its_time_is_over(t: Town) -> None:
    closed = only(say(t, lane=replace(NEAR, for_s=600)), ev.RoadClosed)
    assert closed.to == ("*",)
    assert closed.until == t.now.plus(minutes(10))
    assert closed.report == t.incident().reports[0].id
    opened = only(t.wait(601), ev.RoadOpened)
    assert opened.expired


def test_who_is_sent_in_the_same_decision_goes_round_it(t: Town) -> None:
    events = say(t, saw="fire", lane=NEAR)
    closed, chosen = only(events, ev.RoadClosed), only(events, ev.DispatchChosen)
    assert chosen.closures == (closed.closure,)


def test_the_same_lane_from_two_crews_is_closed_once(t: Town) -> None:
    say(t, lane=NEAR)
    t.wait(30)
    assert not of_kind(say(t, "m2", lane=NEAR), ev.RoadClosed)
    longer = only(say(t, "m2", lane=replace(NEAR, for_s=7200)), ev.RoadClosed)
    assert longer.until == t.now.plus(minutes(120))


def test_a_narrowing_stops_who_is_wider(t: Town) -> None:
    t.closing = Closing(pieces=2, wider=("aerial",))
    closed = only(say(t, lane=replace(NEAR, narrows_to_m=2.52)), ev.RoadClosed)
    assert (closed.modes, closed.narrows_to_m) == (("aerial",), 2.52)


def test_a_narrowing_that_everybody_passes_closes_nothing(t: Town) -> None:
    t.closing = Closing(pieces=2)
    assert not of_kind(say(t, lane=replace(NEAR, narrows_to_m=3.5)), ev.RoadClosed)


@pytest.mark.parametrize(
    ("lane", "closing", "flag"),
    [
        (NEAR, Closing(pieces=0), "lane_off_road"),
        (NEAR, Closing(pieces=0, far_km=40.0), "lane_off_road"),
        (BlockedLane(lon=LON + 1, lat=LAT), Closing(pieces=3), "lane_far"),
        (BlockedLane(), None, "lane_nowhere"),
        (BlockedLane(lon=0.0, lat=0.0), None, "lane_nowhere"),
        (BlockedLane(lon=400.0, lat=1.0), None, "lane_nowhere"),
        (BlockedLane(lon=LON), None, "lane_nowhere"),
        (BlockedLane(way="ghost"), Closing(pieces=0), "lane_off_road"),
        (BlockedLane(way="bridge"), Closing(pieces=3, box=(LON + 1, LAT, LON + 1.1, LAT)), "lane_far"),
    ],
)
def test_a_lane_that_cannot_be_meant_is_kept_flagged_and_closes_nothing(
    t: Town, lane: BlockedLane, closing: Closing | None, flag: str
) -> None:
    t.closing = closing
    (reported,) = say(t, lane=lane)
    assert isinstance(reported, ev.SceneReported)
    assert reported.flags == (flag,)
    assert t.incident().reports[0].said.lane == lane


def test_a_way_that_comes_by_the_incident_is_closed_however_long_it_is(t: Town) -> None:
    t.closing = Closing(pieces=3, box=(LON - 1, LAT, LON + 1, LAT))
    assert only(say(t, lane=BlockedLane(way="street")), ev.RoadClosed).area.way == "street"


def test_in_a_drill_a_lane_is_closed_to_its_own_crews_and_nobody_else() -> None:
    t = Town(CAREFUL).station("m1", 1).engine("f1", 4).building("mall", 0)
    t.press(
        cmd.PlanDrill(
            plan=DrillPlan(
                name="示例",
                place=DrillPlace(building="mall"),
                alarm=DrillAlarm(source="detector"),
                stations=("m1", "f1"),
            )
        )
    )
    (drill,) = t.world.drills
    t.press(cmd.DrillStart(drill=drill))
    events = say(t, saw="fire", lane=NEAR, water="hydrant_dry", hydrant="h1")
    bars = only(events, ev.SceneReported).bars
    assert bars is not None
    assert t.world.drills[drill].lanes == (bars,)
    assert only(events, ev.DispatchChosen).closures == (bars.id,)
    assert not t.world.closures
    assert all(event.exercise for event in events)


def test_of_an_exercise_outside_any_drill_a_lane_closes_nothing(t: Town) -> None:
    t.press(cmd.IncidentClose(incident=t.incident().id))
    t.alarm(at(0, building="mall"), device="d9", exercise=True)
    say(t, saw="fire", lane=NEAR)
    assert not t.world.closures


def test_a_crew_that_joins_late_reads_what_was_reported(t: Town) -> None:
    say(t, room="1203", burning="油锅")
    order = only(say(t, "m2", saw="fire"), ev.AssignmentAssigned)
    assert [each.said.room for each in order.record.reports] == ["1203", None]


# --- whatever crews say -----------------------------------------------------------------------------------------------

_REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["m1", "m2"]),
        st.fixed_dictionaries(
            {},
            optional={
                "saw": st.sampled_from(["fire", "no_fire", "cannot_tell"]),
                "trapped": st.integers(-1, 4),
                "floor": st.integers(-3, 40),
                "want": st.just((Wanted(kind="engine", count=3),)),
                "lane": st.just(NEAR),
                "under_control": st.booleans(),
                "out": st.booleans(),
            },
        ),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(_REPORTS)
def test_whatever_crews_say_all_is_kept_and_the_worse_counts(reports: list[tuple[str, dict[str, Any]]]) -> None:
    t = town()
    for station, said in reports:
        say(t, station, **said)
    incident = t.incident()  # nothing that a crew says closes it
    kept = incident.reports
    assert [each.said.saw for each in kept] == [said.get("saw") for _, said in reports]
    assert incident.confirmed_at is not None or all(each.said.saw != "fire" for each in kept)
    counts = [each.said.trapped for each in kept if each.said.trapped is not None]
    assert incident.trapped == (max(counts) if counts else None), "nobody got out, so the larger number stands"
    for each in kept:
        assert each.advice != "false_alarm" or each.said.saw == "no_fire"


def test_an_order_carries_the_newest_notes_and_reports_and_not_a_thousand(t: Town) -> None:
    """Seven hundred reports made each later order of half a megabyte, and a phone's line broke on it."""
    for number in range(LATEST + 6):
        say(t, note=f"示例{number}")
        t.press(cmd.AddNote(incident=t.incident().id, text=f"示例{number}"))
    order = only(t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="f1-1")), ev.AssignmentAssigned)
    record = order.record
    assert (len(record.reports), len(record.notes)) == (LATEST, LATEST)
    assert (record.reports[-1].said.note, record.notes[-1].text) == (f"示例{LATEST + 5}", f"示例{LATEST + 5}")
    assert len(t.incident().reports) == LATEST + 6, "the incident keeps all"
