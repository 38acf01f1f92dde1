"""The ladder acts by itself, rung by rung, and stops the moment it is no longer needed."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import armed
from dispatch.core.decide import decide, query
from dispatch.core.errors import Refused, WrongState
from dispatch.core.reach import NOWHERE, Query, Reach
from dispatch.core.vocabulary import By
from dispatch.core.world import DEFAULT_SETTINGS, Assignment
from dispatch.writer.schedule import Schedule
from stations.channels import Channel
from stations.rules import Need, Plan, Rung
from tests.unit.core.any_command import any_command, little_district
from tests.unit.core.world_builder import DISPATCHER, LineTimes, Town, at, of_kind, only

ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))
PHONE = By(role="station", name="phone", station="m1")

UNDELIVERED = Rung(trigger="undelivered", after_s=3, action="next_unit")
ALERT_AGAIN = Rung(trigger="unacknowledged", after_s=15, action="alert_again")
UNANSWERED = Rung(trigger="unacknowledged", after_s=30, action="next_unit")
MISSED = Rung(trigger="missed_arrive", after_s=0, action="next_unit")
ENGINE = Rung(trigger="missed_arrive", after_s=0, action="fire_station")


def sent(*ladder: Rung, exercise: bool = False, **settings: object) -> tuple[Town, Assignment]:
    """The building's own crew ordered, others further off, an engine far away; only these rungs."""
    t = Town(replace(DEFAULT_SETTINGS, plans=(ONE_CREW,), ladder=ladder, targets=DEFAULT_SETTINGS.targets, **settings))
    t.building("b", 0).station("m1", 0.2, zone="z", building="b")
    t.station("m2", 2, zone="z").station("m3", 3).engine("f1", 4)
    t.alarm(at(0, building="b"), exercise=exercise)
    return t, t.order("m1-1")


def climbed(events: object) -> list[tuple[str, str]]:
    return [(each.action, each.outcome) for each in of_kind(events, ev.LadderClimbed)]  # type: ignore[arg-type]  # what Town returns


def test_an_order_that_reaches_no_screen_in_three_seconds_sends_the_next_unit() -> None:
    t, _ = sent(UNDELIVERED)
    assert climbed(t.wait(3)) == [("next_unit", "sent")]
    assert t.going() == ["m1-1", "m2-1"]


def test_a_delivered_order_climbs_nothing_for_delivery() -> None:
    t, _ = sent(UNDELIVERED)
    t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=PHONE)
    assert not climbed(t.wait(60))


def test_who_does_not_answer_is_alerted_again_and_the_count_grows() -> None:
    t, order = sent(ALERT_AGAIN)
    events = t.wait(15)
    assert climbed(events) == [("alert_again", "alerted")]
    assert only(events, ev.LadderClimbed).count == 2
    assert t.world.assignments[order.id].alerts == 2


def test_an_acknowledgement_ends_the_calling() -> None:
    t, order = sent(ALERT_AGAIN, UNANSWERED)
    t.wait(10)
    t.press(cmd.AssignmentAcknowledge(assignment=order.id))
    assert not climbed(t.wait(45))


def test_an_arrival_ends_the_chase() -> None:
    t, order = sent(ALERT_AGAIN, UNANSWERED, MISSED, ENGINE)
    t.press(cmd.AssignmentArrive(assignment=order.id))
    assert not climbed(t.wait(3600))


def test_each_rung_acts_once_in_its_order() -> None:
    t, order = sent(ALERT_AGAIN, UNANSWERED)
    own = [each for each in of_kind(t.wait(3600), ev.LadderClimbed) if each.assignment == order.id]
    assert [each.rung for each in own] == [0, 1]


def test_a_missed_arrival_sends_the_next_unit_and_the_nearest_engine() -> None:
    t, order = sent(MISSED, ENGINE)
    t.press(cmd.AssignmentAcknowledge(assignment=order.id))
    assert climbed(t.wait(60)) == [("next_unit", "sent"), ("fire_station", "sent")]
    assert t.going() == ["m1-1", "m2-1", "f1-1"]


