"""Several incidents at once share units by the best overall outcome, not first come, first served.

An incident that got its units (or did not) notes whether crews on their way to others nearby would be here much sooner.
The order does not wait for more: a moment later, as a deadline of its own, those crews are looked at together with the
free ones: which unit for which part of which incident is an assignment problem, solved exactly. A change must win more
than the district's threshold for every crew that it turns around, and it is a proposal: it acts after a few seconds,
unless a dispatcher refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.choice import is_free
from dispatch.core.decide.orders import assign
from dispatch.core.decide.plans import fits, open_needs, plan_for
from dispatch.core.decide.step import Step
from dispatch.core.errors import NotFound
from dispatch.core.reach import Candidate, NeedElsewhere, Reach
from dispatch.core.reasons import ByProposal, NeededElsewhere, OthersNearer, Reason, reason_fields
from dispatch.core.vocabulary import Move
from dispatch.core.world import Assignment, Incident, Proposal, World
from stations.rules import Need

LOOK_AFTER_MS = 500
"""So long after an order its incident is looked at together with others: it and its neighbours' are out by then."""

JUST_ORDERED_MS = 2 * LOOK_AFTER_MS
"""An order that a crew has had for no longer than this is none yet: to change it turns nobody around."""

RIVALS_AT_MOST = 6
"""So many other incidents are looked at together with one."""

UNFILLED_MS = 3_600_000
"""A part of an incident that nobody comes for weighs as much as a crew that takes an hour."""


_Times = dict[str, Candidate]
"""Travel times to one place, by unit."""


class _Slot(NamedTuple):
    """One part of one incident, and the assignment that fills it now."""

    incident: Incident
    need: Need
    filled_by: Assignment | None


_Solve = Callable[[NDArray[np.float64]], tuple[NDArray[np.intp], NDArray[np.intp]]]


def _solver() -> _Solve:
    """Return what pairs parts with units at the least cost; its library takes longer to load than a start may."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - see above

    solve: _Solve = linear_sum_assignment
    return solve


def load_solver() -> None:
    """Load what the first look would wait for. The hub has this done in a thread as soon as it takes alarms."""
    _solver()


def weight(incident: Incident) -> float:
    """Return how much a second counts there: more with the grade, and double where people are trapped."""
    return (1.0 + 0.5 * (incident.grade - 1)) * (2.0 if incident.trapped else 1.0)


def note_rivals(step: Step, incident_id: str, reach: Reach) -> None:
    """Note that crews of other incidents may be needed here more; they are looked at once the order is out."""
    incident = step.incident(incident_id)
    rivals = _rivals(step, incident, reach)
    if rivals and incident.share_at is None:
        step.emit_in(
            incident.id,
            ev.DispatchContended,
            rivals=tuple(rival.id for rival in rivals),
            due_at=step.now.plus(LOOK_AFTER_MS),
        )


def look(step: Step, incident_id: str, reach: Reach) -> None:
    """Propose to share units otherwise, where that wins enough; else write down that all stays as it is.

    Raises `NeedElsewhere` for a rival's travel times.
    """
    so_far = len(step.events)
    propose(step, incident_id, reach)
    if len(step.events) == so_far:
        step.emit_in(incident_id, ev.DispatchKept)


def propose(step: Step, incident_id: str, reach: Reach) -> None:
    """Propose to share units otherwise, where that wins enough. Raises `NeedElsewhere` for a rival's travel times."""
    incident = step.incident(incident_id)
    rivals = _rivals(step, incident, reach)
    if not rivals:
        return
    unknown = [rival.id for rival in rivals if rival.id not in reach.elsewhere]
    if unknown:
        raise NeedElsewhere(*unknown)
    places = {incident.id: reach} | {rival.id: reach.elsewhere[rival.id] for rival in rivals}
    slots = list(_slots(step, [incident, *rivals]))
    if not slots:
        return  # everybody whom a plan asks for has arrived: there is nothing to fill otherwise
    moves, gain_ms = _best(step, slots, places)
    if moves and gain_ms > 0:
        step.emit_in(
            incident.id,
            ev.DispatchProposed,
            proposal=step.new_id("pro"),
            moves=tuple(moves),
            gain_s=gain_ms / 1000,
            due_at=step.now.plus(step.world.settings.sharing.divert_after_s * 1000),
        )


