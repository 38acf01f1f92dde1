"""D4: after the hub was away people have time to come back before anybody is judged, and open incidents say so."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import next_due
from dispatch.core.evolve import fold
from dispatch.core.state import to_state, to_world
from dispatch.core.vocabulary import By
from dispatch.core.world import DEFAULT_SETTINGS, Assignment
from dispatch.writer.schedule import Schedule
from stations.rules import Need, Outage, Plan, Rung, Target
from tests.unit.core.world_builder import Town, at, of_kind, only

PHONE = By(role="station", name="示例 phone", station="m1")
ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))
LADDER = (
    Rung(trigger="undelivered", after_s=3, action="next_unit"),
    Rung(trigger="unacknowledged", after_s=15, action="alert_again"),
    Rung(trigger="unacknowledged", after_s=30, action="alert_again"),
    Rung(trigger="missed_arrive", after_s=0, action="alert_again"),
)
GRACE_S = DEFAULT_SETTINGS.outage.grace_s


def ordered(**settings: object) -> tuple[Town, Assignment]:
    """Return a town in which one crew was ordered just now."""
    t = Town(replace(DEFAULT_SETTINGS, plans=(ONE_CREW,), ladder=LADDER, **settings))
    t.station("m1", 0.2).station("m2", 2)
    t.alarm(at(0))
    return t, t.order("m1-1")


def away(t: Town, seconds: float, *, alive_s: float = 1) -> tuple[ev.Event, ...]:
    """Let the hub live for a second more and be away then; return what it does at its start."""
    t.wait(alive_s)
    from_at = t.now
    t.now = t.now.plus(round(seconds * 1000))
    return t.do(cmd.NoteReturn(away_from=from_at))


def acts(events: Iterable[ev.Event], since: int) -> list[tuple[float, str]]:
    """Return what acted by itself about the first order, and how many seconds after ``since``."""
    found = []
    for event in events:
        if getattr(event, "unit", "") != "m1-1":
            continue
        match event:
            case ev.LadderClimbed():
                found.append(((event.at - since) / 1000, f"rung:{event.rung}"))
            case ev.TargetMissed() | ev.TargetWarned():
                found.append(((event.at - since) / 1000, f"{event.__struct_config__.tag}:{event.target}"))
    return found


def test_d4_nothing_that_waits_for_people_acts_before_the_grace_is_over() -> None:
    t, _ = ordered()
    away(t, 300)
    back = t.now
    assert acts(t.wait(GRACE_S - 0.001), back) == []


def test_d4_only_the_first_overdue_rung_acts_and_the_next_ones_keep_their_distance() -> None:
    t, order = ordered()
    limit_s = next(each.limit_s for each in order.targets if each.name == "arrive")
    away(t, 300)
    back = t.now
    rungs = [each for each in acts(t.wait(300), back) if each[1].startswith("rung")]
    after_s = {"rung:0": 3, "rung:1": 15, "rung:2": 30, "rung:3": limit_s}
    assert rungs == [(GRACE_S + seconds - 3, rung) for rung, seconds in after_s.items()]


def test_d4_a_rung_that_the_district_adds_within_the_grace_waits_too() -> None:
    """Seed 1000 of the simulated evenings: new settings, twenty seconds before the grace was over."""
    t, _ = ordered()
    away(t, 300)
    back = t.now
    sooner = Rung(trigger="undelivered", after_s=1, action="alert_again")
    t.do(cmd.ChangeRegistry(settings=replace(t.world.settings, ladder=(*LADDER, sooner))))
    assert acts(t.wait(GRACE_S - 0.001), back) == []
    assert (GRACE_S, "rung:4") in acts(t.wait(1), back)


def test_d4_of_one_promise_the_last_that_is_overdue_is_said_and_nothing_else() -> None:
    t, order = ordered()
    away(t, 300)
    happened = [each for each in t.wait(GRACE_S) if getattr(each, "assignment", "") == order.id]
    missed = {each.target: each for each in happened if isinstance(each, ev.TargetMissed)}
    assert missed.keys() == {"respond", "arrive", "handle"}
    assert not [each for each in happened if isinstance(each, ev.TargetWarned)], "half of the time is long gone"
    due_ms = order.assigned_at + 1000 * next(each.limit_s for each in order.targets if each.name == "arrive")
    assert missed["arrive"].fired_late_ms == t.now - due_ms, "how late the hub noticed stays in the record"


def test_d4_a_crew_that_answers_within_the_grace_is_not_replaced() -> None:
    t, order = ordered()
    away(t, 300)
    t.wait(5)
    t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=PHONE)
    happened = list(t.do(cmd.AssignmentAcknowledge(assignment=order.id), by=PHONE)) + t.wait(GRACE_S)
    met = next(each for each in of_kind(happened, ev.TargetMet) if each.target == "respond")
    assert met.late_ms > 0, "it is told what it was: late"
    assert not of_kind(happened, ev.AssignmentNoAnswer)
    assert t.going() == ["m1-1"]


def test_d4_a_promise_that_begins_after_the_return_has_its_own_time() -> None:
    from_arrival = Target(
        name="handle", milestone_from="on_scene", milestone_to="controlled", limit_s=20, kinds=("micro_unit",)
    )
    chase = Rung(trigger="missed_handle", after_s=5, action="alert_again")
    t, order = ordered(targets=(from_arrival,))
    t.set(ladder=(*LADDER[:3], chase))
    away(t, 300)
    t.do(cmd.AssignmentArrive(assignment=order.id), by=PHONE)
    arrived = t.now
    handled = [each for each in acts(t.wait(60), arrived) if each[1] in ("target.missed:handle", "rung:3")]
    assert handled == [(20, "target.missed:handle"), (25, "rung:3")]


def test_d4_every_open_incident_is_told_and_no_closed_one() -> None:
    t, order = ordered()
    t.alarm(at(5))
    closed, opened = (each.id for each in sorted(t.world.incidents.values(), key=lambda each: each.opened_by_seq))
    t.press(cmd.IncidentClose(incident=closed))
    left_at = t.now.plus(1000)
    happened = away(t, 300)
    told = only(happened, ev.IncidentHubAway)
    assert (told.incident, told.away_from, told.at) == (opened, left_at, t.now)
    (noted,) = t.world.incidents[opened].away
    assert (noted.away_from, noted.until) == (left_at, t.now)
    assert not t.world.incidents[closed].away
    assert order.incident == closed


@pytest.mark.parametrize("seconds", [0.2, 1, 2, 9])
def test_d4_an_upgrade_of_a_second_or_two_writes_nothing_and_delays_nothing(seconds: float) -> None:
    t, _ = ordered()
    before = next_due(t.world)
    assert away(t, seconds) == ()
    assert next_due(t.world) == before


def test_d4_a_district_says_what_an_outage_is_and_how_long_it_waits() -> None:
    t, _ = ordered(outage=Outage(after_s=2, grace_s=5))
    away(t, 60)
    back = t.now
    assert acts(t.wait(5), back)[0][0] == 5


def test_d4_a_second_outage_within_the_grace_waits_again() -> None:
    t, _ = ordered()
    away(t, 300)
    away(t, 60, alive_s=10)
    back = t.now
    rungs = [each for each in acts(t.wait(GRACE_S + 12), back) if each[1].startswith("rung")]
    assert rungs[:2] == [(GRACE_S, "rung:0"), (GRACE_S + 12, "rung:1")]


def test_d4_a_promise_that_runs_on_after_the_grace_ends_at_its_own_time() -> None:
    t, order = ordered()
    t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=PHONE)
    t.do(cmd.AssignmentAcknowledge(assignment=order.id), by=PHONE)
    limit_s = next(each.limit_s for each in order.targets if each.name == "arrive")
    assert limit_s > 1 + 11 + GRACE_S
    away(t, 11)
    missed = only([each for each in t.wait(limit_s) if getattr(each, "target", "") == "arrive"][-1:], ev.TargetMissed)
    assert (missed.at - order.assigned_at, missed.fired_late_ms) == (limit_s * 1000, 0)


def test_d4_what_waits_for_nobody_acts_at_once() -> None:
    t, _ = ordered()
    incident = t.incident().id
    t.press(cmd.IncidentClose(incident=incident))
    away(t, 25 * 3600)
    back = t.now
    assert only(t.wait(0), ev.IncidentArchived).at == back


def test_d4_the_waiting_follows_from_the_record_and_from_its_snapshot() -> None:
    t, _ = ordered()
    away(t, 300)
    assert fold(t.record) == t.world
    assert to_world(to_state(t.world)) == t.world
    assert Schedule(to_world(to_state(t.world))).first() == next_due(t.world)


def test_d4_the_ladder_of_a_hand_over_waits_like_any_other() -> None:
    t = Town().station("m1", 1)
    t.do(cmd.DutyHandOver(station="m1", shift="night", members=()), by=PHONE)
    away(t, 3 * 3600)
    back = t.now
    happened = t.wait(3600)
    assert (only(happened, ev.DutyOverdue).at - back) / 1000 == GRACE_S
    climbed = [(each.at - back) / 1000 - GRACE_S for each in of_kind(happened, ev.DutyClimbed)]
    assert climbed == [rung.after_s for rung in t.world.settings.duty.ladder]


def test_d4_an_outage_in_the_middle_of_that_ladder_causes_no_cascade() -> None:
    t = Town().station("m1", 1)
    t.do(cmd.DutyHandOver(station="m1", shift="night", members=()), by=PHONE)
    t.wait(900 + 10)
    away(t, 3600)
    back = t.now
    climbed = [(each.at - back) / 1000 for each in of_kind(t.wait(3600), ev.DutyClimbed)]
    assert climbed == [GRACE_S, GRACE_S + 180, GRACE_S + 780]


def test_d4_a_check_that_nobody_could_answer_is_answered_in_time_within_the_grace() -> None:
    t = Town().station("m1", 1)
    check = only(t.press(cmd.CheckCall(station="m1")), ev.CheckCalled).check
    away(t, 600)
    t.wait(GRACE_S - 1)
    assert only(t.do(cmd.CheckAnswer(check=check), by=PHONE), ev.CheckAnswered).late_ms == 0
