"""Milestones: each belongs to one assignment; a later one is valid without the earlier, nothing is guessed."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev, late_press
from dispatch.core.decide import hand_over, targets
from dispatch.core.decide.ladder import query_instead_of, reinforce
from dispatch.core.decide.orders import assign
from dispatch.core.decide.step import Step
from dispatch.core.decide.unknown import no_unit
from dispatch.core.drill_queries import drill_of, query_for
from dispatch.core.errors import WrongState
from dispatch.core.instant import Instant, read_time
from dispatch.core.reach import Query, Reach
from dispatch.core.reasons import DECLINED, ByHand, ByLadder, ByPerson, LeftFor, reason_fields
from dispatch.core.world import Assignment, World
from stations.model import BRIGADE_KINDS


def query_assign(world: World, command: cmd.AssignmentAssign, _now: Instant) -> Query | None:
    """Ask how far the named unit is."""
    incident = world.incidents.get(command.incident)
    if incident is None or not incident.place.located or command.unit not in world.units:
        return None
    return query_for(world, incident, unit=command.unit)


def query_decline(world: World, command: cmd.AssignmentDecline, now: Instant) -> Query | None:
    """Ask who could go instead, where somebody is to."""
    assignment = world.assignments.get(command.assignment)
    if assignment is None or not assignment.active:
        return None
    return query_instead_of(world, assignment, now, trigger=DECLINED)


def assign_by_hand(step: Step, command: cmd.AssignmentAssign, reach: Reach) -> None:
    """Send a unit that a dispatcher named, busy or not."""
    incident = step.incident(command.incident)
    if not incident.open:
        raise WrongState(f"incident {incident.number} is closed ({incident.close_reason}); reopen it first")
    unit = step.world.units.get(command.unit)
    if unit is None or unit.station not in step.world.stations:
        raise no_unit(step.world, command.unit)
    active = {each.unit: each for each in step.world.active_of(incident)}
    if command.unit in active:
        raise WrongState(f"{unit.name} has an order for incident {incident.number} already ({active[unit.id].id})")
    if incident.exercise and step.world.is_bound(unit.id):
        raise WrongState(f"{unit.name} has an order of an operation; no exercise takes a crew from one")
    drill = drill_of(step.world, incident)
    if drill is not None and unit.station in drill.left:
        raise WrongState(f"the station of {unit.name} has left {drill.id}; a drill that was broken off stays so")
    travel = next((each for each in reach.around if each.unit == unit.id), None)
    assign(step, incident.id, unit.id, travel, because=ByHand(words=command.reason or None))


def acknowledge(step: Step, command: cmd.AssignmentAcknowledge, _reach: Reach) -> None:
    """Read and coming; accepted after `no_answer` too."""
    assignment = _not_yet(step, command, "acknowledged")
    _write_down(step, assignment, "acknowledged", read_time(command.occurred_at))


def depart(step: Step, command: cmd.AssignmentDepart, _reach: Reach) -> None:
    """On the way: whatever else the unit was doing ends in the same step."""
    assignment = _not_yet(step, command, "en_route", "on_scene", "controlled")
    _leave_others(step, assignment)
    _write_down(step, assignment, "en_route", read_time(command.occurred_at))


def arrive(step: Step, command: cmd.AssignmentArrive, _reach: Reach) -> None:
    """On scene, whether or not anybody pressed that they left."""
    assignment = _not_yet(step, command, "on_scene")
    _leave_others(step, assignment)
    _write_down(step, assignment, "on_scene", read_time(command.occurred_at))
    _look_to_hand_over(step, assignment)


def control(step: Step, command: cmd.AssignmentControl, _reach: Reach) -> None:
    """Handled."""
    handled(step, _not_yet(step, command, "controlled"), read_time(command.occurred_at))


def handled(step: Step, assignment: Assignment, occurred_at: Instant | None) -> None:
    """Write down that the crew has handled it, by its button or by its report."""
    _leave_others(step, assignment)
    _write_down(step, assignment, "controlled", occurred_at)
    _look_to_hand_over(step, assignment)


_PRESSED: dict[str, type[ev.MilestoneEvent]] = {
    "acknowledged": ev.AssignmentAcknowledged,
    "en_route": ev.AssignmentEnRoute,
    "on_scene": ev.AssignmentOnScene,
    "controlled": ev.AssignmentControlled,
}


def _write_down(step: Step, assignment: Assignment, milestone: str, pressed_at: Instant | None) -> None:
    """Write down a milestone and which promises it keeps; one that came late counts from when it was pressed."""
    counts_from = late_press.counts_from(assignment, milestone, pressed_at, step.now)
    step.emit_of(assignment, _PRESSED[milestone], occurred_at=pressed_at, counts_from=counts_from)
    targets.settle(step, assignment.id, assignment)


def release(step: Step, command: cmd.AssignmentRelease, _reach: Reach) -> None:
    """Free again."""
    assignment = _active(step, command)
    step.emit_of(assignment, ev.AssignmentReleased, occurred_at=read_time(command.occurred_at))
    _look_to_hand_over(step, assignment)


def recall(step: Step, command: cmd.AssignmentRecall, _reach: Reach) -> None:
    """Take the order back."""
    assignment = _active(step, command)
    step.emit_of(assignment, ev.AssignmentRecalled, reason=command.reason, because=ByPerson(words=command.reason))
    _look_to_hand_over(step, assignment)


def decline(step: Step, command: cmd.AssignmentDecline, reach: Reach) -> None:
    """Cannot go: the next nearest is sent at once."""
    assignment = _active(step, command)
    if assignment.on_scene_at is not None:
        raise WrongState("the crew is on scene; release it instead of declining")
    step.emit_of(assignment, ev.AssignmentDeclined, reason=command.reason, occurred_at=read_time(command.occurred_at))
    if step.incident(assignment.incident).open:
        reinforce(step, assignment, reach, because=ByLadder(unit=assignment.unit, trigger=DECLINED))


def deliver(step: Step, command: cmd.Deliver, _reach: Reach) -> None:
    """A client of the station showed its orders up to a position: each is delivered once to each token."""
    for assignment in undelivered(step.world, command.station, command.seen_seq, step.by.name):
        step.emit_of(assignment, ev.AssignmentDelivered)
        targets.settle(step, assignment.id)


def undelivered(world: World, station: str, seen_seq: int, token_name: str) -> list[Assignment]:
    """Return the station's standing orders up to a position that this token has not confirmed to have."""
    active = (
        world.assignments[key] for unit in world.units_of.get(station, ()) for key in world.active_by_unit.get(unit, ())
    )
    return [each for each in active if token_name not in each.delivered_to and each.assigned_seq <= seen_seq]


