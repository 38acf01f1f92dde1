"""Finds what a program made of an id or a text on its way: ``7`` of ``007``, ``1001.0``, ``2.3E+09``, days of ``1-2``.

The registry knows what stood there before, so that both values can be named; a value of which no other is known but
that nobody writes by hand is named with what it probably was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterator
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from stations.problems import Findings
from stations.registry.changes import TableChanges
from stations.spreadsheet import FIRST_DAY

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE]\+?-?\d{1,3})?")
_FLOAT = re.compile(r"(\d+)\.0+")
_SHORT = re.compile(r"-?\d(?:\.(\d+))?[eE]\+?\d{1,3}")
_PARTS = re.compile(r"(\d{1,4})[-/.](\d{1,2})(?:[-/.](\d{1,4}))?")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_DAYS = (
    re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?"),
    re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日?"),
    re.compile(r"(?P<d>\d{1,4})[- ](?P<n>[A-Z][a-z]{2})[a-z]*\.?(?:[- ](?P<y>\d{2,4}))?"),
    re.compile(r"(?P<n>[A-Z][a-z]{2})[a-z]*\.?[- ](?P<d>\d{1,4})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{2,4})"),
)
_DAY_NUMBER = re.compile(r"(\d{5})(?:\.\d+)?")
_KEPT = 15
"""Digits of a number that a spreadsheet keeps; the others become zeros."""

Numbers = tuple[int, ...]


def rewritten(before: str, after: str) -> bool:
    """Whether a program makes ``after`` of ``before``: the same number in another form, or a day with its numbers."""
    if before == after or is_form_of_program(before):
        return False  # and who puts right what a program did is not stopped
    if before.casefold() == after.casefold():
        return before.casefold() in {"true", "false"}
    return _same_number(before, after) or _same_day(before, after)


def is_form_of_program(value: str) -> bool:
    """Whether only programs write such an id: ``1001.0``, ``2.3E+09``, ``2-Jan``, a day."""
    return probably_was(value) != ""


def probably_was(value: str) -> str:
    """Return what an id was that only a program writes; empty where people write such ids."""
    if found := _FLOAT.fullmatch(value):
        return found[1]
    if "+" in value and _SHORT.fullmatch(value):
        return f"{Decimal(value):.0f}"
    if (day := _day(value)) and (value[4:5] in ("-", "/") or any(map(str.isalpha, value))):
        return f"{day[0]}-{day[1]}"
    return ""


def spoilt(changes: TableChanges, lines: dict[str, int], before: Collection[str], findings: Findings) -> None:
    """Note what programs have done to a table's ids and texts on its way here.

    ``lines`` holds the lines of the file by key, ``before`` the keys that the table had; only a key that the file does
    not give is one that may have been rewritten.
    """
    schema = changes.schema
    missing = [key for key in before if key not in lines]
    candidates = _by_shape(missing)
    for change in changes.changes:
        if change.key not in lines:
            continue
        if change.what == "added":
            was = next((key for key in candidates(change.key) if rewritten(key, change.key)), "") or probably_was(
                change.key
            )
            if was:
                _note(findings, lines[change.key], schema.key, was, change.key)
        for field in change.fields if change.what == "changed" else ():
            if rewritten(field.before, field.after):
                _note(findings, lines[change.key], field.name, field.before, field.after)


def _note(findings: Findings, line: int, field: str, was: str, now: str) -> None:
    message = f"“{now}” is what a program makes of “{was}”; write “{was}” there, in a column formatted as text"
    findings.error(message, line=line, field=field)


def _by_shape(keys: Collection[str]) -> Callable[[str], Iterator[str]]:
    """Return a function from a new key to those of the old ones that it may have been, without looking at each."""
    groups: dict[Hashable, list[str]] = {}
    for key in keys:
        if _NUMBER.fullmatch(key):
            number = Decimal(key)
            for shape in (number.normalize(), number.adjusted(), key[:_KEPT]):
                groups.setdefault(shape, []).append(key)
        if _parts(key):
            groups.setdefault(_PARTS, []).append(key)

    def may_have_been(key: str) -> Iterator[str]:
        if _NUMBER.fullmatch(key):
            number = Decimal(key)
            yield from groups.get(number.adjusted() if _SHORT.fullmatch(key) else number.normalize(), ())
            yield from groups.get(key[:_KEPT], ()) if len(key) > _KEPT else ()
        yield from groups.get(_PARTS, ()) if _day(key) else ()

    return may_have_been


def _same_number(before: str, after: str) -> bool:
    if not (_NUMBER.fullmatch(before) and _NUMBER.fullmatch(after)):
        return False
    try:
        old, new = Decimal(before), Decimal(after)
    except InvalidOperation:
        return False
    if short := _SHORT.fullmatch(after):
        digits = len(short[1] or "")
        return f"{old:.{digits}E}" == f"{new:.{digits}E}"
    if len(before) == len(after) > _KEPT and before.isdigit() and after.isdigit():
        return before[:_KEPT] == after[:_KEPT] and not after[_KEPT:].strip("0")
    return old == new


def _same_day(before: str, after: str) -> bool:
    parts = _parts(before)
    day = _day(after)
    if not parts or not day:
        return False
    month, number, year = day
    years = {year, year % 100}
    if len(parts) == 2:  # noqa: PLR2004 - 1-2 is a month and a day, or a month and a year
        return set(parts) in ({month, number}, {month}) or (month in parts and bool(years & set(parts)))
    return month in parts and number in parts and bool(years & set(parts))


def _parts(text: str) -> Numbers:
    found = _PARTS.fullmatch(text)
    return tuple(int(each) for each in found.groups() if each) if found else ()


def _day(text: str) -> Numbers:
    """Return month, day and year of what a program shows for a day; the year is 0 where it shows none."""
    for pattern in _DAYS:
        if not (found := pattern.fullmatch(text)):
            continue
        groups = found.groupdict()
        month = _MONTHS.get(groups["n"], 0) if groups.get("n") else int(groups["m"])
        if month:
            return month, int(groups["d"]), int(groups.get("y") or 0)
    if found := _DAY_NUMBER.fullmatch(text):
        day = FIRST_DAY + timedelta(days=int(found[1]))
        return day.month, day.day, day.year
    return ()
