"""The desk's hand-over between dispatchers: offered by one, over when the next one accepts."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.errors import NotFound, WrongState
from dispatch.core.milestones import settled
from dispatch.core.reach import Reach
from dispatch.core.shift import LeftOpen, ShiftOffer
from dispatch.core.vocabulary import By
from dispatch.core.world import Incident, World


def offer(step: Step, command: cmd.ShiftHandOver, _reach: Reach) -> None:
    """Offer the shift, with what stands open; a second offer of one person takes the place of the first."""
    world = step.world
    for key in command.incidents:
        if not step.incident(key).open:
            raise WrongState(f"incident {step.incident(key).number} is closed; hand over open ones")
    open_now = sorted(
        (each for each in world.incidents.values() if each.open and not each.exercise and not each.test),
        key=lambda each: each.opened_by_seq,
    )
    chosen = [each for each in open_now if not command.incidents or each.id in command.incidents]
    for known in _own(world, step.by):
        step.emit(ev.ShiftWithdrawn, offer=known.id, replaced=True)
    step.emit(
        ev.ShiftOffered,
        offer=step.new_id("shf"),
        note=command.note,
        incidents=tuple(left_open(world, each) for each in chosen),
        shelves=tuple(sorted(world.shelved)),
        closures=tuple(sorted(world.closures)),
    )


def accept(step: Step, command: cmd.ShiftAccept, _reach: Reach) -> None:
    """Take the shift; what the other one had in hand of it is in this one's."""
    found = _offered(step.world, command.offer)
    if _same(found.by, step.by):
        raise WrongState("this is your own offer: the next dispatcher accepts it under a name of their own")
    step.emit(ev.ShiftAccepted, offer=found.id, offered_by=found.by)
    for each in found.incidents:
        incident = step.world.incidents.get(each.incident)
        if incident is None or not incident.open or incident.taken_by is None:
            continue
        if _same(incident.taken_by, found.by):
            step.emit_in(incident.id, ev.IncidentTaken)


def withdraw(step: Step, _command: cmd.ShiftWithdraw, _reach: Reach) -> None:
    """Keep the shift. Raises `NotFound` where this person offers none."""
    own = _own(step.world, step.by)
    if not own:
        raise NotFound("you offer no shift (any more): it was accepted, or never offered")
    for known in own:
        step.emit(ev.ShiftWithdrawn, offer=known.id)


def left_open(world: World, incident: Incident) -> LeftOpen:
    """Return how an incident stands: who has it, who is coming, who is there."""
    orders = [each for each in world.active_of(incident) if each.controlled_at is None]
    there = [each for each in orders if each.on_scene_at is not None]
    silent = [
        each
        for each in orders
        if each.no_answer_at is not None and settled(each.moments.__getitem__)["acknowledged"] is None
    ]
    return LeftOpen(
        incident=incident.id,
        number=incident.number,
        kind=incident.kind,
        grade=incident.grade,
        trapped=incident.trapped,
        taken_by=incident.taken_by,
        coming=len(orders) - len(there),
        unanswered=len(silent),
        on_scene=len(there),
    )


def _offered(world: World, key: str | None) -> ShiftOffer:
    if key is not None:
        if key not in world.offers:
            raise NotFound(f"there is no offer {key} (any more): it was accepted or withdrawn")
        return world.offers[key]
    if not world.offers:
        raise WrongState("nobody offers a shift; shift.offer does that, with a note for who comes next")
    if len(world.offers) > 1:
        raise WrongState(
            f"{len(world.offers)} shifts are offered; name one as offer: {', '.join(sorted(world.offers))}"
        )
    return next(iter(world.offers.values()))


def _own(world: World, by: By) -> list[ShiftOffer]:
    return [each for _, each in sorted(world.offers.items()) if _same(each.by, by)]


def _same(one: By, other: By) -> bool:
    return (one.role, one.name, one.station) == (other.role, other.name, other.station)
