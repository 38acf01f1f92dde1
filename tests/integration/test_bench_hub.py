"""The parts of `bench hub` on a small district: real hubs, real sockets, every figure that is promised."""

from __future__ import annotations

import math
from pathlib import Path

from loadtest.bench_cpu import count_calls, cpu_differences, cpu_figures, measure_cpu
from loadtest.bench_push import PushPlan, measure_push
from loadtest.calls import stage_of

ROOT = Path(__file__).resolve().parents[2]


def _say_nothing(_sentence: str) -> None:
    pass


async def test_the_push_is_held_against_a_bare_server_under_the_same_surge(tmp_path: Path) -> None:
    plan = PushPlan(
        stations=30, consoles=1, rates=(60.0,), rounds=2, window_s=0.5, top_rate=False, stall=False, broadcast=False
    )
    run = await measure_push(plan, tmp_path, seed=1, against=None, yuzhong=None, on_progress=_say_nothing)
    figures = {figure.name: figure for figure in run.figures}
    for name in ("station p50", "station p99", "station p50 vs bare server", "station p99 vs bare server"):
        assert figures[name].value > 0
        assert figures[name].ratio is not None
    assert figures["longest stand-still"].value > 0
    assert figures["messages lost"].value == 0
    assert figures["openings with orders"].value == 1
    spoiled = [figure for figure in run.figures if figure.void is not None]
    assert all(figure.ok is None for figure in spoiled)
    assert bool(spoiled) == (run.void is not None)


async def test_two_checkouts_pay_for_each_kind_of_command_in_turns(tmp_path: Path) -> None:
    run = await measure_cpu(tmp_path, cycles=1, seed=1, against=ROOT, on_progress=_say_nothing)
    figures = {figure.name: figure for figure in cpu_figures(run)}
    for kind in ("opening", "repeat", "press", "milestone", "receipt", "closing"):
        assert math.isfinite(figures[f"cpu per {kind}"].value)
        assert f"cpu per {kind}" in {each.name for each in cpu_differences(run)}
    assert figures["cpu per opening"].value > figures["cpu per opening, loop"].value > 0
    assert figures["events per opening"].value > 4
    assert figures["groups let out per opening"].value > 0


async def test_calls_are_counted_by_stage_for_each_kind_of_command(tmp_path: Path) -> None:
    calls = await count_calls(tmp_path, seed=1)
    stages = {kind: {each.stage: each.python for each in found} for kind, found in calls.items()}
    assert {"core.decide", "core.evolve", "routing", "http", "intake", "writer"} <= set(stages["opening"])
    assert stages["opening"]["core.decide"] > stages["repeat"]["core.decide"] > 0
    assert stages["opening"]["routing"] > 20 * stages["repeat"].get("routing", 0), "a repeat asks nobody's way"


def test_a_stage_is_where_the_code_lies() -> None:
    assert stage_of("/x/dispatch/core/decide/sharing.py") == "core.decide"
    assert stage_of("/x/dispatch/core/world.py") == "core.world"
    assert stage_of("/x/dispatch/writer/processor.py") == "writer"
    assert stage_of("/x/dispatch/metrics.py") == "metrics"
    assert stage_of("/x/routing/snapshot.py") == "routing"
    assert stage_of("/x/lib/python3.11/asyncio/events.py") == "loop"
    assert stage_of("/x/site-packages/aiohttp/web_ws.py") == "http"
    assert stage_of("/x/site-packages/msgspec/__init__.py") == "other"
