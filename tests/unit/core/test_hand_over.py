"""The hand-over (移交): who gives a fire to whom, when, in what state, and what happens when nobody takes it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.access.permissions import authorize
from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import Forbidden, Unusable, WrongState
from dispatch.core.events import Event
from dispatch.core.performance import judge, tracks
from dispatch.core.state import to_state, to_world
from dispatch.core.vocabulary import By
from dispatch.core.world import DEFAULT_SETTINGS, Incident
from stations.channels import Channel
from stations.rules import HAND_OVER, MISSED, Need, Plan
from tests.unit.core.world_builder import Town, at, of_kind, only

PLAN = Plan(name="示例", needs=(Need(count=1, station_kinds=("micro_unit",)), Need(count=2, modes=("engine",))))
LADDER = tuple(rung for rung in DEFAULT_SETTINGS.ladder if rung.trigger == f"{MISSED}{HAND_OVER}")
MICRO, BRIGADE, OTHER = (By(role="station", name=f"示例 {key}", station=key) for key in ("m1", "f1", "f2"))


def burning(**settings: object) -> tuple[Town, Incident]:
    """Return a fire with a micro crew on scene and two engines on their way."""
    t = Town(replace(DEFAULT_SETTINGS, plans=(PLAN,), ladder=LADDER, targets=()))
    t.set(**settings)
    t.station("m1", 1).engine("f1", 2).engine("f2", 3)
    t.alarm(at(0))
    arrive(t, "m1-1")
    return t, t.incident()


def arrive(t: Town, unit: str) -> tuple[Event, ...]:
    return t.press(cmd.AssignmentArrive(assignment=t.order(unit).id))


def now(t: Town, incident: Incident) -> Incident:
    return t.world.incidents[incident.id]


def offer(t: Town, incident: Incident, **more: object) -> ev.IncidentHandOverOffered:
    command = cmd.IncidentHandOver(incident=incident.id, **more)  # type: ignore[arg-type]
    return only(t.do(command, by=MICRO), ev.IncidentHandOverOffered)


def accept(t: Town, incident: Incident, by: By = BRIGADE, **more: object) -> ev.IncidentHandedOver:
    command = cmd.IncidentAccept(incident=incident.id, **more)  # type: ignore[arg-type]
    return only(t.do(command, by=by), ev.IncidentHandedOver)


# --- offered and taken ---


def test_a_hand_over_says_who_gives_to_whom_when_and_in_what_state() -> None:
    t, incident = burning()
    arrive(t, "f1-1")
    offered = offer(t, incident, state="under_control", note="阀门已关", receiver="示例指挥员")
    assert (offered.station, offered.state, offered.note, offered.flags) == ("m1", "under_control", "阀门已关", ())
    assert now(t, incident).handed_over_at is None, "it stays whose it is until somebody takes it"
    t.wait(20)
    taken = accept(t, incident)
    assert (taken.station, taken.unit, taken.givers, taken.state) == ("f1", "f1-1", ("m1",), "under_control")
    assert (taken.receiver, taken.offered_at, taken.flags) == ("示例指挥员", offered.at, ())
    assert now(t, incident).handed_over_at == t.now
    assert now(t, incident).receiver_station == "f1"


def test_the_brigade_takes_over_without_an_offer() -> None:
    t, incident = burning()
    arrive(t, "f1-1")
    taken = accept(t, incident, state="burning")
    assert (taken.offered_at, taken.state, taken.unit) == (None, "burning", "f1-1")


def test_the_centre_may_take_it_over_for_a_crew_that_calls_on_the_radio() -> None:
    t, incident = burning()
    arrive(t, "f2-1")
    taken = only(t.press(cmd.IncidentAccept(incident=incident.id)), ev.IncidentHandedOver)
    assert (taken.station, taken.unit) == ("f2", "f2-1"), "who is there, before who is on the way"


def test_a_hand_over_before_the_brigade_is_there_is_taken_and_flagged() -> None:
    t, incident = burning()
    assert offer(t, incident).flags == ("brigade_not_there",)
    assert accept(t, incident).flags == ("brigade_not_there",)
    assert now(t, incident).handed_over_at == t.now
    assert not of_kind(arrive(t, "f1-1"), ev.TargetSet), "nobody has to take over again what is taken over"


def test_a_hand_over_is_taken_once_and_an_offer_may_be_repeated_with_what_is_new() -> None:
    t, incident = burning()
    first = offer(t, incident, state="burning")
    t.wait(5)
    offer(t, incident, state="out")
    assert (now(t, incident).offered_at, now(t, incident).scene_state) == (first.at, "out")
    accept(t, incident)
    with pytest.raises(WrongState, match="handed over to f1 already"):
        accept(t, incident, OTHER)
    with pytest.raises(WrongState, match="handed over"):
        offer(t, incident)


def test_micro_crews_stay_in_the_picture_until_they_are_released() -> None:
    t, incident = burning()
    arrive(t, "f1-1")
    accept(t, incident)
    assert "m1-1" in t.going(incident)
    noted = only(t.do(cmd.AddNote(incident=incident.id, text="复查"), by=BRIGADE), ev.IncidentNoted)
    assert "m1" in noted.to
    t.press(cmd.AssignmentRelease(assignment=t.order("m1-1").id))
    noted = only(t.do(cmd.AddNote(incident=incident.id, text="收"), by=BRIGADE), ev.IncidentNoted)
    assert "m1" not in noted.to


def test_a_micro_crew_offers_and_only_the_brigade_that_is_sent_takes_over() -> None:
    t, incident = burning()
    t.engine("f9", 9)
    for by, allowed in ((MICRO, False), (BRIGADE, True), (By(role="station", name="示例", station="f9"), False)):
        command = cmd.IncidentAccept(incident=incident.id)
        if allowed:
            authorize(t.world, command, by)
        else:
            with pytest.raises(Forbidden):
                authorize(t.world, command, by)
    authorize(t.world, cmd.IncidentHandOver(incident=incident.id), MICRO)


def test_the_order_that_takes_over_must_be_one_of_the_brigade_here() -> None:
    t, incident = burning()
    for wrong in (t.order("m1-1").id, t.order("f2-1").id, "asg-0"):
        with pytest.raises(Unusable, match="assignment"):
            accept(t, incident, assignment=wrong)
    assert accept(t, incident, assignment=t.order("f1-1").id).unit == "f1-1"


# --- its time ---


def test_its_time_begins_with_the_first_of_the_brigade_that_is_there_and_ends_when_it_is_taken() -> None:
    t, incident = burning(hand_over_within_s=100)
    begun = only(arrive(t, "f1-1"), ev.TargetSet)
    assert (begun.unit, begun.target, begun.limit_s) == ("f1-1", HAND_OVER, 100)
    t.wait(10)
    assert not of_kind(arrive(t, "f2-1"), ev.TargetSet), "one answers for it"
    warned = of_kind(t.wait(80), ev.TargetWarned)
    assert [(each.target, each.percent) for each in warned] == [(HAND_OVER, 50), (HAND_OVER, 80)]
    met = only(t.do(cmd.IncidentAccept(incident=incident.id), by=BRIGADE), ev.TargetMet)
    assert (met.target, met.took_ms, met.late_ms) == (HAND_OVER, 90_000, 0)
    assert not of_kind(t.wait(600), ev.TargetMissed)


def test_nobody_who_takes_over_is_reminded_and_then_the_duty_officer_is_called() -> None:
    officer = Channel(name="voice", url="http://gateway.invalid", use="duty_officer")
    t, incident = burning(hand_over_within_s=100, channels=(officer,))
    arrive(t, "f1-1")
    happened = t.wait(100)
    assert only(happened, ev.TargetMissed).target == HAND_OVER
    assert [each.action for each in of_kind(happened, ev.LadderClimbed)] == ["alert_again"]
    later = t.wait(120)
    assert only(later, ev.LadderClimbed).outcome == "called"
    assert only(later, ev.ChannelCalled).use == "duty_officer"
    met = only(t.do(cmd.IncidentAccept(incident=incident.id), by=BRIGADE), ev.TargetMet)
    assert met.late_ms == 120_000


def test_a_hand_over_ends_the_ladder_before_the_duty_officer() -> None:
    officer = Channel(name="voice", url="http://gateway.invalid", use="duty_officer")
    t, incident = burning(hand_over_within_s=100, channels=(officer,))
    arrive(t, "f1-1")
    t.wait(110)
    accept(t, incident)
    assert not of_kind(t.wait(600), ev.LadderClimbed)


def test_where_the_brigade_that_had_to_leaves_the_next_one_answers_for_it() -> None:
    t, _ = burning(hand_over_within_s=100)
    arrive(t, "f1-1")
    t.wait(30)
    arrive(t, "f2-1")
    passed = only(t.press(cmd.AssignmentRelease(assignment=t.order("f1-1").id)), ev.TargetSet)
    assert passed.unit == "f2-1"
    assert not of_kind(t.wait(99), ev.TargetMissed), "its own time, from now"
    assert only(t.wait(1), ev.TargetMissed).unit == "f2-1"


def test_the_brigade_that_forgot_to_press_that_it_is_there_is_there_when_it_has_handled_it() -> None:
    t, _ = burning(hand_over_within_s=100)
    begun = only(t.press(cmd.AssignmentControl(assignment=t.order("f1-1").id)), ev.TargetSet)
    assert begun.unit == "f1-1"
    assert only(t.wait(100), ev.TargetMissed).target == HAND_OVER


def test_a_brigade_alone_takes_nothing_over() -> None:
    t = Town(replace(DEFAULT_SETTINGS, plans=(PLAN,), ladder=LADDER, targets=())).engine("f1", 1)
    t.alarm(at(0))
    incident = t.incident()
    assert not of_kind(arrive(t, "f1-1"), ev.TargetSet)
    t.press(cmd.IncidentClose(incident=incident.id))
    assert not now(t, incident).open


def test_a_district_may_ask_nobody() -> None:
    t, _ = burning(hand_over_within_s=0)
    assert not of_kind(arrive(t, "f1-1"), ev.TargetSet)


def test_the_figures_agree_with_what_the_hub_wrote_down() -> None:
    t, incident = burning(hand_over_within_s=100)
    arrive(t, "f1-1")
    t.wait(130)
    accept(t, incident)
    track = next(each for each in tracks(t.record).values() if each.unit == "f1-1")
    (judged,) = judge(track, t.now)
    assert (judged.name, judged.outcome, judged.took_ms, judged.late_ms) == (HAND_OVER, "late", 130_000, 30_000)


def test_the_time_of_a_hand_over_survives_a_snapshot() -> None:
    t, _ = burning(hand_over_within_s=100)
    arrive(t, "f1-1")
    t.world = to_world(to_state(t.world))
    assert only(t.wait(100), ev.TargetMissed).target == HAND_OVER


# --- closing ---


def test_an_incident_with_the_brigade_on_scene_is_not_closed_silently_without_hand_over() -> None:
    t, incident = burning()
    arrive(t, "f1-1")
    with pytest.raises(WrongState, match=r"not handed over.*with a reason"):
        t.press(cmd.IncidentClose(incident=incident.id))
    closed = only(t.press(cmd.IncidentClose(incident=incident.id, reason="无线电中断")), ev.IncidentClosed)
    assert closed.not_handed_over == "无线电中断"


def test_an_offer_alone_is_no_hand_over() -> None:
    t, incident = burning()
    arrive(t, "f1-1")
    offer(t, incident)
    with pytest.raises(WrongState, match="not handed over"):
        t.press(cmd.IncidentClose(incident=incident.id))


def test_what_was_handed_over_and_what_was_nothing_closes_without_a_reason() -> None:
    t, incident = burning()
    arrive(t, "f1-1")
    accept(t, incident)
    closed = only(t.press(cmd.IncidentClose(incident=incident.id, reason="x")), ev.IncidentClosed)
    assert closed.not_handed_over is None
    t, incident = burning()
    arrive(t, "f1-1")
    t.press(cmd.IncidentFalseAlarm(incident=incident.id, reason="false_cooking"))
    assert not now(t, incident).open


def test_before_the_brigade_is_there_an_incident_closes_as_ever() -> None:
    t, incident = burning()
    t.press(cmd.IncidentClose(incident=incident.id))
    assert not now(t, incident).open


def test_a_closed_incident_is_handed_over_to_nobody() -> None:
    t, incident = burning()
    t.press(cmd.IncidentClose(incident=incident.id))
    with pytest.raises(WrongState, match="closed"):
        accept(t, incident)


# --- two incidents that turn out to be one ---


def another(t: Town) -> Incident:
    """Return a second incident, of the same fire seen from the other side."""
    t.station("m9", 8)
    known = set(t.world.incidents)
    t.alarm(at(9))
    (key,) = set(t.world.incidents) - known
    return t.world.incidents[key]


def merge(t: Town, incident: Incident, into: Incident) -> tuple[Event, ...]:
    return t.press(cmd.IncidentMerge(incident=incident.id, into=into.id))


def test_what_the_brigade_has_taken_it_has_of_the_incident_that_it_is_merged_into() -> None:
    t, incident = burning()
    arrive(t, "f1-1")
    taken = accept(t, incident, receiver="示例指挥员", state="burning")
    other = another(t)
    again = only(merge(t, incident, other), ev.IncidentHandedOver)
    assert (again.receiver, again.station, again.state) == (taken.receiver, taken.station, taken.state)
    t.press(cmd.IncidentClose(incident=other.id))


def test_who_owed_the_hand_over_of_an_incident_owes_nothing_once_it_is_part_of_one_that_is_taken() -> None:
    t, incident = burning()
    other = another(t)
    accept(t, other, by=By(role="dispatcher", name="示例"), receiver="示例指挥员")
    arrive(t, "f1-1")
    assert t.order("f1-1").owes_since is not None
    assert only(merge(t, incident, other), ev.IncidentHandedOver).settles == (t.order("f1-1").id,)
    assert not [each for each in of_kind(t.wait(600), ev.TargetMissed) if each.target == HAND_OVER]


def test_the_time_of_the_hand_over_begins_where_merging_brings_brigade_and_micro_crews_together() -> None:
    t = Town(replace(DEFAULT_SETTINGS, plans=(), ladder=LADDER, targets=())).station("m1", 1).engine("f1", 2)
    t.alarm(at(0))
    incident, other = t.incident(), another(t)
    for order in [order for each in (incident, other) for order in t.world.active_of(now(t, each))]:
        t.press(cmd.AssignmentRecall(assignment=order.id))
    t.press(cmd.AssignmentAssign(incident=incident.id, unit="m1-1"))
    t.press(cmd.AssignmentAssign(incident=other.id, unit="f1-1"))
    arrive(t, "m1-1")
    assert not of_kind(arrive(t, "f1-1"), ev.TargetSet)
    assert only(merge(t, incident, other), ev.TargetSet).target == HAND_OVER
