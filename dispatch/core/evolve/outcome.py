"""What came of incidents."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, put_incident
from dispatch.core.world import World


def _recorded(world: World, event: ev.IncidentOutcomeRecorded) -> World:
    return put_incident(world, replace(world.incidents[event.incident], outcome=event.outcome))


RULES: Rules = {ev.IncidentOutcomeRecorded: _recorded}
