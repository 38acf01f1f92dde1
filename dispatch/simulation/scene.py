"""What crews find when they get there, and say: mostly one thing, now and then several, wrong, or contradicting others.

Invented shares (示例): nobody has published what micro-station crews report.
"""

from __future__ import annotations

import random
from typing import Any

from dispatch.core import commands as cmd, events as ev
from dispatch.core.scene import Saw

SIGHTS: dict[Saw, float] = {"no_fire": 0.55, "fire": 0.3, "cannot_tell": 0.15}
ALSO = 0.25
"""The share of reports that say more than what was seen."""

_MORE: tuple[dict[str, Any], ...] = (
    {"floor": 3, "room": "示例 302"},
    {"burning": "示例: a pan"},
    {"trapped": 1},
    {"trapped": 0, "got_out": 2},
    {"hurt": 1},
    {"under_control": True},
    {"out": True},
    {"water": "no_water"},
    {"water": "hydrant_dry", "hydrant": "hyd-1"},
    {"trapped": -3},
    {"note": "示例: smoke on the stairs"},
)


def report(order: ev.AssignmentAssigned, rng: random.Random) -> cmd.SceneReport:
    """Return what a crew says of the scene of its order."""
    saw = rng.choices(list(SIGHTS), list(SIGHTS.values()))[0]
    more = rng.choice(_MORE) if rng.random() < ALSO else {}
    return cmd.SceneReport(incident=order.incident, assignment=order.assignment, saw=saw, **more)
