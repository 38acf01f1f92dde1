"""Orders and their milestones."""

from __future__ import annotations

import msgspec

from dispatch.core.events.base import AssignmentEvent
from dispatch.core.help import Help
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.scene import Report
from dispatch.core.vocabulary import Call, Legs, Note, Place, Struct, TargetClock
from stations.model import Building, TravelMode
from stations.site import Site, Stand


class OrderSoFar(Struct, frozen=True, kw_only=True):
    """Another crew's standing order, as far as it has come. ``unit_name`` is its call sign."""

    assignment: str
    unit: str
    station: str
    station_kind: str
    mode: TravelMode
    assigned_at: Instant
    eta_s: float | None
    acknowledged_at: Instant | None = None
    en_route_at: Instant | None = None
    on_scene_at: Instant | None = None
    controlled_at: Instant | None = None
    unit_name: str = ""


class RecordSoFar(Struct, frozen=True, kw_only=True):
    """What a crew that joins late must know: the incident's alarms, notes, reports, building, and who is going
    (``orders``). Of notes and reports the newest, so many as `dispatch.core.decide.orders` lets an order carry.

    ``flags``, ``unread`` and ``signal_at`` are the incident's: what is in doubt, in the words that came in.
    ``requests`` are the help that was asked for, without what people wrote; ``site`` is the building's whole file.
    ``offered_at`` and ``handed_over_at``: how far its hand-over is. ``calls`` are those of its alarms in which somebody
    said something: the first and the newest.
    """

    alarms: tuple[str, ...]
    notes: tuple[Note, ...]
    going: tuple[str, ...]
    opened_at: Instant | None = None
    building: Building | None = None
    orders: tuple[OrderSoFar, ...] = ()
    flags: tuple[str, ...] = ()
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    signal_at: Instant | None = None
    requests: tuple[Help, ...] = ()
    site: Site | None = None
    reports: tuple[Report, ...] = ()
    offered_at: Instant | None = None
    handed_over_at: Instant | None = None
    calls: tuple[Call, ...] = ()


class AssignmentAssigned(AssignmentEvent, frozen=True, kw_only=True, tag="assignment.assigned"):
    """The order. ``targets`` are the promises that start now; the rest is what a crew needs at a glance.

    ``not_ready`` says why the station is not ready, where that was known; ``stand`` where the unit goes there.
    ``unit_name`` is its call sign: crews of other stations do not know its table.
    """

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
    not_ready: tuple[str, ...] = ()
    because: Reason | None = None
    stand: Stand | None = None
    unit_name: str = ""


class AssignmentDelivered(AssignmentEvent, frozen=True, kw_only=True, tag="assignment.delivered"):
    """The station's client has the order on its screen."""


class MilestoneEvent(AssignmentEvent, frozen=True, kw_only=True):
    """A milestone pressed by a person; ``occurred_at`` is the press's own time where it was sent late.

    ``counts_from``: when the hub takes it to have been reached, where it came late and is believed; else ``at``.
    """

    occurred_at: Instant | None = None
    counts_from: Instant | None = None


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
    because: Reason | None = None


class AssignmentDeclined(MilestoneEvent, frozen=True, kw_only=True, tag="assignment.declined"):
    """The crew cannot go; why."""

    reason: str | None = None


class AssignmentRecalled(AssignmentEvent, frozen=True, kw_only=True, tag="assignment.recalled"):
    """The order was taken back."""

    reason: str | None = None
    because: Reason | None = None


class AssignmentNoAnswer(AssignmentEvent, frozen=True, kw_only=True, tag="assignment.no_answer"):
    """Nobody acknowledged within the respond target. A later acknowledgement is still accepted."""
