"""What spreadsheets do to cells is withstood, repaired or said."""

import re
from datetime import date

import pytest
from hypothesis import given, strategies as st

from stations.spreadsheet import guard, parse_date, unguard


@given(st.text())
def test_what_is_guarded_is_unguarded(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-2", "@SUM(A1)", '=cmd|"/c calc"!A1', "\t=1", "'=1"])
def test_nothing_is_written_that_a_spreadsheet_computes(cell: str) -> None:
    assert not re.match(r"[=+\-@\t\r]", guard(cell))


@pytest.mark.parametrize(
    "cell", ["007", "3-1", "1/2", "2026-03-01", "12:30", "1E5", "123456789012", "MAR1", "1-Dec", "6.12"]
)
def test_what_a_spreadsheet_would_change_is_written_as_text(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "S01", "甲班", "示例3-1号楼", "x007", "119", "app radio"])
def test_everything_else_is_left_alone(cell: str) -> None:
    assert guard(cell) == cell


@pytest.mark.parametrize(
    "cell", ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "2026/3/1 0:00", "2026-03-01 00:00:00"]
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(cell: str) -> None:
    assert parse_date(cell) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2026-02-30", "no day of the calendar"),
        ("3/1/2026", "write it as 2026-03-01"),
        ("Mar-26", "write it as 2026-03-01"),
        ("2026-03", "write it as 2026-03-01"),
        ("46082", "a spreadsheet's day number, perhaps 2026-03-01"),
        ("########", "too narrow column"),
        ("1026-03-01", "correct the year"),
        ("46082.375", "a spreadsheet's day number, perhaps 2026-03-01"),
    ],
)
def test_no_day_is_guessed(cell: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_date(cell)
