"""A month's plan: what has to be done in it, with the fewest outings, and on which days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from stations.drills.model import DrillKind
from stations.training.cover import NODE_LIMIT, cover
from stations.training.model import WEEKDAYS, Debt, Held, Party, PartyKey, Training
from stations.training.outings import Possible, possible
from stations.training.owed import owed
from stations.training.periods import Span, month_after, months_left


class Outing(msgspec.Struct, frozen=True, kw_only=True):
    """One outing: a day, a place, a kind of drill, who takes part, and which duties it pays for whom.

    ``day`` is None where every day that is allowed has somebody of this outing out already.
    """

    day: date | None
    site: PartyKey
    drill: DrillKind
    parties: tuple[PartyKey, ...]
    pays: tuple[tuple[str, PartyKey], ...]


class MonthPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A month's outings. No plan that pays all that is ``due`` has fewer than ``at_least``.

    ``due`` counts the debts that had to be paid, ``early`` those paid along with them though they had time.
    """

    month: date
    outings: tuple[Outing, ...]
    at_least: int
    due: int
    early: int

    @property
    def proven(self) -> bool:
        """Whether no plan has fewer outings."""
        return len(self.outings) == self.at_least


def plan_month(
    training: Training,
    parties: Sequence[Party],
    held: Iterable[Held],
    month: date,
    *,
    from_day: date | None = None,
    node_limit: int = NODE_LIMIT,
) -> MonthPlan:
    """Propose a month's outings, the fewest that pay every debt whose turn it is.

    ``month`` is its first day; ``from_day`` is the first day that is still free. Overdue debts come first; of the
    others as many as keep the load even over what is left of their period, together with their neighbours. Where an
    outing that takes place anyway can pay more, it does.
    """
    first = max(month, from_day or month)
    known = {party.key: party for party in parties}
    debts = [debt for debt in owed(training, parties, held, first) if debt.state != "met"]
    turn = set(_turn(debts, known, month))
    ordered = [debts[number] for number in sorted(turn)]
    rest = [debt for number, debt in enumerate(debts) if number not in turn]
    everything = (*ordered, *rest)
    candidates = possible(training, everything, known)
    needed = [each.debts.intersection(range(len(ordered))) for each in candidates]
    found = cover(needed, len(ordered), node_limit=node_limit)
    chosen = [candidates[number] for number in found.chosen]
    shared = _shared_out(chosen, candidates)
    outings = tuple(_with_days(training, shared, everything, Span(first, month_after(month) - timedelta(days=1))))
    paid = {number for each in chosen for number in each.debts}
    return MonthPlan(
        month=month, outings=outings, at_least=found.at_least, due=len(ordered), early=len(paid) - len(ordered)
    )


def plan_year(training: Training, parties: Sequence[Party], held: Iterable[Held], first: date) -> list[MonthPlan]:
    """Propose twelve months, each as if those before it had taken place."""
    done = list(held)
    plans = []
    for number in range(12):
        plan = plan_month(training, parties, done, month_after(first, number))
        done += as_held(plan)
        plans.append(plan)
    return plans


def as_held(plan: MonthPlan) -> list[Held]:
    """Return a plan's outings as drills that took place; one without a day on the month's last."""
    last = month_after(plan.month) - timedelta(days=1)
    return [Held(day=each.day or last, drill=each.drill, parties=frozenset(each.parties)) for each in plan.outings]


def _turn(debts: Sequence[Debt], parties: Mapping[PartyKey, Party], month: date) -> Iterator[int]:
    """Yield the debts whose turn it is: the overdue, and each duty's even share, neighbours together."""
    waiting: dict[tuple[str, date], list[int]] = {}
    for number, debt in enumerate(debts):
        if debt.state == "overdue":
            yield number
        else:
            waiting.setdefault((debt.duty, debt.period_to), []).append(number)
    for numbers in waiting.values():
        debt = debts[numbers[0]]
        share = -(-len(numbers) // max(1, months_left(Span(debt.period_from, debt.period_to), month)))
        yield from sorted(numbers, key=lambda number: _neighbourhood(parties[debts[number].party]))[:share]


def _neighbourhood(party: Party) -> tuple[str, str, int, int, str]:
    """Sort neighbours together: by street and community where they are known, else by squares of a kilometre."""
    square = (round((party.lat or 0.0) * 100), round((party.lon or 0.0) * 100))
    return party.street, party.community, *square, party.id


def _shared_out(chosen: Iterable[Possible], candidates: Iterable[Possible]) -> Iterator[Possible]:
    """Yield the outings with each debt in one of them, the largest that can pay it, so nobody is asked out twice.

    An outing is of the plainest kind that pays all the same: nobody calls the brigade to a drill that needs no brigade.
    """
    at_site: dict[PartyKey, list[Possible]] = {}
    for each in candidates:
        at_site.setdefault(each.site, []).append(each)
    paid: set[int] = set()
    for each in sorted(chosen, key=lambda outing: (-len(outing.debts), outing.site, outing.kind.drill)):
        own = each.debts - paid
        if own:
            paid |= own
            enough = (other for other in at_site[each.site] if own <= other.debts)
            plainest = min(enough, key=lambda other: len(other.kind.serves))
            yield Possible(each.site, plainest.kind, own)


def _with_days(training: Training, shared: Iterable[Possible], debts: Sequence[Debt], span: Span) -> Iterator[Outing]:
    """Yield the outings with their days: the least busy one on which nobody of them is out already."""
    days = [day for day in _days(span) if WEEKDAYS[day.weekday()] in training.weekdays]
    busy: dict[date, set[PartyKey]] = {day: set() for day in days}
    load: Counter[date] = Counter()
    for each in shared:
        paid = sorted(each.debts)
        parties = tuple(dict.fromkeys(debts[number].party for number in paid))
        free = [day for day in days if _has_room(training, load[day]) and busy[day].isdisjoint(parties)]
        day = min(free, key=lambda free_day: (load[free_day], free_day), default=None)
        if day is not None:
            load[day] += 1
            busy[day].update(parties)
        pays = tuple((debts[number].duty, debts[number].party) for number in paid)
        yield Outing(day=day, site=each.site, drill=each.kind.drill, parties=parties, pays=pays)


def _has_room(training: Training, outings: int) -> bool:
    return training.per_day is None or outings < training.per_day


def _days(span: Span) -> Iterator[date]:
    return (span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1))
