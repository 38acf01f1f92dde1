"""What choices leave behind: shortfalls, proposals, the forewarned."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, nothing, put_incident
from dispatch.core.reasons import ToLook
from dispatch.core.world import Incident, Proposal, Shortfall, World


def _dispatch_chosen(world: World, event: ev.DispatchChosen) -> World:
    """Begin a choice: what was missing of these needs is about to be sent, or named again."""
    incident = world.incidents[event.incident]
    rest = tuple(short for short in incident.shortfalls if short.need not in event.needs)
    since = event.at if _begins_look(incident, event) else incident.looking_since
    return put_incident(world, replace(incident, shortfalls=rest, looking_since=since))


def _begins_look(incident: Incident, event: ev.DispatchChosen) -> bool:
    """Whether a look begins that must come to an end: not the one after a late signal, which nobody waits for."""
    return isinstance(event.because, ToLook) and incident.looking_since is None and incident.signal_at is None


def _dispatch_shortfall(world: World, event: ev.DispatchShortfall) -> World:
    incident = world.incidents[event.incident]
    others = tuple(short for short in incident.shortfalls if short.need != event.need)
    named = Shortfall(need=event.need, missing=event.missing, why=event.why)
    return put_incident(world, replace(incident, shortfalls=(*others, named)))


def _dispatch_contended(world: World, event: ev.DispatchContended) -> World:
    return put_incident(world, replace(world.incidents[event.incident], share_at=event.due_at))


def _dispatch_kept(world: World, event: ev.DispatchKept | ev.DispatchProposed) -> World:
    return put_incident(world, replace(world.incidents[event.incident], share_at=None))


def _dispatch_proposed(world: World, event: ev.DispatchProposed) -> World:
    world = _dispatch_kept(world, event)
    proposal = Proposal(
        id=event.proposal, incident=event.incident, moves=event.moves, gain_s=event.gain_s, due_at=event.due_at
    )
    return replace(world, proposals=world.proposals.insert(proposal.id, proposal))


def _dispatch_settled(world: World, event: ev.DispatchSettled) -> World:
    return replace(world, proposals=world.proposals.discard(event.proposal))


def _dispatch_forewarned(world: World, event: ev.DispatchForewarned) -> World:
    incident = world.incidents[event.incident]
    return put_incident(world, replace(incident, forewarned=(*incident.forewarned, event.station)))


RULES: Rules = {
    ev.DispatchChosen: _dispatch_chosen,
    ev.DispatchShortfall: _dispatch_shortfall,
    ev.DispatchAsked: nothing,
    ev.DispatchMoveUp: nothing,
    ev.DispatchContended: _dispatch_contended,
    ev.DispatchKept: _dispatch_kept,
    ev.DispatchProposed: _dispatch_proposed,
    ev.DispatchSettled: _dispatch_settled,
    ev.DispatchForewarned: _dispatch_forewarned,
}
