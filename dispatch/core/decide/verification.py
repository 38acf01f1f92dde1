"""Suspected or confirmed: one detector may be wrong; a second one, a hand or a voice makes it real.

Test signals and exercises are tagged and kept apart, never dropped.
"""

from __future__ import annotations

from dispatch.core.decide.detectors import makes_sure
from dispatch.core.reasons import BySign, Sign
from dispatch.core.world import Incident, World

CONFIRMING_KINDS: dict[str, Sign] = {
    "manual_call_point": "manual_call_point",
    "water_flow": "water_flow",
}
CONFIRMING_SOURCES: dict[str, Sign] = {
    "phone": "called",
    "person": "reported",
    "desk": "taken_down",
}
"""What needs no second sign. A camera's own alarm is a detector's; a person who looked at the picture confirms."""


def confirmed_by_itself(source: str, kind: str) -> BySign | None:
    """Return why an alarm of this source and kind is real by itself; None where it wants a second sign."""
    sign = CONFIRMING_KINDS.get(kind) or CONFIRMING_SOURCES.get(source)
    return None if sign is None else BySign(sign=sign)


def confirmed_by_second(
    world: World, incident: Incident, *, source: str, kind: str, device: str | None, device_kind: str | None = None
) -> BySign | None:
    """Return why an alarm that joins makes a suspected incident real: by itself, or as a second, independent detector.

    ``incident`` is the one before the alarm joined. What names no device proves no independence, nor does what the
    district calls the same detector, nor an old signal, nor what is no witness by the district's pairs of families.
    """
    alone = confirmed_by_itself(source, kind)
    if alone is not None:
        return alone
    if device is not None and makes_sure(world, incident, (source, device), kind, device_kind):
        return BySign(sign="second_detector")
    return None
