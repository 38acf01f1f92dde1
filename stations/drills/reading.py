"""Reads a drill's plan from TOML or JSON.

As TOML::

    name = "示例：商圈拉动"
    kind = "no_notice"
    unannounced = true
    stations = ["S0001", "S0002"]         # nobody named: whoever the choice picks
    [place]
    building = "w1234"
    floor = 3
    [[objectives]]
    id = "arrive"
    milestone_to = "on_scene"             # from "assigned" where nothing else is said
    limit_s = 180
    [[objectives]]
    id = "hose"
    text = "水带两分钟内出水"             # judged by observers
    [[injects]]
    id = "lane"
    after_s = 60
    effect = "lane_blocked"
    lane = { lon = 106.57, lat = 29.56, radius_m = 40 }
    [[injects]]
    id = "second"
    upon = "on_scene"
    effect = "second_fire"
    place = { building = "w1234", floor = 18 }
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from stations.drills.checks import faults
from stations.drills.model import DrillPlan
from stations.problems import StationsError


class DrillPlanError(StationsError):
    """The plan cannot be read or carried out; the message names every fault that was found."""


def read_drill(path: Path) -> DrillPlan:
    """Read a plan from a ``.toml`` or ``.json`` file. Raises `DrillPlanError`, and OSError where there is no file."""
    try:
        data = path.read_bytes().decode("utf-8-sig")
        return parse_drill(json.loads(data) if path.suffix == ".json" else tomllib.loads(data))
    except (UnicodeDecodeError, json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise DrillPlanError(f"{path} cannot be read as {path.suffix.lstrip('.') or 'TOML'}: {error}") from error
    except DrillPlanError as error:
        raise DrillPlanError(f"{path}: {error}") from error


def parse_drill(data: Any) -> DrillPlan:
    """Read a plan from plain values. Raises `DrillPlanError`."""
    try:
        plan = msgspec.convert(data, DrillPlan)
    except msgspec.ValidationError as error:
        raise DrillPlanError(f"the drill's plan cannot be used: {error}") from error
    wrong = [f"{name} is unknown" for name in _unknown(data, msgspec.to_builtins(plan), "")] + list(faults(plan))
    if wrong:
        raise DrillPlanError("the drill's plan cannot be used: " + "; ".join(wrong))
    return plan


def _unknown(given: Any, read: Any, name: str) -> Iterator[str]:
    """Yield the keys that nothing was read from: a misspelt one must not pass unnoticed."""
    if isinstance(given, dict) and isinstance(read, dict):
        for key, value in given.items():
            path = f"{name}.{key}" if name else key
            if key in read:
                yield from _unknown(value, read[key], path)
            else:
                yield path
    elif isinstance(given, list) and isinstance(read, list | tuple):
        for number, (one, other) in enumerate(zip(given, read, strict=False), start=1):
            yield from _unknown(one, other, f"{name} {number}")