def test_nobody_further_is_sent_while_enough_are_coming() -> None:
    t, first = sent(UNANSWERED)
    t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="m2-1"))
    second = t.order("m2-1")
    t.press(cmd.AssignmentAcknowledge(assignment=second.id))
    events = [each for each in of_kind(t.wait(30), ev.LadderClimbed) if each.assignment == first.id]
    assert [(each.action, each.outcome) for each in events] == [("next_unit", "already_coming")]


def test_nobody_asks_who_could_come_before_somebody_is_needed() -> None:
    t, first = sent(ALERT_AGAIN, UNANSWERED, ENGINE)
    rungs = [due for due in armed(t.world, first.id) if due.key.startswith("rung:")]
    asked = [query(t.world, cmd.DeadlineDue(subject=first.id, key=due.key, due_at=due.due_at), t.now) for due in rungs]
    assert [each is not None for each in asked] == [False, True, True]
    decline = cmd.AssignmentDecline(assignment=first.id, reason="busy")
    assert query(t.world, decline, t.now) is not None
    t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="m2-1"))
    t.press(cmd.AssignmentAcknowledge(assignment=t.order("m2-1").id))
    unanswered = cmd.DeadlineDue(subject=first.id, key=rungs[1].key, due_at=rungs[1].due_at)
    assert query(t.world, unanswered, t.now) is None, "another one is coming"
    assert query(t.world, decline, t.now) is None


def test_what_was_not_asked_would_have_changed_nothing() -> None:
    """Wherever a rung or a decline asks for no travel times, it comes to the same with all of them."""
    spared = 0
    for seed in range(6):
        rng, t = random.Random(seed), little_district()
        schedule = Schedule(t.world)
        for _ in range(300):
            due = schedule.first()
            command: cmd.Command = any_command(t.world, rng)
            if due is not None and rng.random() < 0.5:
                t.now = max(t.now, due.due_at)
                command = cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at)
            spared += _spared(t, command)
            with suppress(Refused):
                schedule.follow(t.world, t.do(command, by=DISPATCHER))
                if due is not None:
                    schedule.rearm(t.world, due.subject)
    assert spared > 50, f"only {spared} times nothing was asked"


def _spared(t: Town, command: cmd.Command) -> bool:
    """Decide a command that asks for no travel times without and with them; return whether it was one."""
    of = getattr(command, "assignment", None) or getattr(command, "subject", None)
    failing = t.world.assignments.get(of or "")
    sends = isinstance(command, cmd.AssignmentDecline) or (
        isinstance(command, cmd.DeadlineDue) and command.key.startswith("rung:")
    )
    if failing is None or not sends or query(t.world, command, t.now) is not None:
        return False
    everybody = LineTimes(t.world).find(Query(place=t.world.incidents[failing.incident].place), {}, at_ms=t.now)
    told = [_decided(t, command, reach) for reach in (NOWHERE, everybody)]
    assert told[0] == told[1]
    return True


def _decided(t: Town, command: cmd.Command, reach: Reach) -> object:
    try:
        return decide(t.world, command, now=t.now, by=DISPATCHER, reach=reach).events
    except Refused as refusal:
        return str(refusal)


def test_silent_crews_do_not_empty_the_district() -> None:
    t, _ = sent(UNANSWERED, ladder_max_units=1)
    t.wait(3600)
    assert t.going() == ["m1-1", "m2-1"]
    assert "ladder_exhausted" in {short.why for short in t.incident().shortfalls}


@pytest.mark.parametrize(
    "words", ["ladder truck wanted on the 12th floor", "ladder: m1-1 unacknowledged", "ladder: m1-1 declined"]
)
def test_what_a_dispatcher_writes_is_no_rung(words: str) -> None:
    t, _ = sent(UNANSWERED)
    t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="m3-1", reason=words))
    assert t.incident().ladder_units == 0


def test_what_the_ladder_sends_counts_whoever_set_it_off() -> None:
    t, order = sent(UNANSWERED)
    t.press(cmd.AssignmentDecline(assignment=order.id, reason="示例"))
    assert t.incident().ladder_units == 1
    t.wait(30)
    assert t.incident().ladder_units == 2


