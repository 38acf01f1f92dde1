"""Conditional restrictions: `vehicle=yes @ (Mo-Su 06:30-24:00)`, `motor_vehicle:conditional=no @ (weight>5)`.

The grammar is the OpenStreetMap wiki's "Conditional restrictions": clauses `value @ (condition)` joined by
`;`, conditions joined by `AND`, the last clause that holds wins. Hours are read by the opening-hours
library. Times are the district's own wall clock.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec
from opening_hours import (  # type: ignore[attr-defined] # its stub forgets ParserError
    OpeningHours,
    ParserError as HoursError,
)

from routing.clock_shifts import next_shift, offset

_A_DAY = timedelta(days=1)

_CLAUSE = re.compile(r"\s*([^@;]+?)\s*@\s*(\((?:[^()]|\([^()]*\))*\)|[^;]+)\s*(?:;|$)")
_COMPARISON = re.compile(r"(weight|height|width)\s*(<=|>=|<|>|=)\s*(\d+(?:\.\d+)?)\s*(?:m|t)?")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


class Size(msgspec.Struct, frozen=True):
    """What a vehicle measures: `width` and `height` in metres, `weight` in tonnes."""

    width: float
    height: float
    weight: float


class Schedule:
    """Hours of the week or year in the opening-hours grammar, on the district's wall clock."""

    def __init__(self, text: str) -> None:
        """Read the hours; raises ValueError where the text is no opening-hours expression."""
        try:
            self._hours = OpeningHours(text)
        except HoursError as error:
            raise ValueError(f"these are no opening hours: {text!r}") from error
        self.text = text

    def holds(self, at: datetime) -> bool:
        """Tell whether `at` (naive, or aware in the district's zone) lies within the hours."""
        return bool(self._hours.is_open(at.replace(tzinfo=None)))

    def next_change(self, at: datetime) -> datetime | None:
        """Return the next instant after `at` at which the answer differs, in UTC; None for never.

        A naive `at` gives a naive moment. Where the zone's clock is put forward or back in between, that may begin or
        end hours by itself.
        """
        if at.tzinfo is None:
            return self._change_on_the_wall(at)
        held, now = self.holds(at), at.astimezone(UTC)
        while True:
            local = now.astimezone(at.tzinfo)
            change = self._change_on_the_wall(local)
            found = None if change is None else (change - offset(local)).replace(tzinfo=UTC)
            shift = next_shift(at.tzinfo, now, found or now + _A_DAY)
            if shift is None or self.holds(shift.astimezone(at.tzinfo)) != held:
                return shift or found
            now = shift

    def _change_on_the_wall(self, at: datetime) -> datetime | None:
        """Return the next naive moment at which the hours begin or end, as if nobody ever moved the clock."""
        change: datetime | None = self._hours.next_change(at.replace(tzinfo=None, fold=0))
        return change


class Clause(msgspec.Struct, frozen=True):
    """One `value @ (condition)`: it holds when all its hours and all its comparisons do."""

    value: str
    schedules: tuple[Schedule, ...]
    comparisons: tuple[tuple[str, str, float], ...]

    def fits(self, size: Size) -> bool:
        """Tell whether the comparisons hold for a vehicle of this size."""
        return all(_COMPARE[sign](getattr(size, what), limit) for what, sign, limit in self.comparisons)


class Conditional(msgspec.Struct, frozen=True):
    """A whole conditional value; `ignored` names the clauses that could not be read."""

    clauses: tuple[Clause, ...]
    ignored: tuple[str, ...] = ()

    def value(self, size: Size, at: datetime | None, *, strict: Callable[[str], bool]) -> str | None:
        """Return the value of the last clause that holds, None where none does.

        With `at` None nothing is known about the hour: a clause with hours then counts where its value is a
        restriction (`strict(value)`), so what remains usable is usable at every hour.
        """
        found = None
        for clause in self.clauses:
            if not clause.fits(size):
                continue
            if at is None:
                in_force = not clause.schedules or strict(clause.value)
            else:
                in_force = all(schedule.holds(at) for schedule in clause.schedules)
            if in_force:
                found = clause.value
        return found


@lru_cache(maxsize=4096)
def schedule(text: str) -> Schedule:
    """Return the hours of a text, read once. Raises ValueError where it cannot be read."""
    return Schedule(text)


@lru_cache(maxsize=4096)
def parse(text: str) -> Conditional:
    """Read a conditional value; what cannot be read is left out and named in `ignored`."""
    clauses: list[Clause] = []
    ignored: list[str] = []
    position = 0
    for found in _CLAUSE.finditer(text):
        ignored.extend(_gap(text[position : found.start()]))
        position = found.end()
        condition = found[2].strip()
        inner = condition[1:-1] if condition.startswith("(") else condition
        try:
            clauses.append(_clause(found[1], inner))
        except ValueError:
            ignored.append(found[0].strip(" ;"))
    ignored.extend(_gap(text[position:]))
    return Conditional(tuple(clauses), tuple(ignored))


def conditionals(tags: Mapping[str, str]) -> Iterable[tuple[str, Conditional]]:
    """Yield the plain key and the conditional of each tag that has one, whichever way it is written."""
    for key, text in tags.items():
        if key.endswith(":conditional"):
            yield key.removesuffix(":conditional"), parse(text)
        elif "@" in text and key not in {"name", "ref"}:
            yield key, parse(text)


def _gap(text: str) -> list[str]:
    rest = text.strip(" ;")
    return [rest] if rest else []


def _clause(value: str, condition: str) -> Clause:
    schedules: list[Schedule] = []
    comparisons: list[tuple[str, str, float]] = []
    for part in re.split(r"\s+AND\s+", condition.strip(), flags=re.IGNORECASE):
        comparison = _COMPARISON.fullmatch(part.strip())
        if comparison:
            comparisons.append((comparison[1], comparison[2], float(comparison[3])))
        else:
            schedules.append(schedule(part.strip()))
    return Clause(value, tuple(schedules), tuple(comparisons))
