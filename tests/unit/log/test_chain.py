"""The chain follows its published formula, and every change to what was stored shows."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from dispatch.log.base import GENESIS, Head, RecordDamaged
from dispatch.log.chain import check_follows, extend, next_hash

BODIES = st.lists(st.binary(max_size=30), min_size=1, max_size=20)
START = Head(0, GENESIS)


def test_the_formula_is_the_published_one() -> None:
    first = sha256(bytes(32) + bytes([0, 0, 0, 0, 0, 0, 0, 1]) + b"body").digest()
    assert next_hash(GENESIS, 1, b"body") == first
    assert next_hash(first, 256, b"") == sha256(first + bytes([0, 0, 0, 0, 0, 0, 1, 0])).digest()


@given(BODIES, st.integers(0, 20))
def test_a_chain_may_be_extended_and_checked_in_any_slices(bodies: list[bytes], cut: int) -> None:
    whole = extend(START, bodies)
    middle = check_follows(START, whole[:cut])
    assert extend(middle, bodies[cut:]) == whole[cut:]
    assert check_follows(middle, whole[cut:]) == Head(whole[-1].seq, whole[-1].hash)


@given(BODIES, st.data())
def test_an_altered_event_is_noticed(bodies: list[bytes], data: st.DataObject) -> None:
    events = extend(START, bodies)
    index = data.draw(st.integers(0, len(events) - 1))
    events[index] = events[index]._replace(body=events[index].body + b"!")
    with pytest.raises(RecordDamaged, match=f"event {index + 1} is not the one"):
        check_follows(START, events)


@given(st.lists(st.binary(max_size=5), min_size=2, max_size=20), st.data())
def test_a_missing_event_is_noticed(bodies: list[bytes], data: st.DataObject) -> None:
    events = extend(START, bodies)
    index = data.draw(st.integers(0, len(events) - 2))
    del events[index]
    with pytest.raises(RecordDamaged, match=f"event {index + 1} is missing"):
        check_follows(START, events)
