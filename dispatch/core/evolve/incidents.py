"""What happens to incidents."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.drills import with_incident
from dispatch.core.evolve.help import put_request
from dispatch.core.evolve.put import Rules, put_alarm, put_assignment, put_incident
from dispatch.core.evolve.signals import without_words as conditions_without_words
from dispatch.core.personal import without_text, without_words
from dispatch.core.scene import without_own_words
from dispatch.core.vocabulary import Note
from dispatch.core.world import Alarm, Incident, World


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
        drill=event.drill,
        unread=event.unread,
        signal_at=event.signal_at,
        graded_because=event.because,
    )
    world = with_incident(world, incident)
    month, number = event.number.split("-")
    return replace(world, month=month, last_number=int(number))


def _incident_taken(world: World, event: ev.IncidentTaken) -> World:
    return put_incident(world, replace(world.incidents[event.incident], taken_by=event.by))


def _incident_updated(world: World, event: ev.IncidentUpdated) -> World:
    incident = world.incidents[event.incident]
    place = incident.place if event.place is None else event.place
    flags = incident.flags
    if place.located:
        flags = tuple(flag for flag in flags if flag != "unlocated")
    flags = (*flags, *(flag for flag in event.flags if flag not in flags))
    changed = replace(
        incident,
        place=place,
        flags=flags,
        kind=incident.kind if event.kind is None else event.kind,
        trapped=incident.trapped if event.trapped is None else event.trapped,
    )
    return put_incident(world, changed)


def _incident_confirmed(world: World, event: ev.IncidentConfirmed) -> World:
    return put_incident(world, replace(world.incidents[event.incident], confirmed_at=event.at))


def _incident_graded(world: World, event: ev.IncidentGraded) -> World:
    incident = replace(world.incidents[event.incident], grade=event.grade, graded_because=event.because)
    if event.by.role != "hub" and event.because is None:  # with a rule's reason it came with a merger
        incident = replace(incident, graded_by_hand=True, grade_proposed_because=None)
    return put_incident(world, incident)


def _grade_proposed(world: World, event: ev.GradeProposed) -> World:
    incident = world.incidents[event.incident]
    return put_incident(world, replace(incident, grade_proposed=event.grade, grade_proposed_because=event.because))


def _incident_noted(world: World, event: ev.IncidentNoted) -> World:
    incident = world.incidents[event.incident]
    note = Note(at=event.at, by=event.by, text=event.text)
    return put_incident(world, replace(incident, notes=(*incident.notes, note)))


def _incident_merged(world: World, event: ev.IncidentMerged) -> World:
    source, target = world.incidents[event.incident], world.incidents[event.into]
    for key in source.alarms:
        world = put_alarm(
            world, replace(world.alarms[key], incident=target.id, joined=event.reason, joined_because=event.because)
        )
    for assignment in tuple(world.assignments_of(source)):
        moved = replace(assignment, incident=target.id)
        world = replace(world, assignments=world.assignments.insert(moved.id, moved))
    for key in source.requests:
        world = put_request(world, replace(world.requests[key], incident=target.id))
    joined = replace(
        target,
        alarms=(*target.alarms, *source.alarms),
        devices=tuple(dict.fromkeys((*target.devices, *source.devices))),
        old_devices=_old_in_both(target, source),
        unread=source.unread | target.unread,
        signal_at=target.signal_at if source.signal_at is not None else None,
        assignments=(*target.assignments, *source.assignments),
        requests=(*target.requests, *source.requests),
        notes=(*target.notes, *source.notes),
        reports=(*target.reports, *source.reports),
        trapped=_more(target.trapped, source.trapped),
        last_alarm_at=max(target.last_alarm_at, source.last_alarm_at),
        confirmed_at=target.confirmed_at or source.confirmed_at,
        outcome=source.outcome if target.outcome is None else target.outcome.filled(source.outcome),
    )
    world = put_incident(world, joined)
    emptied = replace(
        source,
        alarms=(),
        devices=(),
        old_devices=(),
        assignments=(),
        requests=(),
        shortfalls=(),
        outcome=None,
        closed_at=event.at,
        close_reason="merged",
        merged_into=target.id,
        share_at=None,
    )
    return put_incident(world, emptied)


def _incident_closed(world: World, event: ev.IncidentClosed) -> World:
    incident = world.incidents[event.incident]
    closed = replace(incident, closed_at=event.at, close_reason=event.reason, shortfalls=(), share_at=None)
    return put_incident(world, closed)


def _incident_reopened(world: World, event: ev.IncidentReopened) -> World:
    incident = world.incidents[event.incident]
    return put_incident(world, replace(incident, closed_at=None, close_reason=None, looking_since=None))


def _incident_erased(world: World, event: ev.IncidentErased) -> World:
    """Leave nothing that anybody said: what stays is what a fold of the events without their words comes to.

    Of an incident that is archived nothing is here any more, but what devices said with it and still say.
    """
    world = conditions_without_words(world, event.incident)
    incident = world.incidents.get(event.incident)
    if incident is None:
        return world
    for key in incident.alarms:
        world = put_alarm(world, _alarm_without_words(world.alarms[key]))
    for order in tuple(world.assignments_of(incident)):
        because = without_words(order.because)
        if because != order.because and because is not None:
            world = put_assignment(world, replace(order, because=because, reason=because.text))
    for key in incident.requests:
        world = put_request(world, replace(world.requests[key], note=None))
    for message in tuple(world.messages.values()):
        if message.incident == incident.id:
            world = replace(world, messages=world.messages.insert(message.id, replace(message, text="")))
    wordless = replace(
        incident,
        place=without_text(incident.place),
        notes=tuple(replace(note, text="") for note in incident.notes),
        reports=tuple(replace(report, said=without_own_words(report.said)) for report in incident.reports),
        receiver=None if incident.receiver is None else "",
        unread={},
        erased_at=event.at,
        erased_by=event.by,
    )
    return put_incident(world, wordless)


def _alarm_without_words(alarm: Alarm) -> Alarm:
    because = without_words(alarm.joined_because)
    joined = alarm.joined if because is None or because == alarm.joined_because else because.text
    place = without_text(alarm.place)
    return replace(alarm, place=place, note=None, reporter=None, joined=joined, joined_because=because, unread={})


def _incident_archived(world: World, event: ev.IncidentArchived) -> World:
    incident = world.incidents[event.incident]
    alarms, assignments, corridors = world.alarms, world.assignments, world.corridors
    for key in incident.alarms:
        alarms = alarms.remove(key)
    for key in incident.assignments:
        assignments = assignments.remove(key)
        corridors = corridors.discard(key)
    requests = world.requests
    for key in incident.requests:
        requests = requests.remove(key)
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
        corridors=corridors,
        requests=requests,
        messages=messages,
        proposals=proposals,
    )


def _old_in_both(one: Incident, other: Incident) -> tuple[tuple[str, str], ...]:
    """Return of which devices neither incident had a signal that was not late."""
    fresh = (set(one.devices) - set(one.old_devices)) | (set(other.devices) - set(other.old_devices))
    return tuple(each for each in dict.fromkeys((*one.old_devices, *other.old_devices)) if each not in fresh)


def _more(one: int | None, other: int | None) -> int | None:
    known = [count for count in (one, other) if count is not None]
    return max(known) if known else None


RULES: Rules = {
    ev.IncidentOpened: _incident_opened,
    ev.IncidentTaken: _incident_taken,
    ev.IncidentUpdated: _incident_updated,
    ev.IncidentConfirmed: _incident_confirmed,
    ev.IncidentGraded: _incident_graded,
    ev.GradeProposed: _grade_proposed,
    ev.IncidentNoted: _incident_noted,
    ev.IncidentMerged: _incident_merged,
    ev.IncidentClosed: _incident_closed,
    ev.IncidentReopened: _incident_reopened,
    ev.IncidentErased: _incident_erased,
    ev.IncidentArchived: _incident_archived,
}
