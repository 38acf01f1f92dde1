"""Which detectors are one: the same address on two ways in, as a district says it, or as it looks.

A panel that two gateways pass on is one panel. That two addresses are one is never assumed: a district names it. What
only looks like it is said with the incident, and counts as two.
"""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.core.known_devices import row_of
from dispatch.core.shelf import parts_of
from dispatch.core.vocabulary import KNOWN_SOURCES
from dispatch.core.world import Incident, World
from stations.device_kinds import DEVICE_KINDS
from stations.model import DistrictSettings
from stations.rules import Mirror

Detector = tuple[str, str]
"""A source and its device."""


_FAMILIES = {
    "electrical": "electrical",
    "gas": "gas",
    "manual_call_point": "call_point",
    "water_flow": "flow",
}
"""Families by the kind of an alarm, of what no table names; everything else counts as a detector."""

_PARTS = 2
"""So many parts at least tell one address of a panel from another: loop and number."""


def other_detectors(world: World, incident: Incident, detector: Detector) -> list[Detector]:
    """Return the detectors that an incident heard of itself, but this one, its mirrors, and those of old signals."""
    own = witness_of(world, detector[1])
    return [
        other
        for other in incident.devices
        if other != detector and other not in incident.old_devices and not _mirrored(world.settings, other, detector)
        if own is None or own != witness_of(world, other[1])
    ]


def witness_of(world: World, device: str) -> str | None:
    """Return the device of the table that a detector is or only mirrors; None where no table names it."""
    row = row_of(world, device)
    return None if row is None else row.mirror_of or row.id


def makes_sure(world: World, incident: Incident, detector: Detector, kind: str, device_kind: str | None = None) -> bool:
    """Whether a detector's alarm of a kind and another of the incident are two witnesses, by the district's pairs.

    What only repeats others (a panel) or warns of a line (an electrical monitor) is none.
    """
    own, pairs = family_of(world, detector, kind, device_kind), world.settings.signals.witnesses
    return any(
        (own, theirs) in pairs or (theirs, own) in pairs
        for other in other_detectors(world, incident, detector)
        for theirs in (family_of(world, other, _kind_in(world, incident, other)),)
    )


def family_of(world: World, detector: Detector, kind: str, device_kind: str | None = None) -> str:
    """Return the family of what gave an alarm: by the table, by what it said of itself, else by its alarm's kind."""
    row, state = row_of(world, detector[1]), world.conditions.get(detector[1])
    known = row.kind if row is not None else device_kind or (state.kind if state is not None else None)
    found = DEVICE_KINDS.get(known or "")
    return found.family if found is not None else _FAMILIES.get(kind, "detector")


def _kind_in(world: World, incident: Incident, detector: Detector) -> str:
    """Return what kind of alarm an incident heard of a detector first."""
    alarms = (world.alarms[key] for key in incident.alarms)
    return next((each.kind for each in alarms if (each.source, each.device) == detector), "")


def looks_like_one(one: Detector, other: Detector) -> bool:
    """Whether two detectors have one address, however it is written, perhaps with a gateway's name before it."""
    longer, shorter = sorted((parts_of(one[1]), parts_of(other[1])), key=len, reverse=True)
    return longer == shorter or (len(shorter) >= _PARTS and longer[-len(shorter) :] == shorter)


def names_of(settings: DistrictSettings, detector: Detector) -> Iterator[Detector]:
    """Yield a detector and every name that the district says it goes by, itself first."""
    yield detector
    source, device = detector
    for mirror in settings.signals.mirrors:
        if _names(mirror, device):
            yield from ((each, name) for name in mirror.devices for each in sorted({*KNOWN_SOURCES, source}))
        if source in mirror.sources:
            yield from ((each, device) for each in mirror.sources if each != source)


def _mirrored(settings: DistrictSettings, one: Detector, other: Detector) -> bool:
    return any(
        (_names(mirror, one[1]) and _names(mirror, other[1]))
        or (one[0] in mirror.sources and other[0] in mirror.sources and parts_of(one[1]) == parts_of(other[1]))
        for mirror in settings.signals.mirrors
    )


def _names(mirror: Mirror, device: str) -> bool:
    return parts_of(device) in {parts_of(each) for each in mirror.devices}
