"""Evenings in which every rule is broken now and then: no alarm is refused and everything else goes on.

The hub crashes and comes back, and in the end, once the rules are mended, nothing was forgotten.
"""

from __future__ import annotations

import pytest

from dispatch.core.errors import RuleFailed
from dispatch.core.events import AlarmRaised
from dispatch.simulation.day import Day
from tests.broken_rules import BESIDE, BrokenRules

ALARM, DUE = "alarm.raise", "hub.fire:"
OFTEN = (ALARM, f"{DUE}miss", f"{DUE}rung", f"{DUE}warn", "assignment.acknowledge", *BESIDE)
"""What happens so often that a short evening must break it."""

EVERY = 9
"""Of so many times that a rule is asked it is broken once."""


class BrokenDay(Day):
    """A day whose rules are mended when the shift ends; the hub is started again then, as after an update."""

    rules: BrokenRules

    def _end_shift(self) -> None:
        super()._end_shift()
        self.rules.mended = True
        if self._hub.up:
            self._hub.crash()
            self._hub.restart()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [1, 2])
def test_an_evening_of_broken_rules_comes_to_its_end(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    day = BrokenDay(seed, hours=1.0, per_hour=60)
    # What sets the district up at the start has nobody to send it again.
    day.rules = BrokenRules(monkeypatch, lambda kind, time: kind != "hub.registry" and time % EVERY == 2)
    day._invariants.rules_may_fail = True
    day.run()
    failures = day._invariants.failures
    print(f"{len(failures)} failures of {len(day.rules.raised)} kinds of rules, {day.crashes} crashes")
    assert set(day.rules.raised) >= set(OFTEN)
    assert {failure.kind for failure in failures} == set(day.rules.raised)


def test_a_broken_rule_of_alarms_loses_and_refuses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    day = BrokenDay(3, hours=0.5, per_hour=60)
    day.rules = BrokenRules(monkeypatch, lambda kind, _time: kind == ALARM)
    day._invariants.rules_may_fail = True
    day.run()
    broken_until = day._closing_time
    alarms = [event for event in day.record if isinstance(event, AlarmRaised) and event.at < broken_until]
    # A drill starts by its own command, whose rule is whole, over the same path.
    flagged = ["rule_failed" in event.flags for event in alarms if event.drill is None]
    assert len(flagged) > 20
    assert all(flagged)
    assert RuleFailed.code not in day._invariants.refusals
