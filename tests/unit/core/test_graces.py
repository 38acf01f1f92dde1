"""What simulated days hold ladders to after an outage: it finds a cascade, and takes nothing that is right for one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, deadlines, events as ev
from dispatch.core.instant import Instant
from dispatch.core.world import DEFAULT_SETTINGS, Assignment
from dispatch.simulation.broken import Broken
from dispatch.simulation.order_invariants import Graces
from stations.rules import Need, Plan, Rung
from tests.unit.core.world_builder import Town, at, of_kind

ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))
LADDER = (
    Rung(trigger="unacknowledged", after_s=15, action="alert_again"),
    Rung(trigger="unacknowledged", after_s=20, action="alert_again"),
    Rung(trigger="unacknowledged", after_s=30, action="alert_again"),
)
GRACE_S = DEFAULT_SETTINGS.outage.grace_s


def ordered() -> tuple[Town, Assignment]:
    """Return a town in which one crew was ordered just now."""
    t = Town(replace(DEFAULT_SETTINGS, plans=(ONE_CREW,), ladder=LADDER)).station("m1", 0.2)
    t.alarm(at(0))
    return t, t.order("m1-1")


def away(t: Town, seconds: float) -> None:
    """Let the hub live for a second more, be away and start again."""
    t.wait(1)
    from_at, t.now = t.now, t.now.plus(round(seconds * 1000))
    t.do(cmd.NoteReturn(away_from=from_at))


def look(t: Town) -> None:
    """Show everything that happened to the invariant. Raises `Broken`."""
    graces = Graces()
    for event in t.record:
        graces.see(t.world, event)


def rungs(t: Town) -> list[Instant]:
    """Return when the rungs acted."""
    return [each.at for each in of_kind(t.record, ev.LadderClimbed)]


def test_d4_rungs_that_keep_their_distance_are_right() -> None:
    t, _ = ordered()
    away(t, 300)
    back = t.now
    t.wait(60)
    assert rungs(t) == [back.plus(1000 * (GRACE_S + seconds)) for seconds in (0, 5, 15)]
    look(t)


def test_d4_a_ladder_let_go_after_the_grace_acts_at_once_and_goes_on_rung_by_rung() -> None:
    t, order = ordered()
    away(t, 300)
    back = t.now
    t.press(cmd.LadderHold(assignment=order.id, reason="我在打电话"))
    t.wait(GRACE_S + 8)
    t.press(cmd.LadderResume(assignment=order.id))
    t.wait(60)
    assert rungs(t) == [back.plus(1000 * (GRACE_S + seconds)) for seconds in (8, 13, 23)]
    look(t)


def test_d4_a_start_of_seconds_after_the_grace_is_no_cascade() -> None:
    t, _ = ordered()
    away(t, 300)
    t.wait(GRACE_S - 2)
    away(t, 8)
    t.wait(60)
    assert len(rungs(t)) == 3
    assert len(set(rungs(t))) == 2, "two fell due while the hub was started again"
    look(t)


def test_d4_rungs_that_act_together_at_the_end_of_the_grace_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def at_the_end(order: Assignment, _start: Instant, due: Instant) -> Instant:
        return max(due, *(wait.until for wait in order.waits), Instant(0))

    monkeypatch.setattr(deadlines, "_later", at_the_end)
    t, _ = ordered()
    away(t, 300)
    t.wait(60)
    assert len(set(rungs(t))) == 1
    with pytest.raises(Broken, match="too soon"):
        look(t)


def test_d4_rungs_that_no_outage_moved_are_found_also_where_a_person_held_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "_later", lambda _order, _start, due: due)
    t, order = ordered()
    away(t, 300)
    t.press(cmd.LadderHold(assignment=order.id))
    t.now = t.now.plus(1000 * GRACE_S)
    t.press(cmd.LadderResume(assignment=order.id))
    t.wait(60)
    assert len(set(rungs(t))) == 1
    with pytest.raises(Broken, match="was due before"):
        look(t)


def test_d4_a_rung_within_the_grace_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "_later", lambda _order, _start, due: due)
    t, _ = ordered()
    away(t, 300)
    t.wait(60)
    with pytest.raises(Broken, match="judges"):
        look(t)
