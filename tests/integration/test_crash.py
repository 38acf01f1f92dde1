"""The hub is killed again and again under 200 alarms/s; what it answered stays true.

``ONETHREE_CRASHES`` says how often (10), ``ONETHREE_SEED`` repeats a run.
"""

import os
import secrets
from pathlib import Path

import pytest

from loadtest.crash import CrashPlan, run

CRASHES = int(os.environ.get("ONETHREE_CRASHES", "10"))
SEED = int(os.environ.get("ONETHREE_SEED", secrets.randbelow(1_000_000)))


@pytest.mark.timeout(120 + 15 * CRASHES)
async def test_a_hub_killed_under_load_forgets_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    report = await run(CrashPlan(crashes=CRASHES, seed=SEED), tmp_path)
    assert report.sound, f"repeat with ONETHREE_SEED={SEED}: {report}"
    assert report.sent_again > 0, f"no kill ever came between an alarm and its answer (seed {SEED}): {report}"
    assert report.deadlines > 0, f"no deadline fell due (seed {SEED}): {report}"
