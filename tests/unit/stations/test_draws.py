"""Checks drawn at random: fixed by the seed, within the windows, as often as asked, and none tells of the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, strategies as st

from stations.duty.draws import draw_on, next_draw, windows_on
from stations.duty.rules import CheckRules

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 1, 1)
WEEKLY = CheckRules(every_days=7, windows=("22:00-06:00", "12:00-13:00"))
MANY = range(7000)


def drawn_days(seed: str, station: str = "m1") -> list[int]:
    return [n for n in MANY if draw_on(seed, station, FIRST + timedelta(days=n), WEEKLY, ZONE)]


@given(seed=st.text(max_size=20), day=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_check_rings_within_a_window_of_its_day(seed: str, day: date) -> None:
    daily = CheckRules(every_days=1, windows=WEEKLY.windows)
    found = draw_on(seed, "m1", day, daily, ZONE)
    assert found is not None
    assert found.day == day
    assert any(begin <= found.at_ms < end for begin, end in windows_on(day, daily, ZONE))


def test_the_same_seed_draws_the_same() -> None:
    assert drawn_days("示例") == drawn_days("示例")
    assert drawn_days("示例") != drawn_days("other")
    assert drawn_days("示例") != drawn_days("示例", "m2")


def test_on_average_as_often_as_asked() -> None:
    assert abs(len(drawn_days("示例")) - len(MANY) / 7) < 4 * (len(MANY) * (1 / 7) * (6 / 7)) ** 0.5


def test_a_check_yesterday_says_nothing_about_today() -> None:
    days = set(drawn_days("示例"))
    after_a_check = np.mean([n + 1 in days for n in days])
    assert abs(after_a_check - 1 / 7) < 0.05


def test_every_hour_of_the_windows_is_as_likely() -> None:
    hours = [
        datetime.fromtimestamp(found.at_ms / 1000, ZONE).hour
        for n in MANY
        if (found := draw_on("示例", "m1", FIRST + timedelta(days=n), WEEKLY, ZONE))
    ]
    counts = np.bincount(hours, minlength=24)
    within = [22, 23, 0, 1, 2, 3, 4, 5, 12]
    assert counts.sum() == counts[within].sum()
    assert counts[within].min() > 0.6 * counts.sum() / len(within)


def test_nothing_is_drawn_where_only_people_call_checks() -> None:
    assert draw_on("示例", "m1", FIRST, CheckRules(), ZONE) is None
    assert next_draw("示例", "m1", CheckRules(), ZONE, from_day=FIRST, after_ms=0) is None


def test_the_next_one_is_the_first_after_the_instant() -> None:
    first = next_draw("示例", "m1", WEEKLY, ZONE, from_day=FIRST, after_ms=0)
    assert first is not None
    second = next_draw("示例", "m1", WEEKLY, ZONE, from_day=FIRST, after_ms=first.at_ms)
    assert second is not None
    assert second.at_ms > first.at_ms
    days = drawn_days("示例")
    assert [(first.day - FIRST).days, (second.day - FIRST).days] == days[:2]
