"""How well a drill went: every objective against every order that it holds for, and observers' verdicts. Pure.

A timed objective is judged order by order by `dispatch.core.performance.judge_target`, the code that judges the
promises of operations. What could not be judged (every crew was taken out by a real alarm, no observer said anything)
has no share in the score; it is named, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dispatch.core.milestones import settled
from dispatch.core.performance import Judgement, Track, compliance, judge_target
from dispatch.core.vocabulary import Struct, TargetClock
from dispatch.past.drills.facts import DrillFacts
from stations.drills.model import Objective, Verdict

VERDICT_SHARE: dict[Verdict, float] = {"met": 1.0, "partly": 0.5, "missed": 0.0}
"""What an observer's verdict counts for."""


class OrderOutcome(Struct, frozen=True, kw_only=True):
    """One order against one timed objective."""

    assignment: str
    unit: str
    station: str
    judgement: Judgement


class ObjectiveScore(Struct, frozen=True, kw_only=True):
    """One objective: ``share`` from 0 to 1 of it was shown; None where it could not be judged.

    ``orders`` say it of a timed one, ``verdict`` with the observer's ``remark`` of the others.
    """

    id: str
    text: str
    timed: bool
    weight: float
    share: float | None
    kept: int = 0
    judged: int = 0
    orders: tuple[OrderOutcome, ...] = ()
    verdict: Verdict | None = None
    remark: str | None = None


class Score(Struct, frozen=True, kw_only=True):
    """A whole drill: ``percent`` is the weighted share of what could be judged, None where nothing could.

    A drill that was broken off for everybody has none either: what was kept until then says nothing of the whole.
    """

    percent: float | None
    objectives: tuple[ObjectiveScore, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """The objectives that nobody judged (yet)."""
        return tuple(each.id for each in self.objectives if each.share is None)


def score(facts: DrillFacts, kinds: Mapping[str, str]) -> Score:
    """Score a drill. ``kinds`` maps stations to their kinds, for objectives that hold for some kinds only."""
    objectives = facts.planned.plan.objectives
    judged = tuple(_judge(facts, each, kinds) for each in objectives) if objectives else tuple(_promises(facts))
    weighed = [(each.weight, each.share) for each in judged if each.share is not None]
    total = sum(weight for weight, _ in weighed)
    percent = None if not total or facts.broken_off else 100 * sum(weight * share for weight, share in weighed) / total
    return Score(percent=None if percent is None else round(percent, 1), objectives=judged)


def by_station(scored: Score) -> dict[str, tuple[int, int]]:
    """Return for each station how many timed objectives its orders kept, of how many that could be judged."""
    found: dict[str, list[Judgement]] = {}
    for objective in scored.objectives:
        for each in objective.orders:
            found.setdefault(each.station, []).append(each.judgement)
    return {station: compliance(judgements) for station, judgements in found.items()}


def _judge(facts: DrillFacts, objective: Objective, kinds: Mapping[str, str]) -> ObjectiveScore:
    if objective.milestone_to is None or objective.limit_s is None:
        return _by_observers(facts, objective)
    meant = [
        each for each in facts.tracks.values() if not objective.kinds or kinds.get(each.station) in objective.kinds
    ]
    if objective.of == "first":
        meant = _first(meant, objective.milestone_to)
    clock = TargetClock(
        name=objective.id,
        start=objective.milestone_from,
        milestone=objective.milestone_to,
        limit_s=objective.limit_s,
        due_at=None,
    )
    return _by_clock(facts, clock, meant, text=objective.text, weight=objective.weight)


def _promises(facts: DrillFacts) -> Iterator[ObjectiveScore]:
    """Yield the promises that its orders made, where the plan has no objectives; those of one name are one."""
    names = dict.fromkeys(clock.name for track in facts.tracks.values() for clock in track.targets)
    for name in names:
        made = [(track, clock) for track in facts.tracks.values() for clock in track.targets if clock.name == name]
        orders = tuple(_outcome(facts, track, clock) for track, clock in made)
        yield _of_orders(name, orders, text="", weight=1.0)


def _by_clock(
    facts: DrillFacts, clock: TargetClock, meant: Iterable[Track], *, text: str, weight: float
) -> ObjectiveScore:
    return _of_orders(clock.name, tuple(_outcome(facts, each, clock) for each in meant), text=text, weight=weight)


def _outcome(facts: DrillFacts, track: Track, clock: TargetClock) -> OrderOutcome:
    judgement = judge_target(track, clock, facts.as_of)
    return OrderOutcome(assignment=track.assignment, unit=track.unit, station=track.station, judgement=judgement)


def _of_orders(key: str, orders: tuple[OrderOutcome, ...], *, text: str, weight: float) -> ObjectiveScore:
    kept, judged = compliance(each.judgement for each in orders)
    share = kept / judged if judged else None
    return ObjectiveScore(
        id=key, text=text, timed=True, weight=weight, share=share, kept=kept, judged=judged, orders=orders
    )


def _by_observers(facts: DrillFacts, objective: Objective) -> ObjectiveScore:
    """Take the last verdict: an observer may think better of it until the drill is signed."""
    said = [each for each in facts.remarks if each.objective == objective.id and each.verdict is not None]
    last = said[-1] if said else None
    verdict = last.verdict if last is not None else None
    return ObjectiveScore(
        id=objective.id,
        text=objective.text,
        timed=False,
        weight=objective.weight,
        share=None if verdict is None else VERDICT_SHARE[verdict],
        verdict=verdict,
        remark=last.text if last is not None else None,
    )


def _first(meant: list[Track], milestone: str) -> list[Track]:
    """Return the order that got there first; all of them where none did."""
    reached = [(at, each.assignment) for each in meant if (at := settled(each.reached.get)[milestone]) is not None]
    if not reached:
        return meant
    first = min(reached)[1]
    return [each for each in meant if each.assignment == first]