def test_a_rung_that_finds_nobody_says_so() -> None:
    t, _ = sent(UNANSWERED)
    for unit in ("m2-1", "m3-1"):
        t.press(cmd.DutyOff(unit=unit))
    assert climbed(t.wait(30)) == [("next_unit", "nobody")]
    assert t.incident().shortfalls[0].why == "nobody_eligible"


def test_the_zones_neighbours_can_be_asked_first() -> None:
    t, _ = sent(Rung(trigger="missed_respond", after_s=0, action="zone_neighbours"))
    t.wait(60)
    assert t.going() == ["m1-1", "m2-1"]


def test_a_rung_may_raise_the_grade() -> None:
    t, _ = sent(Rung(trigger="missed_arrive", after_s=10, action="raise_grade"))
    assert only(t.wait(70), ev.IncidentGraded).grade == 2
    assert t.incident().grade == 2


CHANNELS = (Channel(name="sms", url="http://gateway.invalid"), Channel(name="bell", url="http://gateway.invalid"))
CALL = Rung(trigger="unacknowledged", after_s=10, action="other_channel")


def test_another_channel_is_a_message_that_waits_for_every_gateway() -> None:
    t, _ = sent(CALL, channels=CHANNELS)
    called = only(t.wait(10), ev.ChannelCalled)
    assert called.channels == ("sms", "bell")
    t.do(cmd.NoteChannel(message=called.message, channel="sms", tries=1))
    assert t.world.messages[called.message].waiting == ("bell",)
    failed = only(
        t.do(cmd.NoteChannel(message=called.message, channel="bell", tries=6, error="down")), ev.ChannelFailed
    )
    assert (failed.tries, failed.error) == (6, "down")


def test_a_gateways_outcome_counts_once() -> None:
    t, _ = sent(CALL, channels=CHANNELS)
    called = only(t.wait(10), ev.ChannelCalled)
    t.do(cmd.NoteChannel(message=called.message, channel="sms", tries=1))
    assert not t.do(cmd.NoteChannel(message=called.message, channel="sms", tries=2, error="twice"))


def test_an_exercise_never_leaves_the_house() -> None:
    t, _ = sent(CALL, channels=CHANNELS, exercise=True)
    events = t.wait(10)
    assert not of_kind(events, ev.ChannelCalled)
    assert climbed(events) == [("other_channel", "nobody")]


def test_a_person_can_hold_the_ladder_and_let_it_go_again() -> None:
    t, order = sent(ALERT_AGAIN)
    t.press(cmd.LadderHold(assignment=order.id, reason="我在打电话"))
    assert not climbed(t.wait(20))
    t.press(cmd.LadderResume(assignment=order.id))
    assert climbed(t.wait(0)) == [("alert_again", "alerted")]


def test_a_ladder_let_go_after_a_long_hold_keeps_the_distance_of_its_rungs() -> None:
    """The second rung is there to see what the first one brought: both at once would not wait for any answer."""
    t, order = sent(ALERT_AGAIN, UNANSWERED)
    t.press(cmd.LadderHold(assignment=order.id))
    assert not climbed(t.wait(600))
    t.press(cmd.LadderResume(assignment=order.id))
    assert climbed(t.wait(14)) == [("alert_again", "alerted")]
    assert climbed(t.wait(1)) == [("next_unit", "sent")]


def test_a_ladder_held_for_a_moment_acts_when_it_would_have() -> None:
    t, order = sent(ALERT_AGAIN)
    t.press(cmd.LadderHold(assignment=order.id))
    t.wait(5)
    t.press(cmd.LadderResume(assignment=order.id))
    assert not climbed(t.wait(9))
    assert climbed(t.wait(1)) == [("alert_again", "alerted")]


def test_a_held_ladder_leaves_the_promises_running() -> None:
    t, order = sent(ALERT_AGAIN)
    t.press(cmd.LadderHold(assignment=order.id))
    assert of_kind(t.wait(60), ev.TargetMissed)


def test_a_ladder_is_held_once() -> None:
    t, order = sent(ALERT_AGAIN)
    t.press(cmd.LadderHold(assignment=order.id))
    with pytest.raises(WrongState, match="held already"):
        t.press(cmd.LadderHold(assignment=order.id))
