"""Which detectors are one: the same address on two ways in, as a district says it, or as it looks.

A panel that two gateways pass on is one panel. That two addresses are one is never assumed: a district names it. What
only looks like it is said with the incident, and counts as two.
"""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.core.shelf import parts_of
from dispatch.core.vocabulary import KNOWN_SOURCES
from dispatch.core.world import Incident
from stations.model import DistrictSettings
from stations.rules import Mirror

Detector = tuple[str, str]
"""A source and its device."""


_PARTS = 2
"""So many parts at least tell one address of a panel from another: loop and number."""


def other_detectors(settings: DistrictSettings, incident: Incident, detector: Detector) -> list[Detector]:
    """Return the detectors that an incident heard of itself, but this one, its mirrors, and those of old signals."""
    return [
        other
        for other in incident.devices
        if other != detector and other not in incident.old_devices and not _mirrored(settings, other, detector)
    ]


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
