"""Hub time goes on evenly whatever the wall clock does, and says where the two part."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dispatch.core.instant import Instant
from dispatch.log.base import WrongClock
from dispatch.writer.clock import Clock, check_wall

NOON_MS = 1_800_000_000_000
HOUR_MS = 3_600_000


@dataclass
class Machine:
    """A machine's two clocks, moved by hand."""

    wall_ms: int = NOON_MS
    up_s: float = 0.0

    def clock(self, last_event_ms: int = 0) -> Clock:
        return Clock(not_before=Instant(last_event_ms), wall=lambda: self.wall_ms, monotonic=lambda: self.up_s)

    def passes(self, seconds: float) -> None:
        self.wall_ms += int(seconds * 1000)
        self.up_s += seconds


def test_a_step_of_the_wall_clock_moves_no_deadline_and_is_said_once() -> None:
    machine = Machine()
    clock = machine.clock()
    for step_ms in (HOUR_MS, -2 * HOUR_MS):
        before, due = clock.now(), clock.now().plus(60_000)
        machine.passes(20)
        machine.wall_ms += step_ms
        assert clock.now() - before == 20_000
        assert clock.seconds_until(due) == 40
        assert clock.new_drift_ms() is not None
        assert clock.new_drift_ms() is None


def test_hub_time_that_is_behind_goes_forward_once_the_wall_clock_stands() -> None:
    """The machine's clock was wrong at the start and was set right; or the machine slept."""
    machine = Machine()
    clock = machine.clock()
    heard: list[int] = []
    clock.on_forward.append(lambda: heard.append(clock.now()))
    machine.wall_ms += 14 * 24 * HOUR_MS
    assert clock.go_forward() == 0, "it may be on its way back already"
    machine.passes(5)
    assert clock.go_forward() == 14 * 24 * HOUR_MS
    assert clock.now() == machine.wall_ms
    assert heard == [machine.wall_ms]
    assert clock.drift_ms() == 0


def test_a_wall_clock_that_jumps_moves_nothing_nor_does_one_that_is_ahead_by_years_or_behind() -> None:
    machine = Machine()
    clock = machine.clock()
    for step_ms in (HOUR_MS, -HOUR_MS, HOUR_MS, 2 * HOUR_MS):
        machine.wall_ms += step_ms
        assert clock.go_forward() == 0
    for far_ms in (NOON_MS + 74 * 365 * 24 * HOUR_MS, NOON_MS - HOUR_MS, NOON_MS + 30_000):
        machine.wall_ms = far_ms
        assert (clock.go_forward(), clock.go_forward()) == (0, 0)
    assert clock.now() == NOON_MS


@pytest.mark.parametrize("after_ms", [-600_000, 0, 399 * 24 * HOUR_MS])
def test_a_clock_that_may_be_right_starts_a_hub(after_ms: int) -> None:
    check_wall(Instant(NOON_MS), NOON_MS + after_ms)


@pytest.mark.parametrize("after_ms", [-601_000, 401 * 24 * HOUR_MS, 74 * 365 * 24 * HOUR_MS])
def test_a_clock_far_from_the_end_of_the_record_starts_none(after_ms: int) -> None:
    with pytest.raises(WrongClock, match="--accept-clock"):
        check_wall(Instant(NOON_MS), NOON_MS + after_ms)


def test_a_start_without_any_drift_says_nothing() -> None:
    machine = Machine()
    assert machine.clock(last_event_ms=NOON_MS - HOUR_MS).new_drift_ms() is None


def test_a_record_from_the_future_holds_hub_time_there_and_says_so_at_the_start() -> None:
    """A clock that was a year ahead once, and was set right since: time never goes back, nobody is left to guess."""
    ahead_ms = 365 * 24 * HOUR_MS
    clock = Machine().clock(last_event_ms=NOON_MS + ahead_ms)
    assert clock.now() == NOON_MS + ahead_ms
    assert clock.new_drift_ms() == -ahead_ms
    assert clock.new_drift_ms() is None
