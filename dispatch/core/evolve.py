"""``evolve(world, event) -> world``: what each event changes. Nothing is decided here and nothing can fail.

One function per event, found by its type; the bookkeeping that follows from several events (the indexes, the end of
an assignment) stands once, at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.indexes import devices_of, incident_keys, moved, station_keys
from dispatch.core.vocabulary import Ending, Note
from dispatch.core.world import (
    Alarm,
    Assignment,
    Closure,
    Incident,
    Message,
    Position,
    Proposal,
    Shortfall,
    World,
)
from stations.model import Unit


def evolve(world: World, event: ev.Event) -> World:
    """Return the World after ``event``, which must be the next one (its seq is the World's plus one)."""
    changed: World = _RULES[type(event)](world, event)
    return replace(changed, seq=event.seq, at=event.at)


def fold(events: Iterable[ev.Event], world: World | None = None) -> World:
    """Fold events, in order, onto a World (from nothing, where none is given)."""
    result = World() if world is None else world
    for event in events:
        result = evolve(result, event)
    return result


# --- alarms -----------------------------------------------------------------------------------------------------------


def _alarm_raised(world: World, event: ev.AlarmRaised) -> World:
    alarm = Alarm(
        id=event.alarm,
        incident=event.incident,
        source=event.source,
        kind=event.kind,
        device=event.device,
        place=event.place,
        at=event.at,
        note=event.note,
        test=event.test,
        flags=event.flags,
    )
    incident = world.incidents[event.incident]
    world = _put_alarm(world, alarm)
    device = () if alarm.device is None else ((alarm.source, alarm.device),)
    joined = replace(
        incident,
        alarms=(*incident.alarms, alarm.id),
        devices=incident.devices if device and device[0] in incident.devices else incident.devices + device,
        last_alarm_at=event.at,
    )
    return _put_incident(world, joined)


def _alarm_merged(world: World, event: ev.AlarmMerged) -> World:
    return _put_alarm(world, replace(world.alarms[event.alarm], joined=event.reason))


def _alarm_split(world: World, event: ev.AlarmSplit) -> World:
    source = world.incidents[event.incident]
    rest = tuple(key for key in source.alarms if key != event.alarm)
    world = _with_alarms(world, source, rest)
    target = world.incidents[event.into]
    world = _put_alarm(world, replace(world.alarms[event.alarm], incident=target.id, joined=None))
    return _with_alarms(world, target, (*target.alarms, event.alarm))


# --- incidents --------------------------------------------------------------------------------------------------------


def _incident_opened(world: World, event: ev.IncidentOpened) -> World:
    incident = Incident(
        id=event.incident,
        number=event.number,
        kind=event.kind,
        place=event.place,
        grade=event.grade,
        opened_at=event.at,
        opened_by_seq=event.seq,
        exercise=event.exercise,
        test=event.test,
        trapped=event.trapped,
        flags=event.flags,
    )
    month, number = event.number.split("-")
    return replace(_put_incident(world, incident), month=month, last_number=int(number))


def _incident_taken(world: World, event: ev.IncidentTaken) -> World:
    return _put_incident(world, replace(world.incidents[event.incident], taken_by=event.by))


def _incident_updated(world: World, event: ev.IncidentUpdated) -> World:
    incident = world.incidents[event.incident]
    place = incident.place if event.place is None else event.place
    flags = incident.flags
    if place.located:
        flags = tuple(flag for flag in flags if flag != "unlocated")
    changed = replace(
        incident,
        place=place,
        flags=flags,
        kind=incident.kind if event.kind is None else event.kind,
        trapped=incident.trapped if event.trapped is None else event.trapped,
    )
    return _put_incident(world, changed)


def _incident_confirmed(world: World, event: ev.IncidentConfirmed) -> World:
    return _put_incident(world, replace(world.incidents[event.incident], confirmed_at=event.at))


def _incident_graded(world: World, event: ev.IncidentGraded) -> World:
    return _put_incident(world, replace(world.incidents[event.incident], grade=event.grade))


def _incident_noted(world: World, event: ev.IncidentNoted) -> World:
    incident = world.incidents[event.incident]
    note = Note(at=event.at, by=event.by, text=event.text)
    return _put_incident(world, replace(incident, notes=(*incident.notes, note)))


def _incident_handed_over(world: World, event: ev.IncidentHandedOver) -> World:
    incident = world.incidents[event.incident]
    return _put_incident(world, replace(incident, handed_over_at=event.at, receiver=event.receiver))


def _incident_merged(world: World, event: ev.IncidentMerged) -> World:
    source, target = world.incidents[event.incident], world.incidents[event.into]
    for key in source.alarms:
        world = _put_alarm(world, replace(world.alarms[key], incident=target.id, joined=event.reason))
    for assignment in tuple(world.assignments_of(source)):
        moved = replace(assignment, incident=target.id)
        world = replace(world, assignments=world.assignments.insert(moved.id, moved))
    joined = replace(
        target,
        alarms=(*target.alarms, *source.alarms),
        devices=tuple(dict.fromkeys((*target.devices, *source.devices))),
        assignments=(*target.assignments, *source.assignments),
        notes=(*target.notes, *source.notes),
        trapped=_more(target.trapped, source.trapped),
        last_alarm_at=max(target.last_alarm_at, source.last_alarm_at),
        confirmed_at=target.confirmed_at or source.confirmed_at,
    )
    world = _put_incident(world, joined)
    emptied = replace(
        source,
        alarms=(),
        devices=(),
        assignments=(),
        shortfalls=(),
        closed_at=event.at,
        close_reason="merged",
        merged_into=target.id,
    )
    return _put_incident(world, emptied)


def _incident_closed(world: World, event: ev.IncidentClosed) -> World:
    incident = world.incidents[event.incident]
    return _put_incident(world, replace(incident, closed_at=event.at, close_reason=event.reason, shortfalls=()))


def _incident_reopened(world: World, event: ev.IncidentReopened) -> World:
    incident = world.incidents[event.incident]
    return _put_incident(world, replace(incident, closed_at=None, close_reason=None))


def _incident_archived(world: World, event: ev.IncidentArchived) -> World:
    incident = world.incidents[event.incident]
    alarms, assignments = world.alarms, world.assignments
    for key in incident.alarms:
        alarms = alarms.remove(key)
    for key in incident.assignments:
        assignments = assignments.remove(key)
    messages, proposals = world.messages, world.proposals
    for message in tuple(messages.values()):
        if message.incident == incident.id:
            messages = messages.remove(message.id)
    for proposal in tuple(proposals.values()):
        if proposal.incident == incident.id:
            proposals = proposals.remove(proposal.id)
    return replace(
        world,
        incidents=world.incidents.remove(incident.id),
        alarms=alarms,
        assignments=assignments,
        messages=messages,
        proposals=proposals,
    )


# --- choice -----------------------------------------------------------------------------------------------------------


def _dispatch_chosen(world: World, event: ev.DispatchChosen) -> World:
    """Begin a choice: what was missing of these needs is about to be sent, or named again."""
    incident = world.incidents[event.incident]
    rest = tuple(short for short in incident.shortfalls if short.need not in event.needs)
    return _put_incident(world, replace(incident, shortfalls=rest))


def _dispatch_shortfall(world: World, event: ev.DispatchShortfall) -> World:
    incident = world.incidents[event.incident]
    others = tuple(short for short in incident.shortfalls if short.need != event.need)
    named = Shortfall(need=event.need, missing=event.missing, why=event.why)
    return _put_incident(world, replace(incident, shortfalls=(*others, named)))


def _dispatch_proposed(world: World, event: ev.DispatchProposed) -> World:
    proposal = Proposal(
        id=event.proposal, incident=event.incident, moves=event.moves, gain_s=event.gain_s, due_at=event.due_at
    )
    return replace(world, proposals=world.proposals.insert(proposal.id, proposal))


def _dispatch_settled(world: World, event: ev.DispatchSettled) -> World:
    return replace(world, proposals=world.proposals.discard(event.proposal))


def _dispatch_forewarned(world: World, event: ev.DispatchForewarned) -> World:
    incident = world.incidents[event.incident]
    return _put_incident(world, replace(incident, forewarned=(*incident.forewarned, event.station)))


# --- assignments ------------------------------------------------------------------------------------------------------


def _assigned(world: World, event: ev.AssignmentAssigned) -> World:
    kind = world.stations[event.station].kind
    assignment = Assignment(
        id=event.assignment,
        incident=event.incident,
        unit=event.unit,
        station=event.station,
        station_kind=kind,
        mode=event.mode,
        reason=event.reason,
        assigned_seq=event.seq,
        assigned_at=event.at,
        eta_s=event.eta_s,
        legs=event.legs,
        targets=event.targets,
        exercise=event.exercise,
    )
    incident = world.incidents[event.incident]
    by_ladder = event.reason.startswith("ladder")
    world = _put_incident(
        world,
        replace(
            incident,
            assignments=(*incident.assignments, assignment.id),
            shortfalls=tuple(short for short in incident.shortfalls if short.why != "nobody_left"),
            ladder_units=incident.ladder_units + by_ladder,
        ),
    )
    held = world.active_by_unit.get(event.unit, ())
    return replace(
        world,
        assignments=world.assignments.insert(assignment.id, assignment),
        active_by_unit=world.active_by_unit.insert(event.unit, (*held, assignment.id)),
    )


def _milestone(field: str) -> Callable[[World, ev.AssignmentEvent], World]:
    def rule(world: World, event: ev.AssignmentEvent) -> World:
        return _put_assignment(world, replace(world.assignments[event.assignment], **{field: event.at}))

    return rule


def _delivered(world: World, event: ev.AssignmentDelivered) -> World:
    assignment = world.assignments[event.assignment]
    shown = replace(
        assignment,
        delivered_at=assignment.delivered_at or event.at,
        delivered_to=(*assignment.delivered_to, event.by.name),
    )
    return _put_assignment(world, shown)


def _ending(ending: Ending) -> Callable[[World, ev.AssignmentEvent], World]:
    def rule(world: World, event: ev.AssignmentEvent) -> World:
        ended = replace(world.assignments[event.assignment], ending=ending, ended_at=event.at)
        world = _put_assignment(world, ended)
        rest = tuple(key for key in world.active_by_unit.get(event.unit, ()) if key != event.assignment)
        by_unit = world.active_by_unit
        by_unit = by_unit.insert(event.unit, rest) if rest else by_unit.discard(event.unit)
        return replace(world, active_by_unit=by_unit)

    return rule


# --- targets and ladder: what acted once is remembered with the assignment --------------------------------------------


def _target_warned(world: World, event: ev.TargetWarned) -> World:
    return _fired(world, event, f"warn:{event.target}:{event.percent}")


def _target_missed(world: World, event: ev.TargetMissed) -> World:
    return _fired(world, event, f"miss:{event.target}")


def _target_met(world: World, event: ev.TargetMet) -> World:
    return _fired(world, event, f"met:{event.target}")


def _ladder_climbed(world: World, event: ev.LadderClimbed) -> World:
    world = _fired(world, event, f"rung:{event.rung}")
    return _put_assignment(world, replace(world.assignments[event.assignment], alerts=event.count))


def _fired(world: World, event: ev.AssignmentEvent, key: str) -> World:
    assignment = world.assignments[event.assignment]
    return _put_assignment(world, replace(assignment, fired=(*assignment.fired, key)))


def _ladder_held(world: World, event: ev.LadderHeld | ev.LadderResumed) -> World:
    held = isinstance(event, ev.LadderHeld)
    return _put_assignment(world, replace(world.assignments[event.assignment], held=held))


# --- channels ---------------------------------------------------------------------------------------------------------


def _channel_called(world: World, event: ev.ChannelCalled) -> World:
    message = Message(
        id=event.message,
        incident=event.incident,
        use=event.use,
        assignment=event.assignment,
        station=event.station,
        text=event.text,
        at=event.at,
        waiting=event.channels,
    )
    return replace(world, messages=world.messages.insert(message.id, message))


def _channel_sent(world: World, event: ev.ChannelSent) -> World:
    return _message_left(world, event.message, event.channel, dead=False)


def _channel_failed(world: World, event: ev.ChannelFailed) -> World:
    return _message_left(world, event.message, event.channel, dead=True)


def _message_left(world: World, key: str, channel: str, *, dead: bool) -> World:
    message = world.messages[key]
    waiting = tuple(each for each in message.waiting if each != channel)
    dead_letters = (*message.dead, channel) if dead else message.dead
    if not waiting and not dead_letters:
        return replace(world, messages=world.messages.remove(key))
    return replace(world, messages=world.messages.insert(key, replace(message, waiting=waiting, dead=dead_letters)))


# --- district ---------------------------------------------------------------------------------------------------------


def _unit_position(world: World, event: ev.UnitPosition) -> World:
    position = Position(lon=event.lon, lat=event.lat, at=event.occurred_at or event.at)
    return replace(world, positions=world.positions.insert(event.unit, position))


def _road_closed(world: World, event: ev.RoadClosed) -> World:
    closure = Closure(
        id=event.closure,
        area=event.area,
        modes=event.modes,
        until=event.until,
        by=event.by,
        at=event.at,
        reason=event.reason,
    )
    return replace(world, closures=world.closures.insert(closure.id, closure))


def _road_opened(world: World, event: ev.RoadOpened) -> World:
    return replace(world, closures=world.closures.remove(event.closure))


def _duty_changed(world: World, event: ev.DutyChanged) -> World:
    off = world.off_duty.discard(event.unit) if event.on else world.off_duty.insert(event.unit, event.at)
    return replace(world, off_duty=off)


def _registry_changed(world: World, event: ev.RegistryChanged) -> World:
    stations, index, buildings = world.stations, world.stations_by, world.buildings
    for station in event.stations:
        index = moved(index, station.id, station_keys(stations.get(station.id)), station_keys(station))
        stations = stations.insert(station.id, station)
    for building in event.buildings:
        buildings = buildings.insert(building.id, building)
    for key in event.dropped_stations:
        index = moved(index, key, station_keys(stations.get(key)), set())
        stations = stations.discard(key)
    for key in event.dropped_buildings:
        buildings = buildings.discard(key)
    settings = world.settings if event.settings is None else event.settings
    world = replace(world, settings=settings, stations=stations, stations_by=index, buildings=buildings)
    return _put_units(world, event.units, event.dropped_units)


def _nothing(world: World, _event: ev.Event) -> World:
    return world


# --- bookkeeping ------------------------------------------------------------------------------------------------------


def _put_alarm(world: World, alarm: Alarm) -> World:
    return replace(world, alarms=world.alarms.insert(alarm.id, alarm))


def _put_assignment(world: World, assignment: Assignment) -> World:
    return replace(world, assignments=world.assignments.insert(assignment.id, assignment))


def _put_incident(world: World, incident: Incident) -> World:
    """Replace an incident and keep the index of open incidents true."""
    before = world.incidents.get(incident.id)
    index = world.open_by
    if before is None or _indexed(before) != _indexed(incident):
        index = moved(index, incident.id, incident_keys(before), incident_keys(incident))
    return replace(world, incidents=world.incidents.insert(incident.id, incident), open_by=index)


def _indexed(incident: Incident) -> tuple[object, ...]:
    return (incident.devices, incident.open, incident.place)


def _with_alarms(world: World, incident: Incident, alarms: tuple[str, ...]) -> World:
    """Give an incident other alarms, after these are in the World."""
    devices = devices_of(world.alarms[key] for key in alarms)
    return _put_incident(world, replace(incident, alarms=alarms, devices=devices))


def _put_units(world: World, put: Iterable[Unit], dropped: Iterable[str]) -> World:
    """Replace units and keep the index of units by station true."""
    units, by_station = world.units, world.units_of
    for key in (*(unit.id for unit in put), *dropped):
        before = units.get(key)
        if before is not None:
            units = units.remove(key)
            rest = tuple(other for other in by_station[before.station] if other != key)
            by_station = by_station.insert(before.station, rest) if rest else by_station.remove(before.station)
    for unit in put:
        units = units.insert(unit.id, unit)
        by_station = by_station.insert(unit.station, tuple(sorted((*by_station.get(unit.station, ()), unit.id))))
    return replace(world, units=units, units_of=by_station)


def _more(one: int | None, other: int | None) -> int | None:
    known = [count for count in (one, other) if count is not None]
    return max(known) if known else None


_RULES: dict[type[ev.Event], Callable[[World, Any], World]] = {
    ev.AlarmRaised: _alarm_raised,
    ev.AlarmMerged: _alarm_merged,
    ev.AlarmSplit: _alarm_split,
    ev.IncidentOpened: _incident_opened,
    ev.IncidentTaken: _incident_taken,
    ev.IncidentUpdated: _incident_updated,
    ev.IncidentConfirmed: _incident_confirmed,
    ev.IncidentGraded: _incident_graded,
    ev.IncidentNoted: _incident_noted,
    ev.IncidentHandedOver: _incident_handed_over,
    ev.IncidentMerged: _incident_merged,
    ev.IncidentClosed: _incident_closed,
    ev.IncidentReopened: _incident_reopened,
    ev.IncidentArchived: _incident_archived,
    ev.DispatchChosen: _dispatch_chosen,
    ev.DispatchShortfall: _dispatch_shortfall,
    ev.DispatchAsked: _nothing,
    ev.DispatchMoveUp: _nothing,
    ev.DispatchProposed: _dispatch_proposed,
    ev.DispatchSettled: _dispatch_settled,
    ev.DispatchForewarned: _dispatch_forewarned,
    ev.AssignmentAssigned: _assigned,
    ev.AssignmentDelivered: _delivered,
    ev.AssignmentAcknowledged: _milestone("acknowledged_at"),
    ev.AssignmentEnRoute: _milestone("en_route_at"),
    ev.AssignmentOnScene: _milestone("on_scene_at"),
    ev.AssignmentControlled: _milestone("controlled_at"),
    ev.AssignmentNoAnswer: _milestone("no_answer_at"),
    ev.AssignmentReleased: _ending("released"),
    ev.AssignmentDeclined: _ending("declined"),
    ev.AssignmentRecalled: _ending("recalled"),
    ev.TargetWarned: _target_warned,
    ev.TargetMissed: _target_missed,
    ev.TargetMet: _target_met,
    ev.LadderClimbed: _ladder_climbed,
    ev.LadderHeld: _ladder_held,
    ev.LadderResumed: _ladder_held,
    ev.ChannelCalled: _channel_called,
    ev.ChannelSent: _channel_sent,
    ev.ChannelFailed: _channel_failed,
    ev.UnitPosition: _unit_position,
    ev.RoadClosed: _road_closed,
    ev.RoadOpened: _road_opened,
    ev.DutyChanged: _duty_changed,
    ev.RegistryChanged: _registry_changed,
    ev.HubClockDrift: _nothing,
}
