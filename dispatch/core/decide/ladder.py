"""The ladder of an order: what each rung does when a crew does not answer, or does not come.

A rung stops the moment it is no longer needed: an acknowledgement ends the calling, an arrival ends the chase.
"""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadline_keys import ClimbRung, Miss
from dispatch.core.deadlines import settled_at
from dispatch.core.decide.choice import choose
from dispatch.core.decide.plans import fits, need_name, plan_for
from dispatch.core.decide.response import respond
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import query_for
from dispatch.core.errors import WrongState
from dispatch.core.instant import Instant
from dispatch.core.reach import Query, Reach
from dispatch.core.reasons import ByLadder
from dispatch.core.world import Assignment, Incident, World
from stations.model import MICRO_KINDS
from stations.rules import Need, Rung

Outcome = Literal["alerted", "called", "sent", "raised", "already_coming", "nobody"]

HIGHEST_GRADE = 5

NEAREST_ENGINE = Need(count=1, modes=("engine",))
"""What the rung `fire_station` asks for."""

ZONE_NEIGHBOURS = Need(count=2, station_kinds=MICRO_KINDS, first="zone")
"""What the rung `zone_neighbours` asks for."""


_NEEDS: dict[str, Need | None] = {
    "next_unit": None,
    "zone_neighbours": ZONE_NEIGHBOURS,
    "fire_station": NEAREST_ENGINE,
}
"""What the rungs that send one more unit ask for; None: what the failing one was to fill."""


def query_rung(world: World, assignment: Assignment, number: int, now: Instant) -> Query | None:
    """Ask who could come where the rung that fell due sends somebody: mostly enough others are coming."""
    rung, incident = _rung(world, number), world.incidents[assignment.incident]
    if rung is None:
        return None
    if rung.action == "raise_grade":
        return query_for(world, incident) if incident.grade < HIGHEST_GRADE else None
    if rung.action not in _NEEDS:
        return None
    return query_instead_of(world, assignment, now, need=_NEEDS[rung.action])


def query_instead_of(world: World, failing: Assignment, now: Instant, *, need: Need | None = None) -> Query | None:
    """Ask who could go in place of an assignment that fails, where `reinforce` sends anybody at all."""
    incident = world.incidents[failing.incident]
    wanted = need or _need_of(world, incident, failing, now)
    return query_for(world, incident) if _sends_nobody(world, incident, failing, wanted) is None else None


def reinforce(step: Step, failing: Assignment, reach: Reach, *, because: ByLadder, need: Need | None = None) -> Outcome:
    """Send the next nearest in place of an assignment that fails, unless enough others are on their way.

    Never more than the need itself asked for at a time, and never more for one incident than the district allows: a
    district of silent crews must not be emptied for one alarm.
    """
    incident = step.incident(failing.incident)
    wanted = need or _need_of(step.world, incident, failing, step.now)
    why_not = _sends_nobody(step.world, incident, failing, wanted)
    if why_not == "nobody":
        _exhausted(step, incident, wanted)
    if why_not is not None:
        return why_not
    return "sent" if choose(step, incident.id, [replace(wanted, count=1)], reach, because=because) else "nobody"


def _sends_nobody(world: World, incident: Incident, failing: Assignment, wanted: Need) -> Outcome | None:
    """Return what comes of an assignment that fails without a look at who could go; None where one is needed."""
    others = [each for each in world.active_of(incident) if each.id != failing.id and _serves(world, each, wanted)]
    promising = [each for each in others if _promising(world, each)]
    if any(each.on_scene_at for each in promising) or len(promising) >= wanted.count:
        return "already_coming"
    return "nobody" if incident.ladder_units >= world.settings.ladder_max_units else None


def climb(step: Step, assignment: Assignment, number: int, reach: Reach, *, late_ms: int) -> None:
    """Do what a rung says, and write down what came of it."""
    rung = step.world.settings.ladder[number]
    outcome, count = _act(step, assignment, rung, reach), assignment.alerts
    step.emit_of(
        assignment,
        ev.LadderClimbed,
        rung=number,
        trigger=rung.trigger,
        action=rung.action,
        outcome=outcome,
        count=count + 1 if outcome == "alerted" else count,
        fired_late_ms=late_ms,
    )


