"""Hub time goes on evenly whatever the wall clock does, and says where the two part."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.core.instant import Instant
from dispatch.writer.clock import Clock

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
