"""Dates of equipment: lives and services by the norm, the plate's date, and what is not known."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from stations.equipment import DueKind, add_months, due, faults, is_usable, undated
from stations.norms.reading import read_norms
from stations.registry.model import Equipment

NORMS = read_norms()
POWDER = Equipment(
    id="x1", station="s1", kind="extinguisher_powder", made=date(2020, 5, 10), inspected=date(2026, 11, 1)
)
DAY = date(2026, 11, 22)


def _what(item: Equipment, on: date) -> list[str]:
    return [fault.what for fault in faults([item], NORMS, on)]


def _by(item: Equipment) -> dict[DueKind, date]:
    return {each.what: each.by for each in due([item], NORMS, date(2100, 1, 1))}


@pytest.mark.parametrize(
    ("kind", "years"),
    [("extinguisher_water", 6), ("extinguisher_powder", 10), ("extinguisher_clean", 10), ("extinguisher_co2", 12)],
)
def test_an_extinguisher_that_reaches_its_age_is_expired(kind: str, years: int) -> None:
    item = Equipment(id="x", station="s", kind=kind, made=date(2010, 5, 10))
    birthday = date(2010 + years, 5, 10)
    assert "expired" not in _what(item, birthday - timedelta(days=1))
    assert "expired" in _what(item, birthday)


def test_the_first_service_counts_from_manufacture_and_the_next_from_the_one_before() -> None:
    assert _by(POWDER)["service"] == date(2025, 5, 10)
    assert _by(replace(POWDER, serviced=date(2025, 4, 1)))["service"] == date(2027, 4, 1)
    water = replace(POWDER, kind="extinguisher_water")
    assert _by(water)["service"] == date(2023, 5, 10)
    assert _by(replace(water, serviced=date(2026, 4, 1)))["service"] == date(2027, 4, 1)


def test_the_plate_is_believed_where_it_ends_earlier_than_the_norm() -> None:
    assert _by(replace(POWDER, expires=date(2028, 1, 1)))["expiry"] == date(2028, 1, 1)
    assert _by(replace(POWDER, expires=date(2040, 1, 1)))["expiry"] == date(2030, 5, 9)


def test_a_look_is_owed_every_month() -> None:
    assert _by(POWDER)["inspection"] == date(2026, 12, 1)


def test_a_fault_says_whether_the_norm_lets_it_lower_readiness() -> None:
    lowering = {fault.what: fault.lowers_readiness for fault in faults([POWDER], NORMS, date(2031, 1, 1))}
    assert lowering == {"expired": True, "service_overdue": True, "inspection_overdue": False}
    (rope,) = faults([Equipment(id="r", station="s1", kind="rope", state="defective")], NORMS, DAY)
    assert not rope.lowers_readiness
    (fault, *_) = faults([POWDER], NORMS, date(2031, 1, 1))
    assert (fault.since, fault.source[:8]) == (date(2030, 5, 10), "GB 50444")


def test_a_thing_without_dates_has_no_deadline_and_is_told_apart() -> None:
    bare = Equipment(id="x", station="s", kind="extinguisher_co2")
    assert _what(bare, DAY) == []
    assert is_usable(bare, NORMS, DAY)
    assert undated([bare, POWDER, Equipment(id="h", station="s", kind="hose")], NORMS) == (bare,)


def test_a_kind_that_no_norm_knows_has_the_plate_s_date_alone() -> None:
    drone = Equipment(id="d", station="s", kind="drone", made=date(2000, 1, 1), expires=date(2026, 11, 21))
    (fault,) = faults([drone], NORMS, DAY)
    assert (fault.what, fault.since, fault.lowers_readiness) == ("expired", DAY, False)


def test_what_is_late_for_a_look_still_counts_and_what_is_away_does_not() -> None:
    assert is_usable(replace(POWDER, inspected=date(2020, 6, 1)), NORMS, DAY)
    assert not is_usable(replace(POWDER, state="away"), NORMS, DAY)


def test_due_is_what_falls_in_the_window_and_all_that_is_overdue_the_worst_first() -> None:
    soon = replace(POWDER, id="x2", made=date(2024, 1, 1))
    assert [(each.equipment, each.what) for each in due([soon, POWDER], NORMS, DAY, within_days=30)] == [
        ("x1", "service"),
        ("x1", "inspection"),
        ("x2", "inspection"),
    ]
    assert [each.what for each in due([POWDER], NORMS, DAY, within_days=8)] == ["service"]


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 200))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(st.dates(date(2026, 1, 1), date(2045, 1, 1)))
def test_a_fault_of_a_date_is_a_due_that_has_passed(on: date) -> None:
    overdue = [each for each in due([POWDER], NORMS, on, within_days=0) if each.by < on]
    assert len(overdue) == len(faults([POWDER], NORMS, on))
