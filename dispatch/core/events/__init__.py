"""Everything that can happen, as frozen structs.

An event is a fact with the inputs of the decision that it records. Its JSON is what is stored, chained and sent; the
``type`` tag and every field name are part of the wire contract. Structs only grow: a new field has a default, and a
committed file of old events must fold for ever.
"""

from __future__ import annotations

import msgspec

from dispatch.core.events.alarms import (
    AlarmMerged as AlarmMerged,
    AlarmRaised as AlarmRaised,
    AlarmSplit as AlarmSplit,
)
from dispatch.core.events.assignments import (
    AssignmentAcknowledged as AssignmentAcknowledged,
    AssignmentAssigned as AssignmentAssigned,
    AssignmentControlled as AssignmentControlled,
    AssignmentDeclined as AssignmentDeclined,
    AssignmentDelivered as AssignmentDelivered,
    AssignmentEnRoute as AssignmentEnRoute,
    AssignmentNoAnswer as AssignmentNoAnswer,
    AssignmentOnScene as AssignmentOnScene,
    AssignmentRecalled as AssignmentRecalled,
    AssignmentReleased as AssignmentReleased,
    MilestoneEvent as MilestoneEvent,
    OrderSoFar as OrderSoFar,
    RecordSoFar as RecordSoFar,
)
from dispatch.core.events.base import (
    AssignmentEvent as AssignmentEvent,
    Event as Event,
    IncidentEvent as IncidentEvent,
)
from dispatch.core.events.channels import (
    ChannelCalled as ChannelCalled,
    ChannelFailed as ChannelFailed,
    ChannelSent as ChannelSent,
)
from dispatch.core.events.checks import (
    CheckAnswered as CheckAnswered,
    CheckCalled as CheckCalled,
    CheckClimbed as CheckClimbed,
    CheckEnded as CheckEnded,
    CheckExcused as CheckExcused,
    CheckMissed as CheckMissed,
    CheckPostponed as CheckPostponed,
    SeedDrawn as SeedDrawn,
)
from dispatch.core.events.choice import (
    DispatchAsked as DispatchAsked,
    DispatchChosen as DispatchChosen,
    DispatchForewarned as DispatchForewarned,
    DispatchMoveUp as DispatchMoveUp,
    DispatchProposed as DispatchProposed,
    DispatchSettled as DispatchSettled,
    DispatchShortfall as DispatchShortfall,
)
from dispatch.core.events.district import (
    HubClockDrift as HubClockDrift,
    RegistryChanged as RegistryChanged,
    RoadClosed as RoadClosed,
    RoadOpened as RoadOpened,
    UnitPosition as UnitPosition,
)
from dispatch.core.events.drills import (
    DrillArchived as DrillArchived,
    DrillAttended as DrillAttended,
    DrillBrokenOff as DrillBrokenOff,
    DrillCancelled as DrillCancelled,
    DrillCued as DrillCued,
    DrillEnded as DrillEnded,
    DrillEvent as DrillEvent,
    DrillInjected as DrillInjected,
    DrillPlanned as DrillPlanned,
    DrillRemarked as DrillRemarked,
    DrillSignedOff as DrillSignedOff,
    DrillStarted as DrillStarted,
)
from dispatch.core.events.duty import (
    DutyChanged as DutyChanged,
    DutyClimbed as DutyClimbed,
    DutyHandedOver as DutyHandedOver,
    DutyOverdue as DutyOverdue,
    DutyTakenOver as DutyTakenOver,
    PostJudged as PostJudged,
    PresenceChanged as PresenceChanged,
)
from dispatch.core.events.incidents import (
    IncidentArchived as IncidentArchived,
    IncidentClosed as IncidentClosed,
    IncidentConfirmed as IncidentConfirmed,
    IncidentGraded as IncidentGraded,
    IncidentHandedOver as IncidentHandedOver,
    IncidentMerged as IncidentMerged,
    IncidentNoted as IncidentNoted,
    IncidentOpened as IncidentOpened,
    IncidentReopened as IncidentReopened,
    IncidentTaken as IncidentTaken,
    IncidentUpdated as IncidentUpdated,
)
from dispatch.core.events.targets import (
    LadderClimbed as LadderClimbed,
    LadderHeld as LadderHeld,
    LadderResumed as LadderResumed,
    TargetEvent as TargetEvent,
    TargetMet as TargetMet,
    TargetMissed as TargetMissed,
    TargetWarned as TargetWarned,
)
from dispatch.core.instant import decode_hook, encode_hook

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
    | DutyHandedOver
    | DutyTakenOver
    | DutyOverdue
    | DutyClimbed
    | PresenceChanged
    | PostJudged
    | CheckCalled
    | CheckAnswered
    | CheckMissed
    | CheckExcused
    | CheckPostponed
    | CheckClimbed
    | CheckEnded
    | SeedDrawn
    | RegistryChanged
    | HubClockDrift
    | DrillPlanned
    | DrillStarted
    | DrillCued
    | DrillInjected
    | DrillRemarked
    | DrillAttended
    | DrillBrokenOff
    | DrillEnded
    | DrillCancelled
    | DrillSignedOff
    | DrillArchived
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
