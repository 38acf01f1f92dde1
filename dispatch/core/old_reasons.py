"""What the texts of version 1 meant, where the record has nothing better. The only place that reads a sentence.

A dispatcher's own words may look like the hub's. So a text is never enough: it must come from somebody, and stand
beside something, that the hub's own sentence would come from and stand beside.
"""

from __future__ import annotations

import re

from dispatch.core import events as ev
from dispatch.core.world import World

_BY_LADDER = re.compile(r"ladder: (?P<unit>\S+) (?P<trigger>\w+)")
_DECLINED = "declined"


def sent_by_ladder(world: World, event: ev.AssignmentAssigned) -> bool:
    """Whether a rung sent the unit: at its time, by the hub alone, or in the moment in which a crew declined.

    ``world`` is the one before the event.
    """
    found = _BY_LADDER.fullmatch(event.reason)
    if found is None:
        return False
    if found["trigger"] != _DECLINED:
        return event.by.role == "hub"
    of_incident = world.assignments_of(world.incidents[event.incident])
    return any(
        each.unit == found["unit"] and each.ending == _DECLINED and each.ended_at == event.at for each in of_incident
    )
