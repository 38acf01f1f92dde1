"""Which codes each family of the vocabulary has words for: the very types and tables that put them on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import inspect

from dispatch.core import events as ev
from dispatch.core.corridor import CorridorDeed, CorridorEnd
from dispatch.core.devices import Way
from dispatch.core.drill import BROKEN_OFF, DrillState
from dispatch.core.forwarding import ForwardState, ForwardWhat
from dispatch.core.help import AskedUpon, HelpState, Unanswered
from dispatch.core.milestones import HANDED_OVER
from dispatch.core.performance import Outcome
from dispatch.core.reasons import DECLINED, Reason, Sign
from dispatch.core.scene import KNOWN_WANTS, UNREAD_AS, Advice, Said, Saw, Water
from dispatch.core.shelf import ShelfEnd
from dispatch.core.signal import CONDITIONS, Operation, Protocol
from dispatch.core.vocabulary import (
    KNOWN_DECLINES,
    KNOWN_KINDS,
    KNOWN_SOURCES,
    AwayReason,
    CauseClass,
    CloseReason,
    Flag,
    GivenUp,
    HandOverFlag,
    IncidentOutcome,
    Legs,
    Levels,
    PersonalMark,
    PositionDoubt,
    Role,
    SceneState,
    Verdict,
)
from dispatch.intake.alarm_fields import READINGS
from dispatch.intake.alarm_json import PlaceIn
from dispatch.intake.scene_fields import READINGS as SCENE_READINGS
from dispatch.past.reports.training import Unpaid
from dispatch.problems import CODES
from dispatch.wire.schemas import COMMANDS, EVENTS
from stations.capabilities import known_capabilities
from stations.device_kinds import DEVICE_KINDS
from stations.drills import model as drills
from stations.duty.rules import DEFAULT_SHIFTS, PostAction, Weekday
from stations.equipment import DueKind
from stations.forwarding import FORWARD_FORMS
from stations.grading.model import COURSES, RISINGS
from stations.helpers import HelperKind, HelperLanguage, Means
from stations.model import TRAVEL_MODES, StationKind
from stations.norms import gaps
from stations.readiness import Finding, Rule, State
from stations.registry.model import HYDRANT_KINDS, SERVES, STATES
from stations.registry.site_rows import STEP_ROLES
from stations.rules import HAND_OVER, MISSED, TARGET_PROFILES, WAITING_TRIGGERS, Action
from stations.training.model import Confidence, Period, Who

_TAGS = {
    "event": [str(kind.__struct_config__.tag) for kind in EVENTS],
    "command": [str(kind.__struct_config__.tag) for kind in COMMANDS],
}


def _field(kind: type, name: str) -> tuple[str, ...]:
    """Return the codes that a struct's field may hold."""
    return get_args(get_type_hints(kind)[name])