def _act(step: Step, assignment: Assignment, rung: Rung, reach: Reach) -> Outcome:
    because = ByLadder(unit=assignment.unit, trigger=rung.trigger)
    match rung.action:
        case "alert_again":
            return "alerted"
        case "next_unit" | "zone_neighbours" | "fire_station":
            return reinforce(step, assignment, reach, because=because, need=_NEEDS[rung.action])
        case "raise_grade":
            return _raise_grade(step, step.incident(assignment.incident), reach)
        case "other_channel" | "duty_officer":
            return _call(step, assignment, rung)


def _raise_grade(step: Step, incident: Incident, reach: Reach) -> Outcome:
    if incident.grade >= HIGHEST_GRADE:
        return "already_coming"
    step.emit_in(incident.id, ev.IncidentGraded, grade=incident.grade + 1, before=incident.grade)
    respond(step, incident.id, reach)
    return "raised"


def _call(step: Step, assignment: Assignment, rung: Rung) -> Outcome:
    """Have a message go out over the channels of this use; an exercise never leaves the house."""
    channels = tuple(each.name for each in step.world.settings.channels if each.use == rung.action)
    incident = step.incident(assignment.incident)
    if not channels or incident.exercise:
        return "nobody"
    where = " ".join(str(part) for part in (incident.place.text, incident.place.building, incident.place.floor) if part)
    step.emit_in(
        incident.id,
        ev.ChannelCalled,
        message=step.new_id("msg"),
        use=rung.action,
        assignment=assignment.id,
        station=assignment.station,
        text=f"{incident.number} {incident.kind} {where} {assignment.unit} {rung.trigger}",
        channels=channels,
        trigger=rung.trigger,
    )
    return "called"


def hold(step: Step, command: cmd.LadderHold, _reach: Reach) -> None:
    """A person stops the ladder of an assignment."""
    assignment = step.assignment(command.assignment)
    if assignment.held or not assignment.active:
        raise WrongState(f"the ladder of {assignment.id} is {'held already' if assignment.held else 'over'}")
    step.emit_of(assignment, ev.LadderHeld, reason=command.reason)


def resume(step: Step, command: cmd.LadderResume, _reach: Reach) -> None:
    """A person lets the ladder of an assignment act again; what fell due meanwhile acts at once."""
    assignment = step.assignment(command.assignment)
    if not assignment.held or not assignment.active:
        raise WrongState(f"the ladder of {assignment.id} is not held")
    step.emit_of(assignment, ev.LadderResumed, reason=command.reason)


def _rung(world: World, number: int) -> Rung | None:
    """Return a rung by its number; None where the district's ladder has become shorter."""
    return world.settings.ladder[number] if number < len(world.settings.ladder) else None


def _need_of(world: World, incident: Incident, assignment: Assignment, now: Instant) -> Need:
    """Return the part of the plan that the assignment was to fill; one of its own kind, where it was sent by hand."""
    unit = world.units.get(assignment.unit)
    for need in plan_for(world, incident, now).needs:
        if unit is not None and fits(world, unit, need):
            return need
    return Need(count=1, station_kinds=(assignment.station_kind,), modes=(assignment.mode,))


def _serves(world: World, assignment: Assignment, need: Need) -> bool:
    """Whether the unit is what is needed; one that has left the registry since cannot be told, and is not counted."""
    unit = world.units.get(assignment.unit)
    return unit is not None and fits(world, unit, need)


def _promising(world: World, assignment: Assignment) -> bool:
    """Whether the crew can be counted on: there, or answered and not late, or only just called."""
    if assignment.on_scene_at is not None:
        return True
    if Miss("arrive").text in assignment.fired or assignment.no_answer_at is not None:
        return False
    if settled_at(assignment, "acknowledged") is not None:
        return True
    replaced = {ClimbRung(n).text for n, rung in enumerate(world.settings.ladder) if rung.action == "next_unit"}
    return replaced.isdisjoint(assignment.fired)


def _exhausted(step: Step, incident: Incident, need: Need) -> None:
    if not any(short.why == "ladder_exhausted" for short in incident.shortfalls):
        step.emit_in(incident.id, ev.DispatchShortfall, need=need_name(need), missing=1, why="ladder_exhausted")
