"""Rosters: who should be on post at an instant. Pure; instants are whole milliseconds since 1970-01-01 UTC.

A roster row names a shift and its members, on every day or on some: certain weekdays, every n-th day from a date
(three teams of 24 hours on and 48 off are three rows with ``every`` 3 and dates one day apart), between dates, or on
one date, which replaces the other rows of that shift on that day (a swap, a holiday).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

import msgspec

from stations.duty.rules import WEEKDAYS, Shift, Weekday

LOOK_AHEAD_DAYS = 62
"""A roster without a turn for so long has none that matters."""

_DAY = timedelta(days=1)
_DAYS = 256
_SPANS = 1024
"""So many spans of a day are remembered: every station of a district asks for the same few."""

_ROSTERS = 4096
"""So many rosters' turns of a day are remembered: a choice asks for those of every station that was near."""

_EPOCH_DAY = date(1970, 1, 1)


class RosterRow(msgspec.Struct, frozen=True, kw_only=True):
    """Members of one shift of one station; dates are ``2026-11-22``, empty where they bound nothing."""

    id: str
    station: str
    shift: str
    members: tuple[str, ...] = ()
    days: tuple[Weekday, ...] = ()
    every: int = 1
    since: str = ""
    until: str = ""
    date: str = ""


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of one station; ``members`` is everybody of it, on a row or not, empty where nobody wrote them down."""

    station: str
    rows: tuple[RosterRow, ...]
    members: tuple[str, ...] = ()


class Turn(NamedTuple):
    """One shift of one station on one day; it ends before ``ends_ms``."""

    begins_ms: int
    ends_ms: int
    shift: str
    members: tuple[str, ...]


def rosters_of(rows: Iterable[RosterRow], members: Iterable[tuple[str, str]] = ()) -> tuple[Roster, ...]:
    """Return the roster of each station that has rows, in the order of their ids; ``members`` as station and id."""
    grouped: dict[str, list[RosterRow]] = {}
    people: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row.station, []).append(row)
    for station, member in members:
        people.setdefault(station, []).append(member)
    return tuple(
        Roster(station=station, rows=tuple(grouped[station]), members=tuple(sorted(people.get(station, ()))))
        for station in sorted(grouped)
    )


def on_roster(roster: Roster, shifts: Iterable[Shift], at_ms: int, zone: tzinfo) -> tuple[Turn, ...]:
    """Return the turns that are in progress at an instant, the earliest begun first; shifts may overlap."""
    turns = _begun_lately(roster, tuple(shifts), local_day(at_ms, zone), zone)
    return tuple(turn for turn in turns if turn.begins_ms <= at_ms < turn.ends_ms)


@lru_cache(_ROSTERS)
def _begun_lately(roster: Roster, shifts: tuple[Shift, ...], today: date, zone: tzinfo) -> tuple[Turn, ...]:
    """Return the turns that begin on a day or on the one before, the earliest first."""
    known = {shift.name: shift for shift in shifts}
    return tuple(sorted(turn for day in (today - _DAY, today) for turn in _turns_on(roster, known, day, zone)))


def next_turn(roster: Roster, shifts: Iterable[Shift], after_ms: int, zone: tzinfo) -> Turn | None:
    """Return the first turn that begins after an instant; None where none does within two months."""
    known = {shift.name: shift for shift in shifts}
    day = local_day(after_ms, zone)
    for _ in range(LOOK_AHEAD_DAYS):
        found = [turn for turn in _turns_on(roster, known, day, zone) if turn.begins_ms > after_ms]
        if found:
            return min(found)
        day += _DAY
    return None


def turns_between(
    roster: Roster, shifts: Iterable[Shift], begin_ms: int, end_ms: int, zone: tzinfo
) -> tuple[Turn, ...]:
    """Return the turns that are in progress at any time from ``begin_ms`` until before ``end_ms``, in their order."""
    known = tuple(shifts)
    found = dict.fromkeys(on_roster(roster, known, begin_ms, zone))
    turn = next_turn(roster, known, begin_ms, zone)
    while turn is not None and turn.begins_ms < end_ms:
        found |= dict.fromkeys(on_roster(roster, known, turn.begins_ms, zone))
        turn = next_turn(roster, known, turn.begins_ms, zone)
    return tuple(sorted(found))


@lru_cache(_DAYS)
def local_day(at_ms: int, zone: tzinfo) -> date:
    """Return the calendar day of an instant in a time zone."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).astimezone(zone).date()


def instant_ms(day: date, clock: time, zone: tzinfo) -> int:
    """Return the instant of a local time; one that a change of clocks leaves out is that much later (PEP 495)."""
    return round(datetime.combine(day, clock, tzinfo=zone).timestamp() * 1000)


@lru_cache(_SPANS)
def span_ms(day: date, begin: str, end: str, zone: tzinfo) -> tuple[int, int]:
    """Return begin and end of a span of the day; one that ends at or before its begin ends on the next day."""
    first, last = time.fromisoformat(begin), time.fromisoformat(end)
    return instant_ms(day, first, zone), instant_ms(day if last > first else day + _DAY, last, zone)


def _turns_on(roster: Roster, shifts: Mapping[str, Shift], day: date, zone: tzinfo) -> list[Turn]:
    """Return the turns that begin on a day; rows of one shift are one turn."""
    text = day.isoformat()
    dated = {row.shift for row in roster.rows if row.date == text}
    members: dict[str, tuple[str, ...]] = {}
    for row in roster.rows:
        if row.shift in shifts and _applies(row, day, text, replaced=row.shift in dated):
            members[row.shift] = tuple(dict.fromkeys((*members.get(row.shift, ()), *row.members)))
    turns = []
    for name, team in members.items():
        begins_ms, ends_ms = span_ms(day, shifts[name].begin, shifts[name].end, zone)
        turns.append(Turn(begins_ms, ends_ms, name, team))
    return turns


def _applies(row: RosterRow, day: date, text: str, *, replaced: bool) -> bool:
    if row.date or replaced:
        return row.date == text
    if row.days and WEEKDAYS[day.weekday()] not in row.days:
        return False
    if (row.since and text < row.since) or (row.until and text > row.until):
        return False
    if row.every == 1:
        return True
    first = date.fromisoformat(row.since) if row.since else _EPOCH_DAY
    return (day - first).days % row.every == 0
