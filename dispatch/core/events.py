"""Everything that can happen, as frozen structs.

An event is a fact with the inputs of the decision that it records. Its JSON is what is stored, chained and sent; the
``type`` tag and every field name are part of the wire contract. Structs only grow: a new field has a default, and a
committed file of old events must fold for ever.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from dispatch.core.instant import Instant, decode_hook, encode_hook
from dispatch.core.vocabulary import (
    By,
    CloseReason,
    ClosureArea,
    Considered,
    Legs,
    Move,
    Note,
    Place,
    Struct,
    TargetClock,
)
from stations.channels import Channel
from stations.model import Building, Station, TravelMode, Unit
from stations.rules import DEFAULT_TURNOUT_S, Joining, Plan, Rung, Sharing, Target


class Event(Struct, frozen=True, kw_only=True, tag_field="type"):
    """What every event carries.

    ``to`` names the stations that see it (``*``: all), fixed when it was decided; ``cause`` is the id of the command
    that brought it about, None for what the hub did by itself.
    """

    v: int = 1
    seq: int
    at: Instant
    by: By
    cause: str | None = None
    incident: str | None = None
    exercise: bool = False
    to: tuple[str, ...] = ()


class IncidentEvent(Event, frozen=True, kw_only=True):
    """An event that belongs to one incident."""

    incident: str


class AssignmentEvent(IncidentEvent, frozen=True, kw_only=True):
    """An event of one assignment. ``unit`` and ``station`` are repeated so that a reader needs no look-up."""

    assignment: str
    unit: str
    station: str


# --- alarms -----------------------------------------------------------------------------------------------------------


class AlarmRaised(IncidentEvent, frozen=True, kw_only=True, tag="alarm.raised"):
    """One signal came in. ``flags`` name what it lacked or what was odd about it; nothing was refused for it."""

    alarm: str
    number: str = ""
    source: str
    kind: str
    device: str | None = None
    place: Place
    occurred_at: Instant | None = None
    reporter: str | None = None
    trapped: int | None = None
    note: str | None = None
    test: bool = False
    flags: tuple[str, ...] = ()


class AlarmMerged(IncidentEvent, frozen=True, kw_only=True, tag="alarm.merged"):
    """The alarm joined an open incident; ``reason`` says why."""

    alarm: str
    reason: str


class AlarmSplit(IncidentEvent, frozen=True, kw_only=True, tag="alarm.split"):
    """The alarm left ``incident`` for the incident ``into``."""

    alarm: str
    into: str


# --- incidents --------------------------------------------------------------------------------------------------------


class IncidentOpened(IncidentEvent, frozen=True, kw_only=True, tag="incident.opened"):
    """A new incident. ``number`` is short enough to say over a radio."""

    number: str
    kind: str
    place: Place
    grade: int
    trapped: int | None = None
    test: bool = False
    flags: tuple[str, ...] = ()


class IncidentTaken(IncidentEvent, frozen=True, kw_only=True, tag="incident.taken"):
    """A dispatcher has it in hand. This is no lock."""


class IncidentUpdated(IncidentEvent, frozen=True, kw_only=True, tag="incident.updated"):
    """What is known changed; fields that are None stay as they were."""

    place: Place | None = None
    kind: str | None = None
    trapped: int | None = None


class IncidentConfirmed(IncidentEvent, frozen=True, kw_only=True, tag="incident.confirmed"):
    """Somebody or something made sure that it is real."""

    reason: str


class IncidentGraded(IncidentEvent, frozen=True, kw_only=True, tag="incident.graded"):
    """The grade changed, 1 (lowest) to 5."""

    grade: int
    before: int


class IncidentNoted(IncidentEvent, frozen=True, kw_only=True, tag="incident.noted"):
    """A line for everyone who is assigned. ``occurred_at`` where it was written in a dead spot."""

    text: str
    occurred_at: Instant | None = None


class IncidentHandedOver(IncidentEvent, frozen=True, kw_only=True, tag="incident.handed_over"):
    """The brigade took over; ``receiver`` says who. The micro crews stay in the picture until they are released."""

    receiver: str
    note: str | None = None
    occurred_at: Instant | None = None


class IncidentMerged(IncidentEvent, frozen=True, kw_only=True, tag="incident.merged"):
    """``incident`` went into ``into`` with its alarms and assignments."""

    into: str
    reason: str


class IncidentClosed(IncidentEvent, frozen=True, kw_only=True, tag="incident.closed"):
    """It is over; why."""

    reason: CloseReason
    note: str | None = None


class IncidentReopened(IncidentEvent, frozen=True, kw_only=True, tag="incident.reopened"):
    """It was not over."""

    reason: str | None = None


class IncidentArchived(IncidentEvent, frozen=True, kw_only=True, tag="incident.archived"):
    """24 h after closing it leaves the World; the log keeps it."""


# --- choice -----------------------------------------------------------------------------------------------------------


class DispatchChosen(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.chosen"):
    """Who was considered (up to 16, nearest first), for which needs, by which rule, on which network and closures."""

    rule: str
    needs: tuple[str, ...]
    considered: tuple[Considered, ...]
    network: str
    closures: tuple[str, ...] = ()


class DispatchShortfall(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.shortfall"):
    """``missing`` units of ``need`` could not be sent; ``why`` names the reason.

    ``nobody_left``: the last unit went while the incident was open; it is for a person to close it or to send.
    """

    need: str
    missing: int
    why: Literal["unlocated", "off_network", "nobody_eligible", "ladder_exhausted", "nobody_left"]


class DispatchAsked(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.asked"):
    """What is missing was asked for elsewhere: of the nearest fire station, or (``station`` None) of the neighbours."""

    need: str
    missing: int
    station: str | None
    phone: str | None = None


class DispatchMoveUp(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.move_up"):
    """A suggestion: ``unit`` of ``from_zone`` could stand in for the ``zone`` that has too few left."""

    zone: str
    from_zone: str
    unit: str
    station: str


class DispatchProposed(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.proposed"):
    """Units would serve all incidents better otherwise; done at ``due_at`` unless a dispatcher refuses.

    ``gain_s`` is the weighted time won over all incidents that share the units.
    """

    proposal: str
    moves: tuple[Move, ...]
    gain_s: float
    due_at: Instant


class DispatchSettled(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.settled"):
    """A proposal ended: done, refused by a person, or overtaken by what happened meanwhile."""

    proposal: str
    outcome: Literal["done", "refused", "overtaken"]
    reason: str | None = None


class DispatchForewarned(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.forewarned"):
    """A station was told that it may be needed: no milestones, no clock."""

    station: str
    reason: str


# --- assignments ------------------------------------------------------------------------------------------------------


class RecordSoFar(Struct, frozen=True, kw_only=True):
    """What a crew that joins late must know: the incident's alarms, notes and who is going."""

    alarms: tuple[str, ...]
    notes: tuple[Note, ...]
    going: tuple[str, ...]


