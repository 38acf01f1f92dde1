"""Where units are: what their phones say, what of it is believed, when they will be there; where they are posted.

A position that cannot be is written down and shown, and nobody counts with it.
"""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.duty import unit_of
from dispatch.core.decide.places import is_no_fix
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import query_for
from dispatch.core.errors import NotFound, Unusable
from dispatch.core.indexes import distance_m
from dispatch.core.instant import read_time
from dispatch.core.reach import Query, Reach
from dispatch.core.vocabulary import Place, PositionDoubt
from dispatch.core.whereabouts import under_way
from dispatch.core.world import Position, Sighting, World

SLACK_M = 150.0
"""Two fixes of a unit at rest may lie this far apart between tall buildings."""

EVERY_MS = 1_000
"""Of fixes that follow each other faster than this, and say nothing else of what is believed, the first is written."""


def report_position(step: Step, command: cmd.UnitReportPosition, _reach: Reach) -> None:
    """Write down where a unit is, and whether that is believed, once a second at most however often a phone says so.

    No fix is no position: it stays where it was seen.
    """
    unit = unit_of(step, command.unit)
    if command.lon is None or command.lat is None or is_no_fix(command.lon, command.lat):
        return
    occurred_at = read_time(command.occurred_at)
    if occurred_at is not None and occurred_at > step.now:
        occurred_at = None  # its clock is ahead, by however little: kept, it would make the next one late
    seen = Sighting(lon=command.lon, lat=command.lat, at=occurred_at or step.now)
    doubt = _doubt(step.world, unit.id, seen, command.accuracy_m)
    if step.by.role == "station" and _says_nothing_new(step.world.positions.get(unit.id), seen, doubt):
        return
    step.emit(
        ev.UnitPosition,
        to=_told(step.world, unit.id, unit.station),
        unit=unit.id,
        lon=command.lon,
        lat=command.lat,
        occurred_at=occurred_at,
        datum=command.datum,
        flags=command.odd,
        accuracy_m=command.accuracy_m,
        doubt=doubt,
    )


def query_estimate(world: World, unit: str) -> Query | None:
    """Ask how far a unit under way still is."""
    order = under_way(world, unit)
    incident = None if order is None else world.incidents.get(order.incident)
    if incident is None or not incident.place.located:
        return None
    return query_for(world, incident, unit=unit)


def estimate(step: Step, unit: str, reach: Reach) -> None:
    """Foresee the arrival of a unit under way anew, from where it is now; it has turned out already."""
    order = under_way(step.world, unit)
    if order is None:
        return
    travel = next((each for each in reach.around if each.unit == unit), None)
    if travel is None:
        eta_s = order.eta_s
    else:
        left_s = travel.eta_ms / 1000 - travel.legs.turnout_s
        eta_s = round((step.now - order.assigned_at) / 1000 + left_s, 3)
    step.emit_of(order, ev.ArrivalEstimated, eta_s=eta_s)


def go_stale(step: Step, unit: str) -> None:
    """Nobody has heard of a unit for too long: it counts from where it is posted, or from its station."""
    station = step.world.units[unit].station
    step.emit(ev.UnitPositionStale, to=_told(step.world, unit, station), unit=unit)


def post(step: Step, command: cmd.StandbyPost, _reach: Reach) -> None:
    """Post a unit somewhere for a time (备勤). Raises `Unusable` where the place or the time cannot be."""
    unit = unit_of(step, command.unit)
    where = _spot(step.world, command)
    from_at = read_time(command.from_at, "from_at") or step.now
    until_at = read_time(command.until, "until")
    if until_at is not None and until_at <= max(from_at, step.now):
        raise Unusable("until lies before the posting begins, or in the past; leave it out to post until it is ended")
    step.emit(
        ev.StandbyPosted,
        to=(unit.station,),
        unit=unit.id,
        station=unit.station,
        place=where,
        from_at=max(from_at, step.now),
        until_at=until_at,
        reason=command.reason,
    )
    if from_at <= step.now:
        begin(step, unit.id)


def begin(step: Step, unit: str, *, late_ms: int = 0) -> None:
    """From now on a unit counts from where it is posted."""
    station = step.world.units[unit].station
    step.emit(ev.StandbyBegun, to=(station,), unit=unit, station=station, fired_late_ms=late_ms)


def end(step: Step, unit: str, *, over: bool = True, late_ms: int = 0) -> None:
    """A posting is over: by its time, or since somebody ended it."""
    station = step.world.units[unit].station
    step.emit(ev.StandbyEnded, to=(station,), unit=unit, station=station, over=over, fired_late_ms=late_ms)


def end_by_hand(step: Step, command: cmd.StandbyEnd, _reach: Reach) -> None:
    """End a posting. Raises `NotFound` where the unit has none."""
    unit = unit_of(step, command.unit)
    if unit.id not in step.world.standbys:
        raise NotFound(f"{unit.name} is posted nowhere; standby.post does that")
    end(step, unit.id, over=False)


def _spot(world: World, command: cmd.StandbyPost) -> Place:
    """Return where a unit is posted: where the command says, else before the building that it names."""
    if command.building is not None and command.building not in world.buildings:
        raise Unusable(f"there is no building {command.building}; give lon and lat, or one of buildings.csv")
    if command.lon is not None and command.lat is not None and not is_no_fix(command.lon, command.lat):
        return Place(lon=command.lon, lat=command.lat, building=command.building, text=command.text)
    if command.building is None:
        raise Unusable("a posting needs a place: lon and lat, or a building")
    building = world.buildings[command.building]
    return Place(lon=building.lon, lat=building.lat, building=building.id, text=command.text)


def _doubt(world: World, unit: str, seen: Sighting, accuracy_m: float | None) -> PositionDoubt | None:
    """Return why a position is not believed; None where it is."""
    rules = world.settings.positions
    if accuracy_m is not None and accuracy_m > rules.accurate_within_m:
        return "inaccurate"
    last = world.positions.get(unit)
    if last is None or last.believed is None:
        return None
    if seen.at < last.believed.at:
        return "late"
    if _can_be(last.believed, seen, rules.fastest_mps) or _seen_again(last, seen, rules.fastest_mps):
        return None
    return "impossible"


def _says_nothing_new(last: Position | None, seen: Sighting, doubt: PositionDoubt | None) -> bool:
    return last is not None and last.doubt == doubt and 0 <= seen.at - last.at < EVERY_MS


def _seen_again(last: Position, seen: Sighting, fastest_mps: float) -> bool:
    """Whether the one before was not believed either and lies where this does: then the believed one erred."""
    return last.doubt == "impossible" and _can_be(Sighting(lon=last.lon, lat=last.lat, at=last.at), seen, fastest_mps)


def _can_be(before: Sighting, after: Sighting, fastest_mps: float) -> bool:
    away_m = distance_m(Place(lon=before.lon, lat=before.lat), Place(lon=after.lon, lat=after.lat)) or 0.0
    seconds: float = max(0, after.at - before.at) / 1000
    return away_m <= SLACK_M + fastest_mps * seconds


def _told(world: World, unit: str, station: str) -> tuple[str, ...]:
    """Return who hears of a unit's position: its station, and every station that goes to the same incident."""
    order = under_way(world, unit)
    incident = None if order is None else world.incidents.get(order.incident)
    if incident is None:
        return (station,)
    return tuple(dict.fromkeys((station, *(each.station for each in world.active_of(incident)))))
