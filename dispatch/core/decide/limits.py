"""Measured values against the limits of their device: told once when crossed, and once when back by the hysteresis."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

from dispatch.core.devices import Beyond, Way
from dispatch.core.signal import Measured
from stations.devices import Device

LIMITED: dict[str, str] = {
    "water_pressure": "pressure",
    "water_level": "level",
    "hydrant": "pressure",
    "fire_pump": "pressure",
    "sprinkler_pump": "pressure",
    "fire_tank": "level",
    "extinguisher": "pressure",
    "residual_current": "current",
    "cable_temperature": "temperature",
    "gas_detector": "concentration",
    "gas_point": "concentration",
    "gas_line": "concentration",
    "gas_standalone": "concentration",
}
"""Of a kind that may measure several things: the one that its row's limits are of."""


class Crossing(NamedTuple):
    """A value that crossed a limit of its device, which way."""

    measured: Measured
    limit: float
    way: Way


def crossings(row: Device | None, beyond: dict[str, Beyond], measured: tuple[Measured, ...]) -> Iterator[Crossing]:
    """Yield what values say that is news: nothing without limits, nothing of what is no finite number.

    A value beyond a limit comes back only past the limit by the row's ``hysteresis``: one that trembles at its limit
    tells nobody twice.
    """
    if row is None or (row.low is None and row.high is None):
        return
    for value in _limited(row, measured):
        before = beyond.get(value.what)
        crossed = _beyond(row, value)
        if crossed is not None and (before is None or before.way != crossed.way):
            yield crossed
        elif crossed is None and before is not None and _is_back(row, before, value.value):
            yield Crossing(value, before.limit, "back")


def _limited(row: Device, measured: tuple[Measured, ...]) -> list[Measured]:
    """Return the value that a row's limits are of: its kind's own, else the only one that there is."""
    finite = [each for each in measured if isfinite(each.value)]
    own = [each for each in finite if each.what == LIMITED.get(row.kind)]
    if own:
        return own[-1:]
    return finite if len(finite) == 1 and row.kind not in LIMITED else []


def _beyond(row: Device, value: Measured) -> Crossing | None:
    if row.low is not None and value.value < row.low:
        return Crossing(value, row.low, "low")
    if row.high is not None and value.value > row.high:
        return Crossing(value, row.high, "high")
    return None


def _is_back(row: Device, before: Beyond, value: float) -> bool:
    margin = row.hysteresis or 0.0
    return value >= before.limit + margin if before.way == "low" else value <= before.limit - margin
