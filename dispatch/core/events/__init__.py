"""Everything that can happen, as frozen structs.

An event is a fact with the inputs of the decision that it records. Its JSON is what is stored, chained and sent; the
``type`` tag and every field name are part of the wire contract. Structs only grow: a new field has a default, and a
committed file of old events must fold for ever.

A new event is defined in its subject's file and named in `AnyEvent`, nowhere else here.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from dispatch.core.events.access import *
from dispatch.core.events.alarms import *
from dispatch.core.events.assignments import *
from dispatch.core.events.base import *
from dispatch.core.events.channels import *
from dispatch.core.events.checks import *
from dispatch.core.events.choice import *
from dispatch.core.events.clock import *
from dispatch.core.events.corridor import *
from dispatch.core.events.district import *
from dispatch.core.events.drills import *
from dispatch.core.events.duty import *
from dispatch.core.events.forwarding import *
from dispatch.core.events.hand_over import *
from dispatch.core.events.help import *
from dispatch.core.events.incidents import *
from dispatch.core.events.neighbours import *
from dispatch.core.events.outage import *
from dispatch.core.events.outcome import *
from dispatch.core.events.scene import *
from dispatch.core.events.shelf import *
from dispatch.core.events.shift import *
from dispatch.core.events.signals import *
from dispatch.core.events.targets import *
from dispatch.core.events.whereabouts import *
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
    | GradeProposed
    | IncidentNoted
    | IncidentHandOverOffered
    | IncidentHandedOver
    | IncidentOutcomeRecorded
    | IncidentMerged
    | IncidentClosed
    | IncidentReopened
    | IncidentErased
    | IncidentArchived
    | IncidentHubAway
    | SceneReported
    | DispatchChosen
    | DispatchShortfall
    | DispatchAsked
    | DispatchMoveUp
    | DispatchContended
    | DispatchKept
    | DispatchProposed
    | DispatchSettled
    | DispatchForewarned
    | ZoneInformed
    | ZoneCleared
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
    | TargetSet
    | ArrivalEstimated
    | TargetWarned
    | TargetMissed
    | TargetMet
    | LadderClimbed
    | LadderHeld
    | LadderResumed
    | HelpRequested
    | HelpAsked
    | HelpTold
    | HelpNotTold
    | HelpAccepted
    | HelpEnRoute
    | HelpOnScene
    | HelpDone
    | HelpRefused
    | HelpUnanswered
    | HelpClimbed
    | HelpOverdue
    | HelpCancelled
    | ChannelCalled
    | ChannelSent
    | ChannelFailed
    | ChannelGivenUp
    | CorridorOpened
    | CorridorRenewed
    | CorridorFailed
    | ReportForwarded
    | CorridorWithdrawn
    | UnitPosition
    | UnitPositionStale
    | StandbyPosted
    | StandbyBegun
    | StandbyEnded
    | RoadClosed
    | RoadOpened
    | HydrantChanged
    | SourceShelved
    | SourceUnshelved
    | SignalReceived
    | SignalVerified
    | ConditionRaised
    | ConditionCleared
    | LimitCrossed
    | DeviceUnknown
    | DeviceFiled
    | DeviceSilent
    | DeviceBack
    | DeviceDisabled
    | DeviceEnabled
    | ShiftOffered
    | ShiftAccepted
    | ShiftWithdrawn
    | DutyChanged
    | DutyHandedOver
    | DutyTakenOver
    | DutyOverdue
    | DutyUnwatched
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
    | HubReturned
    | ClockRestated
    | RecordLost
    | TokenMade
    | TokenInvited
    | TokenRedeemed
    | TokenWithdrawn
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


def encode(event: Event) -> bytes:
    """Return the JSON that is stored, chained and sent."""
    return _encoder.encode(event)


decode: Callable[[bytes], AnyEvent] = msgspec.json.Decoder(AnyEvent, dec_hook=decode_hook).decode
"""Read a stored event. Raises msgspec.ValidationError where it is none of this version's."""