def accept(step: Step, command: cmd.DispatchAccept, _reach: Reach) -> None:
    """Do what is proposed now."""
    carry_out(step, _proposal(step, command.proposal))


def refuse(step: Step, command: cmd.DispatchRefuse, _reach: Reach) -> None:
    """Do not do what is proposed."""
    proposal = _proposal(step, command.proposal)
    step.emit_in(proposal.incident, ev.DispatchSettled, proposal=proposal.id, outcome="refused", reason=command.reason)


def carry_out(step: Step, proposal: Proposal) -> None:
    """Do what is proposed, if all of it still makes sense; a crew that has arrived is not turned around."""
    if not all(_still_good(step.world, move) for move in proposal.moves):
        step.emit_in(proposal.incident, ev.DispatchSettled, proposal=proposal.id, outcome="overtaken")
        return
    for move in proposal.moves:
        if move.assignment is not None:
            why = reason_fields(_turned_around_for(proposal, move))
            step.emit_of(step.assignment(move.assignment), ev.AssignmentRecalled, **why)
    for move in proposal.moves:
        if move.to is not None and move.legs is not None and move.eta_s is not None:
            travel = Candidate(unit=move.unit, eta_ms=round(move.eta_s * 1000), legs=move.legs)
            assign(step, move.to, move.unit, travel, because=ByProposal(proposal=proposal.id))
    step.emit_in(proposal.incident, ev.DispatchSettled, proposal=proposal.id, outcome="done")


def _turned_around_for(proposal: Proposal, move: Move) -> Reason:
    if move.to is None:
        return OthersNearer(proposal=proposal.id)
    return NeededElsewhere(proposal=proposal.id, incident=move.to)


def _proposal(step: Step, key: str) -> Proposal:
    found = step.world.proposals.get(key)
    if found is None:
        raise NotFound(f"there is no proposal {key}; it was done, refused or overtaken")
    return found


def _still_good(world: World, move: Move) -> bool:
    incident = world.incidents.get(move.to) if move.to else None
    if move.to is not None and (incident is None or not incident.open):
        return False
    if move.assignment is None:
        return incident is not None and is_free(world, move.unit, incident)
    assignment = world.assignments.get(move.assignment)
    return assignment is not None and _movable(world, assignment)


def _movable(world: World, assignment: Assignment) -> bool:
    """Whether the crew has only this order, has not arrived, and is known to be on its way for so long.

    A crew whose travel time is unknown was sent by a person who knew why: no change can be said to win time on it.
    """
    return (
        assignment.active
        and assignment.eta_s is not None
        and assignment.on_scene_at is None
        and assignment.controlled_at is None
        and assignment.unit in world.units
        and len(world.active_by_unit.get(assignment.unit, ())) == 1
    )


def _rivals(step: Step, incident: Incident, reach: Reach) -> list[Incident]:
    """Return the incidents whose crews, still on their way, would be here so much earlier that it may pay."""
    world, gain_ms = step.world, step.world.settings.sharing.divert_gain_s * 1000
    latest = _latest_ms(world, incident)
    if latest is None:
        return []
    promised = {move.unit for proposal in world.proposals.values() for move in proposal.moves}
    found: dict[str, Incident] = {}
    for candidate in reach.around:
        if candidate.eta_ms + gain_ms > latest or candidate.unit in promised:
            continue
        for assignment in world.active_of_unit(candidate.unit):
            other = world.incidents[assignment.incident]
            if (
                other.id != incident.id
                and other.exercise == incident.exercise
                and other.drill == incident.drill
                and other.place.located
                and _movable(world, assignment)
            ):
                found[other.id] = other
    return list(found.values())[:RIVALS_AT_MOST]


def _latest_ms(world: World, incident: Incident) -> int | None:
    """Return when the last of those ordered is expected, or the price of nobody where a part is missing.

    None where nobody is on the way whose travel time is known.
    """
    if incident.shortfalls:
        return UNFILLED_MS
    expected = [round(each.eta_s * 1000) for each in world.active_of(incident) if each.eta_s is not None]
    return max(expected, default=None)


def _slots(step: Step, incidents: list[Incident]) -> Iterator[_Slot]:
    """Yield every part that a crew on its way fills, and every part that nobody fills."""
    world = step.world
    for incident in incidents:
        plan = plan_for(world, incident, step.now)
        for assignment in world.active_of(incident):
            if _movable(world, assignment):
                unit = world.units[assignment.unit]
                need = next((need for need in plan.needs if fits(world, unit, need)), None)
                if need is not None:
                    yield _Slot(incident, need, assignment)
        for need in open_needs(world, incident, plan):
            for _ in range(need.count):
                yield _Slot(incident, need, None)


