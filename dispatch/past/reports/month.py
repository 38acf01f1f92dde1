"""The report of a district's month: what was promised and kept, how long each stretch took, what was a false alarm."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dispatch.core.errors import Unusable
from dispatch.core.instant import Instant, from_text
from dispatch.core.vocabulary import Struct
from dispatch.log.base import HeadProof
from dispatch.past.reports.corridors import CorridorFigures
from dispatch.past.reports.figures import Kept, Spread
from dispatch.past.reports.helpers import HelpFigures
from dispatch.past.reports.posts import ShiftChecks
from dispatch.past.reports.training import TrainingReport


class Month(NamedTuple):
    """A month on a district's clock: ``from_at`` inclusive, ``until_at`` exclusive."""

    name: str
    from_at: Instant
    until_at: Instant

    @classmethod
    def read(cls, text: str, zone: str) -> Month:
        """Read ``YYYY-MM``. Raises `Unusable`."""
        try:
            first = datetime.strptime(text, "%Y-%m").replace(tzinfo=ZoneInfo(zone))
            after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
            from_at, until_at = from_text(first.isoformat()), from_text(after.isoformat())
        except ValueError as error:
            raise Unusable(f"{text!r} is no month; write it as 2026-11") from error
        return cls(f"{first:%Y-%m}", from_at, until_at)

    def year_before(self, zone: str) -> Month | None:
        """Return the same month of the year before; None for a span that is no month of the calendar."""
        year, _, month = self.name.partition("-")
        return Month.read(f"{int(year) - 1:04}-{month}", zone) if year.isdecimal() and month.isdecimal() else None

    @classmethod
    def ever(cls) -> Month:
        """Return all of time."""
        return cls("ever", from_text("0002-01-01T00:00:00Z"), from_text("9998-01-01T00:00:00Z"))


class StationLine(Struct, frozen=True, kw_only=True):
    """One station's month. ``name`` and ``kind`` are empty where the registry does not have it any more."""

    station: str
    name: str
    kind: str
    orders: int
    declined: int
    no_answer: int
    kept: tuple[Kept, ...]
    spreads: tuple[Spread, ...]


class DeviceLine(Struct, frozen=True, kw_only=True):
    """The alarms of one device, or of one building's devices without a name, and how many of them were false."""

    source: str
    device: str
    building: str
    building_name: str
    alarms: int
    false: int
    reasons: dict[str, int]


class Result(Struct, frozen=True, kw_only=True):
    """What came of a month's incidents. A fire is what closed as handled, is no rescue and is not said to be no fire.

    The counts of people and the loss are sums of what was recorded (``incident.outcome``), of ``without_outcome`` fires
    nothing was; ``false_rate`` is how many of the ``closed`` were false alarms, None where none closed.
    """

    fires: int
    dead: int
    injured: int
    loss_yuan: float
    closed: int
    false_alarms: int
    false_rate: float | None
    without_outcome: int


class Section(Struct, frozen=True, kw_only=True):
    """The figures of operations, or of exercises: never of both. ``incidents`` leaves out those merged into others."""

    exercise: bool
    incidents: int
    open: int
    alarms: int
    merged: int
    grades: dict[str, int]
    closings: dict[str, int]
    orders: int
    kept: tuple[Kept, ...]
    spreads: tuple[Spread, ...]
    stations: tuple[StationLine, ...]
    devices: tuple[DeviceLine, ...]
    result: Result
    helpers: tuple[HelpFigures, ...] = ()
    corridors: CorridorFigures | None = None


class MonthReport(Struct, frozen=True, kw_only=True):
    """A district's month. ``complete`` is False while the month lasts or one of its incidents or checks is open.

    ``checks`` are the post checks that were called in it, by station and shift.
    ``year_before`` is what came of the operations of the same month a year before, None where the record does not
    reach that month's beginning.
    ``training`` is None where nobody gave the district's duties: unknown, not none.
    """

    district: str
    timezone: str
    month: str
    from_at: Instant
    until_at: Instant
    as_of: Instant
    complete: bool
    head: str
    operations: Section
    exercises: Section
    tests: int
    checks: tuple[ShiftChecks, ...]
    training: TrainingReport | None = None
    proof: HeadProof | None = None
    year_before: Result | None = None
