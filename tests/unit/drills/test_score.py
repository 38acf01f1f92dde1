"""Every objective against every order, by the code that judges operations; what cannot be judged has no share."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.performance import judge, tracks
from dispatch.past.drills.record import record
from dispatch.past.drills.score import by_station, score
from stations.drills.model import Objective
from tests.unit.core.world_builder import Town, at
from tests.unit.drills.played import COMMANDER, KINDS, OBJECTIVES, begin, facts_of, play, town

ARRIVED = {"near": 70.0, "far": 200.0, "fire": 310.0}


def played(arrive_s: dict[str, float] = ARRIVED, **more: tuple[Objective, ...]) -> tuple[Town, str]:
    t = town()
    return t, play(t, arrive_s, **more)


def test_each_objective_counts_the_orders_that_kept_it() -> None:
    t, drill = played()
    scored = {each.id: each for each in score(facts_of(t, drill), KINDS).objectives}
    assert (scored["answer"].kept, scored["answer"].judged) == (3, 3)
    assert (scored["arrive"].kept, scored["arrive"].judged) == (1, 3)
    assert scored["arrive"].share == pytest.approx(1 / 3)


def test_of_the_first_only_the_first_counts() -> None:
    t, drill = played()
    scored = {each.id: each for each in score(facts_of(t, drill), KINDS).objectives}
    (first,) = scored["first"].orders
    assert (first.station, first.judgement.took_ms) == ("near", 70_000)


def test_an_objective_holds_for_its_kinds_of_station_only() -> None:
    t, drill = played()
    (order,) = next(each for each in score(facts_of(t, drill), KINDS).objectives if each.id == "brigade").orders
    assert (order.station, order.judgement.outcome, order.judgement.late_ms) == ("fire", "late", 10_000)


def test_the_score_is_the_weighted_share_of_what_was_judged() -> None:
    t, drill = played()
    found = score(facts_of(t, drill), KINDS)
    assert found.open == ("gear",), "no observer said anything about it"
    assert found.percent == round(100 * (1 + 1 / 3 + 2 * 1 + 0) / 5, 1)


def test_the_last_verdict_of_the_observers_counts() -> None:
    t, drill = played()
    for verdict in ("missed", "partly"):
        t.do(cmd.DrillRemark(drill=drill, text="示例", objective="gear", verdict=verdict), by=COMMANDER)
    gear = next(each for each in score(facts_of(t, drill), KINDS).objectives if each.id == "gear")
    assert (gear.verdict, gear.share) == ("partly", 0.5)


def test_without_objectives_the_promises_of_its_orders_are_judged() -> None:
    t, drill = played(objectives=())
    facts = facts_of(t, drill)
    scored = {each.id: (each.kept, each.judged) for each in score(facts, KINDS).objectives}
    as_reports = [each for track in tracks(facts.events).values() for each in judge(track, facts.as_of)]
    for name in ("respond", "arrive", "handle"):
        of_name = [each for each in as_reports if each.name == name]
        assert scored[name] == (sum(each.outcome == "kept" for each in of_name), sum(each.judged for each in of_name))


def test_who_was_taken_out_by_a_real_alarm_is_not_marked_down() -> None:
    t = town()
    drill = play(t, {"near": 70.0})
    shares = by_station(score(facts_of(t, drill), KINDS))
    assert shares["far"] == (1, 2), "it answered and never came"
    t = town()
    drill = _disturbed(t)
    arrive = next(each for each in score(facts_of(t, drill), KINDS).objectives if each.id == "arrive")
    assert {each.station: each.judgement.outcome for each in arrive.orders}["near"] == "lapsed"


def _disturbed(t: Town) -> str:
    """Start a drill and have it burn half a minute later."""
    drill = begin(t, OBJECTIVES)
    t.wait(30)
    t.alarm(at(0), source="phone")
    if t.world.drills[drill].running:
        t.do(cmd.DrillEnd(drill=drill), by=COMMANDER)
    return drill


def test_the_record_says_where_it_differs_from_what_was_signed() -> None:
    t, drill = played()
    right = score(facts_of(t, drill), KINDS).percent
    t.do(cmd.DrillSignOff(drill=drill, score=right), by=COMMANDER)
    signed = record(facts_of(t, drill), KINDS, "1:00").signed
    assert signed is not None
    assert not signed.differs
    t, drill = played()
    t.do(cmd.DrillSignOff(drill=drill, score=100.0), by=COMMANDER)
    signed = record(facts_of(t, drill), KINDS, "1:00").signed
    assert signed is not None
    assert signed.differs


def test_its_last_word_is_the_signature_and_not_the_archive() -> None:
    t, drill = played()
    t.do(cmd.DrillSignOff(drill=drill), by=COMMANDER)
    t.wait(26 * 3600)
    facts = facts_of(t, drill)
    last = next(event for event in t.record if event.seq == facts.last_seq)
    assert isinstance(last, ev.DrillSignedOff)


def test_s32_a_drill_that_was_broken_off_was_not_held_and_has_no_score() -> None:
    t = town()
    drill = begin(t, OBJECTIVES)
    for order in t.world.active_of(t.incident()):
        t.press(cmd.AssignmentAcknowledge(assignment=order.id))
    t.wait(51)
    assert score(facts_of(t, drill), KINDS).percent == 100.0, "what could be judged until then was kept"
    t.do(cmd.DrillBreakOff(drill=drill), by=COMMANDER)
    found = record(facts_of(t, drill), KINDS, "1:00")
    assert (found.state, found.broken_off, found.score.percent) == ("ended", True, None)
    assert any(each.kept for each in found.score.objectives), "the sheet still says what was seen"
