"""`bench panels` on few panels: a real hub, real sockets, every figure that is promised, and nothing lost."""

from __future__ import annotations

from pathlib import Path

from loadtest.bench_panels import Plan, run
from tests.long_plays import long_play, only_in_full


@long_play
@only_in_full
async def test_every_frame_is_confirmed_and_told_of(tmp_path: Path) -> None:
    plan = Plan(panels=5, components=4, seconds=0.5, warm_s=0.2, rate=50)
    figures = {each.name: each for each in await run(plan, folder=tmp_path, on_progress=lambda _sentence: None)}
    assert figures["not confirmed, or denied"].value == 0
    assert figures["frames confirmed, each once durable"].value >= 5 * 8 + 25
    for name in ("values, as fast as it goes", "changes, each an event of the record"):
        assert figures[name].ratio is not None
    assert figures["values at 50/s: p95"].ratio is not None
