"""What targets outside were told of incidents."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, put_incident
from dispatch.core.forwarding import KEPT, Forwarded, ForwardLine
from dispatch.core.world import World


def _forwarded(world: World, event: ev.ReportForwarded) -> World:
    incident = world.incidents[event.incident]
    before = incident.forwards.get(event.target, ForwardLine())
    if event.state != "due" and not before.messages:
        return world  # a part of a record, without its beginning
    if event.state == "due":
        said = Forwarded(message=event.message, what=event.what, at=event.at)
        line = ForwardLine(messages=(*before.messages, said)[-KEPT:], content=before.content, state_at=event.at)
    elif event.state == "unanswered":
        line = replace(before, unanswered_at=event.at, tries=event.tries, error=event.error)
    else:
        line = replace(
            before, state=event.state, content=event.content, tries=event.tries, state_at=event.at, error=None
        )
    return put_incident(world, replace(incident, forwards={**incident.forwards, event.target: line}))


RULES: Rules = {ev.ReportForwarded: _forwarded}
