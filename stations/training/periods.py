"""Calendar periods: every month, quarter, half-year and year has a first and a last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from stations.training.model import Period

_MONTHS: dict[Period, int] = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


class Span(NamedTuple):
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def span_of(period: Period, day: date) -> Span:
    """Return the calendar period that a day lies in."""
    months = _MONTHS[period]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(first, month_after(first, months) - timedelta(days=1))


def span_before(period: Period, span: Span) -> Span:
    """Return the period before."""
    return span_of(period, span.first - timedelta(days=1))


def month_after(first: date, months: int = 1) -> date:
    """Return the first day of the month so many months later."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def months_left(span: Span, month: date) -> int:
    """Return how many months of a period are left, the one that begins with ``month`` included."""
    return (span.last.year - month.year) * 12 + span.last.month - month.month + 1
