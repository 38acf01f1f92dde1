"""Everything that can be asked, as frozen structs.

What people and programs send is in `AnyCommand`; its tags are the wire contract's command types. What the hub asks of
itself (`DeadlineDue`, `Deliver`, `ChangeRegistry`, `NoteDrift`) cannot be sent from outside.
"""

from __future__ import annotations

from dispatch.core.commands.alarms import (
    AlarmRaise as AlarmRaise,
    with_key_reused as with_key_reused,
)
from dispatch.core.commands.assignments import (
    AssignmentAcknowledge as AssignmentAcknowledge,
    AssignmentArrive as AssignmentArrive,
    AssignmentAssign as AssignmentAssign,
    AssignmentCommand as AssignmentCommand,
    AssignmentControl as AssignmentControl,
    AssignmentDecline as AssignmentDecline,
    AssignmentDepart as AssignmentDepart,
    AssignmentRecall as AssignmentRecall,
    AssignmentRelease as AssignmentRelease,
    LadderHold as LadderHold,
    LadderResume as LadderResume,
)
from dispatch.core.commands.base import (
    Command as Command,
    Grade as Grade,
    Id as Id,
    Latitude as Latitude,
    Longitude as Longitude,
    Text as Text,
    Trapped as Trapped,
)
from dispatch.core.commands.checks import (
    CheckAnswer as CheckAnswer,
    CheckCall as CheckCall,
    CheckExcuse as CheckExcuse,
)
from dispatch.core.commands.district import (
    RoadClose as RoadClose,
    RoadOpen as RoadOpen,
    UnitReportPosition as UnitReportPosition,
)
from dispatch.core.commands.drills import (
    DrillAttend as DrillAttend,
    DrillBreakOff as DrillBreakOff,
    DrillCancel as DrillCancel,
    DrillCommand as DrillCommand,
    DrillEnd as DrillEnd,
    DrillInject as DrillInject,
    DrillPlanIt as DrillPlanIt,
    DrillRemark as DrillRemark,
    DrillSignOff as DrillSignOff,
    DrillStart as DrillStart,
)
from dispatch.core.commands.duty import (
    DutyHandOver as DutyHandOver,
    DutyOff as DutyOff,
    DutyOn as DutyOn,
    DutyTakeOver as DutyTakeOver,
)
from dispatch.core.commands.hub import (
    ChangeRegistry as ChangeRegistry,
    DeadlineDue as DeadlineDue,
    Deliver as Deliver,
    DrawSeed as DrawSeed,
    JudgePost as JudgePost,
    NoteChannel as NoteChannel,
    NoteDrift as NoteDrift,
    NotePresence as NotePresence,
)
from dispatch.core.commands.incidents import (
    DispatchAccept as DispatchAccept,
    DispatchRefuse as DispatchRefuse,
    IncidentClose as IncidentClose,
    IncidentCommand as IncidentCommand,
    IncidentConfirm as IncidentConfirm,
    IncidentFalseAlarm as IncidentFalseAlarm,
    IncidentGrade as IncidentGrade,
    IncidentHandOver as IncidentHandOver,
    IncidentMerge as IncidentMerge,
    IncidentNoteDown as IncidentNoteDown,
    IncidentReopen as IncidentReopen,
    IncidentSplit as IncidentSplit,
    IncidentTake as IncidentTake,
    IncidentUpdate as IncidentUpdate,
)

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
    | DutyHandOver
    | DutyTakeOver
    | CheckCall
    | CheckAnswer
    | CheckExcuse
    | DrillPlanIt
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