def _active(step: Step, command: cmd.AssignmentCommand) -> Assignment:
    assignment = step.assignment(command.assignment)
    if not assignment.active:
        raise WrongState(f"assignment {assignment.id} has ended: {assignment.ending}")
    return assignment


def _not_yet(step: Step, command: cmd.AssignmentCommand, *milestones: str) -> Assignment:
    """Return an active assignment that has reached none of these. Raises `WrongState` naming the one it has."""
    assignment = _active(step, command)
    for milestone in milestones:
        if assignment.reached(milestone) is not None:
            raise WrongState(f"assignment {assignment.id} is {milestone} already")
    return assignment


def _leave_others(step: Step, assignment: Assignment) -> None:
    """A unit is under way or on scene in one incident at most."""
    for other in step.world.active_of_unit(assignment.unit):
        if other.id != assignment.id and (other.en_route_at or other.on_scene_at or other.controlled_at):
            step.emit_of(other, ev.AssignmentReleased, **reason_fields(LeftFor(incident=assignment.incident)))
            _look_to_hand_over(step, other)


def _look_to_hand_over(step: Step, assignment: Assignment) -> None:
    """Let the promise of the hand-over begin, or pass to the next, where a crew of the brigade came or went."""
    if assignment.station_kind in BRIGADE_KINDS:
        step.attempt("hand_over", hand_over.promise, assignment.incident)
