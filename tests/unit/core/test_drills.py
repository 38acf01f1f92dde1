"""Drills run over the alarm path of operations, and nothing of one ever touches an operation."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.access.permissions import authorize
from dispatch.core import commands as cmd, events as ev
from dispatch.core.drill import Drill
from dispatch.core.errors import Forbidden, NotFound, Refused, Unusable, WrongState
from dispatch.core.events import Event
from dispatch.core.instant import to_text
from dispatch.core.state import of_station
from dispatch.core.vocabulary import By, Place
from dispatch.core.world import DEFAULT_SETTINGS
from stations.drills.model import DrillPlace, DrillPlan, Inject, Lane, Objective
from stations.helpers import Helper
from stations.rules import Need, Plan, Target
from tests.unit.core.world_builder import LAT, LON, STEP_DEG, Town, at, of_kind, only

COMMANDER = By(role="commander", name="示例指挥员")
TWO = Plan(name="two", needs=(Need(count=2),))


def town() -> Town:
    """Three crews on a line; the fire and the drill want two."""
    t = Town(replace(DEFAULT_SETTINGS, plans=(TWO,), ladder=()))
    return t.station("near", 1).station("mid", 3).station("far", 8)


def spot(steps: float) -> DrillPlace:
    return DrillPlace(lon=LON + steps * STEP_DEG, lat=LAT)


def planned(t: Town, **fields: object) -> Drill:
    plan = DrillPlan(**{"name": "示例", "place": spot(0), **fields})  # type: ignore[arg-type]  # fields of the plan
    drill = only(t.do(cmd.PlanDrill(plan=plan), by=COMMANDER), ev.DrillPlanned).drill
    return t.world.drills[drill]


def running(t: Town, **fields: object) -> Drill:
    drill = planned(t, **fields)
    t.do(cmd.DrillStart(drill=drill.id), by=COMMANDER)
    return t.world.drills[drill.id]


def ended(t: Town, **fields: object) -> Drill:
    drill = running(t, **fields)
    t.do(cmd.DrillEnd(drill=drill.id), by=COMMANDER)
    return t.world.drills[drill.id]


# --- it is the real pipeline ------------------------------------------------------------------------------------------


def test_a_drill_sends_whom_an_alarm_at_its_place_would_send() -> None:
    t = town()
    running(t)
    drilled = t.going()
    other = town()
    other.alarm(at(0), source="person")
    assert drilled == other.going() == ["near-1", "mid-1"]


def test_its_orders_are_exercises_with_the_clocks_of_operations() -> None:
    t = town()
    running(t)
    order, incident = t.order("near-1"), t.incident()
    assert order.exercise
    assert incident.exercise
    assert {clock.name for clock in order.targets} == {"respond", "arrive", "handle"}
    assert of_kind(t.wait(61), ev.TargetMissed)


def test_only_who_is_named_takes_part_and_the_record_says_who_did_not() -> None:
    t = town()
    drill = planned(t, stations=("mid", "far"))
    events = t.do(cmd.DrillStart(drill=drill.id), by=COMMANDER)
    assert [each.unit for each in of_kind(events, ev.AssignmentAssigned)] == ["mid-1", "far-1"]
    verdicts = {each.unit: each.verdict for each in only(events, ev.DispatchChosen).considered}
    assert verdicts["near-1"] == "not_in_drill"


def test_in_a_turnout_every_station_that_is_named_is_ordered() -> None:
    t = town()
    t.press(cmd.DutyOff(unit="mid-1"))
    running(t, kind="duty_turnout", stations=("near", "mid", "far"), everybody=True)
    assert t.going() == ["near-1", "far-1"]
    assert t.order("far-1").eta_s == 480.0


def test_a_drill_may_have_targets_of_its_own() -> None:
    t = town()
    own = Target(name="arrive", milestone_from="assigned", milestone_to="on_scene", kinds=("micro_unit",), limit_s=300)
    running(t, targets=(own,))
    assert {clock.name: clock.limit_s for clock in t.order("near-1").targets} == {
        "respond": 60,
        "arrive": 300,
        "handle": 180,
    }


def test_it_starts_by_itself_at_its_time_and_ends_by_itself() -> None:
    t = town()
    plan = DrillPlan(name="示例", place=spot(0), ends_after_s=600)
    t.do(cmd.PlanDrill(plan=plan, starts_at=to_text(t.now.plus(30_000))), by=COMMANDER)
    assert not of_kind(t.wait(29), ev.DrillStarted)
    started = only(t.wait(2), ev.DrillStarted)
    assert started.fired_late_ms == 0
    assert not of_kind(t.wait(598), ev.DrillEnded)
    assert only(t.wait(2), ev.DrillEnded).reason == "its time is over"
    assert not any(each.open for each in t.world.incidents.values())


# --- who may know of it -----------------------------------------------------------------------------------------------


def test_no_station_hears_of_a_no_notice_drill_before_it_starts() -> None:
    t = town()
    drill = planned(t, kind="no_notice", unannounced=True, stations=("near", "mid"))
    assert t.record[-1].to == ()
    assert not of_station(t.world, "near").drills
    events = t.do(cmd.DrillStart(drill=drill.id), by=COMMANDER)
    assert only(events, ev.DrillStarted).to == ("near", "mid")
    assert of_station(t.world, "near").drills
    assert not of_station(t.world, "far").drills


def test_a_cancelled_one_was_never_heard_of() -> None:
    t = town()
    drill = planned(t, unannounced=True, stations=("near",))
    events = t.do(cmd.DrillCancel(drill=drill.id), by=COMMANDER)
    assert only(events, ev.DrillCancelled).to == ()


def test_an_announced_one_is_told_to_those_who_take_part() -> None:
    t = town()
    planned(t, stations=("near",))
    assert t.record[-1].to == ("near",)
    planned(t)
    assert t.record[-1].to == ("*",)


# --- an operation comes first -----------------------------------------------------------------------------------------


def test_a_real_alarm_breaks_it_off_for_the_stations_that_it_needs_in_the_same_decision() -> None:
    t = town()
    drill = running(t, stations=("near", "mid"))
    t.press(cmd.AssignmentArrive(assignment=t.order("near-1").id))
    events = t.alarm(at(0), source="phone")
    assert {each.station for each in of_kind(events, ev.DrillBrokenOff) if each.station} == {"near", "mid"}
    assert {each.unit for each in of_kind(events, ev.AssignmentReleased)} == {"near-1", "mid-1"}
    assert [each.unit for each in of_kind(events, ev.AssignmentAssigned)] == ["near-1", "mid-1"]
    assert all(not t.order(unit).exercise for unit in ("near-1", "mid-1"))
    assert t.world.drills[drill.id].state == "ended", "every station has left it"


def test_who_is_not_needed_drills_on_and_nobody_is_drawn_back_in() -> None:
    t = town()
    drill = running(t, stations=("near", "mid", "far"))
    t.alarm(at(9), source="phone")
    assert set(t.world.drills[drill.id].left) == {"far", "mid"}
    assert t.world.drills[drill.id].running
    exercise = next(each for each in t.world.incidents.values() if each.exercise)
    assert t.going(exercise) == ["near-1"]
    fire = next(each for each in t.world.incidents.values() if not each.exercise)
    t.press(cmd.IncidentClose(incident=fire.id))
    again = t.press(cmd.IncidentGrade(incident=exercise.id, grade=3))
    assert not of_kind(again, ev.AssignmentAssigned), "a station that left is not sent in the drill again"


def test_a_crew_of_an_operation_is_never_sent_to_an_exercise_even_by_hand() -> None:
    t = town()
    t.alarm(at(0), source="phone")
    running(t)
    exercise = next(each for each in t.world.incidents.values() if each.exercise)
    assert t.going(exercise) == ["far-1"]
    with pytest.raises(WrongState, match="order of an operation"):
        t.press(cmd.AssignmentAssign(incident=exercise.id, unit="near-1"))


def test_a_station_that_left_is_not_sent_back_even_by_hand() -> None:
    t = town()
    drill = running(t, stations=("near", "mid"))
    t.press(cmd.DrillBreakOff(drill=drill.id, station="near"))
    with pytest.raises(WrongState, match="has left"):
        t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="near-1"))
    t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="far-1"))


def test_nothing_turns_a_drill_into_an_operation() -> None:
    t = town()
    running(t)
    exercise = t.incident()
    t.alarm(at(0), source="phone")
    fire = next(each for each in t.world.incidents.values() if not each.exercise)
    assert fire.id != exercise.id, "a real alarm at the very place opens an incident of its own"
    for one, other in ((exercise, fire), (fire, exercise)):
        with pytest.raises(WrongState, match="never merged"):
            t.press(cmd.IncidentMerge(incident=one.id, into=other.id))
    t.press(cmd.IncidentGrade(incident=exercise.id, grade=5))
    t.press(cmd.IncidentUpdate(incident=exercise.id, trapped=3))
    assert t.world.incidents[exercise.id].exercise


def test_its_incidents_join_no_other_drill_and_no_other_exercise() -> None:
    t = town().building("b", 0)
    first = running(t, place=DrillPlace(building="b"), stations=("near",))
    second = running(t, place=DrillPlace(building="b"), stations=("mid",))
    t.alarm(Place(building="b"), exercise=True)
    assert len(t.world.incidents) == 3
    with pytest.raises(WrongState, match="different drills"):
        t.press(cmd.IncidentMerge(incident=first.incidents[0], into=second.incidents[0]))
    joined = t.alarm(Place(building="b"), drill=first.id)
    assert only(joined, ev.AlarmMerged).incident == first.incidents[0]


def test_an_alarm_for_a_drill_that_does_not_run_is_an_exercise_all_the_same() -> None:
    t = town()
    events = t.alarm(at(0), drill="drl-9")
    opened = only(events, ev.IncidentOpened)
    assert opened.exercise
    assert opened.drill is None
    assert "unknown_drill" in opened.flags


def test_nobody_outside_is_asked_or_called() -> None:
    t = town().set(phones={"neighbour": "示例"})
    drill = planned(t, stations=("near",))
    asked = only(t.do(cmd.DrillStart(drill=drill.id), by=COMMANDER), ev.DispatchAsked)
    assert (asked.station, asked.phone) == (None, None)


# --- injects ----------------------------------------------------------------------------------------------------------

SCRIPT = (
    Inject(id="lane", after_s=20, effect="lane_blocked", lane=Lane(lon=LON, lat=LAT, radius_m=50)),
    Inject(id="second", upon="on_scene", after_s=5, effect="second_fire", place=spot(5), text="18 层"),
    Inject(id="lift", after_s=40, effect="lift_lost"),
    Inject(id="leader", after_s=50, effect="leader_out", station="near"),
)


def test_the_script_runs_by_itself() -> None:
    t = town()
    drill = running(t, injects=SCRIPT)
    happened = t.wait(60)
    assert [each.inject.id for each in of_kind(happened, ev.DrillInjected)] == ["lane", "lift", "leader"]
    told = [each.text for each in of_kind(happened, ev.IncidentNoted)]
    assert all(text.startswith("演练情况") for text in told)
    assert "示例near" in told[-1]
    assert t.world.drills[drill.id].lift_lost


def test_more_trapped_people_raise_the_drills_grade_and_send_what_it_asks_for() -> None:
    t = town().engine("f1", 4).engine("f2", 5)
    t.set(plans=(Plan(name="worse", grade_from=2, needs=(Need(count=2), Need(count=2, modes=("engine",)))), TWO))
    more = Inject(id="people", after_s=30, effect="trapped_more", trapped=2)
    drill = running(t, injects=(more, replace(more, id="again", after_s=60)))
    before = len(t.going())
    happened = t.wait(61)
    incident = t.world.incidents[drill.incidents[0]]
    assert incident.trapped == 4, "each inject adds to what is known"
    assert incident.grade >= 2
    assert len(t.going()) > before
    assert all(each.exercise for each in happened)


def test_an_inject_upon_a_milestone_waits_for_the_first_who_reaches_it() -> None:
    t = town()
    drill = running(t, injects=SCRIPT)
    arrived = t.press(cmd.AssignmentArrive(assignment=t.order("near-1").id))
    cued = only(arrived, ev.DrillCued)
    assert (cued.inject, cued.due_at) == ("second", t.now.plus(5000))
    happened = t.wait(6)
    assert only(happened, ev.IncidentOpened).drill == drill.id
    assert {each.unit for each in of_kind(happened, ev.AssignmentAssigned)} == {"far-1"}
    assert not of_kind(t.press(cmd.AssignmentArrive(assignment=t.order("mid-1").id)), ev.DrillCued)


def test_a_blocked_lane_is_never_one_of_the_operational_network() -> None:
    t = town()
    drill = running(t, injects=SCRIPT)
    t.wait(21)
    assert not t.world.closures
    (lane,) = t.world.drills[drill.id].lanes
    exercise = t.incident()
    asked = cmd.IncidentGrade(incident=exercise.id, grade=2)
    assert t.query(asked).lanes == (lane,)
    assert t.query(cmd.AlarmRaise(place=at(0))).lanes == ()


def test_somebody_may_inject_what_the_script_does_not_have() -> None:
    t = town()
    drill = running(t, injects=SCRIPT)
    t.do(cmd.DrillInject(drill=drill.id, free=Inject(id="smoke", text="浓烟封堵楼梯")), by=COMMANDER)
    t.do(cmd.DrillInject(drill=drill.id, inject="lift"), by=COMMANDER)
    with pytest.raises(WrongState):
        t.do(cmd.DrillInject(drill=drill.id, inject="lift"), by=COMMANDER)
    with pytest.raises(Unusable, match="has no inject nothing"):
        t.do(cmd.DrillInject(drill=drill.id, inject="nothing"), by=COMMANDER)
    with pytest.raises(Unusable, match="needs lane"):
        t.do(cmd.DrillInject(drill=drill.id, free=Inject(id="x", effect="lane_blocked")), by=COMMANDER)
    assert "lift" not in [each.inject.id for each in of_kind(t.wait(60), ev.DrillInjected)]


# --- remarks, attendance, signing -------------------------------------------------------------------------------------


def test_a_signed_drill_refuses_every_change() -> None:
    t = town()
    drill = ended(t, objectives=(Objective(id="hose", text="出水"),))
    t.do(cmd.DrillRemark(drill=drill.id, text="快", objective="hose", verdict="met"), by=COMMANDER)
    t.do(cmd.DrillAttend(drill=drill.id, station="near", members=("m1", "m2", "m1")), by=COMMANDER)
    assert t.world.drills[drill.id].attended == {"near": ("m1", "m2")}
    t.do(cmd.DrillSignOff(drill=drill.id, score=88.0), by=COMMANDER)
    changes = (
        cmd.DrillRemark(drill=drill.id, text="不对"),
        cmd.DrillAttend(drill=drill.id, station="near", members=()),
        cmd.DrillSignOff(drill=drill.id),
        cmd.DrillStart(drill=drill.id),
        cmd.DrillEnd(drill=drill.id),
        cmd.IncidentReopen(incident=drill.incidents[0]),
        cmd.AddNote(incident=drill.incidents[0], text="补记"),
        cmd.IncidentUpdate(incident=drill.incidents[0], trapped=1),
    )
    for change in changes:
        with pytest.raises(WrongState):
            t.do(change, by=COMMANDER)


def test_a_request_for_help_of_a_signed_drill_is_left_as_it_was() -> None:
    """A call that was still to be made when the drill ended was told as made after it was signed."""
    t = town()
    t.do(cmd.ChangeRegistry(helpers=(Helper(id="gas", kind="gas", name="示例燃气", phones=("000-1",)),)))
    drill = running(t)
    asked = only(t.press(cmd.RequestHelp(incident=drill.incidents[0], kind="gas")), ev.HelpAsked)
    t.do(cmd.DrillEnd(drill=drill.id), by=COMMANDER)
    t.do(cmd.DrillSignOff(drill=drill.id), by=COMMANDER)
    with pytest.raises(WrongState, match="signed_off"):
        t.press(cmd.HelpReach(request=asked.request, ask=asked.ask, reached=True))


def test_an_ended_drill_is_not_opened_again() -> None:
    t = town()
    drill = ended(t)
    with pytest.raises(WrongState, match="raise a real alarm"):
        t.press(cmd.IncidentReopen(incident=drill.incidents[0]))
    t.press(cmd.AddNote(incident=drill.incidents[0], text="讲评"))


def test_a_verdict_is_about_an_objective_of_the_plan() -> None:
    t = town()
    drill = running(t, objectives=(Objective(id="hose", text="出水"),))
    with pytest.raises(Unusable, match="its objectives are hose"):
        t.do(cmd.DrillRemark(drill=drill.id, text="x", objective="ladder", verdict="met"), by=COMMANDER)
    with pytest.raises(Unusable, match="a verdict is about"):
        t.do(cmd.DrillRemark(drill=drill.id, text="x", verdict="met"), by=COMMANDER)


def test_it_leaves_the_world_a_day_after_it_was_signed() -> None:
    t = town()
    drill = ended(t)
    t.do(cmd.DrillSignOff(drill=drill.id), by=COMMANDER)
    assert only(t.wait(25 * 3600), ev.DrillArchived).drill == drill.id
    assert not t.world.drills
    with pytest.raises(NotFound):
        t.do(cmd.DrillRemark(drill=drill.id, text="x"), by=COMMANDER)


def test_people_break_it_off_for_a_station_or_for_all() -> None:
    t = town()
    drill = running(t, stations=("near", "mid"))
    events = t.press(cmd.DrillBreakOff(drill=drill.id, station="near", reason="有人受伤"))
    assert only(events, ev.AssignmentReleased).unit == "near-1"
    events = t.press(cmd.DrillBreakOff(drill=drill.id))
    assert only(events, ev.DrillEnded).reason == "broken off"
    assert t.world.drills[drill.id].broken_off
    assert not t.world.running_drills


def test_a_plan_with_faults_is_refused_with_all_of_them() -> None:
    t = town()
    plan = DrillPlan(
        name="x",
        place=DrillPlace(building="ghost"),
        stations=("ghost",),
        injects=(Inject(id="a"), Inject(id="a", effect="second_fire")),
    )
    with pytest.raises(Unusable) as refused:
        t.do(cmd.PlanDrill(plan=plan), by=COMMANDER)
    for part in ("no station ghost", "no building ghost", "a comes 2 times", "told needs text", "needs place"):
        assert part in refused.value.detail


# --- who may ----------------------------------------------------------------------------------------------------------


def test_who_may_do_what_with_a_drill() -> None:
    t = town()
    drill = running(t, stations=("near",))
    near, far = (By(role="station", name=key, station=key) for key in ("near", "far"))
    dispatcher = By(role="dispatcher", name="示例")
    plan = cmd.PlanDrill(plan=drill.plan)
    start, sign = cmd.DrillStart(drill=drill.id), cmd.DrillSignOff(drill=drill.id)
    attend, stop = cmd.DrillAttend(drill=drill.id, station="near", members=()), cmd.DrillBreakOff(drill=drill.id)
    allowed = [(COMMANDER, each) for each in (plan, start, sign, attend, stop)]
    allowed += [(dispatcher, stop), (dispatcher, attend), (near, attend)]
    for by, command in allowed:
        authorize(t.world, command, by)
    device = By(role="device", name="示例")
    for by, command in ((dispatcher, sign), (dispatcher, plan), (near, stop), (far, attend), (device, stop)):
        with pytest.raises(Forbidden):
            authorize(t.world, command, by)


def test_every_event_of_a_drill_says_that_it_is_an_exercise() -> None:
    t = town()
    before = len(t.record)
    drill = ended(t, injects=SCRIPT)
    t.do(cmd.DrillSignOff(drill=drill.id), by=COMMANDER)
    told: list[Event] = t.record[before:]
    assert all(event.exercise for event in told)


def test_what_is_refused_is_refused_in_words() -> None:
    t = town()
    drill = planned(t)
    for command in (cmd.DrillEnd(drill=drill.id), cmd.DrillSignOff(drill=drill.id), cmd.DrillStart(drill="ghost")):
        with pytest.raises(Refused) as refused:
            t.do(command, by=COMMANDER)
        assert len(refused.value.detail) > 10
