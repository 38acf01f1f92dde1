"""The speeds that are tried: one for all streets, and few-class models that differ from it by a few steps.

Only what tells one way from another is tried here. How fast a crew is over all follows from the recorded arrivals
(`routing.calibration.fit`), so a candidate's speeds stand in proportion to the local street's.
"""

import math
from collections.abc import Iterator
from itertools import product

import msgspec

from routing.modes import Mode, override

UNIFORM_KMH = 30.0
"""The speed on local streets before the fit; no mode is given more than its own fastest."""

_FREEWAYS = ("motorway", "motorway_link")
_ARTERIAL = frozenset({"trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link"})
_COLLECTOR = frozenset({"tertiary", "tertiary_link", "unclassified"})
_YARD = frozenset({"living_street", "service", "track", "pedestrian"})
"""Ways that trips hardly ever lead along: these keep the relation to the local street that the mode gives them."""

_RATIOS = ((1.0, 1.0), (1.0, 1.2), (1.0, 1.35), (1.2, 1.2), (1.2, 1.35), (1.2, 1.5))
"""Collector and arterial streets, as many times as fast as local ones."""

_JUNCTIONS_S = (0.0, 2.0, 4.0, 6.0)
_KERB_KMH = 20.0
"""From the road to the place as an engine rolls the last metres, not as a crew walks them."""

_STEP = math.log(1.2)


class Candidate(msgspec.Struct, frozen=True):
    """Speeds to be tried. `steps` counts how far they are from one speed for all: each must earn its place."""

    mode: Mode
    steps: float


def uniform(mode: Mode) -> Mode:
    """Return a mode with one speed on everything that it may use, and no freeways."""
    kmh = _local_kmh(mode)
    speeds: dict[str, float | bool] = dict.fromkeys(mode.speeds_kmh, kmh)
    return override(mode, {"speeds_kmh": {**speeds, **_no_freeways(mode)}, "junction_s": 0.0})


def candidates(mode: Mode) -> Iterator[Candidate]:
    """Yield what is tried for a mode, the uniform speed first."""
    yield Candidate(uniform(mode), 0.0)
    kerbs = (False, True) if mode.approach_kmh < min(_KERB_KMH, _local_kmh(mode)) else (False,)
    for (collector, arterial), junction_s, kerb in product(_RATIOS, _JUNCTIONS_S, kerbs):
        steps = (math.log(collector) + math.log(arterial)) / _STEP + junction_s / 2 + kerb
        if steps:
            yield Candidate(_few_classes(mode, collector, arterial, junction_s, kerb=kerb), steps)


def paced(mode: Mode, pace: float) -> Mode:
    """Return a mode that takes `pace` times as long over every street, junction and last metre."""
    speeds = {way: round(kmh / pace, 1) for way, kmh in mode.speeds_kmh.items()}
    changes = {"junction_s": round(mode.junction_s * pace, 2), "approach_kmh": round(mode.approach_kmh / pace, 1)}
    return override(mode, {"speeds_kmh": speeds, **changes})


def _few_classes(mode: Mode, collector: float, arterial: float, junction_s: float, *, kerb: bool) -> Mode:
    local = _local_kmh(mode)
    known = mode.speeds_kmh.get("residential", local)
    speeds: dict[str, float | bool] = {}
    for way, kmh in mode.speeds_kmh.items():
        if way in _YARD:
            speeds[way] = local * min(1.0, kmh / known)
        else:
            speeds[way] = local * (arterial if way in _ARTERIAL else collector if way in _COLLECTOR else 1.0)
    changes = {"speeds_kmh": {**speeds, **_no_freeways(mode)}, "junction_s": junction_s}
    return override(mode, {**changes, "approach_kmh": min(_KERB_KMH, local)} if kerb else changes)


def _local_kmh(mode: Mode) -> float:
    return min(UNIFORM_KMH, max(mode.speeds_kmh.values()))


def _no_freeways(mode: Mode) -> dict[str, bool]:
    return {way: False for way in _FREEWAYS if way in mode.speeds_kmh}
