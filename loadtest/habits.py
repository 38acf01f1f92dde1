"""How simulated crews answer an order: tempers by seed, and the steps that follow from them. Pure."""

from __future__ import annotations

import random
from typing import Literal, NamedTuple

import msgspec

from dispatch.client.http import Json

Temper = Literal["prompt", "late", "silent", "declines", "cut_off"]
"""Answers at once; answers after the respond target; never answers; cannot go; loses its connection first."""

Span = tuple[float, float]
"""Seconds, from and to; drawn evenly."""


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """What crews do, in seconds of real life; ``shares`` weigh the tempers.

    Invented figures (示例): no record of real micro-station crews is public.
    """

    shares: dict[Temper, float] = msgspec.field(
        default_factory=lambda: {"prompt": 0.86, "late": 0.06, "silent": 0.03, "declines": 0.02, "cut_off": 0.03}
    )
    acknowledge_s: Span = (2.0, 12.0)
    late_s: Span = (20.0, 75.0)
    offline_s: Span = (3.0, 20.0)
    unknown_eta_s: Span = (60.0, 240.0)
    travel_factor: Span = (0.9, 1.4)
    control_s: Span = (30.0, 150.0)
    release_s: Span = (60.0, 300.0)


PROMPT = Habits(shares={"prompt": 1.0})
"""Crews that do everything right; for measurements of the hub alone."""


class Step(NamedTuple):
    """``command`` is sent ``after_s`` seconds after the order came; None: the connection is cut then."""

    after_s: float
    command: str | None


def draw_temper(habits: Habits, rng: random.Random) -> Temper:
    """Return how a crew takes its next order."""
    tempers = list(habits.shares)
    return rng.choices(tempers, [habits.shares[temper] for temper in tempers])[0]


def plan_answer(order: Json, temper: Temper, habits: Habits, rng: random.Random) -> tuple[Step, ...]:
    """Return what a crew of this temper does about an ``assignment.assigned`` event, in order of time."""
    if temper == "silent":
        return ()
    first_s = rng.uniform(*habits.acknowledge_s)
    if temper == "declines":
        return (Step(first_s, "assignment.decline"),)
    before: tuple[Step, ...] = ()
    if temper == "late":
        first_s = rng.uniform(*habits.late_s)
    elif temper == "cut_off":
        before = (Step(first_s, None),)
        first_s += rng.uniform(*habits.offline_s)
    return before + _see_it_through(order, first_s, habits, rng)


def _see_it_through(order: Json, first_s: float, habits: Habits, rng: random.Random) -> tuple[Step, ...]:
    turnout_s, eta_s = _predicted(order, habits, rng)
    factor = rng.uniform(*habits.travel_factor)
    depart_s = max(first_s, turnout_s * factor)
    arrive_s = depart_s + max(eta_s - turnout_s, 0.0) * factor
    control_s = arrive_s + rng.uniform(*habits.control_s)
    return (
        Step(first_s, "assignment.acknowledge"),
        Step(depart_s, "assignment.depart"),
        Step(arrive_s, "assignment.arrive"),
        Step(control_s, "assignment.control"),
        Step(control_s + rng.uniform(*habits.release_s), "assignment.release"),
    )


def _predicted(order: Json, habits: Habits, rng: random.Random) -> tuple[float, float]:
    """Return the order's turnout and arrival in seconds, or a guess where the hub could not predict them."""
    if order.get("eta_s") is None:
        return 0.0, rng.uniform(*habits.unknown_eta_s)
    legs = order.get("legs") or {}
    return float(legs.get("turnout_s", 0.0)), float(order["eta_s"])
