"""The record of one drill: what was planned, what happened, how well it went, who signed it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.performance import Track
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import Struct
from dispatch.past.drills.facts import DrillFacts
from dispatch.past.drills.score import Score, score
from stations.drills.model import DrillPlan, Inject, Verdict


class Happened(Struct, frozen=True, kw_only=True):
    """An inject as it was carried out."""

    at: Instant
    inject: Inject


class Left(Struct, frozen=True, kw_only=True):
    """A station (None: everybody) that was taken out of the drill; ``needed_in`` is the operation that needed it."""

    at: Instant
    station: str | None
    needed_in: str | None
    reason: str | None
    because: Reason | None = None


class Remark(Struct, frozen=True, kw_only=True):
    """What an observer wrote down."""

    at: Instant
    by: str
    text: str
    objective: str | None
    verdict: Verdict | None
    station: str | None


class Signed(Struct, frozen=True, kw_only=True):
    """Who put their name to it, and what they saw; ``differs`` where the score is not the one that they signed."""

    at: Instant
    by: str
    score: float | None
    head: str | None
    note: str | None
    differs: bool


class DrillRecord(Struct, frozen=True, kw_only=True):
    """Everything that a drill's record says.

    ``head`` is ``SEQ:HASH`` of the last event that it rests on, with which ``onethree verify --head`` proves that
    nothing up to there was changed. ``broken_off``: it was stopped for
    everybody, and was not held. ``open`` are objectives that nobody judged. ``orders`` are all of its orders.
    """

    exercise: bool = True
    drill: str
    plan: DrillPlan
    state: str
    starts_at: Instant | None
    started_at: Instant | None
    ended_at: Instant | None
    ended_because: str | None
    incidents: dict[str, str]
    trained: tuple[str, ...]
    score: Score
    open: tuple[str, ...]
    orders: tuple[Track, ...]
    injects: tuple[Happened, ...]
    left: tuple[Left, ...]
    remarks: tuple[Remark, ...]
    attended: dict[str, tuple[str, ...]]
    signed: Signed | None
    head: str
    called: tuple[str, ...] = ()
    broken_off: bool = False


def record(facts: DrillFacts, kinds: Mapping[str, str], head: str) -> DrillRecord:
    """Return the record of a drill; ``head`` is the chain's at ``facts.last_seq``."""
    scored = score(facts, kinds)
    return DrillRecord(
        drill=facts.id,
        plan=facts.planned.plan,
        state=facts.state,
        starts_at=facts.planned.starts_at,
        started_at=facts.started.at if facts.started is not None else None,
        ended_at=facts.ended.at if facts.ended is not None else None,
        ended_because=facts.ended.reason if facts.ended is not None else None,
        incidents=facts.incidents,
        trained=facts.trained,
        score=scored,
        open=scored.open,
        orders=tuple(facts.tracks.values()),
        injects=tuple(Happened(at=each.at, inject=each.inject) for each in facts.injects),
        left=tuple(
            Left(
                at=each.at,
                station=each.station,
                needed_in=each.needed_in,
                reason=each.reason,
                because=each.because,
            )
            for each in facts.breaks
        ),
        remarks=tuple(map(_remark, facts.remarks)),
        attended=facts.attended,
        signed=None if facts.signed is None else _signed(facts.signed, scored),
        head=head,
        called=facts.called,
        broken_off=facts.broken_off,
    )


def _remark(event: ev.DrillRemarked) -> Remark:
    return Remark(
        at=event.at,
        by=event.by.name,
        text=event.text,
        objective=event.objective,
        verdict=event.verdict,
        station=event.station,
    )


def _signed(event: ev.DrillSignedOff, scored: Score) -> Signed:
    return Signed(
        at=event.at,
        by=event.by.name,
        score=event.score,
        head=event.head,
        note=event.note,
        differs=event.score is not None and event.score != scored.percent,
    )
