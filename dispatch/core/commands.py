"""Everything that can be asked, as frozen structs.

What people and programs send is in `AnyCommand`; its tags are the wire contract's command types. What the hub asks of
itself (`Fire`, `Deliver`, `ChangeRegistry`, `NoteDrift`) cannot be sent from outside.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec.structs import replace

from dispatch.core.events import Settings
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import CloseReason, ClosureArea, Place, Struct
from stations.model import Building, Station, TravelMode, Unit

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
Grade = Annotated[int, msgspec.Meta(ge=1, le=5)]
Trapped = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]


class Command(Struct, frozen=True, kw_only=True, tag_field="type"):
    """``occurred_at``: when it was done, where it was sent later than that."""

    occurred_at: str | None = None


class AlarmRaise(Command, frozen=True, kw_only=True, tag="alarm.raise"):
    """A signal came in. Nothing in it is required but where it is from: an alarm is never refused for what it lacks."""

    source: str = "desk"
    kind: str = "report"
    device: str | None = None
    place: Place = Place()
    key: str | None = None
    reporter: str | None = None
    trapped: int | None = None
    note: str | None = None
    test: bool = False
    exercise: bool = False
    key_reused: bool = False


def with_key_reused(command: AlarmRaise) -> AlarmRaise:
    """Return the alarm, marked: its key stood for other content before."""
    return replace(command, key_reused=True)


class IncidentCommand(Command, frozen=True, kw_only=True):
    """About one incident."""

    incident: Id


class IncidentTake(IncidentCommand, frozen=True, kw_only=True, tag="incident.take"):
    """Take it in hand."""


class IncidentUpdate(IncidentCommand, frozen=True, kw_only=True, tag="incident.update"):
    """Say what is known better now."""

    place: Place | None = None
    kind: str | None = None
    trapped: Trapped | None = None


class IncidentConfirm(IncidentCommand, frozen=True, kw_only=True, tag="incident.confirm"):
    """Make sure that it is real."""

    reason: str = "confirmed by a person"


class IncidentFalseAlarm(IncidentCommand, frozen=True, kw_only=True, tag="incident.false_alarm"):
    """It was nothing; why. Those under way are recalled and it closes."""

    reason: CloseReason = "unknown"
    note: str | None = None


class IncidentGrade(IncidentCommand, frozen=True, kw_only=True, tag="incident.grade"):
    """Set the grade, 1 (lowest) to 5."""

    grade: Grade


class IncidentClose(IncidentCommand, frozen=True, kw_only=True, tag="incident.close"):
    """It is over. Units that are still assigned are released."""

    note: str | None = None


class IncidentReopen(IncidentCommand, frozen=True, kw_only=True, tag="incident.reopen"):
    """It is not over."""

    reason: str | None = None


class IncidentNoteDown(IncidentCommand, frozen=True, kw_only=True, tag="incident.note"):
    """Write a line for everyone who is assigned."""

    text: Text


class IncidentSplit(IncidentCommand, frozen=True, kw_only=True, tag="incident.split"):
    """Take alarms out into an incident of their own."""

    alarms: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1)]


class IncidentMerge(IncidentCommand, frozen=True, kw_only=True, tag="incident.merge"):
    """Put ``incident`` into ``into``: it is the same thing."""

    into: Id
    reason: str = "the same incident, by hand"


class IncidentHandOver(IncidentCommand, frozen=True, kw_only=True, tag="incident.hand_over"):
    """The brigade took over: who, and when (``occurred_at``)."""

    receiver: Text
    note: str | None = None


class DispatchAccept(Command, frozen=True, kw_only=True, tag="dispatch.accept"):
    """Do what is proposed now, without waiting."""

    proposal: Id


class DispatchRefuse(Command, frozen=True, kw_only=True, tag="dispatch.refuse"):
    """Do not do what is proposed; why."""

    proposal: Id
    reason: str | None = None


class AssignmentAssign(Command, frozen=True, kw_only=True, tag="assignment.assign"):
    """Send this unit to this incident, whatever the machine thinks."""

    incident: Id
    unit: Id
    reason: str | None = None


class AssignmentCommand(Command, frozen=True, kw_only=True):
    """About one assignment."""

    assignment: Id


class AssignmentAcknowledge(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.acknowledge"):
    """Read, coming."""


class AssignmentDecline(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.decline"):
    """Cannot go; why."""

    reason: str | None = None


class AssignmentDepart(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.depart"):
    """On the way."""


class AssignmentArrive(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.arrive"):
    """On scene."""


class AssignmentControl(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.control"):
    """Handled."""


class AssignmentRelease(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.release"):
    """Free again."""


class AssignmentRecall(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.recall"):
    """Take the order back."""

    reason: str | None = None


class LadderHold(AssignmentCommand, frozen=True, kw_only=True, tag="ladder.hold"):
    """Let the ladder of this assignment not act by itself; why."""

    reason: str | None = None


class LadderResume(AssignmentCommand, frozen=True, kw_only=True, tag="ladder.resume"):
    """Let the ladder of this assignment act again."""

    reason: str | None = None


class UnitReportPosition(Command, frozen=True, kw_only=True, tag="unit.position"):
    """Say where a unit is."""

    unit: Id
    lon: Longitude
    lat: Latitude


class RoadClose(Command, frozen=True, kw_only=True, tag="road.close"):
    """Close a way, a circle or a polygon; exactly one of them in ``area``."""

    area: ClosureArea
    modes: tuple[TravelMode, ...] = ()
    until: str | None = None
    reason: str | None = None


class RoadOpen(Command, frozen=True, kw_only=True, tag="road.open"):
    """Open what was closed."""

    closure: Id


class DutyOn(Command, frozen=True, kw_only=True, tag="duty.on"):
    """A unit is on duty."""

    unit: Id


class DutyOff(Command, frozen=True, kw_only=True, tag="duty.off"):
    """A unit is off duty."""

    unit: Id


class Fire(Command, frozen=True, kw_only=True, tag="hub.fire"):
    """A deadline fell due (by the watch)."""

    subject: str
    key: str
    due_at: Instant


class Deliver(Command, frozen=True, kw_only=True, tag="hub.deliver"):
    """A station's client has its orders up to ``seen_seq`` (by the stream)."""

    station: str
    seen_seq: int


