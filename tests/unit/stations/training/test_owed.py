"""Who owes which drill by when: calendar periods, what pays, what is overdue, what nobody can tell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from stations.drills.model import DrillKind
from stations.training.model import PERIODS, Debt, Duty, Held, Party, Period, Training
from stations.training.owed import owed, owes, unknown
from stations.training.periods import span_before, span_of

STATION = Party(who="station", id="s1", name="示例站", kind="micro_unit")
HALF = Duty(
    id="half",
    zh="每半年",
    en="half-yearly",
    who="station",
    drills=("fire_attack", "joint"),
    period="half_yearly",
    source="示例",
)
HIGH = Duty(
    id="high",
    zh="高层",
    en="high",
    who="building",
    drills=("evacuation",),
    period="yearly",
    source="示例",
    kinds=("residential",),
    height_from_m=27.0,
    storeys_from=10,
)


def building(**known: object) -> Party:
    return Party(who="building", id="b1", name="示例楼", kind="residential", **known)  # type: ignore[arg-type] # plain fields


def held(day: str, drill: DrillKind = "fire_attack") -> Held:
    return Held(day=date.fromisoformat(day), drill=drill, parties=frozenset({STATION.key}))


def debt(today: str, *drills: Held, since: str | None = "2026-01-01") -> Debt:
    begun = None if since is None else date.fromisoformat(since)
    training = Training(duties=(HALF,), outings=(), since=begun)
    (found,) = owed(training, [STATION], drills, date.fromisoformat(today))
    return found


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(PERIODS))
def test_periods_follow_one_another_without_a_gap(day: date, period: Period) -> None:
    span = span_of(period, day)
    assert day in span
    assert span.first.day == 1
    assert span_of(period, span.last + timedelta(days=1)).first == span.last + timedelta(days=1)
    assert span_before(period, span).last == span.first - timedelta(days=1)


def test_what_was_not_done_yet_is_open_until_the_periods_end() -> None:
    found = debt("2026-03-01")
    assert (found.state, found.due, found.last, found.missed) == ("open", date(2026, 6, 30), None, 0)


def test_any_of_the_duty_s_drills_pays_from_the_day_on_which_it_took_place() -> None:
    assert debt("2026-03-01", held("2026-03-01", "joint")).state == "met"
    assert debt("2026-02-28", held("2026-03-01", "joint")).state == "open"
    assert debt("2026-03-01", held("2026-03-01", "evacuation")).state == "open"


def test_a_missed_period_is_overdue_until_something_is_done_and_stays_missed() -> None:
    late = debt("2026-08-01")
    assert (late.state, late.due, late.missed) == ("overdue", date(2026, 6, 30), 1)
    made_up = debt("2026-08-01", held("2026-07-05"))
    assert (made_up.state, made_up.missed) == ("met", 1)


def test_a_drill_counts_for_its_own_period_alone() -> None:
    twice = debt("2026-08-01", held("2026-03-01"), held("2026-05-01"))
    assert (twice.state, twice.missed, twice.last) == ("open", 0, date(2026, 5, 1))


@pytest.mark.parametrize(("since", "missed"), [("2025-01-01", 3), ("2025-02-01", 2), ("2026-07-01", 0), (None, 0)])
def test_only_periods_that_began_since_then_can_be_missed(since: str | None, missed: int) -> None:
    assert debt("2026-08-01", since=since).missed == missed


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"height_m": 27.0}, True),
        ({"height_m": 26.9}, False),
        ({"storeys": 10}, True),
        ({"height_m": 20.0, "storeys": 11}, True),
        ({}, None),
    ],
)
def test_height_or_storeys_decide_and_without_either_nobody_can_tell(
    known: dict[str, object], expected: bool | None
) -> None:
    assert owes(HIGH, building(**known)) is expected
    told = unknown(Training(duties=(HIGH,), outings=()), [building(**known)])
    assert bool(told) == (expected is None), "what is not known is said, never taken for paid"


def test_overdue_comes_first_then_the_nearest_day() -> None:
    yearly = Duty(id="year", zh="年", en="year", who="station", drills=("joint",), period="yearly", source="示例")
    training = Training(duties=(yearly, HALF), outings=(), since=date(2026, 1, 1))
    found = owed(training, [STATION], (), date(2026, 8, 1))
    assert [(each.duty, each.state) for each in found] == [("half", "overdue"), ("year", "open")]
