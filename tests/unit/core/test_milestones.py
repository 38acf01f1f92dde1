"""A milestone is settled by a later one that somebody pressed; being sent home settles nothing."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import settled_at
from dispatch.core.milestones import settled
from dispatch.core.performance import judge, tracks
from dispatch.core.world import Assignment
from stations.rules import MILESTONES
from tests.unit.core.test_properties import Sequence
from tests.unit.core.world_builder import Town, at

ENOUGH = 3
"""So many sequences of commands that end with an order are compared."""


def test_a_crew_on_scene_has_acknowledged_and_left_by_then() -> None:
    t = Town().station("m1", 0)
    t.alarm(at(0))
    order = t.order("m1-1")
    t.wait(20)
    t.press(cmd.AssignmentArrive(assignment=order.id))
    order = t.order("m1-1")
    assert settled_at(order, "acknowledged") == settled_at(order, "en_route") == order.on_scene_at
    assert settled_at(order, "controlled") is None


def test_a_crew_that_was_released_halfway_arrived_nowhere() -> None:
    t = Town().station("m1", 0)
    t.alarm(at(0))
    key = t.order("m1-1").id
    t.wait(5)
    t.press(cmd.AssignmentRelease(assignment=key))
    order = t.world.assignments[key]
    assert settled_at(order, "released") == order.ended_at
    assert settled_at(order, "on_scene") is None
    assert settled(tracks(t.record)[key].reached.get)["on_scene"] is None
    assert {each.outcome for each in judge(tracks(t.record)[key], t.now.plus(10**6))} == {"lapsed"}


def test_the_hub_and_the_reports_settle_alike() -> None:
    compared = 0
    for seed in range(2, 12):
        sequence = Sequence(seed)
        sequence.play()
        # A clock that was put right dates the World anew, and not what is recorded.
        put_right = [at for at, event in enumerate(sequence.town.record) if isinstance(event, ev.ClockRestated)]
        found = tracks(sequence.town.record[put_right[-1] if put_right else 0 :])
        known = [each for each in sequence.town.world.assignments.values() if each.id in found]
        compared += bool(known)
        for order in known:
            reached = settled(found[order.id].reached.get)
            assert {name: reached[name] for name in MILESTONES} == hubs(order), f"seed {seed}, {order.id}"
        if compared == ENOUGH:
            return
    raise AssertionError(f"only {compared} sequences end with an order")


def hubs(order: Assignment) -> dict[str, object]:
    return {name: settled_at(order, name) for name in MILESTONES}