class AssignmentAssigned(AssignmentEvent, frozen=True, kw_only=True, tag="assignment.assigned"):
    """The order. ``targets`` are the promises that start now; the rest is what a crew needs at a glance."""

    mode: TravelMode
    eta_s: float | None
    legs: Legs | None
    reason: str
    targets: tuple[TargetClock, ...]
    number: str
    kind: str
    place: Place
    grade: int
    trapped: int | None = None
    record: RecordSoFar


class AssignmentDelivered(AssignmentEvent, frozen=True, kw_only=True, tag="assignment.delivered"):
    """The station's client has the order on its screen."""


class MilestoneEvent(AssignmentEvent, frozen=True, kw_only=True):
    """A milestone pressed by a person; ``occurred_at`` is the press's own time where it was sent late."""

    occurred_at: Instant | None = None


class AssignmentAcknowledged(MilestoneEvent, frozen=True, kw_only=True, tag="assignment.acknowledged"):
    """The crew has read it and is coming."""


class AssignmentEnRoute(MilestoneEvent, frozen=True, kw_only=True, tag="assignment.en_route"):
    """The crew left."""


class AssignmentOnScene(MilestoneEvent, frozen=True, kw_only=True, tag="assignment.on_scene"):
    """The crew is at the place."""


class AssignmentControlled(MilestoneEvent, frozen=True, kw_only=True, tag="assignment.controlled"):
    """The crew has handled it."""


