"""A norm: rules with their sources, and the kinds of equipment with their lives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from stations.model import Building, Station, StationKind
from stations.registry.model import Member, MemberRole

Subject = Literal["members", "shift", "duty_h", "room", "area_m2", "beds", "phone", "equipment", "vehicle"]
"""What a rule counts: people, people in the smallest shift, hours of duty in a day, rooms of a kind, floor area,
beds, outside telephones, things of a kind, vehicles of a kind."""

FaultKind = Literal["expired", "service_overdue", "inspection_overdue", "defective", "away"]
"""Past its life, past its service, past its look, found out of order, sent for repair."""

Per = Literal["", "night_shift"]
"""What a rule's minimum is multiplied by; empty: by nothing."""

PERS: tuple[Per, ...] = get_args(Per)
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
FAULT_KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
CONFIDENCES: tuple[str, ...] = ("A", "B", "C", "D")


class NormSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a rule is written, and how sure that is: A the original was read … D no text was found."""

    id: str
    title: str
    confidence: str = "C"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Stations of these ``kinds`` have at least ``minimum`` of a subject.

    ``of`` says which equipment, vehicle or room, ``also`` what is as good; ``roles`` says which members count, empty
    all. ``building_kinds`` narrows it to stations in such buildings, ``building_area_from_m2`` to those of at least so
    much floor area in square metres. ``per`` multiplies the minimum: by the people whom the roster has on post at
    night. An ``advised`` rule is no obligation.
    """

    id: str
    kinds: tuple[StationKind, ...]
    subject: Subject
    minimum: float
    zh: str
    en: str
    source: NormSource
    clause: str = ""
    of: str = ""
    also: tuple[str, ...] = ()
    roles: tuple[MemberRole, ...] = ()
    building_kinds: tuple[str, ...] = ()
    advised: bool = False
    building_area_from_m2: float | None = None
    per: Per = ""

    @property
    def words(self) -> frozenset[str]:
        """The kinds that count towards it."""
        return frozenset((self.of, *self.also))


Requirement = Rule
"""A rule that applies to one station."""


class EquipmentKind(msgspec.Struct, frozen=True, kw_only=True):
    """How long things of a kind last and how often they are looked at; None where no norm says.

    ``first_service_months`` counts from manufacture, ``service_months`` from the service before.
    ``lowers_readiness`` names the faults that make a station less ready.
    """

    id: str
    zh: str
    en: str
    group: str = ""
    life_years: int | None = None
    first_service_months: int | None = None
    service_months: int | None = None
    inspect_months: int | None = None
    lowers_readiness: tuple[FaultKind, ...] = ()
    source: NormSource | None = None
    clause: str = ""


class Norms(msgspec.Struct, frozen=True, kw_only=True):
    """All that applies in a district: rules in the order in which they are told, and kinds of equipment by id."""

    base: tuple[str, ...]
    rules: tuple[Rule, ...]
    equipment: dict[str, EquipmentKind]

    def kind_of(self, word: str) -> EquipmentKind | None:
        """Return the kind that a table means by a word, its id or its Chinese name; None where nobody knows it."""
        if (known := self.equipment.get(word)) is not None:
            return known
        return next((kind for kind in self.equipment.values() if kind.zh == word), None)

    def counts_as(self, word: str) -> frozenset[str]:
        """Return what a thing of this kind counts as: its kind and its group."""
        kind = self.kind_of(word)
        return frozenset((word,)) if kind is None else frozenset((kind.id, kind.group or kind.id))


def applies(rule: Rule, station: Station, building: Building | None = None) -> bool | None:
    """Whether a rule asks something of a station; None where what it depends on is not known.

    ``building`` is the one that it stands in, None where that is not known.
    """
    if station.kind not in rule.kinds:
        return False
    if rule.building_kinds and (building is None or building.kind not in rule.building_kinds):
        return False
    if rule.building_area_from_m2 is None:
        return True
    area = building.area_m2 if building is not None else None
    return None if area is None else area >= rule.building_area_from_m2


def required(norms: Norms, station: Station, building: Building | None = None) -> tuple[Requirement, ...]:
    """Return what is asked of a station; what depends on something that is not known may be among it (`applies`)."""
    return tuple(rule for rule in norms.rules if applies(rule, station, building) is not False)


def shift_rule(norms: Norms, station: Station, building: Building | None = None) -> Requirement | None:
    """Return the rule that says how many must be on post at any time, and whose presence counts: the strictest of those
    that are known to apply. None where no norm of the district says."""
    asked = [
        rule
        for rule in norms.rules
        if rule.subject == "shift" and not rule.advised and applies(rule, station, building) is True
    ]
    return max(asked, key=lambda rule: rule.minimum, default=None)


def not_counted(rule: Requirement, members: Iterable[Member]) -> tuple[str, ...]:
    """Return the ids of the members whose presence does not count towards a rule, in order."""
    return tuple(sorted(each.id for each in members if rule.roles and each.role not in rule.roles))


def least_in_a_shift(norms: Norms, station: Station, building: Building | None = None) -> int | None:
    """Return how many must be on post at any time; None where no norm of the district says."""
    rule = shift_rule(norms, station, building)
    return None if rule is None else int(rule.minimum)
