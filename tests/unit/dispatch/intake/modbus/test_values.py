"""Registers are read as the district's table says; what is no value is said to be none."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, strategies as st

from dispatch.core.signal import Measured, Signal
from dispatch.intake.modbus.table import TableError, read_table
from dispatch.intake.modbus.values import Block, blocks_of, signals_of

FILE = """
[[gateway]]
id = "GW-PUMP"
host = "127.0.0.1"
[[gateway.register]]
address = "P1"
kind = "water_pressure"
at = 0
type = "int16"
what = "pressure"
unit = "MPa"
scale = 0.001
none = [0xFFFF, 0x7FFF]
low = 0.0
high = 2.5
[[gateway.register]]
address = "T1"
kind = "water_level"
at = 1
type = "float32"
order = "little"
what = "level"
unit = "m"
[[gateway.register]]
address = "P1"
at = 8
bits = { 0 = "fault", 3 = "low_battery" }
none = [0xFFFF]
"""
(PUMP,) = read_table(FILE)
FIRST, BITS = Block(1, "holding", 0, 3), Block(1, "holding", 8, 1)


def float_words(value: float) -> tuple[int, int]:
    high, low = struct.unpack(">HH", struct.pack(">f", value))
    return low, high


def said(pressure: int = 350, level: float = 1.5, bits: int = 0) -> dict[str, Signal]:
    answers = {FIRST: [pressure, *float_words(level)], BITS: [bits]}
    return {str(signal.address): signal for signal in signals_of(PUMP, answers)}


def test_what_lies_side_by_side_is_asked_for_at_once_and_a_gap_never() -> None:
    assert blocks_of(PUMP) == (FIRST, BITS)


def test_values_are_scaled_and_bits_are_conditions() -> None:
    signals = said(bits=0b1000)
    assert signals["P1"].measured == (Measured(what="pressure", value=0.35, unit="MPa"),)
    assert (signals["P1"].raised, signals["P1"].cleared) == (("low_battery",), ("fault",))
    assert signals["P1"].device_kind == "water_pressure"
    assert signals["T1"].measured == (Measured(what="level", value=1.5, unit="m"),)


@pytest.mark.parametrize("word", [0xFFFF, 0x7FFF, 0x8000, 2501])
def test_what_a_device_writes_for_no_value_and_what_cannot_be_is_none(word: int) -> None:
    signal = said(pressure=word)["P1"]
    assert signal.measured == ()
    assert "pressure" in signal.unread


@pytest.mark.parametrize("level", [float("nan"), float("inf"), float("-inf")])
def test_a_float_that_is_no_number_is_no_value(level: float) -> None:
    signal = said(level=level)["T1"]
    assert (signal.measured, list(signal.unread)) == ((), ["level"])


def test_a_status_word_of_a_dead_sensor_raises_nothing() -> None:
    signal = said(bits=0xFFFF)["P1"]
    assert (signal.raised, signal.cleared) == ((), ())
    assert "register 8" in signal.unread


def test_a_refusal_is_said_and_the_other_values_count() -> None:
    (one, other) = signals_of(PUMP, {FIRST: "exception 2: illegal data address", BITS: [1]})
    assert one.unread == {"pressure": "exception 2: illegal data address"}
    assert one.raised == ("fault",)
    assert other.unread == {"level": "exception 2: illegal data address"}


def test_a_short_answer_gives_what_it_has() -> None:
    signals = {str(each.address): each for each in signals_of(PUMP, {FIRST: [350, 0]})}
    assert signals["P1"].measured[0].value == 0.35
    assert signals["T1"].unread == {"level": "answered 2 of 3 registers"}


def test_a_device_that_did_not_answer_says_nothing() -> None:
    assert [each.address for each in signals_of(PUMP, {BITS: [0]})] == ["P1"]
    assert signals_of(PUMP, {}) == ()


@given(st.lists(st.integers(0, 0xFFFF), max_size=5), st.lists(st.integers(0, 0xFFFF), max_size=2))
def test_whatever_registers_say_no_value_is_impossible(first: list[int], bits: list[int]) -> None:
    for signal in signals_of(PUMP, {FIRST: first, BITS: bits}):
        assert all(-1e39 < each.value < 1e39 for each in signal.measured)
        assert "fire" not in signal.raised


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("at = -1\nwhat = 'x'", "registers are 0"),
        ("at = 65535\ntype = 'int32'\nwhat = 'x'", "registers are 0"),
        ("at = 0", "one of the two"),
        ("at = 0\nwhat = 'x'\nbits = { 0 = 'fault' }", "one of the two"),
        ("at = 0\nbits = { 16 = 'fault' }", "bits are 0 to 15"),
        ("at = 0\nbits = { 0 = 'smoke' }", "smoke"),
        ("at = 0\nwhat = 'x'\nkind = 'pump'", "no kind of device"),
        ("at = 0\nwhat = 'x'\nunit_id = 256", "units 0 to 255"),
        ("at = 0\nwhat = 'x'\nscale = 'a'", "scale"),
        ("at = 0\nwhat = 'x'\nfoo = 1", "foo"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(wrong: str, says: str) -> None:
    with pytest.raises(TableError, match=says):
        read_table(f"[[gateway]]\nid = 'G'\nhost = 'h'\n[[gateway.register]]\naddress = 'P1'\n{wrong}\n")


def test_a_gateway_is_there_once() -> None:
    one = "[[gateway]]\nid = 'G'\nhost = 'h'\nregister = []\n"
    with pytest.raises(TableError, match="twice"):
        read_table(one + one)
