"""Conditional restrictions: `vehicle=yes @ (Mo-Su 06:30-24:00)`, `motor_vehicle:conditional=no @ (weight>5)`.

The grammar is the OpenStreetMap wiki's "Conditional restrictions": clauses `value @ (condition)` joined by
`;`, conditions joined by `AND`, the last clause that holds wins. As mappers write it: hours without a value
go on with the clause before (`no @ Fr 16:00-24:00; Sa,Su 00:00-24:00`), a value without a condition is what
holds otherwise, and a restriction whose condition cannot be read is in force. Hours are read by the
opening-hours library. Times are the district's own wall clock.
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

_SPLIT = re.compile(r"([^;()]|\((?:[^()]|\([^()]*\))*\)|[()])+")
_CLAUSE = re.compile(r"\s*([^@]*?)\s*@\s*(.+?)\s*")
_VALUE = re.compile(r"[a-z_-]+|-?\d+(?:\.\d+)?\s*(?:mph|km/h|m|t)?", re.IGNORECASE)
_COMPARISON = re.compile(
    r"(?:max)?(weight|height|width)(?:rating)?\s*(<=|>=|<|>|=)\s*(\d+(?:[.,]\d+)?)\s*(?:m|t)?", re.IGNORECASE
)
_OF_THE_BRIGADE = frozenset({"emergency", "fire_brigade"})
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
    """One `value @ (condition)`: it holds when all its hours and all its comparisons do.

    `unread`: the condition could not be read, and whether it holds is not known.
    """

    value: str
    schedules: tuple[Schedule, ...] = ()
    comparisons: tuple[tuple[str, str, float], ...] = ()
    unread: bool = False

    def fits(self, size: Size) -> bool:
        """Tell whether the comparisons hold for a vehicle of this size."""
        return all(_COMPARE[sign](getattr(size, what), limit) for what, sign, limit in self.comparisons)


class Conditional(msgspec.Struct, frozen=True):
    """A whole conditional value; `default` holds where no clause does, `ignored` names what could not be read."""

    clauses: tuple[Clause, ...]
    ignored: tuple[str, ...] = ()
    default: str | None = None

    def value(self, size: Size, at: datetime | None, *, strict: Callable[[str], bool]) -> str | None:
        """Return the value of the last clause that holds, else the default, else None.

        With `at` None nothing is known about the hour: a clause with hours then counts where its value is a
        restriction (`strict(value)`), so what remains usable is usable at every hour. So does a clause whose
        condition could not be read, at every hour.
        """
        found = self.default
        for clause in self.clauses:
            if not clause.fits(size):
                continue
            if clause.unread:
                in_force = strict(clause.value)
            elif at is None:
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
    """Read a conditional value; a condition that cannot be read is named in `ignored`."""
    texts = [found[0].strip() for found in _SPLIT.finditer(text) if found[0].strip()]
    clauses: list[Clause] = []
    ignored: list[str] = []
    default = None
    for number, part in enumerate(texts):
        found = _CLAUSE.fullmatch(part)
        if found is not None and found[1]:
            clauses.append(_clause(found[1], found[2]))
            ignored += [part] if clauses[-1].unread else []
        elif clauses and (more := _more_hours(clauses[-1], part)) is not None:
            clauses[-1] = more
        elif _VALUE.fullmatch(part) and number in (0, len(texts) - 1):
            default = part
        else:
            ignored.append(part)
    return Conditional(tuple(clauses), tuple(ignored), default)


def conditionals(tags: Mapping[str, str]) -> Iterable[tuple[str, Conditional]]:
    """Yield the plain key and the conditional of each tag that has one, whichever way it is written."""
    for key, text in tags.items():
        if key.endswith(":conditional"):
            yield key.removesuffix(":conditional"), parse(text)
        elif "@" in text and key not in {"name", "ref"}:
            yield key, parse(text)


def _clause(value: str, condition: str) -> Clause:
    schedules: list[Schedule] = []
    comparisons: list[tuple[str, str, float]] = []
    for part in re.split(r"\s+AND\s+", _without_brackets(condition), flags=re.IGNORECASE):
        comparison = _COMPARISON.fullmatch(part.strip())
        if comparison:
            comparisons.append((comparison[1].lower(), comparison[2], float(comparison[3].replace(",", "."))))
        elif part.strip().lower() not in _OF_THE_BRIGADE:
            try:
                schedules.append(schedule(_without_brackets(part)))
            except ValueError:
                return Clause(value, unread=True)
    return Clause(value, tuple(schedules), tuple(comparisons))


def _more_hours(clause: Clause, text: str) -> Clause | None:
    """Return a clause with further hours, None where the text is none."""
    if _VALUE.fullmatch(text) or len(clause.schedules) != 1:
        return None
    try:
        joined = schedule(f"{clause.schedules[0].text}; {_without_brackets(text)}")
    except ValueError:
        return None
    return msgspec.structs.replace(clause, schedules=(joined,))


def _without_brackets(text: str) -> str:
    """Return what stands between brackets that enclose the whole text; else the text."""
    text = text.strip()
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth <= 0:
            return text[1:-1].strip() if place == len(text) - 1 and text.startswith("(") else text
    return text
