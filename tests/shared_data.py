"""Where the real roads, buildings and incident streams are, when they are there."""

import os
from pathlib import Path

import pytest

AWAY = "the shared data is not on this machine (ONETHREE_SHARED_DATA says where it is)"
"""Why a test is skipped then, one sentence for all of them."""

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(*parts: str) -> Path:
    """Return the path of a shared data file, or skip the test where the data is not on this machine."""
    root = Path(os.environ.get("ONETHREE_SHARED_DATA", _BESIDE_THE_REPOSITORY))
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(AWAY)
    return path


def count_in_one_line(report: pytest.TestReport) -> None:
    """Let pytest's summary count all tests that want the data in one line, as if they were skipped at one place."""
    if isinstance(report.longrepr, tuple) and report.longrepr[2].endswith(AWAY):
        report.longrepr = (__file__, 1, report.longrepr[2])
