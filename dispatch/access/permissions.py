"""Who may command what, see what and withdraw what: tables, and the questions that read them.

What no table names nobody may. Who may call which operation over HTTP stands beside the operation's description
(`dispatch.wire.operations`), as an audience too. Where it matters whose something is, a small predicate below the
tables says so of the World. Asked first, before anything else is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from dispatch.access.roles import (
    COMMANDERS,
    CONTROL_ROOM,
    DISPATCHERS,
    ITS_OWN,
    READERS,
    Audience,
    TokenRole,
    audience,
)
from dispatch.core import commands as cmd
from dispatch.core.drill_queries import visible_to
from dispatch.core.errors import Forbidden
from dispatch.core.vocabulary import By
from dispatch.core.world import Incident, World
from stations.model import BRIGADE_KINDS

C = TypeVar("C", bound=cmd.Command)


class Permission(NamedTuple):
    """Who may give a command. ``own`` tells whether it is about a station's own, where the audience is narrowed to it.

    Each predicate takes the one type of command that it stands beside in the table: `_may` has it checked.
    """

    who: Audience
    own: Callable[[World, Any, str], bool] | None = None


def may_command(world: World, command: cmd.Command, by: By) -> bool:
    """Whether somebody may give this command."""
    if type(command) in GATEWAYS_OWN:
        return by.role in ("hub", "device")
    permission = COMMANDS.get(type(command))
    if permission is None or by.role not in permission.who.roles:
        return False
    if permission.own is None or by.role not in permission.who.narrowed:
        return True
    return by.station is not None and permission.own(world, command, by.station)


def authorize(world: World, command: cmd.Command, by: By) -> None:
    """Let the command pass, or raise `Forbidden` with who may."""
    if may_command(world, command, by):
        return
    kind, permission = command.__struct_config__.tag, COMMANDS.get(type(command))
    station = f" of station {by.station}" if by.station else ""
    takes = f"use a token of: {permission.who}" if permission is not None else "the hub alone does"
    raise Forbidden(f"a {by.role} token{station} may not do {kind} here; {takes}")


def may_call(role: TokenRole, who: Audience) -> bool:
    """Whether a role's tokens may call an operation that is for these."""
    return role in who.roles


def may_see(by: By, kind: str, key: str) -> bool:
    """Whether somebody may see a view: ``kind`` is a key of `VIEWS`, ``key`` the id of its station or incident."""
    who = VIEWS.get(kind)
    return who is not None and by.role in who.roles and (by.role not in who.narrowed or by.station == key)


def may_read(world: World, by: By, incident: Incident) -> bool:
    """Whether somebody may read an incident: a station those that it has an order in, until its release."""
    if by.role in READERS.narrowed:
        return by.station is not None and _has_order_in(world, incident.id, by.station)
    return by.role in READERS.roles


def may_withdraw(role: TokenRole, of: TokenRole) -> bool:
    """Whether a role's tokens may withdraw a token: a dispatcher's those that an invitation could have given."""
    return role in WITHDRAWERS.roles and (role not in WITHDRAWERS.narrowed or of == "station")


def may_invite(by: By, station: str, name: str) -> bool:
    """Whether somebody may invite a phone to a station under a name: a station only itself, to another browser."""
    if by.role not in INVITERS.roles:
        return False
    return by.role not in INVITERS.narrowed or (station == by.station and name in ("", by.name))


# --- whose something is -----------------------------------------------------------------------------------------------


def _its_order(world: World, command: cmd.AssignmentCommand, station: str) -> bool:
    assignment = world.assignments.get(command.assignment)
    return assignment is not None and assignment.station == station


def _its_unit(world: World, command: cmd.DutyOn | cmd.DutyOff | cmd.UnitReportPosition, station: str) -> bool:
    unit = world.units.get(command.unit)
    return unit is not None and unit.station == station


def _its_post(_world: World, command: cmd.DutyHandOver | cmd.DutyTakeOver, station: str) -> bool:
    return command.station == station


