"""Readiness of a station: one number from 0 to 100 and the reasons for it, each with its weight, rule and source.

Pure: facts in, judgement out. What is not known lowers nothing and raises nothing: it is left out of the number, said
with it (``known_percent``), and keeps the station from being called ready where it is decisive.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from stations.duty.rules import ReadinessRules

State = Literal["ready", "limited", "not_ready", "unknown"]
"""Ready; able to go with something amiss; below what is needed; nothing decisive is known."""

Rule = Literal["minimum_strength", "alert_client", "units_on_duty", "hand_over", "post_check", "equipment"]
"""What a readiness is made of."""

Finding = Literal[
    "strength_unknown",
    "strength_confirmed",
    "strength_by_roster",
    "below_minimum",
    "presence_unknown",
    "nobody_at_client",
    "client_open",
    "client_hidden",
    "battery_low",
    "sound_off",
    "all_on_duty",
    "some_off_duty",
    "all_off_duty",
    "hand_over_unknown",
    "take_over_overdue",
    "taken_over",
    "no_recent_check",
    "check_answered",
    "check_missed",
    "equipment_unknown",
    "equipment_faults",
    "equipment_complete",
]
"""What a rule found."""

NOT_READY_AT_MOST = 49
"""A station below what is needed cannot have a good number, however well the rest stands."""

BATTERY_LOW = 0.2


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one station now; None: not known.

    ``minimum`` is how many the norms want on post; without one the rules' number for the ``kind`` counts.
    ``strength`` people are on post, ``confirmed`` where they said so themselves (else only the roster does).
    ``present`` says whether a client that alerts is open; ``hidden``, ``sound`` and ``battery`` (0 to 1) are its
    condition. ``faults`` name equipment that the norms ask for and that is missing, broken or past its date.
    """

    kind: str
    minimum: int | None = None
    units: int
    units_off_duty: int
    strength: int | None = None
    confirmed: bool = False
    present: bool | None = None
    hidden: bool = False
    sound: bool = True
    battery: float | None = None
    take_over_overdue: bool | None = None
    last_check: Literal["answered", "missed"] | None = None
    last_check_age_s: int | None = None
    faults: tuple[str, ...] | None = None


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One rule's part: ``met`` from 0 to 1 of its ``weight``, None where it is not known.

    ``finding`` is a word of the wire (pages say it in their language), ``value`` what is, ``wanted`` what should be.
    """

    rule: Rule
    finding: Finding
    weight: int
    met: float | None
    value: float | None = None
    wanted: float | None = None
    decisive: bool = False
    source: str


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """``score`` 0 to 100, None where something decisive is not known; ``known_percent`` of the weights stand behind it.

    A number from what happens to be known of a station whose people nobody counted would be read as "ready".
    """

    state: State
    score: int | None
    known_percent: int
    reasons: tuple[Reason, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        """The findings that make it not ready."""
        return tuple(reason.finding for reason in self.reasons if reason.decisive and reason.met == 0)


def judge(facts: Facts, rules: ReadinessRules) -> Readiness:
    """Return the readiness that facts amount to."""
    reasons = tuple(_reasons(facts, rules))
    known = [(reason.weight, reason.met) for reason in reasons if reason.met is not None]
    total, weight = sum(reason.weight for reason in reasons), sum(weight for weight, _ in known)
    score = round(100 * sum(weight * met for weight, met in known) / weight) if weight else None
    state = _state(reasons, score, rules)
    if state == "unknown":
        score = None
    elif state == "not_ready" and score is not None:
        score = min(score, NOT_READY_AT_MOST)
    return Readiness(state=state, score=score, known_percent=round(100 * weight / total), reasons=reasons)


def failures(facts: Facts, rules: ReadinessRules) -> tuple[str, ...]:
    """Return only the findings that make a station not ready: what a choice asks, in a fraction of the time."""
    found = []
    wanted = _wanted(facts, rules)
    if wanted is not None and facts.strength is not None and facts.strength < wanted:
        found.append("below_minimum")
    if facts.present is False:
        found.append("nobody_at_client")
    if facts.units and facts.units_off_duty == facts.units:
        found.append("all_off_duty")
    return tuple(found)


def _state(reasons: tuple[Reason, ...], score: int | None, rules: ReadinessRules) -> State:
    decisive = [reason.met for reason in reasons if reason.decisive]
    if 0 in decisive:
        return "not_ready"
    if None in decisive or score is None:
        return "unknown"
    return "ready" if score >= rules.ready_from else "limited"


def _reasons(facts: Facts, rules: ReadinessRules) -> Iterator[Reason]:
    if (wanted := _wanted(facts, rules)) is not None:
        yield _strength(facts, wanted)
    yield _presence(facts)
    yield _units(facts)
    yield _take_over(facts)
    yield _check(facts, rules)
    yield _equipment(facts)


def _wanted(facts: Facts, rules: ReadinessRules) -> int | None:
    return facts.minimum if facts.minimum is not None else rules.minimum.get(facts.kind)


def _strength(facts: Facts, wanted: int) -> Reason:
    met: float | None = None
    finding: Finding = "strength_unknown"
    if facts.strength is not None:
        enough = facts.strength >= wanted
        met = (1.0 if facts.confirmed else 0.7) if enough else 0.0
        finding = ("strength_confirmed" if facts.confirmed else "strength_by_roster") if enough else "below_minimum"
    return Reason(
        rule="minimum_strength",
        finding=finding,
        weight=35,
        met=met,
        value=facts.strength,
        wanted=wanted,
        decisive=True,
        source="norms, subject shift; else [readiness] minimum",
    )


def _presence(facts: Facts) -> Reason:
    finding: Finding = "presence_unknown"
    met: float | None = None
    if facts.present is False:
        finding, met = "nobody_at_client", 0.0
    elif facts.present:
        finding, met = "client_open", 1.0
        if facts.hidden:
            finding, met = "client_hidden", 0.6
        if facts.battery is not None and facts.battery < BATTERY_LOW:
            finding, met = "battery_low", 0.5
        if not facts.sound:
            finding, met = "sound_off", 0.4
    return Reason(
        rule="alert_client",
        finding=finding,
        weight=20,
        met=met,
        value=facts.battery,
        decisive=True,
        source="24 hours on post, reachable (national standard of 2015)",
    )


def _units(facts: Facts) -> Reason:
    on = facts.units - facts.units_off_duty
    return Reason(
        rule="units_on_duty",
        finding="all_on_duty" if on == facts.units else "some_off_duty" if on else "all_off_duty",
        weight=15,
        met=on / facts.units if facts.units else None,
        value=on,
        wanted=facts.units,
        decisive=facts.units > 0,
        source="duty of each unit, as reported",
    )


def _take_over(facts: Facts) -> Reason:
    overdue = facts.take_over_overdue
    return Reason(
        rule="hand_over",
        finding="hand_over_unknown" if overdue is None else "take_over_overdue" if overdue else "taken_over",
        weight=10,
        met=None if overdue is None else 0.0 if overdue else 1.0,
        source="[duty] take_over_within_s",
    )


def _check(facts: Facts, rules: ReadinessRules) -> Reason:
    age_s = facts.last_check_age_s
    fresh = facts.last_check is not None and age_s is not None and age_s <= rules.check_holds_days * 86_400
    answered = facts.last_check == "answered"
    return Reason(
        rule="post_check",
        finding="no_recent_check" if not fresh else "check_answered" if answered else "check_missed",
        weight=10,
        met=None if not fresh else 1.0 if answered else 0.0,
        value=age_s,
        source="[checks]; the newest outcome counts for [readiness] check_holds_days",
    )


def _equipment(facts: Facts) -> Reason:
    faults = facts.faults
    return Reason(
        rule="equipment",
        finding="equipment_unknown" if faults is None else "equipment_faults" if faults else "equipment_complete",
        weight=10,
        met=None if faults is None else max(0.0, 1.0 - len(faults) / 4),
        value=None if faults is None else len(faults),
        wanted=0,
        source="equipment of the registry against the norms",
    )