class NoteChannel(Command, frozen=True, kw_only=True, tag="hub.channel"):
    """A channel took a message, or gave up on it with ``error`` (by the channels)."""

    message: str
    channel: str
    tries: int
    error: str | None = None


class ChangeRegistry(Command, frozen=True, kw_only=True, tag="hub.registry"):
    """The district folder says something new (at start)."""

    settings: Settings | None = None
    stations: tuple[Station, ...] = ()
    units: tuple[Unit, ...] = ()
    buildings: tuple[Building, ...] = ()
    dropped_stations: tuple[str, ...] = ()
    dropped_units: tuple[str, ...] = ()
    dropped_buildings: tuple[str, ...] = ()


class NoteDrift(Command, frozen=True, kw_only=True, tag="hub.drift"):
    """The wall clock went another way than the hub's time."""

    drift_ms: int


AnyCommand = (
    AlarmRaise
    | IncidentTake
    | IncidentUpdate
    | IncidentConfirm
    | IncidentFalseAlarm
    | IncidentGrade
    | IncidentClose
    | IncidentReopen
    | IncidentNoteDown
    | IncidentSplit
    | IncidentMerge
    | IncidentHandOver
    | DispatchAccept
    | DispatchRefuse
    | AssignmentAssign
    | AssignmentAcknowledge
    | AssignmentDecline
    | AssignmentDepart
    | AssignmentArrive
    | AssignmentControl
    | AssignmentRelease
    | AssignmentRecall
    | LadderHold
    | LadderResume
    | UnitReportPosition
    | RoadClose
    | RoadOpen
    | DutyOn
    | DutyOff
)
"""What may be sent from outside."""
