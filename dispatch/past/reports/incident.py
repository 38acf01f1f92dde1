"""One incident or exercise as a value: what a page, a table or a program is told of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.lateness import Waterfall, waterfall
from dispatch.core.milestones import REPORTED
from dispatch.core.performance import Judgement, Track, judge, planned, tracks
from dispatch.core.vocabulary import CloseReason, IncidentOutcome, Note, Place, Struct
from dispatch.core.world import World
from dispatch.log.base import HeadProof
from dispatch.past.corridor_lines import CorridorLine, corridor_lines
from dispatch.past.drills.record import DrillRecord
from dispatch.past.help_lines import HelpLine, help_lines
from dispatch.past.reports.corridors import Drive, drive_of
from dispatch.past.reports.figures import Kept, Spread, kept, spreads
from dispatch.past.reports.samples import Opening, Sample, samples
from dispatch.past.why.explain import explain
from dispatch.past.why.explanation import Said


class MilestoneLine(Struct, frozen=True, kw_only=True):
    """One milestone of an order, planned against actual; ``off_ms`` is actual minus planned, None without either.

    ``heard_at``: when the hub heard of one that counts from when it was pressed.
    """

    name: str
    planned_at: Instant | None
    actual_at: Instant | None
    occurred_at: Instant | None
    off_ms: int | None
    heard_at: Instant | None = None


class OrderLine(Struct, frozen=True, kw_only=True):
    """One order as the report has it. Names are empty where the registry does not have the id any more."""

    assignment: str
    unit: str
    unit_name: str
    station: str
    station_name: str
    mode: str
    reason: str
    eta_s: float | None
    assigned_at: Instant
    milestones: tuple[MilestoneLine, ...]
    promises: tuple[Judgement, ...]
    ending: str | None
    ending_reason: str | None
    waterfall: Waterfall


class Marker(Struct, frozen=True, kw_only=True):
    """Something on the small map: ``what`` is ``incident``, ``station`` (that sent somebody) or ``unit``, where it was
    ``at`` last before the end."""

    what: str
    id: str
    name: str
    lon: float
    lat: float
    at: Instant | None = None


class Trail(Struct, frozen=True, kw_only=True):
    """Where a unit told us that it was, while the incident lasted: (lon, lat) in WGS-84 degrees, oldest first."""

    unit: str
    points: tuple[tuple[float, float], ...]


class IncidentReport(Struct, frozen=True, kw_only=True):
    """Everything that the page of one incident or exercise says.

    ``as_of`` is the moment that open promises were judged at; ``head`` is ``SEQ:HASH`` of the record then, with which
    ``onethree verify --head`` proves that nothing up to there was changed; ``proof`` is the same for who trusts
    only the record's public key, where the report was made with the key at hand. ``timeline`` are the events as stored.
    ``drives`` are those of the ``corridors`` whose unit arrived.
    ``drill`` is the record of the drill that an exercise is a part of, with its score, remarks and signature.
    """

    district: str
    timezone: str
    incident: str
    number: str
    exercise: bool
    test: bool
    kind: str
    place: Place
    place_name: str
    grade: int
    trapped: int | None
    opened_at: Instant
    first_order_at: Instant | None
    first_on_scene_at: Instant | None
    controlled_at: Instant | None
    handed_over: Said | None
    closed_at: Instant | None
    close_reason: CloseReason | None
    close_note: str | None
    as_of: Instant
    head: str
    orders: tuple[OrderLine, ...]
    kept: tuple[Kept, ...]
    spreads: tuple[Spread, ...]
    samples: tuple[Sample, ...]
    notes: tuple[Note, ...]
    markers: tuple[Marker, ...]
    trails: tuple[Trail, ...]
    timeline: tuple[ev.AnyEvent, ...]
    drill: DrillRecord | None = None
    proof: HeadProof | None = None
    outcome: IncidentOutcome | None = None
    helpers: tuple[HelpLine, ...] = ()
    corridors: tuple[CorridorLine, ...] = ()
    drives: tuple[Drive, ...] = ()


def incident_report(
    events: Sequence[ev.AnyEvent],
    incident: str,
    world: World,
    *,
    as_of: Instant,
    head: str,
    positions: Sequence[ev.UnitPosition] = (),
    drill: DrillRecord | None = None,
) -> IncidentReport:
    """Report one incident from its own events (`timeline`), oldest first; ``world`` lends names and places.

    ``positions`` are what units told while it lasted; those of units without an order for it are left out.
    Raises `NotFound` where the incident's opening is not among the events.
    """
    story = explain(events, incident)
    orders = [order for order in tracks(events).values() if order.incident == incident]
    judged = {order.assignment: judge(order, as_of) for order in orders}
    opening = Opening(incident, story.number, story.opened_at, story.exercise)
    measured = tuple(samples(opening, orders))
    closing, corridors = _closing(events, incident), corridor_lines(events)
    return IncidentReport(
        district=world.settings.name,
        timezone=world.settings.timezone,
        incident=incident,
        number=story.number,
        exercise=story.exercise,
        test=story.test,
        kind=story.kind,
        place=story.place,
        place_name=_building_name(world, story.place),
        grade=story.grade,
        trapped=_trapped(events),
        opened_at=story.opened_at,
        first_order_at=min((order.assigned_at for order in orders), default=None),
        first_on_scene_at=_first(orders, "on_scene"),
        controlled_at=_first(orders, "controlled"),
        handed_over=story.hand_over,
        outcome=_outcome(events, incident),
        closed_at=closing.at if closing else None,
        close_reason=closing.reason if closing else None,
        close_note=closing.note if closing else None,
        as_of=as_of,
        head=head,
        orders=tuple(_order(order, judged[order.assignment], world, as_of) for order in orders),
        kept=kept(each for found in judged.values() for each in found),
        spreads=spreads(measured),
        samples=measured,
        notes=tuple(_notes(events)),
        markers=(*_markers(story.place, orders, world, story.number), *_last_seen(orders, positions, world)),
        trails=tuple(_trails(orders, positions)),
        timeline=tuple(events),
        drill=drill,
        helpers=help_lines(events),
        corridors=tuple(corridors.values()),
        drives=_drives(orders, corridors),
    )


def _drives(orders: Sequence[Track], corridors: Mapping[str, CorridorLine]) -> tuple[Drive, ...]:
    """Return the drives of the orders that had a corridor."""
    found = (drive_of(each, corridors[each.assignment]) for each in orders if each.assignment in corridors)
    return tuple(each for each in found if each is not None)


def _outcome(events: Sequence[ev.AnyEvent], incident: str) -> IncidentOutcome | None:
    """Return what was said last of what came of it."""
    said = [
        each.outcome for each in events if isinstance(each, ev.IncidentOutcomeRecorded) and each.incident == incident
    ]
    return said[-1] if said else None


def _closing(events: Sequence[ev.Event], incident: str) -> ev.IncidentClosed | None:
    """Return the closing that still stands: a reopening undoes it."""
    found: ev.IncidentClosed | None = None
    for event in events:
        if event.incident != incident:
            continue
        if isinstance(event, ev.IncidentClosed):
            found = event
        elif isinstance(event, ev.IncidentReopened):
            found = None
    return found


def _trapped(events: Sequence[ev.Event]) -> int | None:
    told = [each.trapped for each in events if isinstance(each, ev.IncidentOpened | ev.IncidentUpdated)]
    return next((each for each in reversed(told) if each is not None), None)


def _first(orders: Sequence[Track], milestone: str) -> Instant | None:
    return min((order.reached[milestone] for order in orders if milestone in order.reached), default=None)


def _order(order: Track, promises: tuple[Judgement, ...], world: World, as_of: Instant) -> OrderLine:
    unit, station = world.units.get(order.unit), world.stations.get(order.station)
    return OrderLine(
        assignment=order.assignment,
        unit=order.unit,
        unit_name=unit.name if unit else "",
        station=order.station,
        station_name=station.name if station else "",
        mode=order.mode,
        reason=order.reason,
        eta_s=order.eta_s,
        assigned_at=order.assigned_at,
        milestones=_milestones(order),
        promises=promises,
        ending=order.ending,
        ending_reason=order.ending_reason,
        waterfall=waterfall(order, as_of),
    )


def _milestones(order: Track) -> tuple[MilestoneLine, ...]:
    foreseen = planned(order)
    lines = []
    for name in (*REPORTED[1:], "released"):
        due, actual = foreseen.get(name), order.reached.get(name)
        off = None if due is None or actual is None else actual - due
        lines.append(
            MilestoneLine(
                name=name,
                planned_at=due,
                actual_at=actual,
                occurred_at=order.occurred.get(name),
                off_ms=off,
                heard_at=order.heard.get(name),
            )
        )
    return tuple(lines)


def _notes(events: Sequence[ev.Event]) -> list[Note]:
    return [Note(at=each.at, by=each.by, text=each.text) for each in events if isinstance(each, ev.IncidentNoted)]


def _building_name(world: World, place: Place) -> str:
    building = world.buildings.get(place.building) if place.building else None
    return building.name if building else ""


def _markers(place: Place, orders: Sequence[Track], world: World, number: str) -> list[Marker]:
    """Return what can be drawn: the place where it is known, and every station that sent somebody, once."""
    found: list[Marker] = []
    if place.lon is not None and place.lat is not None:
        found.append(Marker(what="incident", id=number, name=number, lon=place.lon, lat=place.lat))
    senders = (world.stations.get(key) for key in dict.fromkeys(order.station for order in orders))
    found.extend(
        Marker(what="station", id=station.id, name=station.name, lon=station.lon, lat=station.lat)
        for station in senders
        if station is not None
    )
    return found


def _last_seen(orders: Sequence[Track], positions: Sequence[ev.UnitPosition], world: World) -> Iterator[Marker]:
    last = {each.unit: each for each in positions}
    for key in dict.fromkeys(order.unit for order in orders):
        if (seen := last.get(key)) is not None:
            unit = world.units.get(key)
            name = unit.name if unit else key
            yield Marker(what="unit", id=key, name=name, lon=seen.lon, lat=seen.lat, at=seen.at)


def _trails(orders: Sequence[Track], positions: Sequence[ev.UnitPosition]) -> Iterator[Trail]:
    for key in dict.fromkeys(order.unit for order in orders):
        points = tuple((each.lon, each.lat) for each in positions if each.unit == key)
        if len(points) > 1:
            yield Trail(unit=key, points=points)
