"""Why a crew was late: legs planned against actual, the largest loss first. The pages are held to the same cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest

from dispatch.core.instant import Instant
from dispatch.core.lateness import Waterfall, waterfall
from dispatch.core.performance import Track
from dispatch.core.vocabulary import Legs, TargetClock

CASES: list[dict[str, Any]] = orjson.loads((Path(__file__).parents[2] / "data" / "waterfall.json").read_bytes())
"""Each with seconds since the order; ``answer`` as both sides give it."""

ORDERED = Instant(1_795_000_000_000)


def told(case: dict[str, Any]) -> Waterfall:
    reached = {"assigned": ORDERED}
    reached |= {name: ORDERED.plus(round(at_s * 1000)) for name, at_s in case["reached"].items()}
    legs = None if case["legs"] is None else Legs(**case["legs"])
    clock = TargetClock(name="arrive", start="assigned", milestone="on_scene", limit_s=case["limit_s"], due_at=None)
    track = Track(
        assignment="a-1",
        incident="inc-1",
        unit="u-1",
        station="s-1",
        mode="foot",
        exercise=False,
        reason="",
        eta_s=None if case["legs"] is None else sum(case["legs"].values()),
        legs=legs,
        targets=() if case["limit_s"] is None else (clock,),
        reached=reached,
        ending=None if case.get("ended_s") is None else "recalled",
        ended_at=None if case.get("ended_s") is None else ORDERED.plus(round(case["ended_s"] * 1000)),
    )
    return waterfall(track, ORDERED.plus(round(case["as_of_s"] * 1000)))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_it_says_where_the_time_was_lost(case: dict[str, Any]) -> None:
    found = orjson.loads(orjson.dumps(msgspec.to_builtins(told(case))))
    assert {"legs": found["legs"], "late_ms": found["late_ms"], "causes": found["causes"]} == case["answer"]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_legs_of_an_arrival_add_up_to_it(case: dict[str, Any]) -> None:
    found = told(case)
    if "on_scene" in case["reached"]:
        assert sum(leg.actual_ms or 0 for leg in found.legs) == round(case["reached"]["on_scene"] * 1000)