FAMILIES: dict[str, frozenset[str]] = {
    family: frozenset(codes)
    for family, codes in {
        "role": get_args(Role),
        "kind": KNOWN_KINDS,
        "source": KNOWN_SOURCES,
        "flag": [*get_args(Flag), *get_args(HandOverFlag)],
        "unread": [
            *READINGS,
            *(UNREAD_AS.get(name, name) for name in SCENE_READINGS),
            "body",
            "place",
            *(f"place.{name}" for name in (*PlaceIn.__struct_fields__, "position")),
        ],
        "saw": get_args(Saw),
        "water": get_args(Water),
        "advice": get_args(Advice),
        "scene": [name for name in Said.__struct_fields__ if name != "unread"],
        "wanted": KNOWN_WANTS,
        "close": get_args(CloseReason),
        "milestone": [
            *(tag.removeprefix("assignment.") for tag in _TAGS["event"] if tag.startswith("assignment.")),
            HANDED_OVER,
        ],
        "scene_state": get_args(SceneState),
        "cause": get_args(CauseClass),
        "outcome": IncidentOutcome.__struct_fields__,
        "leg": Legs.__struct_fields__,
        "decline": KNOWN_DECLINES,
        "target": [target.name for profile in TARGET_PROFILES.values() for target in profile] + [HAND_OVER],
        "promise": get_args(Outcome),
        "verdict": get_args(Verdict),
        "shortfall": _field(ev.DispatchShortfall, "why"),
        "given_up": get_args(GivenUp),
        "away": get_args(AwayReason),
        "proposal": _field(ev.DispatchSettled, "outcome"),
        "trigger": [*WAITING_TRIGGERS, MISSED.rstrip("_"), DECLINED],
        "action": [*get_args(Action), *get_args(PostAction)],
        "rung": [*_field(ev.LadderClimbed, "outcome"), *_field(ev.CheckClimbed, "outcome")],
        "station": get_args(StationKind),
        "mode": TRAVEL_MODES,
        "helper": get_args(HelperKind),
        "means": get_args(Means),
        "asked_upon": get_args(AskedUpon),
        "help": get_args(HelpState),
        "unanswered": get_args(Unanswered),
        "forward_form": FORWARD_FORMS,
        "forward_what": get_args(ForwardWhat),
        "forward_state": get_args(ForwardState),
        "corridor_deed": get_args(CorridorDeed),
        "corridor_end": get_args(CorridorEnd),
        "serves": SERVES,
        "hydrant": HYDRANT_KINDS,
        "thing": STATES,
        "step_role": STEP_ROLES,
        "position_doubt": get_args(PositionDoubt),
        "shift_name": [shift.name for shift in DEFAULT_SHIFTS],
        "check": ["answered", "missed", "excused"],
        "readiness": get_args(State),
        "rule": get_args(Rule),
        "finding": get_args(Finding),
        "drill_kind": get_args(drills.DrillKind),
        "drill_state": (*get_args(DrillState), BROKEN_OFF),
        "effect": get_args(drills.Effect),
        "objective_verdict": get_args(drills.Verdict),
        "period": get_args(Period),
        "unpaid": get_args(Unpaid),
        "weekday": get_args(Weekday),
        "party": get_args(Who),
        "gap": get_args(gaps.Verdict),
        "due": get_args(DueKind),
        "confidence": get_args(Confidence),
        "problem": CODES,
        "reason": [str(kind.__struct_config__.tag) for kind in get_args(Reason)],
        "sign": get_args(Sign),
        "personal": get_args(PersonalMark),
        "levels": get_args(Levels),
        "shelf_end": get_args(ShelfEnd),
        "condition": CONDITIONS,
        "operation": get_args(Operation),
        "limit_way": get_args(Way),
        "condition_why": get_args(ev.ConditionWhy),
        "protocol": get_args(Protocol),
        "device_kind": DEVICE_KINDS,
        "capability": [each.id for each in known_capabilities()],
        **_TAGS,
    }.items()
}
"""Family → its codes. A code without a word in the vocabulary, and a word without a code, fail the check."""

WITHOUT_WORDS: dict[frozenset[str], str] = {
    frozenset({"nearest", "zone", "building"}): "a setting of plans that no page shows",
    frozenset({"own_building", "own_zone", "anybody"}): "a setting of targets that no page shows",
    frozenset(COURSES): "a setting of grades that no page shows",
    frozenset(RISINGS): "a setting of grades that no page shows",
    frozenset({"every", "first"}): "a setting of objectives that no page shows",
    frozenset(get_args(HelperLanguage)): "the languages themselves",
    frozenset({"new", "epoch", "ahead", "too_old"}): "why a stream begins anew: for clients, not for people",
}
"""Codes on the wire that nobody is shown, and why."""


def unnamed(kinds: Iterable[type[msgspec.Struct]]) -> list[str]:
    """Return the fields of structs whose codes belong to no family, as ``Struct.field``."""
    named = (*FAMILIES.values(), *WITHOUT_WORDS)
    structs = {each.cls: each for kind in inspect.multi_type_info(kinds) for each in _structs(kind)}
    return [
        f"{struct.cls.__name__}.{field.name}"
        for struct in structs.values()
        for field in struct.fields
        for codes in _literals(field.type)
        if not any(codes <= family for family in named)
    ]


def _structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    if isinstance(kind, inspect.StructType):
        yield kind
        for field in kind.fields:
            yield from _structs(field.type)
    else:
        for inner in _inside(kind):
            yield from _structs(inner)


def _literals(kind: inspect.Type) -> Iterator[frozenset[Any]]:
    if isinstance(kind, inspect.LiteralType):
        yield frozenset(kind.values)
    elif not isinstance(kind, inspect.StructType):
        for inner in _inside(kind):
            yield from _literals(inner)


def _inside(kind: inspect.Type) -> tuple[inspect.Type, ...]:
    """Return the types that a container or a union is made of."""
    match kind:
        case inspect.UnionType():
            return kind.types
        case inspect.VarTupleType() | inspect.ListType():
            return (kind.item_type,)
        case inspect.TupleType():
            return kind.item_types
        case inspect.DictType():
            return (kind.key_type, kind.value_type)
        case _:
            return ()
