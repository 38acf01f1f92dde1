"""What a start of the hub loads: what every hub needs, and nothing that only some do."""

from __future__ import annotations

import subprocess
import sys

SOMETIMES = {
    "openpyxl": "somebody uploads a workbook",
    "redis": "the record is on a server",
    "scipy.optimize": "incidents share units: loaded in a thread when the hub takes alarms",
    "scipy.ndimage": "the district has a model of the ground",
    "pyproj": "the roads or the ground are in another system of coordinates",
    "loadtest.load": "somebody measures",
}
"""Library → when it is needed. Together they took a quarter of a start's time."""


def test_a_start_loads_nothing_that_only_some_hubs_need() -> None:
    program = f"import sys, dispatch.cli.serve; print(*sorted({set(SOMETIMES)} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
