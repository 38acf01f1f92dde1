"""An order is judged after the fact exactly as the hub judged it when it happened."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.instant import Instant
from dispatch.core.performance import JUDGED, Track, compliance, judge, judge_target, leg_ms, planned, tracks
from dispatch.core.vocabulary import Legs, TargetClock
from dispatch.simulation.day import Day
from tests.unit.core.world_builder import Town, at, only

T0 = Instant(1_800_000_000_000)
ARRIVE = TargetClock(name="arrive", start="assigned", milestone="on_scene", limit_s=60, due_at=T0.plus(60_000))
LATER = TargetClock(name="handle", start="on_scene", milestone="controlled", limit_s=120, due_at=None)
NEVER = T0.plus(10**9)


def track(*, ending: str | None = None, ended_s: float | None = None, **reached_s: float) -> Track:
    """Return an order with milestones so many seconds after it was given."""
    return Track(
        assignment="asg-1",
        incident="inc-1",
        unit="u",
        station="s",
        mode="foot",
        exercise=False,
        reason="示例",
        eta_s=55.5,
        legs=Legs(turnout_s=45.0, road_s=10.5, entrance_s=0.0, storeys_s=0.0),
        targets=(ARRIVE, LATER),
        reached={"assigned": T0, **{name: T0.plus(round(s * 1000)) for name, s in reached_s.items()}},
        ending=ending,  # type: ignore[arg-type] # the tests name only endings that there are
        ended_at=None if ended_s is None else T0.plus(round(ended_s * 1000)),
    )


@pytest.mark.parametrize(
    ("order", "as_of_s", "outcome", "late_ms"),
    [
        (track(on_scene=60.0), 1000, "kept", 0),
        (track(on_scene=60.001), 1000, "late", 1),
        (track(), 60.0, "open", None),
        (track(), 60.001, "missed", None),
        (track(ending="recalled", ended_s=59), 1000, "lapsed", None),
        (track(ending="declined", ended_s=61), 1000, "missed", None),
        (track(controlled=59.0), 1000, "kept", 0),
        (track(on_scene=61.0), 30, "open", None),
    ],
    ids=["at the limit", "a millisecond late", "not yet", "passed", "ended before", "ended after", "later one", "then"],
)
def test_a_promise_is_kept_late_missed_lapsed_or_open(
    order: Track, as_of_s: float, outcome: str, late_ms: int | None
) -> None:
    found = judge_target(order, ARRIVE, T0.plus(round(as_of_s * 1000)))
    assert (found.outcome, found.late_ms) == (outcome, late_ms)


def test_a_clock_that_never_started_breaks_nothing() -> None:
    assert judge_target(track(ending="released", ended_s=500), LATER, NEVER).outcome == "lapsed"
    assert judge_target(track(), LATER, NEVER).outcome == "open"


def test_a_leg_needs_both_its_ends_in_order() -> None:
    assert leg_ms(track(on_scene=50.25), "assigned", "on_scene") == 50_250
    assert leg_ms(track(controlled=50), "assigned", "on_scene") is None
    assert leg_ms(track(on_scene=50, acknowledged=70), "acknowledged", "on_scene") is None


def test_leaving_and_arriving_are_planned_by_the_prediction_the_rest_by_its_promise() -> None:
    order = track(on_scene=70.0)
    assert planned(order) == {
        "en_route": T0.plus(45_000),
        "on_scene": T0.plus(55_500),
        "controlled": T0.plus(190_000),
    }


def test_a_compliance_counts_what_could_be_judged() -> None:
    judged = [judge_target(each, ARRIVE, NEVER) for each in (track(on_scene=1.0), track(on_scene=90.0), track())]
    lapsed = judge_target(track(ending="recalled", ended_s=1), ARRIVE, NEVER)
    assert compliance([*judged, lapsed]) == (1, 3)


@pytest.mark.parametrize("seed", [5])
def test_it_agrees_with_what_the_hub_wrote_down_then(seed: int) -> None:
    """A simulated hour, crews late, silent and declining, the hub crashing: every judgement, to the millisecond."""
    day = Day(seed, hours=1.0)
    day.run()
    met = {(each.assignment, each.target): each for each in day.record if isinstance(each, ev.TargetMet)}
    missed = {(each.assignment, each.target) for each in day.record if isinstance(each, ev.TargetMissed)}
    orders = tracks(day.record)
    seen = dict.fromkeys((*JUDGED, "lapsed", "open"), 0)
    for order in orders.values():
        for found in judge(order, day.record[-1].at):
            key, where = (order.assignment, found.name), f"seed {seed}: {order.assignment} {found.name}"
            if (end := met.get(key)) is not None:
                assert (found.took_ms, found.late_ms) == (end.took_ms, end.late_ms), where
                assert found.outcome == ("late" if end.late_ms else "kept"), where
            else:
                assert found.outcome in ("missed", "lapsed", "open"), where
                assert (found.outcome == "missed") == (key in missed), where
            seen[found.outcome] += 1
    assert all(seen[name] for name in ("kept", "late", "missed", "lapsed")), f"seed {seed}: {seen}"


def test_orders_move_with_the_incident_that_is_merged() -> None:
    town = Town().station("A", 0).station("B", 1)
    first, second = (only(town.alarm(at(steps)), ev.IncidentOpened).incident for steps in (0.2, 5.0))
    town.press(cmd.IncidentMerge(incident=second, into=first, reason="同一处"))
    assert {order.incident for order in tracks(town.record).values()} == {first}
