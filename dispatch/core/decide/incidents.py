"""What people decide about an incident. A person can always overrule the machine, and the record says who did."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import hand_over, neighbours
from dispatch.core.decide.alarms import next_number
from dispatch.core.decide.closing import end_assignments
from dispatch.core.decide.grading import facts_of, rise, rises_with
from dispatch.core.decide.help import end_help
from dispatch.core.decide.open_incident import open_incident
from dispatch.core.decide.places import resolve, still_unserved
from dispatch.core.decide.response import confirm, respond
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import query_for
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.instant import Instant, read_time
from dispatch.core.reach import Query, Reach
from dispatch.core.reasons import ConfirmedByHand, IncidentOver, MergedByHand, reason_fields
from dispatch.core.vocabulary import CloseReason, Place
from dispatch.core.world import Incident, World


def query_response(world: World, command: cmd.IncidentConfirm | cmd.IncidentGrade, _now: Instant) -> Query | None:
    """Ask for crews where more of the plan may become due."""
    incident = world.incidents.get(command.incident)
    return query_for(world, incident) if incident is not None and incident.open else None


def query_reopen(world: World, command: cmd.IncidentReopen, _now: Instant) -> Query | None:
    """Ask for crews where a closed incident goes on."""
    incident = world.incidents.get(command.incident)
    return query_for(world, incident) if incident is not None and not incident.open and not incident.test else None


def query_update(world: World, command: cmd.IncidentUpdate, now: Instant) -> Query | None:
    """Ask for crews where an incident without a usable place gets one, or where the grade rises with what is known."""
    incident = world.incidents.get(command.incident)
    if incident is None or not incident.open:
        return None
    place = incident.place if command.place is None else resolve(world, command.place).place
    changed = replace(
        incident,
        place=place,
        kind=incident.kind if command.kind is None else command.kind,
        trapped=incident.trapped if command.trapped is None else command.trapped,
    )
    served_now = command.place is not None and still_unserved(incident) and place.located
    if served_now or rises_with(world, incident, facts_of(world, changed, now)):
        return query_for(world, incident, place=place)
    return None


def query_split(world: World, command: cmd.IncidentSplit, _now: Instant) -> Query | None:
    """Ask for crews where the alarms that leave are."""
    alarm, source = world.alarms.get(command.alarms[0]), world.incidents.get(command.incident)
    return query_for(world, source, place=alarm.place) if alarm is not None and source is not None else None


def take(step: Step, command: cmd.IncidentTake, _reach: Reach) -> None:
    """Have it in hand."""
    open_incident(step, command.incident)
    step.emit_in(command.incident, ev.IncidentTaken)


def update(step: Step, command: cmd.IncidentUpdate, reach: Reach) -> None:
    """Write down what is known better; an incident that nobody could be sent to is served once it has a place."""
    open_incident(step, command.incident)
    place = None
    if command.place is not None:
        place, flags, _, _ = resolve(step.world, command.place)
        if set(flags) & {"unknown_building", "bad_coordinates", "bad_floor"}:
            raise Unusable(
                "the place is not usable: give a known building's id, or lon and lat in WGS-84 degrees; a real floor"
            )
    learn(step, command.incident, reach, place=place, kind=command.kind, trapped=command.trapped)


def learn(
    step: Step,
    incident_id: str,
    reach: Reach,
    *,
    place: Place | None = None,
    kind: str | None = None,
    trapped: int | None = None,
) -> None:
    """Take over what a person knows better now, and do what follows; None: nothing about that."""
    unserved = still_unserved(step.incident(incident_id))
    step.emit_in(incident_id, ev.IncidentUpdated, place=place, kind=kind, trapped=trapped)
    rose = rise(step, incident_id)
    if rose or (unserved and place is not None and place.located):
        respond(step, incident_id, reach)


def confirm_by_hand(step: Step, command: cmd.IncidentConfirm, reach: Reach) -> None:
    """It is real: somebody looked."""
    incident = open_incident(step, command.incident)
    if incident.confirmed_at is not None:
        raise WrongState(f"incident {incident.number} is confirmed already")
    words = None if command.reason == ConfirmedByHand.sentence else command.reason
    confirm(step, incident.id, ConfirmedByHand(words=words), reach)


def false_alarm(step: Step, command: cmd.IncidentFalseAlarm, _reach: Reach) -> None:
    """It was nothing: call everybody back and close."""
    if command.reason in ("handled", "merged"):
        raise Unusable(
            "a false alarm's reason is one of false_equipment, false_cooking, false_touched, "
            "false_malicious, false_works, test, unknown"
        )
    _end(step, command.incident, command.reason, command.note)


def grade(step: Step, command: cmd.IncidentGrade, reach: Reach) -> None:
    """Set the grade; what the plan asks for at a higher one goes at once. A lower one calls nobody back.

    From now on it is the person's: rules only propose a higher one.
    """
    incident = open_incident(step, command.incident)
    step.emit_in(command.incident, ev.IncidentGraded, grade=command.grade, before=incident.grade)
    if command.grade > incident.grade and not incident.test:
        respond(step, incident.id, reach)


def close(step: Step, command: cmd.IncidentClose, _reach: Reach) -> None:
    """It is over; where the brigade is there and took nothing over, only with a reason."""
    incident = open_incident(step, command.incident)
    _end(step, incident.id, "handled", command.note, **hand_over.refuse_silent_close(step, incident, command))


def reopen(step: Step, command: cmd.IncidentReopen, reach: Reach) -> None:
    """It is not over: what the plan asks for goes again."""
    incident = step.incident(command.incident)
    if incident.open:
        raise WrongState(f"incident {incident.number} is open")
    if incident.close_reason == "merged":
        raise WrongState(f"incident {incident.number} was merged into {incident.merged_into}; split its alarms there")
    step.emit_in(command.incident, ev.IncidentReopened, reason=command.reason)
    if not incident.test:
        respond(step, incident.id, reach)


def note(step: Step, command: cmd.AddNote, _reach: Reach) -> None:
    """Add a line; a closed incident takes notes too, until it is archived."""
    incident = step.incident(command.incident)
    step.emit_in(incident.id, ev.IncidentNoted, text=command.text, occurred_at=read_time(command.occurred_at))


def split(step: Step, command: cmd.IncidentSplit, reach: Reach) -> None:
    """Take alarms out into an incident of their own, and serve it."""
    source = open_incident(step, command.incident)
    leaving = tuple(dict.fromkeys(command.alarms))
    for key in leaving:
        if key not in source.alarms:
            raise NotFound(f"alarm {key} is not in incident {source.number}; its alarms are {', '.join(source.alarms)}")
    if len(leaving) == len(source.alarms):
        raise WrongState(f"these are all alarms of incident {source.number}; one at least must stay")
    first = step.world.alarms[leaving[0]]
    key = step.new_id("inc")
    step.emit_in(
        key,
        ev.IncidentOpened,
        exercise=source.exercise,
        number=next_number(step.world, step.now),
        kind=first.kind,
        place=first.place,
        grade=source.grade,
        test=first.test,
        flags=first.flags,
        drill=source.drill,
    )
    for alarm in leaving:
        step.emit_in(source.id, ev.AlarmSplit, alarm=alarm, into=key)
    if not first.test:
        respond(step, key, reach)


def query_merge(world: World, command: cmd.IncidentMerge, now: Instant) -> Query | None:
    """Ask for crews where the grade rises with what the other incident knows."""
    source, target = world.incidents.get(command.incident), world.incidents.get(command.into)
    if source is None or target is None:
        return None
    known, other = facts_of(world, target, now), facts_of(world, source, now)
    both = known._replace(
        trapped=max(known.trapped or 0, other.trapped or 0) or None,
        detectors=known.detectors + other.detectors,
        confirmed=known.confirmed or other.confirmed,
    )
    rises = _inherits(source, target) or rises_with(world, target, both)
    return query_for(world, target) if rises else None


def merge(step: Step, command: cmd.IncidentMerge, reach: Reach) -> None:
    """It is the same thing: alarms, assignments and notes go over; the grade follows from what both know."""
    source, target = open_incident(step, command.incident), open_incident(step, command.into)
    if source.id == target.id:
        raise Unusable("an incident cannot be merged into itself")
    if source.exercise != target.exercise or source.test != target.test:
        raise WrongState("an exercise, a test and an operation are never merged with each other")
    if source.drill != target.drill:
        raise WrongState("incidents of different drills are never merged with each other")
    also = step.involved(target)
    to = tuple(dict.fromkeys((*step.involved(source), *also)))
    step.emit(
        ev.IncidentMerged,
        to=to,
        incident=source.id,
        exercise=source.exercise,
        into=target.id,
        **reason_fields(MergedByHand(words=None if command.reason == MergedByHand.sentence else command.reason)),
    )
    neighbours.clear(step, source.id)
    hand_over.join(step, source, target.id)
    higher = _inherits(source, target)
    if higher:
        why = {} if source.graded_because is None else reason_fields(source.graded_because)
        step.emit_in(target.id, ev.IncidentGraded, grade=source.grade, before=target.grade, **why)
    if rise(step, target.id) or higher:
        respond(step, target.id, reach)


def _inherits(source: Incident, target: Incident) -> bool:
    """Whether what is merged is of a higher grade, which no person has refused the other."""
    return source.grade > target.grade and not target.graded_by_hand and not target.test


def erase(step: Step, command: cmd.EraseIncidents, _reach: Reach) -> None:
    """Have it on record that what people said is destroyed; of what is going on nothing can be."""
    for each in command.incidents:
        incident = step.world.incidents.get(each.incident)
        if incident is not None and incident.open:
            raise WrongState(
                f"incident {incident.number} is open; close it first, then erase what people said about it"
            )
    for each in command.incidents:
        fields: dict[str, Any] = {"reason": command.reason, "in_clear": each.in_clear, "setting": command.setting}
        if each.incident not in step.world.incidents:
            fields["exercise"] = each.exercise  # it is archived: the World does not say any more
        step.emit_in(each.incident, ev.IncidentErased, **fields)


def _end(step: Step, key: str, reason: CloseReason, text: str | None, **more: Any) -> None:
    incident = open_incident(step, key)
    # The closing event goes out while the crews are still involved, so that they see why they are let go.
    step.emit_in(key, ev.IncidentClosed, reason=reason, note=text, **more)
    end_help(step, incident, IncidentOver(close=reason))
    neighbours.clear(step, key)
    end_assignments(step, incident, IncidentOver(close=reason))
