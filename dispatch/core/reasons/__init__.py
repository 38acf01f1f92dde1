"""Why something was done, as data: one struct for every reason that a rule writes, tagged, with its fields.

A rule gives a reason; ``text`` is the English sentence that stands beside it in the record, as version 1 wrote it. No
rule and no reader takes a sentence apart again: the words that people see are made from the fields, in their language.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from dispatch.core.reasons.alarms import (
    SIGNS as SIGNS,
    BySign as BySign,
    ConfirmedByHand as ConfirmedByHand,
    MergedByHand as MergedByHand,
    NearBy as NearBy,
    SameBuilding as SameBuilding,
    SameDevice as SameDevice,
    SameKey as SameKey,
    Sign as Sign,
    SuspectedFire as SuspectedFire,
)
from dispatch.core.reasons.base import (
    Because as Because,
)
from dispatch.core.reasons.checks import (
    HubAway as HubAway,
    NobodyAnswered as NobodyAnswered,
    NobodyOnDuty as NobodyOnDuty,
    OperationCalls as OperationCalls,
    OrderStands as OrderStands,
    OtherCheck as OtherCheck,
    OtherCheckThen as OtherCheckThen,
)
from dispatch.core.reasons.drills import (
    ByEverybody as ByEverybody,
    DrillDeserted as DrillDeserted,
    DrillLeft as DrillLeft,
    DrillOver as DrillOver,
    DrillStopped as DrillStopped,
    DrillTimeOver as DrillTimeOver,
    NeededInOperation as NeededInOperation,
)
from dispatch.core.reasons.orders import (
    Beside as Beside,
    ByGradeRule as ByGradeRule,
    ByLadder as ByLadder,
    ByPlan as ByPlan,
    ByProposal as ByProposal,
    IncidentOver as IncidentOver,
    LeftFor as LeftFor,
    NeededElsewhere as NeededElsewhere,
    OthersNearer as OthersNearer,
    ToLook as ToLook,
    ToLookBeside as ToLookBeside,
)
from dispatch.core.reasons.people import (
    ByHand as ByHand,
    ByPerson as ByPerson,
)
from dispatch.core.reasons.scene import (
    AskedOnScene as AskedOnScene,
    CannotTell as CannotTell,
    NobodyLooked as NobodyLooked,
    NothingSaid as NothingSaid,
    SeenOnScene as SeenOnScene,
)

Reason: TypeAlias = (
    ByPlan
    | ToLook
    | Beside
    | ToLookBeside
    | ByLadder
    | ByProposal
    | ByEverybody
    | ByHand
    | ByPerson
    | ConfirmedByHand
    | MergedByHand
    | BySign
    | SuspectedFire
    | SameDevice
    | SameKey
    | SameBuilding
    | NearBy
    | NeededElsewhere
    | OthersNearer
    | LeftFor
    | IncidentOver
    | NeededInOperation
    | DrillOver
    | DrillLeft
    | DrillStopped
    | DrillDeserted
    | DrillTimeOver
    | OperationCalls
    | OrderStands
    | OtherCheck
    | OtherCheckThen
    | HubAway
    | NobodyOnDuty
    | NobodyAnswered
    | SeenOnScene
    | CannotTell
    | NothingSaid
    | NobodyLooked
    | ByGradeRule
    | AskedOnScene
)
"""Every reason that can be stored."""

DECLINED = "declined"
"""What set the ladder off where a crew said that it cannot go."""

ChoiceReason: TypeAlias = ByPlan | ToLook | ByLadder | AskedOnScene
"""The rules by which a choice is made."""


def beside(rule: ChoiceReason, unit: str) -> Reason:
    """Return the reason of a crew that goes beside one whose station is not ready."""
    match rule:
        case ByPlan():
            return Beside(plan=rule.plan, unit=unit)
        case ToLook():
            return ToLookBeside(plan=rule.plan, unit=unit)
        case ByLadder() | AskedOnScene():
            return rule


def reason_fields(because: Reason) -> dict[str, Any]:
    """Return a reason as the two fields of an event: its text and itself."""
    return {"reason": because.text, "because": because}
