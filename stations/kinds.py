"""Kinds of incident: what an alarm may be about, and which of it is no fire.

A device or a person names a kind; one that is not here counts as a fire, which is the safe reading.
"""

from __future__ import annotations

FIRE_KINDS: tuple[str, ...] = (
    "smoke",
    "heat",
    "flame",
    "gas",
    "manual_call_point",
    "water_flow",
    "electrical",
    "report",
)
"""Signs of fire, and of gas that may burn."""

RESCUE_KINDS: tuple[str, ...] = (
    "rescue",
    "lift",
    "flood",
    "collapse",
    "traffic",
    "gas_leak",
    "water_rescue",
    "hazmat",
)
"""应急救援: people in need of any other kind, people in a lift, water in a building or street, a fallen building, a
road accident, gas that leaks, people in the water, dangerous goods."""


def is_rescue(kind: str) -> bool:
    """Whether it is no fire: it has plans of its own, and grades of its own."""
    return kind in RESCUE_KINDS
