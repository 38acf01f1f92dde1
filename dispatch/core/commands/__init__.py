"""Everything that can be asked, as frozen structs.

What people and programs send is in `AnyCommand`; its tags are the wire contract's command types. What the hub asks of
itself (`DeadlineDue`, `Deliver`, `ChangeRegistry`, `NoteDrift`) cannot be sent from outside.

A new command is defined in its subject's file and named in `AnyCommand`, nowhere else here.
"""

from __future__ import annotations

from dispatch.core.commands.access import *
from dispatch.core.commands.alarms import *
from dispatch.core.commands.assignments import *
from dispatch.core.commands.base import *
from dispatch.core.commands.checks import *
from dispatch.core.commands.district import *
from dispatch.core.commands.drills import *
from dispatch.core.commands.duty import *
from dispatch.core.commands.hand_over import *
from dispatch.core.commands.help import *
from dispatch.core.commands.hub import *
from dispatch.core.commands.incidents import *
from dispatch.core.commands.outcome import *
from dispatch.core.commands.scene import *
from dispatch.core.commands.shelf import *
from dispatch.core.commands.shift import *
from dispatch.core.commands.signals import *
from dispatch.core.commands.whereabouts import *

AnyCommand = (
    AlarmRaise
    | IncidentTake
    | IncidentUpdate
    | IncidentConfirm
    | IncidentFalseAlarm
    | IncidentGrade
    | IncidentClose
    | IncidentReopen
    | AddNote
    | IncidentSplit
    | IncidentMerge
    | IncidentHandOver
    | SceneReport
    | IncidentAccept
    | IncidentRecordOutcome
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
    | RequestHelp
    | HelpReach
    | HelpAccept
    | HelpDepart
    | HelpArrive
    | HelpFinish
    | HelpRefuse
    | HelpCancel
    | LadderHold
    | LadderResume
    | UnitReportPosition
    | StandbyPost
    | StandbyEnd
    | RoadClose
    | RoadOpen
    | HydrantSet
    | SourceShelve
    | SourceUnshelve
    | SignalVerify
    | DeviceDisable
    | DeviceEnable
    | DeviceFile
    | ShiftHandOver
    | ShiftAccept
    | ShiftWithdraw
    | DutyOn
    | DutyOff
    | DutyHandOver
    | DutyTakeOver
    | CheckCall
    | CheckAnswer
    | CheckExcuse
    | PlanDrill
    | DrillStart
    | DrillInject
    | DrillRemark
    | DrillAttend
    | DrillBreakOff
    | DrillEnd
    | DrillCancel
    | DrillSignOff
)
"""What may be sent from outside."""
