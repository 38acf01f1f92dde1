"""How serious an incident is (火警等级): the highest grade of which a rule of the district holds for what is known.

The grade rises by itself at the first call and with everything that becomes known; it is never lowered by itself. Once
a person gave one, it is theirs: a rule that finds a higher one proposes it, and a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dispatch.core import events as ev
from dispatch.core.decide.detectors import other_detectors
from dispatch.core.decide.hours import covers
from dispatch.core.decide.step import Step
from dispatch.core.instant import Instant
from dispatch.core.reasons import ByGradeRule, reason_fields
from dispatch.core.vocabulary import Place
from dispatch.core.world import Incident, World
from stations.grading.model import GradeRule
from stations.kinds import is_rescue


class Facts(NamedTuple):
    """What is known of an incident; what nobody said is None, which meets no bound. Metres; ``now`` in ``timezone``."""

    kind: str
    now: Instant
    timezone: str
    trapped: int | None = None
    floor: int | None = None
    height_m: float | None = None
    storeys: int | None = None
    building_kind: str = ""
    detectors: int = 0
    confirmed: bool = False


def grade_of(rules: Sequence[GradeRule], facts: Facts, *, above: int = 0) -> GradeRule | None:
    """Return the rule of the highest grade that holds, the first of equals; None where none above ``above`` does."""
    found: GradeRule | None = None
    for rule in rules:
        if rule.grade > above and (facts.confirmed or not rule.confirmed) and _holds(rule, facts):
            found, above = rule, rule.grade
    return found


def _holds(rule: GradeRule, facts: Facts) -> bool:
    return (
        _reaches(facts.trapped, rule.trapped_from)
        and (not rule.building_kinds or facts.building_kind in rule.building_kinds)
        and _reaches(facts.height_m, rule.height_from_m)
        and _reaches(facts.storeys, rule.storeys_from)
        and _reaches(facts.floor, rule.floor_from)
        and (rule.floor_to is None or (facts.floor is not None and facts.floor <= rule.floor_to))
        and _reaches(facts.detectors, rule.detectors_from)
        and (rule.of == "any" or (rule.of == "rescue") == is_rescue(facts.kind))
        and (not rule.kinds or facts.kind in rule.kinds)
        and covers(rule.hours, facts.now, facts.timezone)
    )


def _reaches(known: float | None, least: float | None) -> bool:
    return least is None or (known is not None and known >= least)


def facts_of_call(
    world: World, now: Instant, kind: str, place: Place, *, trapped: int | None, detectors: int, confirmed: bool
) -> Facts:
    """Return what is known of something at a place; of its building what the district knows."""
    building = world.buildings.get(place.building) if place.building is not None else None
    return Facts(
        kind=kind,
        now=now,
        timezone=world.settings.timezone,
        trapped=trapped,
        floor=place.floor,
        height_m=None if building is None else building.height_m,
        storeys=None if building is None else building.storeys,
        building_kind="" if building is None else building.kind,
        detectors=detectors,
        confirmed=confirmed,
    )


def facts_of(world: World, incident: Incident, now: Instant) -> Facts:
    """Return what is known of an incident; detectors that are one, and those of old signals, do not count as more."""
    return facts_of_call(
        world,
        now,
        incident.kind,
        incident.place,
        trapped=incident.trapped,
        detectors=_detectors(world, incident),
        confirmed=incident.confirmed_at is not None,
    )


def _detectors(world: World, incident: Incident) -> int:
    """Count the detectors that do not depend on each other."""
    if len(incident.devices) < 2 or not world.settings.signals.mirrors:  # noqa: PLR2004 - one is one
        return len(incident.devices) - len(incident.old_devices)
    counted = 0
    for number, detector in enumerate(incident.devices):
        before = incident.devices[:number]
        if detector not in incident.old_devices:
            independent = other_detectors(world, incident, detector)
            counted += sum(each in independent or each in incident.old_devices for each in before) == number
    return counted


def rises_with(world: World, incident: Incident, facts: Facts) -> bool:
    """Whether what is known now makes the grade rise by itself, so that more may have to be sent."""
    grading = world.settings.grading
    return (
        grading.rising == "send"
        and not (incident.test or incident.graded_by_hand)
        and grade_of(grading.rules, facts, above=incident.grade) is not None
    )


def rise(step: Step, incident_id: str) -> bool:
    """Raise the grade to what the rules find now; return whether it rose.

    Where the district wants a person to decide, or a person has graded already, the higher grade is proposed, once.
    """
    incident, grading = step.incident(incident_id), step.world.settings.grading
    if incident.test or grading.rising == "off":
        return False
    facts = facts_of(step.world, incident, step.now)
    rule = grade_of(grading.rules, facts, above=max(incident.grade, incident.grade_proposed))
    if rule is None:
        return False
    proposed = incident.graded_by_hand or grading.rising == "propose"
    kind = ev.GradeProposed if proposed else ev.IncidentGraded
    step.emit_by_hub(incident.id, kind, grade=rule.grade, before=incident.grade, **reason_fields(because_of(rule)))
    return not proposed


def because_of(rule: GradeRule) -> ByGradeRule:
    """Return a rule as the reason of a grade."""
    written = f"{rule.source} {rule.clause}".strip()
    return ByGradeRule(rule=rule.id, zh=rule.zh, en=rule.en, source=written, confidence=rule.confidence)
