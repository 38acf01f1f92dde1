"""Days with drills in the middle of operations: what must never mix is found where it does."""

from __future__ import annotations

import pytest

from dispatch.core.decide import drills, exercise, orders
from dispatch.simulation.day import Day, Failure

SEED = 1


def test_an_operation_that_leaves_crews_in_a_drill_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "withdraw_station", lambda *_: None)
    monkeypatch.setattr(orders, "_leave_exercises", lambda *_: None)
    with pytest.raises(Failure, match="has orders of an operation and of an exercise"):
        Day(SEED, hours=2).run()


def test_a_drill_that_is_given_away_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exercise, "audience", lambda _world, drill: drill.plan.stations or ("stn-1",))
    with pytest.raises(Failure, match="away to"):
        Day(SEED, hours=2).run()


def test_a_signed_drill_that_is_changed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drills, "_in_state", lambda step, key, *_: exercise.find_drill(step, key))
    with pytest.raises(Failure, match=r"which is (signed_off|cancelled)"):
        Day(SEED, hours=2).run()
