"""Messages over other channels: what became of each."""

from __future__ import annotations

from typing import Any

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.reach import Reach


def note_channel(step: Step, command: cmd.NoteChannel, _reach: Reach) -> None:
    """A channel took a message or gave up on it; what has an outcome already stays as it is."""
    message = step.world.messages.get(command.message)
    if message is None or command.channel not in message.waiting:
        return
    fields: dict[str, Any] = {"message": message.id, "channel": command.channel, "tries": command.tries}
    kind: type[ev.Event] = ev.ChannelSent
    if command.error is not None:
        kind, fields["error"] = ev.ChannelFailed, command.error
    if message.incident is None:
        step.emit(kind, to=(message.station,), **fields)
    else:
        step.emit_in(message.incident, kind, **fields)