class AssignmentReleased(MilestoneEvent, frozen=True, kw_only=True, tag="assignment.released"):
    """The unit is free again; ``reason`` where it was not the crew's own word."""

    reason: str | None = None


class AssignmentDeclined(MilestoneEvent, frozen=True, kw_only=True, tag="assignment.declined"):
    """The crew cannot go; why."""

    reason: str | None = None


class AssignmentRecalled(AssignmentEvent, frozen=True, kw_only=True, tag="assignment.recalled"):
    """The order was taken back."""

    reason: str | None = None


class AssignmentNoAnswer(AssignmentEvent, frozen=True, kw_only=True, tag="assignment.no_answer"):
    """Nobody acknowledged within the respond target. A later acknowledgement is still accepted."""


# --- targets and ladder -----------------------------------------------------------------------------------------------


class TargetEvent(AssignmentEvent, frozen=True, kw_only=True):
    """About one running promise; ``limit_s`` seconds until ``milestone``."""

    target: str
    milestone: str
    limit_s: int


class TargetWarned(TargetEvent, frozen=True, kw_only=True, tag="target.warned"):
    """``percent`` of the time is gone (50, 80), or the prediction is beyond the limit (0, said with the order)."""

    percent: int
    predicted_late_s: float | None = None


class TargetMissed(TargetEvent, frozen=True, kw_only=True, tag="target.missed"):
    """The limit passed. ``fired_late_ms``: how late the hub itself noticed."""

    fired_late_ms: int


class TargetMet(TargetEvent, frozen=True, kw_only=True, tag="target.met"):
    """The milestone came after ``took_ms``; ``late_ms`` is 0 where it was in time."""

    took_ms: int
    late_ms: int


class LadderClimbed(AssignmentEvent, frozen=True, kw_only=True, tag="ladder.climbed"):
    """A rung acted by itself. ``rung`` is its place in the ladder, from 0; ``outcome`` what came of it.

    ``fired_late_ms``: how late the hub itself noticed.
    """

    rung: int
    trigger: str
    action: str
    outcome: Literal["alerted", "called", "sent", "raised", "already_coming", "nobody"]
    count: int = 1
    fired_late_ms: int = 0


class LadderHeld(AssignmentEvent, frozen=True, kw_only=True, tag="ladder.held"):
    """A person stopped the ladder of this assignment."""

    reason: str | None = None


class LadderResumed(AssignmentEvent, frozen=True, kw_only=True, tag="ladder.resumed"):
    """A person let the ladder of this assignment act again."""

    reason: str | None = None


# --- channels: what goes out besides the socket ---


class ChannelCalled(IncidentEvent, frozen=True, kw_only=True, tag="channel.called"):
    """A message is to go out over every channel of this ``use``; it is pending until each has an outcome."""

    message: str
    use: str
    assignment: str
    station: str
    text: str
    channels: tuple[str, ...]


class ChannelSent(IncidentEvent, frozen=True, kw_only=True, tag="channel.sent"):
    """The gateway took the message after so many tries."""

    message: str
    channel: str
    tries: int


class ChannelFailed(IncidentEvent, frozen=True, kw_only=True, tag="channel.failed"):
    """The gateway did not take it; it is on the list of dead letters."""

    message: str
    channel: str
    tries: int
    error: str


# --- district ---------------------------------------------------------------------------------------------------------


class UnitPosition(Event, frozen=True, kw_only=True, tag="unit.position"):
    """Where a unit is, and when it was there."""

    unit: str
    lon: float
    lat: float
    occurred_at: Instant | None = None


