"""An alarm becomes an incident, or joins the one that its own device opened."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.commands import AlarmRaise
from dispatch.core.decide.choice import choose, plan_for
from dispatch.core.decide.step import Step
from dispatch.core.instant import Instant, from_text
from dispatch.core.reach import Query, Reach
from dispatch.core.vocabulary import KNOWN_KINDS, KNOWN_SOURCES, Place
from dispatch.core.world import Incident, World, device_key

CLOCK_OFF_MS = 5 * 60 * 1000
"""A device whose own time is further away than this is flagged; its alarm counts all the same."""

MAX_LONGITUDE, MAX_LATITUDE = 180, 90

SAME_DEVICE = "same device"


def query(world: World, command: AlarmRaise) -> Query | None:
    """Return where crews would be needed: nowhere new for an alarm that joins, or for a test."""
    place, _ = resolve(world, command.place)
    if command.test or joins(world, command) is not None:
        return None
    return Query(place=place)


def raise_alarm(step: Step, command: AlarmRaise, reach: Reach) -> None:
    """Open an incident and send who is needed, or join the open incident of the same device."""
    place, flags = resolve(step.world, command.place)
    occurred_at, time_flags = _own_time(command.occurred_at, step.now)
    flags += time_flags
    flags += () if command.source in KNOWN_SOURCES else ("unknown_source",)
    flags += () if command.kind in KNOWN_KINDS else ("unknown_kind",)
    flags += ("key_reused",) if command.key_reused else ()
    joined = joins(step.world, command)
    if joined is None:
        if place.located and not reach.on_network and not command.test:
            flags += ("off_network",)
        incident_id = _open(step, command, place, flags)
    else:
        incident_id = joined.id
    alarm = step.new_id("alm")
    step.emit_in(
        incident_id,
        ev.AlarmRaised,
        alarm=alarm,
        number=step.incident(incident_id).number,
        source=command.source,
        kind=command.kind,
        device=command.device,
        place=place,
        occurred_at=occurred_at,
        reporter=command.reporter,
        trapped=command.trapped,
        note=command.note,
        test=command.test,
        flags=flags,
    )
    if joined is not None:
        step.emit_in(incident_id, ev.AlarmMerged, alarm=alarm, reason=SAME_DEVICE)
    elif not command.test:
        plan = plan_for(step.world, step.incident(incident_id))
        choose(step, incident_id, plan.needs, reach, rule=f"plan {plan.name}")


def joins(world: World, command: AlarmRaise) -> Incident | None:
    """Return the open incident that the same device's alarm belongs to; the newest, where it was split."""
    if command.device is None:
        return None
    key = device_key(command.source, command.device, test=command.test, exercise=command.exercise)
    found = (world.incidents[each] for each in world.open_by_device.get(key, ()))
    return max(found, key=lambda incident: incident.opened_by_seq, default=None)


def resolve(world: World, place: Place) -> tuple[Place, tuple[str, ...]]:
    """Complete a place from its building; return it with flags for what is wrong with it. Never refuses."""
    flags: tuple[str, ...] = ()
    lon, lat = place.lon, place.lat
    if lon is not None and lat is not None and not (abs(lon) <= MAX_LONGITUDE and abs(lat) <= MAX_LATITUDE):
        flags += ("bad_coordinates",)
        lon = lat = None
    if place.building is not None:
        building = world.buildings.get(place.building)
        if building is None:
            flags += ("unknown_building",)
        elif lon is None or lat is None:
            lon, lat = building.lon, building.lat
    if lon is None or lat is None:
        lon = lat = None
        flags += ("unlocated",)
    return replace(place, lon=lon, lat=lat), flags


def next_number(world: World, now: Instant) -> str:
    """Return a number to say over a radio: the month and a count within it, ``11-0417``."""
    month = f"{_local(world, now).month:02d}"
    count = world.last_number + 1 if world.month == month else 1
    return f"{month}-{count:04d}"


def _local(world: World, now: Instant) -> datetime:
    return now.in_zone(ZoneInfo(world.settings.timezone))


def _open(step: Step, command: AlarmRaise, place: Place, flags: tuple[str, ...]) -> str:
    key = step.new_id("inc")
    step.emit_in(
        key,
        ev.IncidentOpened,
        exercise=command.exercise,
        number=next_number(step.world, step.now),
        kind=command.kind,
        place=place,
        grade=1,
        trapped=command.trapped,
        test=command.test,
        flags=flags,
    )
    return key


def _own_time(text: str | None, now: Instant) -> tuple[Instant | None, tuple[str, ...]]:
    """Read the sender's own time; flag it where it cannot be read or is far from the hub's."""
    if text is None:
        return None, ()
    try:
        moment = from_text(text)
    except ValueError:
        return None, ("bad_time",)
    return moment, ("clock_off",) if abs(moment - now) > CLOCK_OFF_MS else ()
