"""Where the real roads, buildings and incident streams are, when they are there."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(*parts: str) -> Path:
    """Return the path of a shared data file, or skip the test where the data is not on this machine."""
    root = Path(os.environ.get("ONETHREE_SHARED_DATA", _BESIDE_THE_REPOSITORY))
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared data is not on this machine: {'/'.join(parts)} (set ONETHREE_SHARED_DATA)")
    return path
