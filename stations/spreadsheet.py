"""What spreadsheets do to cells, and how a table goes through one unharmed.

A spreadsheet that opens a CSV computes what looks like a formula, makes dates of ``3-1``, drops the zeros before
``007`` and shortens long numbers. A cell that it would change is written with an apostrophe before it, which makes it
text; `unguard` takes the apostrophe off again. OWASP, "CSV injection", names the characters that begin a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from stations.plain_text import visible_cell

Cell = str | int | float | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_APOSTROPHE = "'"
# Zeros before digits, more digits than a column shows, 1E5, and what may be read as a date or time.
_MONTH = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
_CHANGED = re.compile(
    rf"""0\d+ | \d{{12,}} | \d+(\.\d*)?e[+-]?\d+ | \d{{1,4}}[-/.]\d{{1,2}}([-/.]\d{{1,4}})?
    | \d{{1,2}}:\d{{2}}(:\d{{2}})? | ({_MONTH})[-.]?\d{{1,4}} | \d{{1,2}}[-.]?({_MONTH})""",
    re.VERBOSE | re.IGNORECASE,
)
_NEGATIVE = re.compile(r"-\d+(\.\d+)?")
_SHORTENED = re.compile(r"-?\d(\.\d+)?[eE]\+\d{1,3}")
_DAY_AND_HOUR = re.compile(r"(\d{4})-(\d\d)-(\d\d) \d\d:\d\d:\d\d")
_AS_TEXT = re.compile(r'="([^"]*)"')
_AS_NUMBER = re.compile(r"(\d+)\.0+|\d(?:\.\d+)?[eE]\+?\d{1,2}")
_DIGITS = 30
_DATE = re.compile(
    r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*日?"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_NUMBER = re.compile(r"\d{5}(\.\d+)?")
FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar, which counts a 29 February 1900 that was none."""

_FIRST_YEAR, _LAST_YEAR = 1980, 2100


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[Cell]], *, line_end: str = "\r\n") -> str:
    """Return a table as CSV (RFC 4180) in which no cell is computed, and none steers whatever shows it.

    Every CSV of onethree is written here. Whoever keeps it in a file encodes it as ``utf-8-sig``: the byte order mark
    makes spreadsheets read Chinese.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(columns)
    safe = _Defused()
    writer.writerows([safe[each] if isinstance(each, str) else each for each in row] for row in rows)
    return text.getvalue()


class _Defused(dict[str, str]):
    """Texts, with an apostrophe before each that would be computed; a negative number is none."""

    def __missing__(self, text: str) -> str:
        seen = visible_cell(text)
        self[text] = _APOSTROPHE + seen if seen.startswith(_FORMULA) and not _NEGATIVE.fullmatch(seen) else seen
        return self[text]


def guard(text: str) -> str:
    """Return the text as a cell that a spreadsheet shows and saves unchanged."""
    if text.startswith((*_FORMULA, _APOSTROPHE)) or _CHANGED.fullmatch(text):
        return _APOSTROPHE + text
    return text


def unguard(cell: str) -> str:
    """Return the text of a cell that `guard` wrote, or that others wrote as ``="007"``; other cells as they are."""
    if cell.startswith(_APOSTROPHE):
        return cell[1:]
    found = _AS_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return found[1] if found else cell


def what_a_program_did(text: str) -> str:
    """Return a sentence on a cell that says by itself what a program has made of it; empty where it does not."""
    if "+" in text and _SHORTENED.fullmatch(text):
        return (
            f"“{text}” is a long number that a spreadsheet has shortened, such as {_long(text)}; enter it anew, as text"
        )
    if ":" in text and (found := _DAY_AND_HOUR.fullmatch(text)):
        was = f"{int(found[2])}-{int(found[3])}"
        return f"“{text}” is a day, which a program has made of what was written, perhaps “{was}”; write it as text"
    return ""


def phone_was(text: str) -> str:
    """Return the digits of a telephone number that a program has written as a number; empty where it has not."""
    return f"{Decimal(text):.0f}" if _AS_NUMBER.fullmatch(text) else ""


def _long(text: str) -> str:
    return f"“{Decimal(text):.0f}”" if abs(Decimal(text).adjusted()) < _DIGITS else "one of many digits"


def parse_date(text: str) -> date:
    """Return the date of a cell: year, month, day, as people and spreadsheets write them in Chinese or ISO order.

    Raises ValueError with a sentence that says what to do for everything else: nothing is guessed.
    """
    if found := _DATE.fullmatch(text) or _COMPACT.fullmatch(text):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise ValueError(f"“{text}” is no day of the calendar; correct it") from None
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValueError(f"“{text}” lies outside {_FIRST_YEAR}–{_LAST_YEAR}; correct the year")
        return day
    raise ValueError(_why_no_date(text))


def _why_no_date(text: str) -> str:
    if text.startswith("#"):
        return f"“{text[:20]}” is what a too narrow column shows; widen it and save again"
    if _DAY_NUMBER.fullmatch(text):
        meant = FIRST_DAY + timedelta(days=int(float(text)))
        return f"“{text}” is a spreadsheet's day number, perhaps {meant}; format the column as a date and save again"
    return f"“{text[:40]}” is no date with year, month and day; write it as 2026-03-01"
