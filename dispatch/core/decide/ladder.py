"""The ladder of an order: what each rung does when a crew does not answer, or does not come.

A rung stops the moment it is no longer needed: an acknowledgement ends the calling, an arrival ends the chase.
"""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadline_keys import ClimbRung, Miss
from dispatch.core.deadlines import ladder_of, settled_at
from dispatch.core.decide.choice import choose
from dispatch.core.decide.plans import fits, need_name, plan_for
from dispatch.core.decide.response import respond
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import query_for
from dispatch.core.errors import WrongState
from dispatch.core.instant import Instant
from dispatch.core.look import look_ends_at
from dispatch.core.reach import Query, Reach
from dispatch.core.reasons import ByLadder
from dispatch.core.world import Assignment, Incident, World
from stations.model import MICRO_KINDS
from stations.rules import MISSED, Need, Rung

Outcome = Literal["alerted", "called", "sent", "raised", "already_coming", "look_first", "nobody"]

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
        return query_for(world, incident) if _raises(world, incident, assignment, rung.trigger, now) else None
    if rung.action not in _NEEDS:
        return None
    return query_instead_of(world, assignment, now, trigger=rung.trigger, need=_NEEDS[rung.action])


def query_instead_of(
    world: World, failing: Assignment, now: Instant, *, trigger: str, need: Need | None = None
) -> Query | None:
    """Ask who could go in place of an assignment that fails, where `reinforce` sends anybody at all."""
    incident = world.incidents[failing.incident]
    wanted = need or _need_of(world, incident, failing, now)
    why_not = _sends_nobody(world, failing, wanted, trigger, now)
    return query_for(world, incident) if why_not is None else None


def reinforce(step: Step, failing: Assignment, reach: Reach, *, because: ByLadder, need: Need | None = None) -> Outcome:
    """Send the next nearest in place of an assignment that fails, unless enough others are on their way.

    Never more than the need itself asked for at a time, and never more for one incident than the district allows: a
    district of silent crews must not be emptied for one alarm.
    """
    incident = step.incident(failing.incident)
    wanted = need or _need_of(step.world, incident, failing, step.now)
    why_not = _sends_nobody(step.world, failing, wanted, because.trigger, step.now)
    if why_not == "nobody":
        _exhausted(step, incident, wanted)
    if why_not is not None:
        return why_not
    return "sent" if choose(step, incident.id, [replace(wanted, count=1)], reach, because=because) else "nobody"


def _sends_nobody(world: World, failing: Assignment, wanted: Need, trigger: str, now: Instant) -> Outcome | None:
    """Return what comes of an assignment that fails without a look at who could go; None where one is needed."""
    incident = world.incidents[failing.incident]
    if wanted == NEAREST_ENGINE and look_ends_at(world, incident) is not None:
        return "look_first"
    others = [each for each in world.active_of(incident) if each.id != failing.id]
    serving = [each for each in others if _serves(world, each, wanted)]
    promising = [each for each in serving if _promising(world, each, now)]
    if any(each.on_scene_at for each in promising) or len(promising) >= wanted.count:
        return "already_coming"
    if _is_late(failing, trigger) and _another_first(world, incident, failing, now):
        return "already_coming"
    return "nobody" if incident.ladder_units >= world.settings.ladder_max_units else None


def _is_late(failing: Assignment, trigger: str) -> bool:
    """Whether a crew that has answered is late to arrive: it still fills its part of the plan."""
    name = trigger.removeprefix(MISSED) if trigger.startswith(MISSED) else None
    late = any(clock.name == name and clock.milestone == "on_scene" for clock in failing.targets)
    return late and settled_at(failing, "acknowledged") is not None


def _another_first(world: World, incident: Incident, late: Assignment, now: Instant) -> bool:
    """Whether a crew that serves as the late one does is there before it, or can be counted on to be.

    Those who were sent were the earliest, so whoever set out now would come after them: no arrival would be sooner.
    Who goes in place of the late one speaks against nothing else that is done about it.
    """
    own = _need_of(world, incident, late, now)
    others = (each for each in world.active_of(incident) if each.id != late.id and not _replaces(each, late))
    return any(_serves(world, each, own) and _promising(world, each, now) for each in others)


def _replaces(assignment: Assignment, failing: Assignment) -> bool:
    return isinstance(assignment.because, ByLadder) and assignment.because.unit == failing.unit


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
            return _raise_grade(step, assignment, rung.trigger, reach)
        case "other_channel" | "duty_officer":
            return _call(step, assignment, rung)


def _raise_grade(step: Step, failing: Assignment, trigger: str, reach: Reach) -> Outcome:
    incident = step.incident(failing.incident)
    if not _raises(step.world, incident, failing, trigger, step.now):
        return "already_coming"
    step.emit_in(incident.id, ev.IncidentGraded, grade=incident.grade + 1, before=incident.grade)
    respond(step, incident.id, reach)
    return "raised"


def _raises(world: World, incident: Incident, failing: Assignment, trigger: str, now: Instant) -> bool:
    """Whether there is a higher grade, and a reason for it: a late crew is none while another one comes first."""
    late = _is_late(failing, trigger) and _another_first(world, incident, failing, now)
    return incident.grade < HIGHEST_GRADE and not late


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
    """A person lets the ladder of an assignment act again.

    Of what fell due meanwhile the first rung acts at once, the next ones as long after it as the ladder says: each is
    there to see what the one before it brought, as after an outage (`outage.note_return`).
    """
    assignment = step.assignment(command.assignment)
    if not assignment.held or not assignment.active:
        raise WrongState(f"the ladder of {assignment.id} is not held")
    rungs = ladder_of(step.world, assignment)
    overdue_ms = max(0, step.now - rungs[0].due_at) if rungs else 0
    step.emit_of(assignment, ev.LadderResumed, reason=command.reason, ladder_ms=overdue_ms)


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


def _promising(world: World, assignment: Assignment, now: Instant) -> bool:
    """Whether the crew can be counted on: there, or answered and not overdue, or only just called."""
    if assignment.on_scene_at is not None:
        return True
    if assignment.no_answer_at is not None:
        return False
    answered = settled_at(assignment, "acknowledged") is not None
    if Miss("arrive").text in assignment.fired:
        return answered and now < (assignment.overdue_at or now)
    if answered:
        return True
    replaced = {ClimbRung(n).text for n, rung in enumerate(world.settings.ladder) if rung.action == "next_unit"}
    return replaced.isdisjoint(assignment.fired)


def _exhausted(step: Step, incident: Incident, need: Need) -> None:
    if not any(short.why == "ladder_exhausted" for short in incident.shortfalls):
        step.emit_in(incident.id, ev.DispatchShortfall, need=need_name(need), missing=1, why="ladder_exhausted")
