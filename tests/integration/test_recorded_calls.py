"""Recorded calls on real roads are answered to the byte as they were when their digests were kept."""

from pathlib import Path

import pytest

from tests.recorded_answers import hold, name_of
from tests.recorded_calls import calls_on_roads


@pytest.mark.parametrize("shared", [False, True])
def test_recorded_calls_are_answered_as_before(tmp_path: Path, shared: bool) -> None:
    hold(name_of("San Francisco's calls on Yuzhong's roads", shared=shared), calls_on_roads(tmp_path, shared=shared))
