"""An alarm becomes an incident, or joins the one that it belongs to."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.commands import AlarmRaise
from dispatch.core.decide import joining
from dispatch.core.decide.response import confirm, respond
from dispatch.core.decide.step import Step
from dispatch.core.decide.verification import confirmed_by_itself, confirmed_by_second
from dispatch.core.drill_queries import query_for, query_in
from dispatch.core.instant import Instant, from_text
from dispatch.core.reach import Query, Reach
from dispatch.core.reasons import BySign, reason_fields
from dispatch.core.vocabulary import KNOWN_KINDS, KNOWN_SOURCES, Flag, Place
from dispatch.core.world import Incident, World

CLOCK_OFF_MS = 5 * 60 * 1000
"""A device whose own time is further away than this is flagged; its alarm counts all the same."""

MAX_LONGITUDE, MAX_LATITUDE = 180, 90
MIN_FLOOR, MAX_FLOOR = -100, 1000
MAX_TRAPPED = 100_000
"""What is further off than this is a fault of the device that says it."""


def query(world: World, command: AlarmRaise, now: Instant) -> Query | None:
    """Return where crews would be needed: not for a test, nor where an alarm joins and sends nobody."""
    command, _ = in_its_drill(world, command)
    place, _ = resolve(world, command.place)
    joined = joining.find(world, command, place, now)
    if command.test:
        return None
    if joined is None:
        return query_in(world.drills.get(command.drill) if command.drill is not None else None, place)
    sends = _makes_real(joined.incident, command) is not None or _everybody_left(world, joined.incident)
    return query_for(world, joined.incident) if sends else None


def raise_alarm(step: Step, command: AlarmRaise, reach: Reach) -> None:
    """Open an incident and send who is needed, or join the open one that the alarm belongs to."""
    command, flags = in_its_drill(step.world, command)
    place, more = resolve(step.world, command.place)
    flags += more
    if command.trapped is not None and not 0 <= command.trapped <= MAX_TRAPPED:
        command, flags = replace(command, trapped=None), (*flags, "bad_trapped")
    flags += _own_time(command.occurred_at, step.now)[1]
    flags += () if command.source in KNOWN_SOURCES else ("unknown_source",)
    flags += () if command.kind in KNOWN_KINDS else ("unknown_kind",)
    flags += ("key_reused",) if command.key_reused else ()
    flags += ("text_cut",) if command.text_cut else ()
    joined = joining.find(step.world, command, place, step.now)
    if joined is None:
        if place.located and not reach.on_network and not command.test:
            flags += ("off_network", "swapped_coordinates") if reach.swapped else ("off_network",)
        incident_id = _open(step, command, place, flags)
    else:
        incident_id = joined.incident.id
    alarm = _write_down(step, incident_id, command, place, flags)
    if joined is None:
        _answer_new(step, incident_id, command, reach)
    else:
        step.emit_in(incident_id, ev.AlarmMerged, alarm=alarm, **reason_fields(joined.because))
        _answer_joined(step, joined.incident, command, reach)


def _write_down(step: Step, incident_id: str, command: AlarmRaise, place: Place, flags: tuple[Flag, ...]) -> str:
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
        occurred_at=_own_time(command.occurred_at, step.now)[0],
        reporter=command.reporter,
        trapped=command.trapped,
        note=command.note,
        test=command.test,
        flags=flags,
        drill=command.drill,
    )
    return alarm


def _answer_new(step: Step, incident_id: str, command: AlarmRaise, reach: Reach) -> None:
    """Send a look, or the whole plan where the alarm is real by itself."""
    if command.test:
        return
    reason = confirmed_by_itself(command.source, command.kind)
    if reason is None:
        respond(step, incident_id, reach)
    else:
        confirm(step, incident_id, reason, reach)


def _answer_joined(step: Step, before: Incident, command: AlarmRaise, reach: Reach) -> None:
    """Take over what the alarm knows better; the whole plan goes for a second sign, or where everybody has left."""
    if command.trapped is not None and command.trapped > (before.trapped or 0):
        step.emit_in(before.id, ev.IncidentUpdated, trapped=command.trapped)
    reason = _makes_real(before, command)
    if reason is not None:
        confirm(step, before.id, reason, reach)
    elif _everybody_left(step.world, before):
        respond(step, before.id, reach)


def _everybody_left(world: World, incident: Incident) -> bool:
    """Whether crews were there and are gone: an alarm after that must send somebody again."""
    return world.unattended(incident) and any(short.why == "nobody_left" for short in incident.shortfalls)


def _makes_real(incident: Incident, command: AlarmRaise) -> BySign | None:
    """Return why an alarm that joins confirms the incident; None where it does not, or where it is confirmed."""
    if incident.confirmed_at is not None or incident.test:
        return None
    return confirmed_by_second(incident, source=command.source, kind=command.kind, device=command.device)


def in_its_drill(world: World, command: AlarmRaise) -> tuple[AlarmRaise, tuple[Flag, ...]]:
    """Return an alarm that names a drill as an exercise of it; of one that is not running as an exercise, flagged."""
    if command.drill is None:
        return command, ()
    if command.drill in world.running_drills:
        return replace(command, exercise=True), ()
    return replace(command, exercise=True, drill=None), ("unknown_drill",)


def resolve(world: World, place: Place) -> tuple[Place, tuple[Flag, ...]]:
    """Complete a place from its building; return it with flags for what is wrong with it. Never refuses."""
    flags: tuple[Flag, ...] = ()
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
    floor = place.floor
    if floor is not None and not MIN_FLOOR <= floor <= MAX_FLOOR:
        flags += ("bad_floor",)
        floor = None
    return replace(place, lon=lon, lat=lat, floor=floor), flags


def next_number(world: World, now: Instant) -> str:
    """Return a number to say over a radio: the month and a count within it, ``11-0417``."""
    month = f"{_local(world, now).month:02d}"
    count = world.last_number + 1 if world.month == month else 1
    return f"{month}-{count:04d}"


def _local(world: World, now: Instant) -> datetime:
    return now.in_zone(ZoneInfo(world.settings.timezone))


def _open(step: Step, command: AlarmRaise, place: Place, flags: tuple[Flag, ...]) -> str:
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
        drill=command.drill,
    )
    return key


def _own_time(text: str | None, now: Instant) -> tuple[Instant | None, tuple[Flag, ...]]:
    """Read the sender's own time; flag it where it cannot be read or is far from the hub's."""
    if text is None:
        return None, ()
    try:
        moment = from_text(text)
    except ValueError:
        return None, ("bad_time",)
    return moment, ("clock_off",) if abs(moment - now) > CLOCK_OFF_MS else ()
