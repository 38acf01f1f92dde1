"""What happened around an incident, taken over into its re-run as far as it still makes sense there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.world import World
from dispatch.past.why.changes import Change
from dispatch.past.why.reissue import IdMap
from dispatch.past.why.script import Script


class Facts:
    """Lets the rest of the district go on as recorded, less what the changes take out of it."""

    def __init__(self, script: Script, changes: Sequence[Change]) -> None:
        self._script = script
        self._never_closed = {change.never_closed for change in changes}
        self._held_units = {unit for change in changes for unit in change.held_units}
        self._own_settings = any(
            isinstance(command, cmd.ChangeRegistry) for change in changes for command in change.commands
        )

    def adapt(self, event: ev.Event, world: World, ids: IdMap) -> ev.Event | None:
        """Return the event as it happens in the re-run; None where it does not.

        What it is about may be missing there, since the re-run went another way.
        """
        if _answers_nobody(event, world):
            return None
        if isinstance(event, ev.IncidentEvent):
            return self._of_an_incident(event, world, ids)
        match event:
            case ev.RoadClosed() if event.closure in self._never_closed:
                return None
            case ev.RoadOpened() if event.closure not in world.closures:
                return None
            case ev.CheckMissed() | ev.CheckClimbed() if event.check not in world.checks:
                return None
            case ev.DutyChanged() | ev.UnitPosition() | ev.UnitPositionStale() if event.unit in self._held_units:
                return None
            case ev.StandbyPosted() | ev.StandbyBegun() | ev.StandbyEnded() if event.unit in self._held_units:
                return None
            case ev.HubReturned():
                known = tuple(each for each in event.checks if each.check in world.checks)
                return replace(event, checks=known)
            case ev.RegistryChanged() if self._own_settings:
                return replace(event, settings=None)
            case _:
                return event

    def _of_an_incident(self, event: ev.IncidentEvent, world: World, ids: IdMap) -> ev.Event | None:
        match event:
            case ev.IncidentOpened():
                return event
            case ev.AlarmSplit() if event.alarm in ids.alarms:
                event = replace(event, incident=ids.incident, alarm=ids.alarms[event.alarm])
                there = event.into in world.incidents and event.alarm in world.incidents[event.incident].alarms
            case ev.IncidentMerged():
                into = event.into if event.into in world.incidents else ids.incident
                event = replace(event, into=into)
                there = into in world.incidents
            case ev.AlarmMerged() | ev.AlarmSplit():
                there = event.alarm in world.alarms
            case ev.AssignmentAssigned():
                there = event.station in world.stations and not self._script.follows_from_here(event)
            case ev.ArrivalEstimated():
                event = replace(event, assignment=ids.assignments.get(event.assignment, event.assignment))
                there = event.assignment in world.assignments
            case ev.CorridorRenewed() | ev.CorridorFailed() | ev.CorridorWithdrawn():
                event = replace(event, assignment=ids.assignments.get(event.assignment, event.assignment))
                there = event.assignment in world.corridors
            case ev.AssignmentEvent():
                event = replace(event, assignment=ids.assignments.get(event.assignment, event.assignment))
                there = event.assignment in world.assignments and not self._script.follows_from_here(event)
            case ev.IncidentHubAway():
                known = tuple(each for each in event.orders if each.assignment in world.assignments)
                event, there = replace(event, orders=known), True
            case ev.IncidentHandedOver():
                twins = (ids.assignments.get(each, each) for each in event.settles)
                event = replace(event, settles=tuple(each for each in twins if each in world.assignments))
                there = True
            case ev.ChannelSent() | ev.ChannelFailed() | ev.ChannelGivenUp():
                there = event.message in world.messages
            case _:
                there = True
        return event if there and event.incident in world.incidents else None


def _answers_nobody(event: ev.Event, world: World) -> bool:
    """Whether it is about a request for help that the re-run never made."""
    if not isinstance(event, ev.HelpEvent) or isinstance(event, ev.HelpRequested):
        return False
    return event.request not in world.requests
