"""Who owes what on a day: each party's duties, paid or not in the current period, and what was missed before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from stations.training.model import Debt, Duty, Held, Party, PartyKey, Training
from stations.training.periods import Span, span_before, span_of

_PERIODS_AT_MOST = 400
"""So many periods back are counted as missed at most: a century of quarters."""


class Ledger:
    """What took place, by who took part and what kind of drill it was."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._days: dict[tuple[PartyKey, str], list[date]] = {}
        for drill in sorted(held, key=lambda each: each.day):
            for party in drill.parties:
                self._days.setdefault((party, drill.drill), []).append(drill.day)

    def count(self, party: PartyKey, drills: Sequence[str], span: Span) -> int:
        """Return how many drills of these kinds a party had in a period."""
        days = (self._days.get((party, drill), []) for drill in drills)
        return sum(bisect_right(each, span.last) - bisect_left(each, span.first) for each in days)

    def last(self, party: PartyKey, drills: Sequence[str], until: date) -> date | None:
        """Return the last day on which a party had a drill of these kinds, up to a day."""
        days = (self._days.get((party, drill), []) for drill in drills)
        found = [each[place - 1] for each in days if (place := bisect_right(each, until))]
        return max(found, default=None)


def owed(training: Training, parties: Iterable[Party], held: Iterable[Held], today: date) -> tuple[Debt, ...]:
    """Return every duty of every party as it stands at the end of ``today``: overdue first, then by the day it is due.

    Drills after ``today`` count for nothing yet.
    """
    ledger = Ledger(each for each in held if each.day <= today)
    debts = [
        _debt(training, duty, party, ledger, today)
        for party in parties
        for duty in training.duties
        if owes(duty, party) is True
    ]
    return tuple(sorted(debts, key=_urgency))


def owes(duty: Duty, party: Party) -> bool | None:
    """Whether the duty is this party's; None where what it depends on is not known."""
    if duty.who != party.who or (duty.kinds and party.kind not in duty.kinds):
        return False
    bounds = (duty.height_from_m, party.height_m), (duty.storeys_from, party.storeys)
    asked = [(bound, value) for bound, value in bounds if bound is not None]
    if not asked:
        return True
    known = [value >= bound for bound, value in asked if value is not None]
    return any(known) if known else None


def unknown(training: Training, parties: Iterable[Party]) -> tuple[PartyKey, ...]:
    """Return whose duties cannot be told because their height and storeys are not known."""
    return tuple(party.key for party in parties if any(owes(duty, party) is None for duty in training.duties))


def _debt(training: Training, duty: Duty, party: Party, ledger: Ledger, today: date) -> Debt:
    now = span_of(duty.period, today)
    met = ledger.count(party.key, duty.drills, Span(now.first, today)) > 0
    before = [each for each in _past(training, duty, now) if not ledger.count(party.key, duty.drills, each)]
    overdue = not met and bool(before) and before[0] == span_before(duty.period, now)
    return Debt(
        duty=duty.id,
        party=party.key,
        drills=duty.drills,
        state="met" if met else "overdue" if overdue else "open",
        period_from=now.first,
        period_to=now.last,
        due=before[0].last if overdue else now.last,
        last=ledger.last(party.key, duty.drills, today),
        missed=len(before),
    )


def _past(training: Training, duty: Duty, now: Span) -> Iterator[Span]:
    """Yield the periods before the current one that count, the latest first; none where no beginning is known."""
    span = now
    for _ in range(_PERIODS_AT_MOST if training.since is not None else 0):
        span = span_before(duty.period, span)
        if training.since is None or span.first < training.since:
            return
        yield span


def _urgency(debt: Debt) -> tuple[bool, bool, date, str, PartyKey]:
    return debt.state == "met", debt.state != "overdue", debt.due, debt.duty, debt.party