class RoadClosed(Event, frozen=True, kw_only=True, tag="road.closed"):
    """A way, circle or polygon is closed to ``modes`` (empty: all) until ``until`` (None: until opened)."""

    closure: str
    area: ClosureArea
    modes: tuple[TravelMode, ...] = ()
    until: Instant | None = None
    reason: str | None = None


class RoadOpened(Event, frozen=True, kw_only=True, tag="road.opened"):
    """The closure ended; ``expired`` where its own end came."""

    closure: str
    expired: bool = False


class DutyChanged(Event, frozen=True, kw_only=True, tag="duty.changed"):
    """A unit went on or off duty."""

    unit: str
    station: str
    on: bool


class Settings(Struct, frozen=True, kw_only=True):
    """What a district decides for itself; the defaults of `stations.rules` where it says nothing.

    ``ladder_max_units`` bounds how many units the ladder may add to one incident by itself: a district whose crews
    are all silent must not be emptied for one alarm.
    """

    name: str
    timezone: str
    targets: tuple[Target, ...]
    ladder: tuple[Rung, ...]
    plans: tuple[Plan, ...] = ()
    turnout_s: dict[str, int] = msgspec.field(default_factory=lambda: dict(DEFAULT_TURNOUT_S))
    ladder_max_units: int = 8
    joining: Joining = Joining()
    sharing: Sharing = Sharing()
    channels: tuple[Channel, ...] = ()
    phones: dict[str, str] = msgspec.field(default_factory=dict)


class RegistryChanged(Event, frozen=True, kw_only=True, tag="registry.changed"):
    """The district folder changed: rows put (added or replaced) and ids dropped. Large changes come in several."""

    settings: Settings | None = None
    stations: tuple[Station, ...] = ()
    units: tuple[Unit, ...] = ()
    buildings: tuple[Building, ...] = ()
    dropped_stations: tuple[str, ...] = ()
    dropped_units: tuple[str, ...] = ()
    dropped_buildings: tuple[str, ...] = ()


class HubClockDrift(Event, frozen=True, kw_only=True, tag="hub.clock_drift"):
    """The wall clock and the hub's own time differ by more than a second; positive: the wall clock is ahead."""

    drift_ms: int


AnyEvent = (
    AlarmRaised
    | AlarmMerged
    | AlarmSplit
    | IncidentOpened
    | IncidentTaken
    | IncidentUpdated
    | IncidentConfirmed
    | IncidentGraded
    | IncidentNoted
    | IncidentHandedOver
    | IncidentMerged
    | IncidentClosed
    | IncidentReopened
    | IncidentArchived
    | DispatchChosen
    | DispatchShortfall
    | DispatchAsked
    | DispatchMoveUp
    | DispatchProposed
    | DispatchSettled
    | DispatchForewarned
    | AssignmentAssigned
    | AssignmentDelivered
    | AssignmentAcknowledged
    | AssignmentEnRoute
    | AssignmentOnScene
    | AssignmentControlled
    | AssignmentReleased
    | AssignmentDeclined
    | AssignmentRecalled
    | AssignmentNoAnswer
    | TargetWarned
    | TargetMissed
    | TargetMet
    | LadderClimbed
    | LadderHeld
    | LadderResumed
    | ChannelCalled
    | ChannelSent
    | ChannelFailed
    | UnitPosition
    | RoadClosed
    | RoadOpened
    | DutyChanged
    | RegistryChanged
    | HubClockDrift
)
"""Every event that can be stored."""

_encoder = msgspec.json.Encoder(enc_hook=encode_hook)
_decoder = msgspec.json.Decoder(AnyEvent, dec_hook=decode_hook)


def encode(event: Event) -> bytes:
    """Return the JSON that is stored, chained and sent."""
    return _encoder.encode(event)


def decode(body: bytes) -> AnyEvent:
    """Read a stored event. Raises msgspec.ValidationError where it is none of this version's."""
    event: AnyEvent = _decoder.decode(body)
    return event
