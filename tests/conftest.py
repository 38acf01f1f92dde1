"""Fixtures that any test may ask for, and how examples are drawn."""

import gc
import time
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests import shared_data
from tests.redis_server import own_redis_server, redis_server

__all__ = ["own_redis_server", "redis_server"]

# How long an example takes says nothing on a machine that others use too; a failing one can be drawn again.
settings.register_profile("onethree", deadline=None, print_blob=True)
settings.load_profile("onethree")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every search for garbage: it lives as long as the tests run."""
    gc.collect()
    gc.freeze()


COMPUTES_AT_MOST_S = 120.0
"""What a test may compute, in seconds of its own processor time: unlike the clock on the wall this says the same on a
machine that others use too. The time limit in pyproject.toml only ends what hangs."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that computes for too long, unless it has a time limit of its own."""
    began = time.process_time()
    result = yield
    took_s = time.process_time() - began
    if took_s > COMPUTES_AT_MOST_S and item.get_closest_marker("timeout") is None:
        pytest.fail(f"it computed for {took_s:.0f} s, and may for {COMPUTES_AT_MOST_S:.0f} s: make less of it")
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say in one line how many tests were skipped for want of the shared data."""
    report = yield
    shared_data.count_in_one_line(report)
    return report
