"""Who may do what. Asked first, before anything else is looked at."""

from __future__ import annotations

from dispatch.core import commands as cmd
from dispatch.core.errors import Forbidden
from dispatch.core.vocabulary import By
from dispatch.core.world import World

_MILESTONES = (
    cmd.AssignmentAcknowledge,
    cmd.AssignmentDecline,
    cmd.AssignmentDepart,
    cmd.AssignmentArrive,
    cmd.AssignmentControl,
    cmd.AssignmentRelease,
)
_OWN_UNIT = (cmd.DutyOn, cmd.DutyOff, cmd.UnitReportPosition)
_OWN_INCIDENT = (cmd.IncidentNoteDown, cmd.IncidentConfirm, cmd.IncidentHandOver)


def authorize(world: World, command: cmd.Command, by: By) -> None:
    """Let the command pass, or raise `Forbidden` with who may."""
    if isinstance(command, cmd.AlarmRaise) and by.role in ("device", "station", "dispatcher", "admin"):
        return
    if by.role in ("dispatcher", "admin"):
        return
    if by.role == "commander" and isinstance(command, cmd.IncidentNoteDown):
        return
    if by.role == "station" and by.station is not None and _concerns(world, command, by.station):
        return
    kind = command.__struct_config__.tag
    station = f" of station {by.station}" if by.station else ""
    raise Forbidden(
        f"a {by.role} token{station} may not do {kind} here; use a token of the station concerned, or a dispatcher's"
    )


def _concerns(world: World, command: cmd.Command, station: str) -> bool:
    """Whether it is the station's own: its assignment, its unit, an incident it is assigned to."""
    if isinstance(command, _MILESTONES):
        assignment = world.assignments.get(command.assignment)
        return assignment is not None and assignment.station == station
    if isinstance(command, _OWN_UNIT):
        unit = world.units.get(command.unit)
        return unit is not None and unit.station == station
    if isinstance(command, _OWN_INCIDENT):
        incident = world.incidents.get(command.incident)
        return incident is not None and any(each.station == station for each in world.assignments_of(incident))
    return False