def _its_check(world: World, command: cmd.CheckAnswer, station: str) -> bool:
    check = world.checks.get(command.check)
    return check is not None and check.station == station


def _its_incident(
    world: World, command: cmd.AddNote | cmd.IncidentConfirm | cmd.IncidentHandOver | cmd.RequestHelp, station: str
) -> bool:
    return _has_order_in(world, command.incident, station)


def _its_scene(world: World, command: cmd.SceneReport, station: str) -> bool:
    """An incident that it was ever sent to, and its own crew: what was seen in a dead spot may come after the order's
    end."""
    found = world.incidents.get(command.incident)
    orders = world.assignments_of(world.merged(found)) if found is not None else []
    own = [each.id for each in orders if each.station == station]
    return bool(own) and command.assignment in (None, *own)


def _its_request(world: World, command: cmd.HelpCommand, station: str) -> bool:
    request = world.requests.get(command.request)
    return request is not None and _has_order_in(world, request.incident, station)


def _its_brigade(world: World, command: cmd.IncidentAccept, station: str) -> bool:
    """A station of the brigade, in an incident that it has an order in."""
    known = world.stations.get(station)
    return known is not None and known.kind in BRIGADE_KINDS and _has_order_in(world, command.incident, station)


def _its_drill(world: World, command: cmd.DrillAttend, station: str) -> bool:
    """A drill that it may know of, and its own people in it."""
    drill = world.drills.get(command.drill)
    return drill is not None and command.station == station and visible_to(world, drill, station)


def _has_order_in(world: World, incident: str, station: str) -> bool:
    """Whether an order binds the station to it now; who was released, declined or was recalled has none any more."""
    found = world.incidents.get(incident)
    return found is not None and any(each.station == station for each in world.active_of(found))


# --- the tables -------------------------------------------------------------------------------------------------------


def _may(
    kind: type[C], who: Audience, own: Callable[[World, C, str], bool] | None = None
) -> tuple[type[cmd.Command], Permission]:
    """Return a row: who may, and with ``own`` a station too where it is its own."""
    return kind, Permission(who if own is None else audience(*who.roles, narrowed=ITS_OWN), own)


