"""Who may do what. Asked first, before anything else is looked at."""

from __future__ import annotations

from dispatch.core import commands as cmd
from dispatch.core.drill_queries import visible_to
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
_OWN_POST = (cmd.DutyHandOver, cmd.DutyTakeOver)
_OWN_INCIDENT = (cmd.IncidentNoteDown, cmd.IncidentConfirm, cmd.IncidentHandOver)


def authorize(world: World, command: cmd.Command, by: By) -> None:
    """Let the command pass, or raise `Forbidden` with who may."""
    if isinstance(command, cmd.AlarmRaise) and by.role in ("device", "station", "dispatcher", "admin"):
        return
    if isinstance(command, cmd.DrillCommand | cmd.DrillPlanIt):
        _authorize_drill(world, command, by)
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


_DISPATCHERS_DRILLS = (cmd.DrillBreakOff, cmd.DrillRemark, cmd.DrillAttend)


def _authorize_drill(world: World, command: cmd.Command, by: By) -> None:
    """Drills are the commander's; a dispatcher breaks them off and observes, a station says who of it took part."""
    if by.role in ("commander", "admin"):
        return
    if by.role == "dispatcher" and isinstance(command, _DISPATCHERS_DRILLS):
        return
    if by.role == "station" and isinstance(command, cmd.DrillAttend) and command.station == by.station:
        drill = world.drills.get(command.drill)
        if drill is not None and visible_to(world, drill, command.station):
            return
    kind = command.__struct_config__.tag
    raise Forbidden(
        f"a {by.role} token may not do {kind}; a commander plans, runs and signs drills, a dispatcher breaks them off, "
        "a station says who of it took part"
    )


def _concerns(world: World, command: cmd.Command, station: str) -> bool:
    """Whether it is the station's own: its assignment, its unit, an incident it is assigned to."""
    if isinstance(command, _MILESTONES):
        assignment = world.assignments.get(command.assignment)
        return assignment is not None and assignment.station == station
    if isinstance(command, _OWN_UNIT):
        unit = world.units.get(command.unit)
        return unit is not None and unit.station == station
    if isinstance(command, _OWN_POST):
        return command.station == station
    if isinstance(command, cmd.CheckAnswer):
        check = world.checks.get(command.check)
        return check is not None and check.station == station
    if isinstance(command, _OWN_INCIDENT):
        incident = world.incidents.get(command.incident)
        return incident is not None and any(each.station == station for each in world.assignments_of(incident))
    return False
