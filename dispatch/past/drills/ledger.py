"""The joint-duty ledger (联勤台账): who trained with whom, when, how well; and how each station comes along. Pure.

Every line names the chain's head at its drill's last word, so that nobody can polish a drill afterwards without the
record's own check finding it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean, linear_regression

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct
from dispatch.past.drills.facts import DrillFacts
from dispatch.past.drills.score import Score, by_station, score
from stations.drills.model import DrillKind

ENOUGH_FOR_A_TREND = 2


class LedgerLine(Struct, frozen=True, kw_only=True):
    """One drill that was started. ``stations`` took part, ``absent`` had an order and did not come.

    ``members`` counts who was there; ``head`` is ``SEQ:HASH`` at its last word. ``broken_off``: it was stopped for
    everybody, has no score, and counts for no station and no pair.
    """

    drill: str
    name: str
    kind: DrillKind
    at: Instant
    state: str
    stations: tuple[str, ...]
    members: int
    left: tuple[str, ...]
    score: float | None
    signed_by: str | None
    head: str
    absent: tuple[str, ...] = ()
    broken_off: bool = False


class StationLine(Struct, frozen=True, kw_only=True):
    """How one station trained: ``shares`` are its kept promises of each drill in percent, oldest first.

    ``trend`` is the slope of a straight line through them (least squares), in percent points a drill; None with fewer
    than two. ``with_stations`` counts the drills that it shared with others.
    ``drills`` counts those too to which it was called and did not come.
    """

    station: str
    drills: int
    last_at: Instant
    shares: tuple[float, ...]
    trend: float | None
    with_stations: dict[str, int]


class PairLine(Struct, frozen=True, kw_only=True):
    """Two stations that trained together; ``score`` is the mean of those drills."""

    stations: tuple[str, str]
    drills: int
    last_at: Instant
    score: float | None


class Ledger(Struct, frozen=True, kw_only=True):
    """The whole ledger; ``head`` is the record's as it was read."""

    drills: tuple[LedgerLine, ...]
    stations: tuple[StationLine, ...]
    pairs: tuple[PairLine, ...]
    head: str


def ledger(drills: Iterable[DrillFacts], kinds: Mapping[str, str], heads: Mapping[int, str], head: str) -> Ledger:
    """Return the ledger of these drills. ``heads`` has the chain's ``SEQ:HASH`` at each drill's last word."""
    run = [(each, score(each, kinds)) for each in drills if each.started is not None]
    lines = tuple(_line(facts, scored, heads[facts.last_seq]) for facts, scored in run)
    held = [(line, by_station(scored)) for line, (_, scored) in zip(lines, run, strict=True) if not line.broken_off]
    return Ledger(
        drills=lines,
        stations=tuple(_stations([line for line, _ in held], [kept for _, kept in held])),
        pairs=tuple(_pairs(line for line, _ in held)),
        head=head,
    )


def _line(facts: DrillFacts, scored: Score, head: str) -> LedgerLine:
    started = facts.started
    return LedgerLine(
        drill=facts.id,
        name=facts.planned.plan.name,
        kind=facts.planned.plan.kind,
        at=started.at if started is not None else facts.planned.at,
        state=facts.state,
        stations=facts.trained,
        members=sum(len(set(members)) for members in facts.attended.values()),
        left=tuple(each.station for each in facts.breaks if each.station is not None),
        score=scored.percent,
        signed_by=facts.signed.by.name if facts.signed is not None else None,
        head=head,
        absent=tuple(each for each in facts.called if each not in facts.trained),
        broken_off=facts.broken_off,
    )


def _stations(lines: Sequence[LedgerLine], kept: Sequence[Mapping[str, tuple[int, int]]]) -> Iterator[StationLine]:
    """Yield each station's line; ``kept`` has, for each drill, its stations' kept promises of those judged."""
    shares: defaultdict[str, list[float]] = defaultdict(list)
    own: defaultdict[str, list[LedgerLine]] = defaultdict(list)
    for line, judged in zip(lines, kept, strict=True):
        for station in (*line.stations, *line.absent):
            own[station].append(line)
            good, of = judged.get(station, (0, 0))
            if of:
                shares[station].append(round(100 * good / of, 1))
    for station, found in sorted(own.items()):
        together: defaultdict[str, int] = defaultdict(int)
        there = (line.stations for line in found if station in line.stations)
        for other in (other for stations in there for other in stations if other != station):
            together[other] += 1
        yield StationLine(
            station=station,
            drills=len(found),
            last_at=max(line.at for line in found),
            shares=tuple(shares[station]),
            trend=_trend(shares[station]),
            with_stations=dict(sorted(together.items())),
        )


def _trend(shares: list[float]) -> float | None:
    if len(shares) < ENOUGH_FOR_A_TREND:
        return None
    return round(linear_regression(range(len(shares)), shares).slope, 2)


def _pairs(lines: Iterable[LedgerLine]) -> Iterator[PairLine]:
    found: defaultdict[tuple[str, str], list[LedgerLine]] = defaultdict(list)
    for line in lines:
        for one, other in combinations(sorted(line.stations), 2):
            found[one, other].append(line)
    for pair, shared in sorted(found.items()):
        scores = [line.score for line in shared if line.score is not None]
        yield PairLine(
            stations=pair,
            drills=len(shared),
            last_at=max(line.at for line in shared),
            score=round(fmean(scores), 1) if scores else None,
        )
