"""The hub is killed again and again under 200 alarms/s; what it answered stays true, wherever the record lies.

``ONETHREE_CRASHES`` says how often (on SQLite 3, and 10 in full; on servers only where it is set), ``ONETHREE_SEED``
repeats a run.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from loadtest.crash import CrashPlan, CrashReport, run
from tests.long_plays import FULL, long_play
from tests.redis_server import RedisServer, bundled_valkey, installed_redis

ASKED_FOR = os.environ.get("ONETHREE_CRASHES")
CRASHES = int(ASKED_FOR or (10 if FULL else 3))
SEED = int(os.environ.get("ONETHREE_SEED", secrets.randbelow(1_000_000)))
PLAN = CrashPlan(crashes=CRASHES, seed=SEED)


@long_play
@pytest.mark.timeout(120 + 20 * CRASHES)
async def test_a_hub_killed_under_load_forgets_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    _hold_sound(await run(PLAN, tmp_path))


@pytest.mark.skipif(ASKED_FOR is None, reason="a long play: make crash")
@pytest.mark.parametrize("program", [installed_redis, bundled_valkey], ids=["redis", "valkey"])
@pytest.mark.timeout(120 + 20 * CRASHES)
async def test_nor_does_one_whose_server_is_killed_with_it_every_second_time(
    tmp_path: Path, program: Callable[[], Path | None]
) -> None:
    found = program()
    if found is None:
        pytest.skip("this machine has no redis-server 7 (Debian 12: apt install redis-server)")
    folder = tmp_path / "server"
    folder.mkdir()
    server = RedisServer(folder, program=found)
    server.start()

    def kill_it_too(number: int) -> None:
        if number % 2:
            server.kill()
            server.start()

    try:
        _hold_sound(await run(PLAN, tmp_path, redis=server.url, while_dead=kill_it_too))
    finally:
        server.stop()


def _hold_sound(report: CrashReport) -> None:
    print(report)
    assert report.sound, f"repeat with ONETHREE_SEED={SEED}: {report}"
    assert report.sent_again > 0, f"no kill ever came between an alarm and its answer (seed {SEED}): {report}"
    assert report.deadlines > 0, f"no deadline fell due (seed {SEED}): {report}"
