"""Suspected or confirmed: one detector may be wrong; a second one, a hand or a voice makes it real.

Test signals and exercises are tagged and kept apart, never dropped.
"""

from __future__ import annotations

from dispatch.core.world import Alarm, Incident, World

CONFIRMING_KINDS: dict[str, str] = {
    "manual_call_point": "a manual call point was pressed",
    "water_flow": "water flows in the sprinkler system",
}
CONFIRMING_SOURCES: dict[str, str] = {
    "phone": "somebody called",
    "person": "somebody reported it",
    "desk": "a dispatcher took it down",
}
"""What needs no second sign. A camera's own alarm is a detector's; a person who looked at the picture confirms."""


def confirmed_by_itself(source: str, kind: str) -> str | None:
    """Return why an alarm of this source and kind is real by itself; None where it wants a second sign."""
    return CONFIRMING_KINDS.get(kind) or CONFIRMING_SOURCES.get(source)


def confirmed_by_second(world: World, incident: Incident, alarm: Alarm) -> str | None:
    """Return why this alarm makes a suspected incident real: by itself, or as a second, independent detector."""
    alone = confirmed_by_itself(alarm.source, alarm.kind)
    if alone is not None:
        return alone
    others = (world.alarms[key] for key in incident.alarms if key != alarm.id)
    if any(_independent(alarm, other) for other in others):
        return "a second, independent detector"
    return None


def _independent(one: Alarm, other: Alarm) -> bool:
    """Whether two alarms come from different devices. What names no device proves no independence."""
    return (
        one.device is not None and other.device is not None and (one.source, one.device) != (other.source, other.device)
    )
