"""When garbage is looked for: survivors while nothing happens, everything after a rest, nothing in between."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from dispatch.upkeep.collector import ALL, ALL_AT_LATEST_S, ALL_EVERY_S, LOOK_EVERY_S, REST_S, SURVIVORS, Collector


class Hub:
    """A hub that does things, and what was collected of it."""

    def __init__(self) -> None:
        self.done = 0
        self.now_s = 0.0
        self.collected: list[int] = []
        self.collector = Collector(lambda: self.done, 0.0, collect=self.collected.append)

    def passes(self, seconds: float, *, busy: bool) -> None:
        until = self.now_s + seconds
        while self.now_s < until:
            self.now_s += LOOK_EVERY_S
            self.done += busy
            self.collector.look(self.now_s)


@pytest.fixture
def survivors() -> Iterator[None]:
    """Let there be something that survived a look at the young, and nobody look by himself."""
    gc.disable()
    gc.collect()
    gc.collect(0)
    assert gc.get_count()[SURVIVORS] > 0
    yield
    gc.enable()


@pytest.mark.usefixtures("survivors")
def test_nothing_is_collected_while_things_happen() -> None:
    hub = Hub()
    hub.passes(ALL_AT_LATEST_S - 1, busy=True)
    assert hub.collected == []


@pytest.mark.usefixtures("survivors")
def test_survivors_are_looked_through_in_the_first_moment_without_a_command() -> None:
    hub = Hub()
    hub.passes(1, busy=True)
    hub.passes(LOOK_EVERY_S, busy=False)
    assert hub.collected == [SURVIVORS]


def test_where_nothing_survived_nothing_is_looked_through() -> None:
    hub = Hub()
    gc.disable()
    gc.collect()
    hub.passes(1, busy=False)
    gc.enable()
    assert hub.collected == []


def test_everything_is_looked_through_only_after_a_rest_and_not_again_soon() -> None:
    hub = Hub()
    hub.passes(ALL_EVERY_S + 1, busy=True)
    hub.passes(REST_S - 1, busy=False)
    assert ALL not in hub.collected
    hub.passes(2, busy=False)
    assert hub.collected.count(ALL) == 1
    hub.passes(ALL_EVERY_S - 10, busy=False)
    assert hub.collected.count(ALL) == 1
    hub.passes(20, busy=False)
    assert hub.collected.count(ALL) == 2


def test_a_hub_that_never_rests_is_looked_through_once_an_hour() -> None:
    hub = Hub()
    hub.passes(2 * ALL_AT_LATEST_S + 1, busy=True)
    assert hub.collected == [ALL, ALL]


class Cycle:
    def __init__(self) -> None:
        self.itself = self


def test_a_cycle_that_outlived_every_other_look_is_freed_by_a_rest() -> None:
    cycle = Cycle()
    gone = weakref.ref(cycle)
    gc.collect(0)
    gc.collect(1)  # now it is of the old, which nobody looks through
    del cycle
    collector = Collector(lambda: 0, 0.0)
    gc.collect(1)
    assert gone() is not None
    collector.look(ALL_EVERY_S)
    assert gone() is None
