"""Who sets a source of alarms aside, for how long, and what brings it back.

A test of a panel never hides a fire: as soon as anything but the shelved source itself speaks of the same incident, the
shelf is broken, and the source counts like any other.
"""

from __future__ import annotations

from collections.abc import Iterable

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.decide.verification import CONFIRMING_KINDS, CONFIRMING_SOURCES
from dispatch.core.errors import NotFound, Unusable
from dispatch.core.instant import read_time
from dispatch.core.reach import Reach
from dispatch.core.reasons import BySign
from dispatch.core.shelf import Shelf, ShelfEnd, parts_of
from dispatch.core.world import Alarm, Incident, World

USUAL_MS = 3_600_000
"""How long a source is shelved where nobody says."""

LONGEST_MS = 12 * 3_600_000
"""The longest: a shelf is forgotten at the change of a shift, and never outlasts the next one."""


def shelve(step: Step, command: cmd.SourceShelve, _reach: Reach) -> None:
    """Set a source aside, or a shelved one for another time."""
    until = read_time(command.until, "until") or step.now.plus(USUAL_MS)
    if not step.now < until <= step.now.plus(LONGEST_MS):
        raise Unusable("until lies in the past, or more than 12 hours ahead; a source is shelved again after that")
    if not parts_of(command.source):
        raise Unusable("source names no device: give a panel's or detector's name as its alarms have it in device")
    step.emit(
        ev.SourceShelved,
        source=command.source,
        building=_building_of(step.world, command.source),
        until=until,
        reason=command.reason,
    )


def unshelve(step: Step, command: cmd.SourceUnshelve, _reach: Reach) -> None:
    """Bring a source back. Raises `NotFound` where it is not shelved."""
    if command.source not in step.world.shelved:
        raise NotFound(f"{command.source} is not shelved (any more); GET /api/v1/state lists what is, as shelved")
    step.emit(ev.SourceUnshelved, source=command.source)


def lift_broken(step: Step) -> None:
    """Bring back what cannot be a mere test, after whatever a decision learned of an incident."""
    if not step.world.shelved:
        return
    told = {event.into if isinstance(event, ev.IncidentMerged) else event.incident for event in _signs(step.events)}
    confirmed = {event.incident for event in step.events if _confirms(event)}
    for key in sorted(told):
        incident = step.world.incidents.get(key)
        if incident is None or incident.test or incident.exercise:
            continue
        for source, shelf in sorted(step.world.shelved.items()):
            why = broken_by(step.world, shelf, incident, confirmed=key in confirmed)
            if why is not None:
                step.emit(ev.SourceUnshelved, incident=key, source=source, why=why)


def broken_by(world: World, shelf: Shelf, incident: Incident, *, confirmed: bool) -> ShelfEnd | None:
    """Return what in an incident of a shelved source could be a fire; None where it is the source's alone."""
    alarms = [world.alarms[key] for key in incident.alarms]
    covered = [each for each in alarms if shelf.covers(each.device, each.place.building)]
    if not covered:
        return None
    if any(each.source in CONFIRMING_SOURCES for each in alarms):
        return "person"
    if any(each.kind in CONFIRMING_KINDS for each in alarms):
        return "sure_sign"
    if len(covered) < len(alarms):
        return "second_source"
    if incident.trapped:
        return "trapped"
    return "confirmed" if confirmed else None


_SIGNS = (ev.AlarmRaised, ev.IncidentUpdated, ev.IncidentConfirmed, ev.IncidentMerged)


def _signs(
    events: Iterable[ev.Event],
) -> list[ev.AlarmRaised | ev.IncidentUpdated | ev.IncidentConfirmed | ev.IncidentMerged]:
    return [event for event in events if isinstance(event, _SIGNS)]


def _confirms(event: ev.Event) -> bool:
    """Whether somebody made sure; two detectors of one shelved panel are no second source."""
    if not isinstance(event, ev.IncidentConfirmed):
        return False
    return not (isinstance(event.because, BySign) and event.because.sign == "second_detector")


def _building_of(world: World, source: str) -> str | None:
    """Return the one building that a source's alarms of the last day were of; None where it has sent none.

    Raises `Unusable` where they were of several: a name that many panels share would silence a district.
    """
    own = parts_of(source)
    found = {each.place.building for each in world.alarms.values() if _is_of(each, own)} - {None}
    if len(found) > 1:
        raise Unusable(f"{source} has sent alarms from {len(found)} buildings today; name one panel or one device")
    return next(iter(found), None)


def _is_of(alarm: Alarm, own: tuple[str, ...]) -> bool:
    return alarm.device is not None and parts_of(alarm.device)[: len(own)] == own
