"""Messages over other channels: what became of each."""

from __future__ import annotations

from typing import Any

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import waits_for
from dispatch.core.decide import forwarding
from dispatch.core.decide.help import needless_call
from dispatch.core.decide.step import Step
from dispatch.core.reach import Reach
from dispatch.core.vocabulary import GivenUp
from dispatch.core.world import Message, World


def note_channel(step: Step, command: cmd.NoteChannel, _reach: Reach) -> None:
    """A channel took a message or gave up on it; what has an outcome already stays as it is."""
    message = step.world.messages.get(command.message)
    if message is None or command.channel not in message.waiting:
        return
    fields: dict[str, Any] = {"message": message.id, "channel": command.channel, "tries": command.tries}
    kind: type[ev.Event] = ev.ChannelSent
    if command.given_up is not None:
        kind, fields["given_up"] = ev.ChannelGivenUp, command.given_up
    elif command.error is not None:
        kind, fields["error"] = ev.ChannelFailed, command.error
    if message.incident is None:
        step.emit(kind, to=(message.station,), **fields)
    else:
        step.emit_in(message.incident, kind, **fields)


def needless(world: World, message: Message) -> GivenUp | None:
    """Return why nobody needs a message any more, so that no further try is made; None where it is still wanted."""
    if message.request is not None:
        return needless_call(world, message.request)
    if message.assignment is None and message.incident is not None:
        return forwarding.needless_call(world, message)
    if message.assignment is None:
        return None if _post_waits(world, message.station) else "answered"
    assignment = world.assignments.get(message.assignment)
    incident = world.incidents.get(message.incident or "")
    if incident is None or not incident.open:
        return "incident_over"
    if assignment is None or not assignment.active:
        return "order_over"
    if assignment.held:
        return "held"
    return None if message.trigger is None or waits_for(assignment, message.trigger) else "answered"


def _post_waits(world: World, station: str) -> bool:
    """Whether a check or a hand-over of a station has still not been answered."""
    post, check = world.posts.get(station), world.checks.get(world.checks_of.get(station, ""))
    return check is not None or (post is not None and post.hand_over is not None)
