"""Why a crew was sent, turned around or let go."""

from __future__ import annotations

from dispatch.core.reasons.base import Because
from dispatch.core.vocabulary import CloseReason


class ByPlan(Because, frozen=True, kw_only=True, tag="by_plan"):
    """The plan asks for it."""

    sentence = "plan {plan}"
    plan: str


class ToLook(Because, frozen=True, kw_only=True, tag="to_look"):
    """The plan asks for a look while only one detector says so."""

    sentence = "plan {plan}, to look"
    plan: str


class Beside(Because, frozen=True, kw_only=True, tag="beside"):
    """Goes too, by the plan, since the station of ``unit``, which comes first, is not ready."""

    sentence = "plan {plan}, beside {unit}: its station is not ready"
    plan: str
    unit: str


class ToLookBeside(Because, frozen=True, kw_only=True, tag="to_look_beside"):
    """Goes to look too, since the station of ``unit``, which comes first, is not ready."""

    sentence = "plan {plan}, to look, beside {unit}: its station is not ready"
    plan: str
    unit: str


class ByLadder(Because, frozen=True, kw_only=True, tag="by_ladder"):
    """A rung acted: ``unit`` kept a crew waiting for ``trigger``, or declined."""

    sentence = "ladder: {unit} {trigger}"
    unit: str
    trigger: str


class ByProposal(Because, frozen=True, kw_only=True, tag="by_proposal"):
    """A proposal to share units otherwise sends it here."""

    sentence = "proposal {proposal}"
    proposal: str


class NeededElsewhere(Because, frozen=True, kw_only=True, tag="needed_elsewhere"):
    """A proposal turns the crew around: another incident needs it more."""

    sentence = "{proposal}, needed in {incident}"
    proposal: str
    incident: str


class OthersNearer(Because, frozen=True, kw_only=True, tag="others_nearer"):
    """A proposal lets the crew go: others are nearer."""

    sentence = "{proposal}, others are nearer"
    proposal: str


class LeftFor(Because, frozen=True, kw_only=True, tag="left_for"):
    """The crew set out for another incident, which ends this order."""

    sentence = "left for {incident}"
    incident: str


class ByGradeRule(Because, frozen=True, kw_only=True, tag="by_grade_rule"):
    """A rule of grading holds: its id, what it finds in both languages, where it is written and how sure that is."""

    sentence = "{en} ({source}, confidence {confidence})"
    rule: str
    zh: str
    en: str
    source: str
    confidence: str


class IncidentOver(Because, frozen=True, kw_only=True, tag="incident_over"):
    """The incident was closed."""

    sentence = "incident closed: {close}"
    close: CloseReason