def _best(step: Step, slots: list[_Slot], places: dict[str, Reach]) -> tuple[list[Move], float]:
    """Solve who fills which slot; return the changes and the weighted milliseconds that they win."""
    world = step.world
    times = {key: _times(reach) for key, reach in places.items()}
    filling = {slot.filled_by.unit: slot for slot in slots if slot.filled_by is not None}
    one_of_them = slots[0].incident  # they are all of operations, or all of one drill
    free = {unit for unit in set().union(*times.values()) if is_free(world, unit, one_of_them)}
    units = sorted(filling.keys() | free)
    needs = dict.fromkeys(slot.need for slot in slots)
    fitting = {need: {unit for unit in units if fits(world, world.units[unit], need)} for need in needs}
    column_of = {unit: column for column, unit in enumerate(units)}
    penalty_ms = world.settings.sharing.divert_gain_s * 1000
    cost = np.full((len(slots), len(units) + len(slots)), np.inf)  # infinite: no pair at all, never a long way
    for row, slot in enumerate(slots):
        importance = weight(slot.incident)
        cost[row, len(units) + row] = UNFILLED_MS * importance
        for unit in fitting[slot.need].intersection((*times[slot.incident.id], *_own(slot))):
            eta_ms = _expected_ms(step, slot, unit, times)
            if eta_ms is not None:
                penalty = penalty_ms if _turned_around(step, filling, unit, slot) else 0
                cost[row, column_of[unit]] = importance * eta_ms + penalty
    rows, columns = _solver()(cost)
    now = sum(
        cost[row, len(units) + row if slot.filled_by is None else column_of[slot.filled_by.unit]]
        for row, slot in enumerate(slots)
    )
    filled = {int(row): int(column) for row, column in zip(rows, columns, strict=True)}
    return _moves(slots, units, filling, filled, times), float(now - cost[rows, columns].sum())


def _own(slot: _Slot) -> tuple[str, ...]:
    """Return who fills a part now: on its way, whether or not it is among the nearest."""
    return () if slot.filled_by is None else (slot.filled_by.unit,)


def _turned_around(step: Step, filling: dict[str, _Slot], unit: str, slot: _Slot) -> bool:
    """Whether the unit would leave an order that it has had for a while."""
    own = filling.get(unit)
    if own is None or own is slot or own.filled_by is None:
        return False
    return step.now - own.filled_by.assigned_at > JUST_ORDERED_MS


def _moves(
    slots: list[_Slot], units: list[str], filling: dict[str, _Slot], filled: dict[int, int], times: dict[str, _Times]
) -> list[Move]:
    """Return what has to change: who leaves an order, who gets one."""
    moves: list[Move] = []
    placed: set[str] = set()
    for row, slot in enumerate(slots):
        if filled[row] >= len(units):
            continue
        unit = units[filled[row]]
        placed.add(unit)
        before = filling.get(unit)
        if before is slot:
            continue
        candidate = times[slot.incident.id][unit]
        left = before.filled_by.id if before is not None and before.filled_by is not None else None
        moves.append(
            Move(unit=unit, assignment=left, to=slot.incident.id, eta_s=candidate.eta_ms / 1000, legs=candidate.legs)
        )
    for unit, slot in filling.items():
        if unit not in placed and slot.filled_by is not None:
            moves.append(Move(unit=unit, assignment=slot.filled_by.id, to=None, eta_s=None, legs=None))
    return moves


def _times(reach: Reach) -> _Times:
    known = {each.unit: each for each in reach.around}
    known.update((each.unit, each) for found in reach.free.values() for each in found.nearest)
    return known


def _expected_ms(step: Step, slot: _Slot, unit: str, times: dict[str, _Times]) -> int | None:
    """Return how long until the unit is there: what is left of its way, where it is on it already."""
    mine = slot.filled_by
    if mine is not None and mine.unit == unit and mine.eta_s is not None:
        return max(0, round(mine.eta_s * 1000) - (step.now - mine.assigned_at))
    candidate = times[slot.incident.id].get(unit)
    return candidate.eta_ms if candidate is not None else None
