"""Confirmed fires to the 119 centre and the city: which message is owed, and what became of it."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.forwarding import Forwarded, ForwardWhat, content_of, may_go_out, owed
from dispatch.core.instant import Instant
from dispatch.core.reach import Reach
from dispatch.core.vocabulary import GivenUp
from dispatch.core.world import Incident, Message, World
from stations.forwarding import ForwardTarget


def find_target(world: World, name: str) -> ForwardTarget | None:
    """Return a target of the district."""
    return next((each for each in world.settings.forward if each.name == name), None)


def what_is_owed(incident: Incident, target: ForwardTarget) -> ForwardWhat | None:
    """Return which message a target is owed of an incident now; None where none is."""
    if not may_go_out(target, incident.kind, exercise=incident.exercise, test=incident.test):
        return "cancel" if _stands(incident, target) else None
    return owed(
        incident.forwards.get(target.name),
        content(incident),
        confirmed=incident.confirmed_at is not None,
        over=not incident.open,
    )


def content(incident: Incident) -> str:
    """Return what a message of now says."""
    return content_of(incident.kind, incident.grade, incident.place, incident.trapped)


def note_forward(step: Step, command: cmd.NoteForward, _reach: Reach) -> None:
    """A message is due, or something came of the newest one; of an older one, and of what stands already, nothing."""
    incident, target = step.world.incidents.get(command.incident), find_target(step.world, command.target)
    if incident is None or target is None:
        return
    if command.state == "due":
        _issue(step, incident, target)
        return
    line = incident.forwards.get(target.name)
    if line is None or line.newest.message != command.message or not line.open:
        return
    late = command.state == "unanswered"
    if line.unanswered_at is not None if late else line.state == command.state:
        return
    _emit(
        step,
        incident,
        target,
        line.newest,
        state=command.state,
        tries=command.tries,
        content="" if late else command.content,
        took_ms=step.now - line.newest.at if command.state == "acknowledged" else None,
        error=command.error if late else None,
    )
    if late:
        _call_officer(step, incident, target, line.newest)


def needless_call(world: World, message: Message) -> GivenUp | None:
    """Return why the duty officer need not hear any more that a target does not answer; None where that is wanted."""
    incident = world.incidents.get(message.incident or "")
    if incident is None:
        return "incident_over"
    line = incident.forwards.get(message.trigger or "")
    return None if line is not None and line.open else "answered"


def _issue(step: Step, incident: Incident, target: ForwardTarget) -> None:
    what = what_is_owed(incident, target)
    if what is not None:
        said = Forwarded(message=_identifier(step.world, target.code, step.now), what=what, at=step.now)
        _emit(step, incident, target, said, state="due")


def _emit(step: Step, incident: Incident, target: ForwardTarget, said: Forwarded, **fields: Any) -> None:
    step.emit_in(
        incident.id,
        ev.ReportForwarded,
        target=target.name,
        form=target.form,
        message=said.message,
        what=said.what,
        **fields,
    )


def _identifier(world: World, code: str, now: Instant) -> str:
    """Return an identifier as GB/T 35965 builds it: ``ZZZZZZDDDUUUXX_YYYYMMDDhhmmss_N``, N counting in its second."""
    second = now.in_zone(ZoneInfo(world.settings.timezone) if world.settings.timezone else UTC)
    begins = f"{code}_{second:%Y%m%d%H%M%S}_"
    taken = sum(
        said.message.startswith(begins)
        for each in world.incidents.values()
        for line in each.forwards.values()
        for said in line.messages
    )
    return f"{begins}{taken + 1}"


def _stands(incident: Incident, target: ForwardTarget) -> bool:
    """Whether a target was told of what it should not hear of any more: it became a test."""
    line = incident.forwards.get(target.name)
    return line is not None and line.newest.what != "cancel"


def _call_officer(step: Step, incident: Incident, target: ForwardTarget, said: Forwarded) -> None:
    """Nobody out there answers: the duty officer hears of it, over whatever channels lead there."""
    channels = tuple(each.name for each in step.world.settings.channels if each.use == "duty_officer")
    if not channels or incident.exercise:
        return
    step.emit_in(
        incident.id,
        ev.ChannelCalled,
        message=step.new_id("msg"),
        use="duty_officer",
        assignment=None,
        station="",
        text=f"{incident.number} {target.name} {said.what}",
        channels=channels,
        trigger=target.name,
    )
