"""The window on the newest events is contiguous, bounded, and says when it does not reach back far enough."""

from __future__ import annotations

from hypothesis import given, strategies as st

from dispatch.log.base import GENESIS, Head
from dispatch.log.chain import extend
from dispatch.log.recent import Recent


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40), st.integers(0, 200), st.integers(0, 50))
def test_what_the_window_finds_is_what_was_added(sizes: list[int], after: int, limit: int) -> None:
    events = extend(Head(0, GENESIS), [b"body"] * sum(sizes))
    recent, start = Recent(kept_events=10), 0
    for size in sizes:
        recent.add(events[start : start + size])
        start += size
    found = recent.find(after, limit)
    assert found is None or found == events[after : after + limit]
    if after >= len(events) - 10:
        assert found is not None, "the newest are always there"


def test_large_bodies_make_the_window_shorter() -> None:
    recent = Recent(kept_events=1_000, kept_bytes=10_000)
    events = extend(Head(0, GENESIS), [bytes(1_000)] * 100)
    for event in events:
        recent.add([event])
    assert recent.find(0, 1) is None
    assert recent.find(90, 100) == events[90:]


def test_an_empty_window_knows_nothing() -> None:
    assert Recent().find(0, 10) is None


def test_a_window_that_would_have_a_hole_starts_anew() -> None:
    events = extend(Head(0, GENESIS), [b"body"] * 10)
    recent = Recent()
    recent.add(events[:3])
    recent.add(events[5:])
    assert recent.find(2, 1) is None
    assert recent.find(5, 10) == events[5:]
