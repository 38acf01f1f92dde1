"""Whole evenings of a busy district in virtual time: people, faults, crashes, and what must hold after every step.

The suite plays a short one of them; ``make simulate`` (``ONETHREE_FULL=1``) plays all that the project promises.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dispatch.core.events import decode
from dispatch.core.evolve import evolve
from dispatch.core.vocabulary import Place
from dispatch.core.world import World
from dispatch.log.memory import MemoryStorage
from dispatch.simulation import hub as simulated
from dispatch.simulation.alarms import Fire, invented_fires
from dispatch.simulation.day import Day, Failure
from dispatch.simulation.days import play_day, play_days
from dispatch.simulation.district import synthetic_district
from dispatch.simulation.invariants import LATE_MS
from dispatch.simulation.outcome import together
from dispatch.writer import core
from dispatch.writer.schedule import Schedule
from tests.long_plays import long_play, only_in_full

SHARES = 8
EVENINGS = [1000 + 4 * share for share in range(SHARES)]
"""First seeds. An ordinary busy evening each, and three in which a fire is reported every half minute."""

FURTHER, MORE_AT_MOST = 100, 4
"""What is rare (a running check that is excused) may be missing from a share: then shorter evenings follow, from
further seeds, until everything has happened or these are over."""

INCIDENTS = 20_000
CRASHES = 500
"""What the project promises of all shares together."""


def test_every_rule_holds_through_the_beginning_of_an_evening() -> None:
    total = together([*play_days(1000, 1, hours=1.0), *play_days(1001, 1, hours=0.7, per_hour=120)])
    print(f"{total.incidents} incidents, {total.crashes} crashes, {total.n_events} events, {total.deadlines} deadlines")
    assert total.incidents > 60
    assert total.crashes > 0
    assert total.latest_ms <= LATE_MS


@long_play
@only_in_full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", EVENINGS)
def test_every_rule_holds_through_evenings_in_which_everything_happens(seed: int) -> None:
    days = [*play_days(seed, 1, hours=6), *play_days(seed + 1, 3, hours=3.7, per_hour=120)]
    for more in range(MORE_AT_MOST):
        if together(days).missing():
            days += play_days(FURTHER + seed + more, 1, hours=3)
    total = together(days)
    print(f"{total.incidents} incidents, {total.crashes} crashes, {total.n_events} events, {total.deadlines} deadlines")
    assert total.missing() == (), "a type of event or command that no seed brings about is not tested here"
    assert total.incidents >= INCIDENTS / SHARES
    assert total.crashes >= CRASHES / SHARES
    assert total.latest_ms <= LATE_MS
    assert {"forbidden", "not_found", "unusable", "wrong_state"} <= total.refusals.keys()


def test_a_seed_gives_the_same_record_in_any_process() -> None:
    heads = {_head_elsewhere(seed=5, hash_seed=hash_seed) for hash_seed in ("1", "2")}
    assert heads == {play_day(5, 0.5).head}


def test_recorded_fires_can_be_played_instead_of_invented_ones() -> None:
    buildings = synthetic_district(1).buildings
    recorded = list(invented_fires(buildings, seed=99, hours=0.5, per_hour=30))
    assert Day(1, hours=0.5, fires=recorded).run().incidents > 0


def test_fires_out_of_order_are_refused() -> None:
    nowhere = Place(text="示例")
    fires = [Fire(60.0, nowhere, "smoke"), Fire(30.0, nowhere, "smoke")]
    with pytest.raises(Failure, match="must come in order of time"):
        Day(1, hours=0.1, fires=fires).run()


def test_a_restart_that_forgets_an_event_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulated, "restore", _forget_the_last)
    with pytest.raises(Failure, match=r"the World after a crash differs[\s\S]*again: onethree simulate --seed 3"):
        Day(3, hours=2).run()


def test_a_schedule_that_forgets_a_deadline_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(Schedule):
        def rearm(self, world: World, subject: str) -> None:
            if not subject.endswith("7"):
                super().rearm(world, subject)

    monkeypatch.setattr(core, "Schedule", Forgetful)
    with pytest.raises(Failure, match=r"the schedule has|stands|brought about nothing"):
        Day(3, hours=2).run()


def _forget_the_last(storage: MemoryStorage) -> World:
    world = World()
    for stored in storage.read(0, max(0, storage.head.seq - 1)):
        world = evolve(world, decode(stored.body))
    return world


def _head_elsewhere(*, seed: int, hash_seed: str) -> str:
    """Play a short day in a process whose sets have another order."""
    code = f"from dispatch.simulation.days import play_day; print(play_day({seed}, 0.5).head)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    return done.stdout.strip()
