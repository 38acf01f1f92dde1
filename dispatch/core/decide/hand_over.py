"""The hand-over (移交): the brigade that arrives takes the fire over from the micro crews, within a time.

Offered or not, it counts when the brigade says that it has it. The promise lies on the first crew of the brigade that
is there while micro crews work: it is reminded of and missed like any other, and its rungs are in the same ladder.
"""

from __future__ import annotations

from typing import Any

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import targets
from dispatch.core.decide.open_incident import open_incident
from dispatch.core.decide.step import Step
from dispatch.core.errors import Unusable, WrongState
from dispatch.core.instant import read_time
from dispatch.core.milestones import HANDED_OVER, OWED
from dispatch.core.reach import Reach
from dispatch.core.vocabulary import HandOverFlag
from dispatch.core.world import Assignment, Incident, World
from stations.model import BRIGADE_KINDS, MICRO_KINDS
from stations.rules import HAND_OVER


def offer(step: Step, command: cmd.IncidentHandOver, _reach: Reach) -> None:
    """Say that the brigade can take over; again where more is known. It stays whose it is until somebody takes it."""
    incident = _not_handed_over(step, command.incident)
    step.emit_in(
        incident.id,
        ev.IncidentHandOverOffered,
        station=step.by.station,
        receiver=command.receiver,
        state=command.state,
        note=command.note,
        flags=_flags(step.world, incident),
        occurred_at=read_time(command.occurred_at),
    )


def accept(step: Step, command: cmd.IncidentAccept, _reach: Reach) -> None:
    """The brigade takes over, offered or not, there or not; everybody stays in the picture until released."""
    incident = _not_handed_over(step, command.incident)
    taker = _taker(step, incident, command)
    _take(
        step,
        incident.id,
        receiver=command.receiver or incident.receiver or "",
        note=command.note,
        station=step.by.station if taker is None else taker.station,
        unit=None if taker is None else taker.unit,
        state=command.state or incident.scene_state,
        offered_at=incident.offered_at,
        flags=_flags(step.world, incident),
        occurred_at=read_time(command.occurred_at),
    )


def join(step: Step, source: Incident, into: str) -> None:
    """Two incidents turned out to be one: what the brigade has of either it has, else its time may begin now."""
    target = step.incident(into)
    taken = source if target.handed_over_at is None else target
    if taken.handed_over_at is None:
        promise(step, into)
    elif taken is source or _owing(step.world, target):
        _take(
            step,
            into,
            receiver=taken.receiver or "",
            station=taken.receiver_station,
            state=taken.scene_state,
            offered_at=taken.offered_at,
        )


def owed(world: World, incident: Incident) -> bool:
    """Whether the brigade is or was there beside micro crews and has not said that it took over."""
    if incident.handed_over_at is not None:
        return False
    orders = world.assignments_of(incident)
    return any(_took_part(each) and _takes(each) for each in orders) and any(
        _took_part(each) or each.active for each in orders if _gives(each)
    )


def promise(step: Step, incident_id: str) -> None:
    """Let the time of the hand-over begin where the brigade is there beside micro crews and nobody has to answer for it
    yet; where who had to is gone, the next of the brigade has."""
    incident, limit_s = step.incident(incident_id), step.world.settings.hand_over_within_s
    if limit_s == 0 or not incident.open or not owed(step.world, incident):
        return
    there = [each for each in step.world.active_of(incident) if _takes(each) and _took_part(each)]
    if not there or any(each.owes_since is not None for each in there):
        return
    step.emit_of(
        there[0],
        ev.TargetSet,
        target=HAND_OVER,
        milestone=HANDED_OVER,
        limit_s=limit_s,
        start=OWED,
    )


def refuse_silent_close(step: Step, incident: Incident, command: cmd.IncidentClose) -> dict[str, Any]:
    """Return what a close says about the hand-over. Raises `WrongState` where one is owed and no reason is given."""
    if not owed(step.world, incident):
        return {}
    if command.reason is None:
        raise WrongState(
            f"incident {incident.number} is not handed over: the brigade is there beside micro crews; have it taken "
            "over (incident.accept), or close it with a reason"
        )
    return {"not_handed_over": command.reason}


def _take(step: Step, incident_id: str, **said: Any) -> None:
    """Write down that the brigade has it; the promises to take it over end."""
    incident = step.incident(incident_id)
    givers = tuple(dict.fromkeys(each.station for each in step.world.active_of(incident) if _gives(each)))
    owing = _owing(step.world, incident)
    step.emit_in(incident_id, ev.IncidentHandedOver, givers=givers, settles=owing, **said)
    for key in owing:
        targets.settle(step, key)


def _owing(world: World, incident: Incident) -> tuple[str, ...]:
    orders = world.active_of(incident)
    return tuple(each.id for each in orders if each.owes_since is not None and each.handed_over_at is None)


def _not_handed_over(step: Step, key: str) -> Incident:
    incident = open_incident(step, key)
    if incident.handed_over_at is not None:
        to = incident.receiver or incident.receiver_station or "the brigade"
        raise WrongState(f"incident {incident.number} was handed over to {to} already")
    return incident


def _taker(step: Step, incident: Incident, command: cmd.IncidentAccept) -> Assignment | None:
    """Return the order of the crew that takes over: the named one, else the first of the brigade, of the asker's own
    station where it has one; None where nobody of the brigade has an order. Raises `Unusable`."""
    brigade = [each for each in step.world.active_of(incident) if _takes(each)]
    if step.by.role == "station":
        brigade = [each for each in brigade if each.station == step.by.station]
    if command.assignment is not None:
        brigade = [each for each in brigade if each.id == command.assignment]
        if not brigade:
            raise Unusable(f"assignment: {command.assignment} is no standing order of the brigade in this incident")
    return next((each for each in brigade if _took_part(each)), brigade[0] if brigade else None)


def _flags(world: World, incident: Incident) -> tuple[HandOverFlag, ...]:
    there = any(_takes(each) and _took_part(each) for each in world.active_of(incident))
    return () if there else ("brigade_not_there",)


def _takes(assignment: Assignment) -> bool:
    return assignment.station_kind in BRIGADE_KINDS


def _gives(assignment: Assignment) -> bool:
    return assignment.station_kind in MICRO_KINDS


def _took_part(assignment: Assignment) -> bool:
    return assignment.on_scene_at is not None or assignment.controlled_at is not None
