"""An alarm whose rule failed: no alarm is ever refused, so it is written down, seen, and left to a person."""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.commands import AlarmRaise
from dispatch.core.decide.alarms import MAX_TRAPPED, next_number
from dispatch.core.decide.closing import ANYBODY
from dispatch.core.decide.places import resolve
from dispatch.core.decide.step import Step
from dispatch.core.devices import place_key
from dispatch.core.signal import Signal
from dispatch.core.vocabulary import Place


def bare_alarm(signal: Signal) -> AlarmRaise:
    """Return the alarm of a fire that a device says, from its words alone: who it is may be what fails."""
    device = signal.gateway if signal.address is None else place_key(signal.gateway, signal.address)
    place = Place(building=signal.building, floor=signal.floor, text=signal.text)
    return AlarmRaise(source="panel", kind="report", device=device, place=place, note=signal.text)


def record_alarm(step: Step, command: AlarmRaise, why: str) -> None:
    """Open an incident of its own, with no orders, a shortfall, and a note that says why.

    As little as can be: what joins, verifies, chooses or reads a clock may be what failed.
    """
    place, flags, unread, _ = resolve(step.world, command.place)
    flags, unread = ("rule_failed", *flags, *command.odd), {**command.unread, **unread}
    number, incident = next_number(step.world, step.now), step.new_id("inc")
    trapped = command.trapped if command.trapped is not None and 0 <= command.trapped <= MAX_TRAPPED else None
    exercise = command.exercise or command.drill is not None
    step.emit_in(
        incident,
        ev.IncidentOpened,
        exercise=exercise,
        number=number,
        kind=command.kind,
        place=place,
        grade=1,
        trapped=trapped,
        test=command.test,
        flags=flags,
        unread=unread,
    )
    step.emit_in(
        incident,
        ev.AlarmRaised,
        alarm=step.new_id("alm"),
        number=number,
        source=command.source,
        kind=command.kind,
        device=command.device,
        place=place,
        reporter=command.reporter,
        trapped=trapped,
        note=command.note,
        test=command.test,
        flags=flags,
        unread=unread,
    )
    if not command.test:
        step.emit_in(incident, ev.DispatchShortfall, need=ANYBODY, missing=1, why="rule_failed")
    step.emit_in(incident, ev.IncidentNoted, text=why)