COMMANDS: Mapping[type[cmd.Command], Permission] = dict(
    (
        _may(cmd.AlarmRaise, audience("device", "station", "dispatcher", "admin")),
        _may(cmd.IncidentTake, DISPATCHERS),
        _may(cmd.IncidentUpdate, DISPATCHERS),
        _may(cmd.IncidentConfirm, DISPATCHERS, _its_incident),
        _may(cmd.IncidentFalseAlarm, DISPATCHERS),
        _may(cmd.IncidentGrade, DISPATCHERS),
        _may(cmd.IncidentClose, DISPATCHERS),
        _may(cmd.IncidentReopen, DISPATCHERS),
        _may(cmd.AddNote, CONTROL_ROOM, _its_incident),
        _may(cmd.IncidentSplit, DISPATCHERS),
        _may(cmd.IncidentMerge, DISPATCHERS),
        _may(cmd.IncidentHandOver, DISPATCHERS, _its_incident),
        _may(cmd.SceneReport, CONTROL_ROOM, _its_scene),
        _may(cmd.IncidentAccept, DISPATCHERS, _its_brigade),
        _may(cmd.IncidentRecordOutcome, CONTROL_ROOM),
        _may(cmd.DispatchAccept, DISPATCHERS),
        _may(cmd.DispatchRefuse, DISPATCHERS),
        _may(cmd.AssignmentAssign, DISPATCHERS),
        _may(cmd.AssignmentAcknowledge, DISPATCHERS, _its_order),
        _may(cmd.AssignmentDecline, DISPATCHERS, _its_order),
        _may(cmd.AssignmentDepart, DISPATCHERS, _its_order),
        _may(cmd.AssignmentArrive, DISPATCHERS, _its_order),
        _may(cmd.AssignmentControl, DISPATCHERS, _its_order),
        _may(cmd.AssignmentRelease, DISPATCHERS, _its_order),
        _may(cmd.AssignmentRecall, DISPATCHERS),
        # Whom helpers answer is the desk; what they send themselves is let in by their own signature (`api.help`).
        _may(cmd.RequestHelp, DISPATCHERS, _its_incident),
        _may(cmd.HelpReach, DISPATCHERS),
        _may(cmd.HelpAccept, DISPATCHERS),
        _may(cmd.HelpDepart, DISPATCHERS),
        _may(cmd.HelpArrive, DISPATCHERS, _its_request),
        _may(cmd.HelpFinish, DISPATCHERS, _its_request),
        _may(cmd.HelpRefuse, DISPATCHERS),
        _may(cmd.HelpCancel, DISPATCHERS),
        _may(cmd.LadderHold, DISPATCHERS),
        _may(cmd.LadderResume, DISPATCHERS),
        _may(cmd.UnitReportPosition, DISPATCHERS, _its_unit),
        _may(cmd.StandbyPost, CONTROL_ROOM),
        _may(cmd.StandbyEnd, CONTROL_ROOM),
        _may(cmd.RoadClose, DISPATCHERS),
        _may(cmd.RoadOpen, DISPATCHERS),
        _may(cmd.HydrantSet, DISPATCHERS),
        _may(cmd.SourceShelve, DISPATCHERS),
        _may(cmd.SourceUnshelve, DISPATCHERS),
        _may(cmd.SignalVerify, CONTROL_ROOM),
        _may(cmd.DeviceDisable, CONTROL_ROOM),
        _may(cmd.DeviceEnable, CONTROL_ROOM),
        _may(cmd.DeviceFile, DISPATCHERS),
        _may(cmd.ShiftHandOver, DISPATCHERS),
        _may(cmd.ShiftAccept, DISPATCHERS),
        _may(cmd.ShiftWithdraw, DISPATCHERS),
        _may(cmd.DutyOn, DISPATCHERS, _its_unit),
        _may(cmd.DutyOff, DISPATCHERS, _its_unit),
        _may(cmd.DutyHandOver, DISPATCHERS, _its_post),
        _may(cmd.DutyTakeOver, DISPATCHERS, _its_post),
        _may(cmd.CheckCall, DISPATCHERS),
        _may(cmd.CheckAnswer, DISPATCHERS, _its_check),
        _may(cmd.CheckExcuse, DISPATCHERS),
        # Drills are the commander's; a dispatcher breaks them off and observes, a station says who of it took part.
        _may(cmd.PlanDrill, COMMANDERS),
        _may(cmd.DrillStart, COMMANDERS),
        _may(cmd.DrillInject, COMMANDERS),
        _may(cmd.DrillRemark, CONTROL_ROOM),
        _may(cmd.DrillAttend, CONTROL_ROOM, _its_drill),
        _may(cmd.DrillBreakOff, CONTROL_ROOM),
        _may(cmd.DrillEnd, COMMANDERS),
        _may(cmd.DrillCancel, COMMANDERS),
        _may(cmd.DrillSignOff, COMMANDERS),
    )
)
"""Every command that can be sent from outside, and who may give it."""

GATEWAYS_OWN = frozenset({cmd.SignalReceive, cmd.DeviceMute, cmd.DeviceHear})
"""What the hub's own gateways say for the devices behind them; nobody can send it."""

VIEWS: Mapping[str, Audience] = {"console": CONTROL_ROOM, "station": READERS, "incident": CONTROL_ROOM}
"""Every kind of view, and who may see it."""

WITHDRAWERS = audience("admin", narrowed={"dispatcher": "stations' tokens"})
"""Who may withdraw tokens."""

INVITERS = audience(*DISPATCHERS.roles, narrowed=ITS_OWN)
"""Who may invite phones: a station's token another browser of its own."""
